//! Tokens: 256 random bits that open something by being known.
//!
//! A token is stored only as its digest. The digest is an HMAC under a key of
//! the ring: SHA-256 alone would already hide a 256-bit random value, the key
//! adds that nobody without the ring can make a digest for a token of their
//! own choice. A slow hash would add nothing, there is nothing to guess.
//!
//! To add a kind: an empty type that implements [`TokenKind`] with a label no
//! other kind has.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::entropy::Entropy;
use crate::secret::SecretBytes;
use crate::vault::Vault;

/// Characters of a token's text.
pub const TOKEN_CHARS: usize = 43;

/// What a kind of token opens. Digests of two kinds never meet.
pub trait TokenKind {
    /// Enters the digest; unique and never changed.
    const LABEL: &'static str;
}

/// The kind in an access link: `/r/{token}` and `/o/{token}`.
pub enum Link {}

impl TokenKind for Link {
    const LABEL: &'static str = "link";
}

/// The kind in a session cookie.
pub enum Session {}

impl TokenKind for Session {
    const LABEL: &'static str = "session";
}

/// The kind in an authentication key's secret.
pub enum Key {}

impl TokenKind for Key {
    const LABEL: &'static str = "key";
}

/// The secret of an authentication key; written with [`KEY_MARK`] in front.
pub type KeyToken = Token<Key>;

/// What a key's text begins with, so that people and secret scanners know what they see.
pub const KEY_MARK: &str = "krn_";

/// The token of an access link.
pub type LinkToken = Token<Link>;

/// The token of a session cookie.
pub type SessionToken = Token<Session>;

/// A secret of 256 random bits that opens what `K` names.
pub struct Token<K> {
    bytes: SecretBytes<32>,
    kind: PhantomData<fn() -> K>,
}

impl<K: TokenKind> Token<K> {
    /// A fresh token.
    pub fn random(entropy: &dyn Entropy) -> Self {
        Self::from_secret(SecretBytes::random(entropy))
    }

    /// A token from bytes that were sealed with [`Token::expose_bytes`].
    pub fn from_secret(bytes: SecretBytes<32>) -> Self {
        Self {
            bytes,
            kind: PhantomData,
        }
    }

    /// The bytes, to seal a link token that must be mailed again.
    pub fn expose_bytes(&self) -> &[u8; 32] {
        self.bytes.expose()
    }

    /// The text for the link or cookie: 43 characters of base64url.
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(URL_SAFE_NO_PAD.encode(self.bytes.expose()))
    }

    /// What is stored and looked up instead of the token.
    pub fn digest(&self, vault: &Vault) -> TokenDigest {
        TokenDigest(vault.token_mac(&[K::LABEL.as_bytes(), self.bytes.expose()]))
    }
}

impl<K> Clone for Token<K> {
    fn clone(&self) -> Self {
        Self {
            bytes: self.bytes.clone(),
            kind: PhantomData,
        }
    }
}

impl<K> PartialEq for Token<K> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl<K> Eq for Token<K> {}

impl<K> fmt::Debug for Token<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

/// The text is not one that [`Token::to_text`] writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a token")]
pub struct NotAToken;

impl<K: TokenKind> FromStr for Token<K> {
    type Err = NotAToken;

    /// Accepts the one canonical text: 43 characters, no padding, no space,
    /// and no stray bits in the last character.
    fn from_str(text: &str) -> Result<Self, NotAToken> {
        decode_text(text).map(Self::from_secret).ok_or(NotAToken)
    }
}

/// Reads 32 bytes from their 43 characters, strictly.
pub(crate) fn decode_text(text: &str) -> Option<SecretBytes<32>> {
    if text.len() != TOKEN_CHARS {
        return None;
    }
    // One byte more than needed: the decoder wants room for its own estimate.
    let mut room = Zeroizing::new([0; 33]);
    let length = URL_SAFE_NO_PAD.decode_slice(text, room.as_mut()).ok()?;
    if length != 32 {
        return None;
    }
    let mut bytes = SecretBytes::zero();
    bytes.expose_mut().copy_from_slice(&room[..32]);
    Some(bytes)
}

/// The digest of a token: a key for look-up, safe to store.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TokenDigest([u8; 32]);

impl TokenDigest {
    /// Takes bytes read from a record or an index.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes to store and to look up.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The digest of a request letter's short code (its 40 bits, `domain::short_code`). So few bits
/// could be tried out against a bare hash; the ring's key keeps who has only the disk from it.
pub fn short_code_digest(vault: &Vault, code: &[u8; 5]) -> TokenDigest {
    TokenDigest(vault.token_mac(&[b"short code", code]))
}

impl fmt::Debug for TokenDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenDigest")
    }
}

#[cfg(test)]
mod tests;
