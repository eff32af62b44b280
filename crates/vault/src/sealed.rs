//! The box every ring-sealed value lies in:
//! `edition ‖ key id ‖ nonce ‖ ciphertext ‖ tag`.

use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce, Tag};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::entropy::{self, Entropy};
use crate::keyring::KeyId;
use crate::secret::SecretBytes;

pub(crate) const NONCE: usize = 12;
pub(crate) const TAG: usize = 16;
const HEAD: usize = 5;
const EDITION: u8 = 1;

/// Why a sealed value does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum OpenError {
    /// Too short to be a sealed value at all.
    #[error("the sealed value is cut off")]
    CutOff,
    /// Written by a newer Kairan, or not a sealed value.
    #[error("the sealed value has the unknown edition {0}")]
    UnknownEdition(u8),
    /// The ring has never had this key: it is an older copy or another ring.
    #[error("the sealed value needs key {0}, which is not in the key ring")]
    UnknownKey(KeyId),
    /// The key was retired although something still used it.
    #[error("the sealed value needs key {0}, which was retired and erased")]
    RetiredKey(KeyId),
    /// The bytes were changed, or belong to another record or field.
    #[error("the sealed value was altered or belongs elsewhere")]
    Forged,
}

/// The cipher of a derived key.
pub(crate) fn cipher(key: &SecretBytes<32>) -> Aes256Gcm {
    Aes256Gcm::new(key.expose().into())
}

/// The key id in front of a sealed value.
pub(crate) fn key_id(sealed: &[u8]) -> Result<KeyId, OpenError> {
    let (head, rest) = sealed
        .split_first_chunk::<HEAD>()
        .ok_or(OpenError::CutOff)?;
    let [edition, id @ ..] = *head;
    if edition != EDITION {
        return Err(OpenError::UnknownEdition(edition));
    }
    if rest.len() < NONCE + TAG {
        return Err(OpenError::CutOff);
    }
    Ok(KeyId::new(u32::from_be_bytes(id)))
}

/// Seals `plain` under the key `id`; `aad` says what and where the value is.
pub(crate) fn seal(
    cipher: &Aes256Gcm,
    id: KeyId,
    entropy: &dyn Entropy,
    aad: &[u8],
    plain: &[u8],
) -> Vec<u8> {
    let nonce: [u8; NONCE] = entropy::bytes(entropy);
    let mut out = Vec::with_capacity(HEAD + NONCE + plain.len() + TAG);
    out.push(EDITION);
    out.extend_from_slice(&id.get().to_be_bytes());
    let aad = with_head(&out, aad);
    out.extend_from_slice(&nonce);
    append_sealed(cipher, &nonce, &aad, plain, &mut out);
    out
}

/// Opens what [`seal`] made, with the cipher of the key named in its head.
pub(crate) fn open(
    cipher: &Aes256Gcm,
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let (head, rest) = sealed.split_at_checked(HEAD).ok_or(OpenError::CutOff)?;
    let (nonce, body) = rest.split_first_chunk::<NONCE>().ok_or(OpenError::CutOff)?;
    open_body(cipher, nonce, &with_head(head, aad), body).ok_or(OpenError::Forged)
}

/// Appends ciphertext and tag of `plain` to `out`.
pub(crate) fn append_sealed(
    cipher: &Aes256Gcm,
    nonce: &[u8; NONCE],
    aad: &[u8],
    plain: &[u8],
    out: &mut Vec<u8>,
) {
    let start = out.len();
    out.extend_from_slice(plain);
    let tag = cipher
        .encrypt_inout_detached(&Nonce::from(*nonce), aad, out[start..].as_mut().into())
        .expect("far below GCM's limit of 64 GiB");
    out.extend_from_slice(&tag);
}

/// Opens `ciphertext ‖ tag` into a buffer of its own; `None` when forged.
pub(crate) fn open_body(
    cipher: &Aes256Gcm,
    nonce: &[u8; NONCE],
    aad: &[u8],
    body: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let (text, tag) = body.split_last_chunk::<TAG>()?;
    let mut plain = Zeroizing::new(text.to_vec());
    cipher
        .decrypt_inout_detached(
            &Nonce::from(*nonce),
            aad,
            plain.as_mut_slice().into(),
            &Tag::from(*tag),
        )
        .ok()?;
    Some(plain)
}

/// Binds edition and key id as well, not only what the caller named.
fn with_head(head: &[u8], aad: &[u8]) -> Vec<u8> {
    [head, aad].concat()
}
