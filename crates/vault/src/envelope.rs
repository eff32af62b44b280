//! The hand-over envelope: a viewing password that waits to be handed over,
//! sealed with a key that exists only in the clerk's cookie.
//!
//! Neither the store alone nor the key ring opens it; Kairan itself can read
//! the password only while that clerk's browser is asking.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::aad;
use crate::entropy::{self, Entropy};
use crate::kdf::{self, Purpose};
use crate::sealed::{self, NONCE, TAG};
use crate::secret::SecretBytes;
use crate::token::{self, NotAToken};

/// The longest content of an envelope, in bytes.
pub const ENVELOPE_MAX: usize = 16 * 1024;

const EDITION: u8 = 1;

/// The key of one clerk's envelopes. It is never stored on the server.
#[derive(Clone, PartialEq, Eq)]
pub struct EnvelopeKey(SecretBytes<32>);

impl EnvelopeKey {
    /// A fresh key.
    pub fn random(entropy: &dyn Entropy) -> Self {
        Self(SecretBytes::random(entropy))
    }

    /// The text for the cookie: 43 characters of base64url.
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(URL_SAFE_NO_PAD.encode(self.0.expose()))
    }
}

impl FromStr for EnvelopeKey {
    type Err = NotAToken;

    fn from_str(text: &str) -> Result<Self, NotAToken> {
        token::decode_text(text).map(Self).ok_or(NotAToken)
    }
}

impl fmt::Debug for EnvelopeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EnvelopeKey")
    }
}

/// Why an envelope cannot be made or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EnvelopeError {
    /// The content is longer than [`ENVELOPE_MAX`].
    #[error("the envelope's content is longer than {ENVELOPE_MAX} bytes")]
    TooLong,
    /// Too short to be an envelope.
    #[error("the envelope is cut off")]
    CutOff,
    /// Written by a newer Kairan, or no envelope.
    #[error("the envelope has the unknown edition {0}")]
    UnknownEdition(u8),
    /// Another clerk's key, another place, or altered bytes.
    #[error("the envelope does not open with this key")]
    WrongKey,
}

/// Seals `plain` for the place that `place` names (insurer, meeting, seat …).
///
/// # Errors
///
/// [`EnvelopeError::TooLong`].
pub fn seal(
    key: &EnvelopeKey,
    entropy: &dyn Entropy,
    place: &[&str],
    plain: &[u8],
) -> Result<Vec<u8>, EnvelopeError> {
    if plain.len() > ENVELOPE_MAX {
        return Err(EnvelopeError::TooLong);
    }
    let nonce: [u8; NONCE] = entropy::bytes(entropy);
    let mut out = Vec::with_capacity(1 + NONCE + plain.len() + TAG);
    out.push(EDITION);
    out.extend_from_slice(&nonce);
    let cipher = sealed::cipher(&kdf::derive(key.0.expose(), Purpose::Envelope));
    sealed::append_sealed(&cipher, &nonce, &place_aad(place), plain, &mut out);
    Ok(out)
}

/// Opens an envelope with the key and place it was sealed for.
///
/// # Errors
///
/// [`EnvelopeError::WrongKey`] when key or place differ or bytes were changed.
pub fn open(
    key: &EnvelopeKey,
    place: &[&str],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
    let (&edition, rest) = sealed.split_first().ok_or(EnvelopeError::CutOff)?;
    if edition != EDITION {
        return Err(EnvelopeError::UnknownEdition(edition));
    }
    let (nonce, body) = rest
        .split_first_chunk::<NONCE>()
        .filter(|(_, body)| body.len() >= TAG)
        .ok_or(EnvelopeError::CutOff)?;
    let cipher = sealed::cipher(&kdf::derive(key.0.expose(), Purpose::Envelope));
    sealed::open_body(&cipher, nonce, &place_aad(place), body).ok_or(EnvelopeError::WrongKey)
}

fn place_aad(place: &[&str]) -> Vec<u8> {
    let items: Vec<&[u8]> = place.iter().map(|item| item.as_bytes()).collect();
    let mut aad = vec![EDITION];
    aad.extend(aad::encode("kairan envelope", &items));
    aad
}

#[cfg(test)]
mod tests;
