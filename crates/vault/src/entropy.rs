//! Where random bytes come from: a value that is handed in, never a global.

use std::sync::{Mutex, PoisonError};

use rand::rngs::{ChaCha20Rng, SysRng};
use rand::{Rng, SeedableRng, TryRng};

/// A source of random bytes, shared by all threads.
pub trait Entropy: Send + Sync {
    /// Overwrites all of `out` with random bytes.
    fn fill(&self, out: &mut [u8]);
}

/// The operating system's random source: the only one for production.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    /// # Panics
    ///
    /// When the operating system has no random bytes to give. No key, nonce or
    /// token made after that could be trusted, so the request must end.
    fn fill(&self, out: &mut [u8]) {
        SysRng
            .try_fill_bytes(out)
            .expect("the operating system gives random bytes");
    }
}

/// A repeatable stream of bytes from a seed. **For tests, never for
/// production**: whoever knows the seed knows every key made from it.
///
/// `ChaCha20`, so that the same seed gives the same bytes on every machine and
/// in every later version.
pub struct SeededEntropy(Mutex<ChaCha20Rng>);

impl SeededEntropy {
    /// Starts the stream that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, out: &mut [u8]) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(out);
    }
}

impl std::fmt::Debug for SeededEntropy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SeededEntropy")
    }
}

/// `N` fresh random bytes.
pub fn bytes<const N: usize>(entropy: &dyn Entropy) -> [u8; N] {
    let mut out = [0; N];
    entropy.fill(&mut out);
    out
}

/// A uniformly random number below `bound`, for choosing letters of passwords
/// and recovery codes. A plain remainder would favour the first letters.
///
/// # Panics
///
/// When `bound` is zero: there is no such number.
pub fn below(entropy: &dyn Entropy, bound: u32) -> u32 {
    assert!(bound > 0, "no number is below zero");
    let fair = u32::MAX - u32::MAX % bound;
    loop {
        let drawn = u32::from_be_bytes(bytes(entropy));
        if drawn < fair {
            return drawn % bound;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
        let first: [u8; 40] = bytes(&SeededEntropy::new(7));
        let again: [u8; 40] = bytes(&SeededEntropy::new(7));
        let other: [u8; 40] = bytes(&SeededEntropy::new(8));

        assert_eq!(first, again);
        assert_ne!(first, other);
    }

    #[test]
    fn the_system_never_repeats_itself() {
        let first: [u8; 32] = bytes(&SystemEntropy);
        let second: [u8; 32] = bytes(&SystemEntropy);

        assert_ne!(first, second);
    }

    #[test]
    fn numbers_below_a_bound_reach_every_value_and_never_the_bound() {
        let entropy = SeededEntropy::new(1);
        let mut seen = [0_u32; 7];

        for _ in 0..7_000 {
            seen[below(&entropy, 7) as usize] += 1;
        }

        assert!(seen.iter().all(|count| (800..1_200).contains(count)));
    }
}
