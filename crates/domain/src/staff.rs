//! Accounts: certification clerks, insurer administrators, read-only staff at the console; a
//! clinic's own at its door.

use crate::ids::{ClinicId, InsurerId, StaffId};
use crate::secret::{SecretText, personal_text};
use crate::text;
use jiff::Timestamp;
use thiserror::Error;

/// What an account may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Sees meetings and boards, changes nothing.
    ReadOnly,
    /// 認定事務担当: registers meetings.
    Clerk,
    /// Also makes, resets and retires accounts.
    Administrator,
    /// Answers the requests to this clinic. Never enters the console.
    Clinic(ClinicId),
}

impl Role {
    /// The clinic whose account it is; `None`: a console account.
    pub fn clinic(self) -> Option<ClinicId> {
        match self {
            Self::Clinic(clinic) => Some(clinic),
            Self::ReadOnly | Self::Clerk | Self::Administrator => None,
        }
    }
}

personal_text! {
    /// Login id: 3–40 characters of a–z, 0–9, `.`, `-`, `_`, `@`; lower case.
    Login
}

personal_text! {
    /// A person's name as given.
    PersonName
}

/// What is wrong with a typed account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StaffFault {
    /// Not a login id.
    #[error("the login id needs 3 to 40 letters, digits, '.', '-', '_' or '@'")]
    Login,
    /// No name, or longer than 40 characters.
    #[error("the name needs 1 to 40 characters")]
    Name,
}

impl Login {
    /// Reads a login id as typed; full-width forms and upper case are put right.
    ///
    /// # Errors
    /// [`StaffFault::Login`].
    pub fn check(raw: &str) -> Result<Self, StaffFault> {
        let login = text::signs(raw).to_ascii_lowercase();
        let fits = (3..=40).contains(&login.len())
            && login
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b".-_@".contains(&b));
        if fits {
            Ok(Self(login))
        } else {
            Err(StaffFault::Login)
        }
    }
}

impl PersonName {
    /// Reads a name as typed; its characters are kept.
    ///
    /// # Errors
    /// [`StaffFault::Name`].
    pub fn check(raw: &str, most: usize) -> Result<Self, StaffFault> {
        let name = text::one_line(raw);
        if (1..=most).contains(&name.chars().count()) {
            Ok(Self(name))
        } else {
            Err(StaffFault::Name)
        }
    }
}

/// The second factor of an account (RFC 6238: SHA-1, 6 digits, 30 s).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// The shared secret, base32.
    pub secret: SecretText,
    /// The last time step accepted; none is accepted twice.
    pub last_step: u64,
    /// Digests (hex) of the recovery codes not yet used.
    pub recovery: Vec<String>,
    /// Since when.
    pub set_up_at: Timestamp,
}

/// An account, at the console or at the clinics' door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// Its id.
    pub id: StaffId,
    /// Whose account.
    pub insurer: InsurerId,
    /// Login id, unique in the installation.
    pub login: Login,
    /// The person.
    pub name: PersonName,
    /// What it may do.
    pub role: Role,
    /// Argon2id hash of the password.
    pub password: SecretText,
    /// The initial password must be changed before anything else.
    pub must_change: bool,
    /// Absent until set up.
    pub second_factor: Option<SecondFactor>,
    /// Since when it may not sign in.
    pub retired_at: Option<Timestamp>,
    /// When it was made.
    pub made_at: Timestamp,
}
