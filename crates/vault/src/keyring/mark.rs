//! Public check values of a ring, stored in the database so that a wrong ring
//! stops the start with a clear sentence instead of failing record by record.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use zeroize::Zeroizing;

use super::{KeyId, KeyRing, KeyRingError, KeyState};
use crate::kdf::{self, Purpose};
use crate::secret::SecretBytes;

/// Which ring, and which of its keys, a database was last sealed with. Public:
/// it can be printed and tells nothing about the keys.
///
/// As text (`to_string`, `parse`): fingerprint, key number, key's check value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RingMark {
    fingerprint: String,
    key: KeyId,
    check: String,
}

impl RingMark {
    /// The fingerprint of the ring's constant roots.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The key that was active when the mark was made.
    pub fn key(&self) -> KeyId {
        self.key
    }
}

impl fmt::Display for RingMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.fingerprint, self.key, self.check)
    }
}

/// The text is not one that a [`RingMark`] writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not the mark of a key ring")]
pub struct NotARingMark;

impl FromStr for RingMark {
    type Err = NotARingMark;

    fn from_str(text: &str) -> Result<Self, NotARingMark> {
        let mut words = text.split(' ');
        let (Some(fingerprint), Some(key), Some(check), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(NotARingMark);
        };
        if !is_check(fingerprint) || !is_check(check) {
            return Err(NotARingMark);
        }
        Ok(Self {
            fingerprint: fingerprint.to_owned(),
            key: KeyId::new(key.parse().map_err(|_| NotARingMark)?),
            check: check.to_owned(),
        })
    }
}

impl KeyRing {
    /// The ring's public check value: 16 hex digits in groups of four. It
    /// stays the same over every rotation and differs for every other ring.
    pub fn fingerprint(&self) -> String {
        let roots = Zeroizing::new([self.index.expose().as_slice(), self.pepper.expose()].concat());
        check(&kdf::derive(&roots, Purpose::Fingerprint))
    }

    /// The mark to store beside the data, anew after every [`KeyRing::add`].
    pub fn mark(&self) -> RingMark {
        let key = self.active_key();
        RingMark {
            fingerprint: self.fingerprint(),
            key,
            check: self.key_check(key).expect("the active key has material"),
        }
    }

    /// Whether this ring opens a database with the stored `mark`. A ring that
    /// is newer than the mark (rotated since) does.
    ///
    /// # Errors
    ///
    /// [`KeyRingError::OtherRing`] or [`KeyRingError::OlderRing`].
    pub fn check_mark(&self, mark: &RingMark) -> Result<(), KeyRingError> {
        let found = self.fingerprint();
        if found != mark.fingerprint {
            return Err(KeyRingError::OtherRing {
                expected: mark.fingerprint.clone(),
                found,
            });
        }
        let retired_since = self
            .keys
            .iter()
            .any(|key| key.id == mark.key && key.state == KeyState::Retired);
        if retired_since || self.key_check(mark.key).as_ref() == Some(&mark.check) {
            return Ok(());
        }
        Err(KeyRingError::OlderRing(mark.key))
    }

    fn key_check(&self, id: KeyId) -> Option<String> {
        let (_, root) = self.live_roots().find(|(key, _)| *key == id)?;
        Some(check(&kdf::derive(root.expose(), Purpose::KeyMark)))
    }
}

fn check(derived: &SecretBytes<32>) -> String {
    let groups: Vec<String> = derived.expose()[..8]
        .chunks(2)
        .map(|pair| format!("{:02x}{:02x}", pair[0], pair[1]))
        .collect();
    groups.join("-")
}

fn is_check(text: &str) -> bool {
    text.len() == 19
        && text.bytes().enumerate().all(|(at, byte)| match at % 5 {
            4 => byte == b'-',
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
        })
}
