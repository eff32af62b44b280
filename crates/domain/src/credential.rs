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
    /// Nobody has told the reviewer yet. It stays so from meeting to meeting: the tick belongs
    /// to the password, not to the meeting it was made for.
    pub waits: bool,
}

/// How long a password may be carried from meeting to meeting: one year.
pub const CREDENTIAL_LIFE: SignedDuration = SignedDuration::from_hours(365 * 24);

impl Credential {
    /// Whether a meeting published `now` may go on using it. Counted from its making alone:
    /// a window that lets it live longer does not let it be carried over longer.
    pub fn carries_over(&self, now: Timestamp) -> bool {
        now < life_from(self.made_at)
    }

    /// The same, opening gates at least until `until`.
    #[must_use]
    pub fn lasting(mut self, until: Timestamp) -> Self {
        self.until = self.until.max(until);
        self
    }
}

/// Until when a credential made at `made_at` opens gates, unless a meeting needs it longer.
pub fn life_from(made_at: Timestamp) -> Timestamp {
    made_at
        .checked_add(CREDENTIAL_LIFE)
        .unwrap_or(Timestamp::MAX)
}
