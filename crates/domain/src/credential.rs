//! 委員 across meetings, and the hash of the viewing password a reviewer may keep using.

use crate::ids::{CredentialId, InsurerId, ReviewerId};
use crate::mail_address::MailAddress;
use crate::secret::SecretText;
use crate::staff::PersonName;
use jiff::{SignedDuration, Timestamp};

/// 委員/審査員: one person of one insurer, known by e-mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewer {
    /// Its id.
    pub id: ReviewerId,
    /// Whose reviewer.
    pub insurer: InsurerId,
    /// The name last given.
    pub name: PersonName,
    /// The address; unique within the insurer.
    pub mail: MailAddress,
    /// The credential in force, if any.
    pub credential: Option<CredentialId>,
    /// When first met.
    pub made_at: Timestamp,
}

/// A viewing password as kept: its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Its id.
    pub id: CredentialId,
    /// Whose.
    pub insurer: InsurerId,
    /// Whose.
    pub reviewer: ReviewerId,
    /// Argon2id hash.
    pub hash: SecretText,
    /// When it was made.
    pub made_at: Timestamp,
    /// It opens no gate from then on; carrying over ends with it.
    pub until: Timestamp,
}

/// How long a password may be carried from meeting to meeting: one year.
pub const CREDENTIAL_LIFE: SignedDuration = SignedDuration::from_hours(365 * 24);
