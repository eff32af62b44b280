//! What the tests of this crate share.

use crate::entropy::Entropy;
use crate::{FieldAad, KeyRing, SeededEntropy, Vault};

/// Gives 0, 1, 2 … anew at every call: the nonce of the known answers.
pub(crate) struct Ascending;

impl Entropy for Ascending {
    fn fill(&self, out: &mut [u8]) {
        for (byte, value) in out.iter_mut().zip(0..) {
            *byte = value;
        }
    }
}

pub(crate) fn entropy() -> SeededEntropy {
    SeededEntropy::new(20_261_122)
}

pub(crate) fn vault() -> Vault {
    Vault::new(&KeyRing::generate(&entropy(), "2026-11-22"))
}

pub(crate) fn aad() -> FieldAad<'static> {
    FieldAad {
        insurer: "13101",
        kind: "meeting",
        record: "m-1",
        field: "seats/0/mail",
        edition: 2,
    }
}

/// Every way to change one bit of `bytes`, and every way to cut its end off.
pub(crate) fn damaged(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    let flips = (0..bytes.len() * 8).map(|bit| {
        let mut copy = bytes.to_vec();
        copy[bit / 8] ^= 1 << (bit % 8);
        copy
    });
    let cuts = (0..bytes.len()).map(|length| bytes[..length].to_vec());
    flips.chain(cuts)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}
