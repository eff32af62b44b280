//! [`Vault`]: the keys a running server works with, made from a [`KeyRing`].

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use aes_gcm::Aes256Gcm;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::aad;
use crate::entropy::Entropy;
use crate::kdf::{self, Purpose};
use crate::keyring::{KeyId, KeyRing, KeyRingError, KeyState};
use crate::password::Pepper;
use crate::sealed::{self, OpenError};
use crate::secret::SecretBytes;

/// The derived keys of one ring. Cheap to clone; all clones see a rotation.
///
/// What it can do is spread over the modules by noun: sealed fields and
/// look-up values ([`field`](crate::field)), data keys of documents
/// ([`document`](crate::document)), marks on readable rows
/// ([`mark`](crate::mark)), the pepper ([`password`](crate::password)).
#[derive(Clone)]
pub struct Vault(Arc<Inner>);

struct Inner {
    lookup: SecretBytes<32>,
    token: SecretBytes<32>,
    pepper: Pepper,
    fingerprint: String,
    keys: RwLock<Arc<Keys>>,
}

/// The part that rotation replaces.
struct Keys {
    active: KeyId,
    live: BTreeMap<KeyId, Ciphers>,
    retired: Vec<KeyId>,
}

struct Ciphers {
    wrap: Aes256Gcm,
    field: Aes256Gcm,
    mac: SecretBytes<32>,
}

/// Which of a ring key's two ciphers.
#[derive(Clone, Copy)]
pub(crate) enum Job {
    Wrap,
    Field,
}

impl Vault {
    /// Derives all working keys of `ring`.
    pub fn new(ring: &KeyRing) -> Self {
        Self(Arc::new(Inner {
            lookup: kdf::derive(ring.index_root().expose(), Purpose::Lookup),
            token: kdf::derive(ring.index_root().expose(), Purpose::Token),
            pepper: ring.pepper(),
            fingerprint: ring.fingerprint(),
            keys: RwLock::new(Arc::new(Keys::of(ring))),
        }))
    }

    /// Takes over a rotated edition of the same ring, in all clones at once.
    ///
    /// # Errors
    ///
    /// [`KeyRingError::OtherRing`] when the ring has other constant roots.
    pub fn adopt(&self, ring: &KeyRing) -> Result<(), KeyRingError> {
        if ring.fingerprint() != self.0.fingerprint {
            return Err(KeyRingError::OtherRing {
                expected: self.0.fingerprint.clone(),
                found: ring.fingerprint(),
            });
        }
        let fresh = Arc::new(Keys::of(ring));
        *self.0.keys.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// The key that new values are sealed with.
    pub fn active_key(&self) -> KeyId {
        self.keys().active
    }

    /// Whether a sealed field or wrapped key lies under another key than the
    /// active one, and so must be sealed again before that key can be retired.
    ///
    /// # Errors
    ///
    /// [`OpenError::CutOff`] or [`OpenError::UnknownEdition`] when the bytes
    /// are no sealed value. Whether it opens is not tried.
    pub fn needs_rewrap(&self, sealed: &[u8]) -> Result<bool, OpenError> {
        Ok(sealed::key_id(sealed)? != self.active_key())
    }

    /// Argon2's secret input, for the functions of [`password`](crate::password).
    pub fn pepper(&self) -> &Pepper {
        &self.0.pepper
    }

    pub(crate) fn seal(
        &self,
        job: Job,
        entropy: &dyn Entropy,
        aad: &[u8],
        plain: &[u8],
    ) -> Vec<u8> {
        let keys = self.keys();
        let id = keys.active;
        let ciphers = keys.live.get(&id).expect("the active key is live");
        sealed::seal(ciphers.get(job), id, entropy, aad, plain)
    }

    pub(crate) fn open(
        &self,
        job: Job,
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let keys = self.keys();
        let id = sealed::key_id(sealed)?;
        match keys.live.get(&id) {
            Some(ciphers) => sealed::open(ciphers.get(job), aad, sealed),
            None if keys.retired.contains(&id) => Err(OpenError::RetiredKey(id)),
            None => Err(OpenError::UnknownKey(id)),
        }
    }

    pub(crate) fn mac_under(&self, key: KeyId, input: &[u8]) -> Result<[u8; 32], OpenError> {
        let keys = self.keys();
        match keys.live.get(&key) {
            Some(ciphers) => Ok(mac(&ciphers.mac, input)),
            None if keys.retired.contains(&key) => Err(OpenError::RetiredKey(key)),
            None => Err(OpenError::UnknownKey(key)),
        }
    }

    pub(crate) fn lookup_mac(&self, items: &[&[u8]]) -> [u8; 32] {
        mac(&self.0.lookup, &aad::encode("kairan lookup", items))
    }

    pub(crate) fn token_mac(&self, items: &[&[u8]]) -> [u8; 32] {
        let input = Zeroizing::new(aad::encode("kairan token", items));
        mac(&self.0.token, &input)
    }

    fn keys(&self) -> Arc<Keys> {
        let keys = self.0.keys.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&keys)
    }
}

impl Keys {
    fn of(ring: &KeyRing) -> Self {
        let live = ring
            .live_roots()
            .map(|(id, root)| (id, Ciphers::of(root)))
            .collect();
        let retired = ring
            .keys()
            .filter(|key| key.state == KeyState::Retired)
            .map(|key| key.id)
            .collect();
        Self {
            active: ring.active_key(),
            live,
            retired,
        }
    }
}

impl Ciphers {
    fn of(root: &SecretBytes<32>) -> Self {
        Self {
            wrap: sealed::cipher(&kdf::derive(root.expose(), Purpose::Wrap)),
            field: sealed::cipher(&kdf::derive(root.expose(), Purpose::Field)),
            mac: kdf::derive(root.expose(), Purpose::Mac),
        }
    }

    fn get(&self, job: Job) -> &Aes256Gcm {
        match job {
            Job::Wrap => &self.wrap,
            Job::Field => &self.field,
        }
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault")
    }
}

fn mac(key: &SecretBytes<32>, input: &[u8]) -> [u8; 32] {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key.expose()).expect("HMAC takes keys of any length");
    mac.update(input);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests;
