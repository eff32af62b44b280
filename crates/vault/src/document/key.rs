//! Data keys: one per part, wrapped by the ring, kept in the record.

use std::fmt;

use super::{FileId, PartNo};
use crate::aad;
use crate::entropy::Entropy;
use crate::sealed::OpenError;
use crate::secret::SecretBytes;
use crate::vault::{Job, Vault};

/// The key of one part. Whoever erases its wrapped form erases the part.
#[derive(Clone, PartialEq, Eq)]
pub struct DataKey(SecretBytes<32>);

impl DataKey {
    /// A fresh key, for one part and nothing else.
    pub fn random(entropy: &dyn Entropy) -> Self {
        Self(SecretBytes::random(entropy))
    }

    #[cfg(test)]
    pub(crate) fn from_secret(secret: SecretBytes<32>) -> Self {
        Self(secret)
    }

    pub(super) fn secret(&self) -> &SecretBytes<32> {
        &self.0
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey")
    }
}

/// A data key sealed by the ring: the bytes that lie in the record.
#[derive(Clone, PartialEq, Eq)]
pub struct WrappedKey(Vec<u8>);

impl WrappedKey {
    /// Bytes of a wrapped key.
    pub const LEN: usize = 65;

    /// Takes bytes read from a record. They are checked when unwrapped.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for WrappedKey {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for WrappedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WrappedKey")
    }
}

impl Vault {
    /// Wraps the data key of one part under the active ring key.
    pub fn wrap_key(
        &self,
        entropy: &dyn Entropy,
        file: FileId,
        part: PartNo,
        key: &DataKey,
    ) -> WrappedKey {
        let aad = wrap_aad(file, part);
        WrappedKey(self.seal(Job::Wrap, entropy, &aad, key.0.expose()))
    }

    /// Unwraps the data key of exactly this part of this file.
    ///
    /// # Errors
    ///
    /// [`OpenError::Forged`] when it was changed or belongs to another part;
    /// the other kinds when the ring does not fit.
    pub fn unwrap_key(
        &self,
        file: FileId,
        part: PartNo,
        wrapped: &WrappedKey,
    ) -> Result<DataKey, OpenError> {
        let plain = self.open(Job::Wrap, &wrap_aad(file, part), &wrapped.0)?;
        let mut bytes: [u8; 32] = plain.as_slice().try_into().map_err(|_| OpenError::Forged)?;
        let key = DataKey(SecretBytes::take(&mut bytes));
        Ok(key)
    }

    /// Wraps the same data key under the active ring key: a step of rotation.
    /// The document's own bytes stay as they are.
    ///
    /// # Errors
    ///
    /// As [`Vault::unwrap_key`].
    pub fn rewrap_key(
        &self,
        entropy: &dyn Entropy,
        file: FileId,
        part: PartNo,
        wrapped: &WrappedKey,
    ) -> Result<WrappedKey, OpenError> {
        let key = self.unwrap_key(file, part, wrapped)?;
        Ok(self.wrap_key(entropy, file, part, &key))
    }
}

fn wrap_aad(file: FileId, part: PartNo) -> Vec<u8> {
    aad::encode("kairan data key", &[&file.0, &part.0.to_be_bytes()])
}
