//! The key ring: the file that opens everything, outside the data folder and
//! readable by the service user alone.
//!
//! It holds two constant roots (index and pepper) and a list of rotating keys,
//! exactly one of them active. Rotation is three steps for the operator:
//! [`KeyRing::add`] makes a new active key, the server seals every record
//! again (`Store::rewrap`: what [`Vault::needs_rewrap`](crate::Vault::needs_rewrap) is opened and
//! sealed anew, a document's key by [`Vault::rewrap_key`](crate::Vault::rewrap_key)), and [`KeyRing::retire`]
//! erases a key once nothing lies under it.

mod disk;
mod error;
mod file;
mod fingerprint;

pub use error::{KeyRingError, RingFault};

use std::fmt;

use crate::entropy::Entropy;
use crate::kdf::{self, Purpose};
use crate::password::Pepper;
use crate::secret::SecretBytes;

/// The number of a rotating key. Numbers are never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId(u32);

impl KeyId {
    /// The key with this number, whether or not a ring has it.
    pub const fn new(id: u32) -> Self {
        Self(id)
    }

    /// The bare number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where a rotating key stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// Seals everything new.
    Active,
    /// Opens what was sealed before the last rotation.
    Kept,
    /// Erased; its number stays so that a late find can be named.
    Retired,
}

/// What may be shown of a rotating key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyInfo {
    /// Its number.
    pub id: KeyId,
    /// When it was made, in the caller's words.
    pub made_at: String,
    /// Where it stands.
    pub state: KeyState,
}

/// All key material of one installation.
#[derive(Clone)]
pub struct KeyRing {
    index: SecretBytes<32>,
    pepper_id: u32,
    pepper: SecretBytes<32>,
    keys: Vec<RingKey>,
}

/// A rotating key. Material is there exactly until it is retired.
#[derive(Clone)]
struct RingKey {
    id: KeyId,
    made_at: String,
    state: KeyState,
    material: Option<SecretBytes<32>>,
}

impl KeyRing {
    /// A new ring with one active key. `made_at` is a text for the operator.
    pub fn generate(entropy: &dyn Entropy, made_at: &str) -> Self {
        Self {
            index: SecretBytes::random(entropy),
            pepper_id: 1,
            pepper: SecretBytes::random(entropy),
            keys: vec![RingKey::random(entropy, KeyId(1), made_at)],
        }
    }

    /// Adds a key and makes it the active one; the one before is kept. Save
    /// the ring before any vault adopts it, or its first values are lost.
    ///
    /// # Errors
    ///
    /// [`KeyRingError::Full`] after some four thousand million rotations.
    pub fn add(&mut self, entropy: &dyn Entropy, made_at: &str) -> Result<KeyId, KeyRingError> {
        let last = self.keys.iter().map(|key| key.id.0).max().unwrap_or(0);
        let id = KeyId(last.checked_add(1).ok_or(KeyRingError::Full)?);
        for key in &mut self.keys {
            if key.state == KeyState::Active {
                key.state = KeyState::Kept;
            }
        }
        self.keys.push(RingKey::random(entropy, id, made_at));
        Ok(id)
    }

    /// Erases a kept key. `still_used` is how many sealed values the caller
    /// counted under it; anything but zero is refused, for they would be lost.
    ///
    /// # Errors
    ///
    /// [`KeyRingError::NoSuchKey`], [`KeyRingError::KeyIsActive`],
    /// [`KeyRingError::AlreadyRetired`] or [`KeyRingError::StillUsed`].
    pub fn retire(&mut self, id: KeyId, still_used: u64) -> Result<(), KeyRingError> {
        let key = self
            .keys
            .iter_mut()
            .find(|key| key.id == id)
            .ok_or(KeyRingError::NoSuchKey(id))?;
        match key.state {
            KeyState::Active => Err(KeyRingError::KeyIsActive(id)),
            KeyState::Retired => Err(KeyRingError::AlreadyRetired(id)),
            KeyState::Kept if still_used > 0 => Err(KeyRingError::StillUsed {
                id,
                count: still_used,
            }),
            KeyState::Kept => {
                key.state = KeyState::Retired;
                key.material = None;
                Ok(())
            }
        }
    }

    /// All rotating keys, oldest first, without their material.
    pub fn keys(&self) -> impl Iterator<Item = KeyInfo> + '_ {
        self.keys.iter().map(|key| KeyInfo {
            id: key.id,
            made_at: key.made_at.clone(),
            state: key.state,
        })
    }

    /// The key that seals everything new.
    pub fn active_key(&self) -> KeyId {
        self.keys
            .iter()
            .find(|key| key.state == KeyState::Active)
            .map(|key| key.id)
            .expect("a ring always has one active key")
    }

    pub(crate) fn index_root(&self) -> &SecretBytes<32> {
        &self.index
    }

    pub(crate) fn pepper(&self) -> Pepper {
        Pepper::new(
            self.pepper_id,
            kdf::derive(self.pepper.expose(), Purpose::Pepper),
        )
    }

    /// The keys that still have material.
    pub(crate) fn live_roots(&self) -> impl Iterator<Item = (KeyId, &SecretBytes<32>)> {
        self.keys
            .iter()
            .filter_map(|key| key.material.as_ref().map(|root| (key.id, root)))
    }
}

impl RingKey {
    fn random(entropy: &dyn Entropy, id: KeyId, made_at: &str) -> Self {
        Self {
            id,
            made_at: made_at.to_owned(),
            state: KeyState::Active,
            material: Some(SecretBytes::random(entropy)),
        }
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyRing")
    }
}

#[cfg(test)]
mod tests;
