//! Personal fields sealed inside their records, and the values to find them by.
//!
//! Names, addresses, insured numbers, opinions and mails never reach the store
//! in the clear: the record codec seals each one here. The associated data
//! name the place it belongs to, so that a sealed value copied to another
//! record, field or insurer does not open.
//!
//! A nonce is 96 random bits, so one ring key may seal at most 2^32 values
//! (NIST SP 800-38D §8.3: the chance of a repeated nonce stays below 2^-32).
//! A large installation writes some 10^7 a year; `kairan keys add` starts anew.

use std::fmt;

use zeroize::Zeroizing;

use crate::aad;
use crate::entropy::Entropy;
use crate::vault::{Job, Vault};

pub use crate::sealed::OpenError as FieldError;

/// The place a sealed field belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldAad<'a> {
    /// The insurer's id.
    pub insurer: &'a str,
    /// The kind of record, for example `meeting`.
    pub kind: &'a str,
    /// The record's id.
    pub record: &'a str,
    /// The field's name, with its place where it repeats: `seats/3/mail`.
    pub field: &'a str,
    /// The edition of the record's disk form.
    pub edition: u8,
}

impl FieldAad<'_> {
    fn encode(&self) -> Vec<u8> {
        aad::encode(
            "kairan field",
            &[
                self.insurer.as_bytes(),
                self.kind.as_bytes(),
                self.record.as_bytes(),
                self.field.as_bytes(),
                &[self.edition],
            ],
        )
    }
}

/// A sealed field: the bytes that lie in the record.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SealedField(Vec<u8>);

impl SealedField {
    /// How many bytes longer than the plain field a sealed one is.
    pub const OVERHEAD: usize = 33;

    /// Takes bytes read from a record. They are checked when opened.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes to store, without a copy.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl AsRef<[u8]> for SealedField {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SealedField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedField")
    }
}

impl Vault {
    /// Seals a field for the place that `aad` names, under the active key.
    pub fn seal_field(
        &self,
        entropy: &dyn Entropy,
        aad: &FieldAad<'_>,
        plain: &[u8],
    ) -> SealedField {
        SealedField(self.seal(Job::Field, entropy, &aad.encode(), plain))
    }

    /// Opens a field that was sealed for exactly this place.
    ///
    /// # Errors
    ///
    /// [`FieldError::Forged`] when the bytes were changed or belong elsewhere;
    /// the other kinds when the ring does not fit or the bytes are no field.
    pub fn open_field(
        &self,
        aad: &FieldAad<'_>,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, FieldError> {
        self.open(Job::Field, &aad.encode(), sealed)
    }

    /// The value under which a sealed text is found by exact search: an HMAC
    /// of the *normalised* text, so that the index shows neither the text nor
    /// that two insurers have the same one. It survives key rotation.
    pub fn lookup(&self, insurer: &str, kind: &str, normalised: &str) -> [u8; 32] {
        self.lookup_mac(&[insurer.as_bytes(), kind.as_bytes(), normalised.as_bytes()])
    }
}

#[cfg(test)]
mod tests;
