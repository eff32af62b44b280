//! Marks on what lies readable: a row may be read without the ring, but neither changed nor moved.
//!
//! A mark is `key id (4) ‖ HMAC-SHA-256 (32)` under a key derived from a rotating ring key, so that
//! whoever had an older copy of the ring cannot make one after a rotation. The associated items
//! say what and where it is. A mark under a retired key can no longer be checked: its owner must
//! vouch for the row some other way before (in Kairan: the seals over audit records).

use subtle::ConstantTimeEq as _;

use crate::aad;
use crate::keyring::KeyId;
use crate::sealed::OpenError;
use crate::vault::Vault;

/// Bytes of a mark.
pub const MARK: usize = 4 + 32;

/// What is wrong with a mark.
pub type MarkError = OpenError;

impl Vault {
    /// Marks these items, under the active key. `label` says what kind of thing they are.
    pub fn mark(&self, label: &str, items: &[&[u8]]) -> [u8; MARK] {
        let key = self.active_key();
        let mac = self.mac_under(key, &input(label, key, items));
        let mut mark = [0; MARK];
        mark[..4].copy_from_slice(&key.get().to_be_bytes());
        mark[4..].copy_from_slice(&mac.expect("the active key is live"));
        mark
    }

    /// Whether a mark was made over exactly these items.
    ///
    /// # Errors
    ///
    /// [`MarkError::Forged`] when it was not; [`MarkError::RetiredKey`] when that cannot be told
    /// any more; [`MarkError::UnknownKey`] when the ring is an older copy.
    pub fn check_mark(
        &self,
        label: &str,
        items: &[&[u8]],
        mark: &[u8; MARK],
    ) -> Result<(), MarkError> {
        let key = marked_with(mark);
        let mac = self.mac_under(key, &input(label, key, items))?;
        if bool::from(mac.ct_eq(&mark[4..])) {
            Ok(())
        } else {
            Err(MarkError::Forged)
        }
    }
}

/// The key a mark says it was made with.
pub fn marked_with(mark: &[u8; MARK]) -> KeyId {
    KeyId::new(u32::from_be_bytes([mark[0], mark[1], mark[2], mark[3]]))
}

fn input(label: &str, key: KeyId, items: &[&[u8]]) -> Vec<u8> {
    let id = key.get().to_be_bytes();
    let all: Vec<&[u8]> = [label.as_bytes(), id.as_slice()]
        .into_iter()
        .chain(items.iter().copied())
        .collect();
    aad::encode("kairan mark", &all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;
    use crate::keyring::KeyRing;

    #[test]
    fn a_mark_holds_for_its_items_and_place_alone() {
        let vault = Vault::new(&KeyRing::generate(&SeededEntropy::new(1), "2026-12-01"));
        let mark = vault.mark("row", &[b"a", b"bc"]);
        assert_eq!(vault.check_mark("row", &[b"a", b"bc"], &mark), Ok(()));
        for (label, items) in [
            ("row", [b"ab".as_slice(), b"c"]),
            ("row", [b"a", b"bd"]),
            ("tip", [b"a", b"bc"]),
        ] {
            let refused = vault.check_mark(label, &items, &mark);
            assert_eq!(refused, Err(MarkError::Forged));
        }
    }

    #[test]
    fn a_mark_names_its_key_and_goes_with_it() {
        let mut ring = KeyRing::generate(&SeededEntropy::new(1), "2026-12-01");
        let vault = Vault::new(&ring);
        let old = vault.mark("row", &[b"a"]);
        let new = ring.add(&SeededEntropy::new(2), "2026-12-02").unwrap();
        vault.adopt(&ring).unwrap();
        assert_eq!(vault.check_mark("row", &[b"a"], &old), Ok(()));
        assert_eq!(marked_with(&vault.mark("row", &[b"a"])), new);
        // Another key's name on it is another mark.
        let mut renamed = old;
        renamed[..4].copy_from_slice(&new.get().to_be_bytes());
        let refused = vault.check_mark("row", &[b"a"], &renamed);
        assert_eq!(refused, Err(MarkError::Forged));

        ring.retire(KeyId::new(1), 0).unwrap();
        vault.adopt(&ring).unwrap();
        let refused = vault.check_mark("row", &[b"a"], &old);
        assert_eq!(refused, Err(MarkError::RetiredKey(KeyId::new(1))));
    }
}
