//! The witness of an authentication key.

use super::{ClerkOf, ClinicStaffOf, StaffOf};
use kairan_domain::auth_key::{AuthKey, KeyScope};
use kairan_domain::ids::{AuthKeyId, InsurerId};
use kairan_domain::staff::Role;
use kairan_store::Versioned;
use std::fmt;

/// The insurer's system, or a clinic's software, whose key was good a moment ago.
#[derive(Clone)]
pub struct SystemOf {
    key: Versioned<AuthKey>,
}

impl SystemOf {
    pub(crate) fn with(key: Versioned<AuthKey>) -> Self {
        Self { key }
    }

    /// Whose.
    pub fn insurer(&self) -> InsurerId {
        self.key.insurer
    }

    /// Which key.
    pub fn key(&self) -> AuthKeyId {
        self.key.id
    }

    /// What it opens.
    pub fn scope(&self) -> KeyScope {
        self.key.scope
    }

    /// The right to read meetings.
    pub fn meetings(&self) -> Option<StaffOf> {
        self.desk(|rights| rights.meetings)
    }

    /// The right to change meetings.
    pub fn change_meetings(&self) -> Option<ClerkOf> {
        self.meetings()?.as_clerk()
    }

    /// The right to read requests and opinions.
    pub fn opinions(&self) -> Option<StaffOf> {
        self.desk(|rights| rights.opinions)
    }

    /// The right to change requests and take in opinions.
    pub fn change_opinions(&self) -> Option<ClerkOf> {
        self.opinions()?.as_clerk()
    }

    /// The right to see and answer one clinic's requests.
    pub fn clinic(&self) -> Option<ClinicStaffOf> {
        ClinicStaffOf::of_software(&self.key)
    }

    fn desk(&self, opens: fn(kairan_domain::auth_key::Rights) -> bool) -> Option<StaffOf> {
        let KeyScope::Insurer(rights) = self.key.scope else {
            return None;
        };
        let role = if rights.changes {
            Role::Clerk
        } else {
            Role::ReadOnly
        };
        opens(rights).then(|| StaffOf::of_system(&self.key, role))
    }
}

impl fmt::Debug for SystemOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SystemOf({:?})", self.key.id)
    }
}
