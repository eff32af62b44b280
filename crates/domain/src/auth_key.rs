//! 認証キー: with what the insurer's system or a clinic's software calls the API. What it may do,
//! from where and until when is decided here; the secret itself is `vault`'s and is shown once.

mod check;

pub use check::{CheckedAuthKey, KeyFault, RawAuthKey};

use crate::ids::{AuthKeyId, ClinicId, InsurerId, StaffId};
use crate::network::Network;
use jiff::{SignedDuration, Timestamp};
use std::net::IpAddr;

/// Days before its end from which a key stands out.
const ENDS_SOON_DAYS: i64 = 30;

/// Addresses a key may be limited to.
pub const MOST_NETWORKS: usize = 20;

/// What a key opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyScope {
    /// The insurer's own system.
    Insurer(Rights),
    /// The software of this clinic: the clinic's own requests, and nothing else.
    Clinic(ClinicId),
}

/// What the insurer's system may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rights {
    /// 審査会資料の電送.
    pub meetings: bool,
    /// 主治医意見書の電送.
    pub opinions: bool,
    /// Not only reads.
    pub changes: bool,
}

/// One secret of a key: what is kept of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeySecret {
    /// HMAC of the secret (`vault::TokenDigest`).
    pub digest: [u8; 32],
    /// When it was made.
    pub made_at: Timestamp,
    /// Set when another took its place: valid beside it until then.
    pub until: Option<Timestamp>,
}

/// When and from where a key was used last, to the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyUse {
    /// When.
    pub at: Timestamp,
    /// From which address.
    pub from: IpAddr,
}

/// An authentication key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthKey {
    /// Its id; stays through every rotation.
    pub id: AuthKeyId,
    /// Whose.
    pub insurer: InsurerId,
    /// What the administrator calls it.
    pub name: String,
    /// What it opens.
    pub scope: KeyScope,
    /// From where it may be used; empty: from anywhere.
    pub networks: Vec<Network>,
    /// When it ends.
    pub until: Timestamp,
    /// The newest last; at most two are valid.
    pub secrets: Vec<KeySecret>,
    /// Since when it opens nothing any more.
    pub revoked_at: Option<Timestamp>,
    /// Its last use.
    pub used: Option<KeyUse>,
    /// The last time it opened nothing.
    pub refused: Option<KeyUse>,
    /// When it was made.
    pub made_at: Timestamp,
    /// By which administrator.
    pub made_by: StaffId,
}

/// How a key stands at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// It opens what it may.
    Valid,
    /// The same, for a month at most.
    EndsSoon,
    /// Its time is over.
    Ended,
    /// An administrator ended it.
    Revoked,
}

/// Why a known key opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefusal {
    /// Its time is over, or that of this secret.
    #[error("the key's time is over")]
    Ended,
    /// An administrator ended it.
    #[error("the key was revoked")]
    Revoked,
    /// The address it was used from is none of its own.
    #[error("the key may not be used from this address")]
    Network,
}

impl AuthKey {
    /// How it stands `now`.
    pub fn state(&self, now: Timestamp) -> KeyState {
        let left = self.until.duration_since(now);
        if self.revoked_at.is_some() {
            KeyState::Revoked
        } else if !left.is_positive() {
            KeyState::Ended
        } else if left <= SignedDuration::from_hours(24 * ENDS_SOON_DAYS) {
            KeyState::EndsSoon
        } else {
            KeyState::Valid
        }
    }

    /// Whether the secret with this digest opens anything `now`, used from this address.
    ///
    /// # Errors
    /// [`KeyRefusal`].
    pub fn admits(
        &self,
        digest: &[u8; 32],
        from: IpAddr,
        now: Timestamp,
    ) -> Result<(), KeyRefusal> {
        match self.state(now) {
            KeyState::Revoked => return Err(KeyRefusal::Revoked),
            KeyState::Ended => return Err(KeyRefusal::Ended),
            KeyState::Valid | KeyState::EndsSoon => {}
        }
        let secret = self.secrets.iter().find(|secret| secret.digest == *digest);
        if secret.is_none_or(|secret| secret.until.is_some_and(|until| until <= now)) {
            return Err(KeyRefusal::Ended);
        }
        let inside = self.networks.iter().any(|network| network.contains(from));
        if inside || self.networks.is_empty() {
            Ok(())
        } else {
            Err(KeyRefusal::Network)
        }
    }

    /// The key with a new secret; the last one stays valid for `overlap`, earlier ones go.
    #[must_use]
    pub fn rotated(&self, digest: [u8; 32], overlap: SignedDuration, now: Timestamp) -> Self {
        let until = now.saturating_add(overlap).unwrap_or(Timestamp::MAX);
        let last = self.secrets.last().map(|last| KeySecret {
            until: Some(until),
            ..*last
        });
        let new = KeySecret {
            digest,
            made_at: now,
            until: None,
        };
        Self {
            secrets: last.into_iter().chain([new]).collect(),
            ..self.clone()
        }
    }

    /// Until when the secret before the newest is still valid.
    pub fn overlaps_until(&self, now: Timestamp) -> Option<Timestamp> {
        let mut replaced = self.secrets.iter().filter_map(|secret| secret.until);
        replaced.find(|until| *until > now)
    }
}

#[cfg(test)]
mod tests;
