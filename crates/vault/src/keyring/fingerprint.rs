//! The ring's public check value, by which people and programs tell one ring from another. Whether
//! a ring belongs to a database, and is not an older copy, `kairan-store` finds with a look-up
//! value and a sealed word of its own (`schema.rs`).

use zeroize::Zeroizing;

use super::KeyRing;
use crate::kdf::{self, Purpose};

impl KeyRing {
    /// The ring's public check value: 16 hex digits in groups of four. It
    /// stays the same over every rotation and differs for every other ring.
    pub fn fingerprint(&self) -> String {
        let roots = Zeroizing::new([self.index.expose().as_slice(), self.pepper.expose()].concat());
        let derived = kdf::derive(&roots, Purpose::Fingerprint);
        let groups: Vec<String> = derived.expose()[..8]
            .chunks(2)
            .map(|pair| format!("{:02x}{:02x}", pair[0], pair[1]))
            .collect();
        groups.join("-")
    }
}
