//! Purpose keys: HKDF-SHA-256 over a root of the ring, one label per purpose,
//! so that no key ever does two jobs.

use hkdf::Hkdf;
use sha2::Sha256;

use crate::secret::SecretBytes;

/// What a derived key is for. The labels are part of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Wrapping the data keys of documents; from a rotating key.
    Wrap,
    /// Sealing personal fields; from a rotating key.
    Field,
    /// Marking what anybody may read and nobody may change; from a rotating key.
    Mac,
    /// Exact search over sealed fields; from the index root.
    Lookup,
    /// Digests of tokens; from the index root.
    Token,
    /// Argon2's secret input; from the pepper root.
    Pepper,
    /// The public check value of both constant roots.
    Fingerprint,
    /// Sealing an envelope; from the key in the clerk's cookie.
    Envelope,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Wrap => b"wrap data keys",
            Self::Field => b"seal fields",
            Self::Mac => b"authenticate",
            Self::Lookup => b"lookup",
            Self::Token => b"token digest",
            Self::Pepper => b"password pepper",
            Self::Fingerprint => b"ring fingerprint",
            Self::Envelope => b"envelope",
        }
    }
}

const SALT: &[u8] = b"kairan vault 1";

/// Derives the key for `purpose` from `root`.
pub(crate) fn derive(root: &[u8], purpose: Purpose) -> SecretBytes<32> {
    let mut key = SecretBytes::zero();
    Hkdf::<Sha256>::new(Some(SALT), root)
        .expand(purpose.label(), key.expose_mut())
        .expect("32 bytes are within HKDF's limit");
    key
}
