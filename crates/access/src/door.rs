//! The doors of accounts. An account belongs to one of them and is unknown at the other.

use kairan_domain::staff::Role;

/// Which door somebody with an account comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Door {
    /// `/console`: clerks, administrators, read-only staff of an insurer.
    Console,
    /// `/clinic`: doctors and offices of a clinic.
    Clinic,
}

impl Door {
    /// The door of an account with this role.
    pub(crate) const fn of(role: Role) -> Self {
        match role {
            Role::ReadOnly | Role::Clerk | Role::Administrator => Self::Console,
            Role::Clinic(_) => Self::Clinic,
        }
    }

    /// What the counts of this door are kept under, so that guesses at one touch no other.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Console => "login tried",
            Self::Clinic => "clinic login tried",
        }
    }
}
