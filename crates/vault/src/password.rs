//! Passwords: Argon2id with a pepper from the ring.
//!
//! Hashing fills 19 MiB. Under glibc, fresh buffers of that size pile up to
//! hundreds of MiB, so every permit to hash owns one [`PasswordMemory`] and
//! uses it again and again. Nothing is allocated before the first hash.
//!
//! For an unknown login, verify against [`PasswordHash::decoy`]: the same work,
//! and always the answer "no".

use std::fmt;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use subtle::ConstantTimeEq;
use thiserror::Error;

use crate::entropy::{self, Entropy};
use crate::secret::SecretBytes;

mod phc;

pub use phc::NotAPasswordHash;

/// The longest password, in bytes. Longer ones are an attack, not a password.
pub const PASSWORD_MAX: usize = 256;

const SALT: usize = 16;
const TAG: usize = 32;

/// What one hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordCost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl PasswordCost {
    /// Argon2id with 19 MiB and two passes (OWASP's first choice): 30 to 60 ms.
    pub const STANDARD: Self = Self {
        memory_kib: 19 * 1024,
        passes: 2,
        lanes: 1,
    };

    /// Next to nothing. **Only for tests**: such a hash protects no password.
    pub const fn for_tests() -> Self {
        Self {
            memory_kib: 32,
            passes: 1,
            lanes: 1,
        }
    }

    /// A cost within the bounds that are accepted from stored hashes: up to
    /// 64 MiB, ten passes and four lanes. Beyond, a forged record could tie up
    /// the machine.
    fn bounded(memory_kib: u32, passes: u32, lanes: u32) -> Option<Self> {
        let sane = (1..=4).contains(&lanes)
            && (8 * lanes..=64 * 1024).contains(&memory_kib)
            && (1..=10).contains(&passes);
        sane.then_some(Self {
            memory_kib,
            passes,
            lanes,
        })
    }

    fn params(self) -> Params {
        Params::new(self.memory_kib, self.passes, self.lanes, Some(TAG))
            .expect("the bounds are within Argon2's own")
    }
}

/// Argon2's secret input, from the key ring: a stolen database alone gives
/// nothing to try passwords against.
#[derive(Clone)]
pub struct Pepper {
    id: u32,
    key: SecretBytes<32>,
}

impl Pepper {
    pub(crate) fn new(id: u32, key: SecretBytes<32>) -> Self {
        Self { id, key }
    }
}

impl fmt::Debug for Pepper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pepper")
    }
}

/// The working memory of one hash at a time, kept from one to the next. It is
/// not wiped in between: that would cost a tenth of the hash, and what it holds
/// helps nobody who cannot already read the pepper beside it.
#[derive(Default)]
pub struct PasswordMemory(Vec<Block>);

impl PasswordMemory {
    /// Allocates nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn blocks(&mut self, count: usize) -> &mut [Block] {
        if self.0.len() < count {
            self.0 = vec![Block::default(); count];
        }
        &mut self.0[..count]
    }
}

impl fmt::Debug for PasswordMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordMemory")
    }
}

/// Why a password cannot be hashed or checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PasswordError {
    /// Longer than [`PASSWORD_MAX`].
    #[error("the password is longer than {PASSWORD_MAX} bytes")]
    TooLong,
    /// The hash was made with a pepper that the ring does not have.
    #[error("the password hash needs pepper {0}, which is not in the key ring")]
    OtherPepper(u32),
}

/// A password's hash with its salt, cost and pepper number.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash {
    cost: PasswordCost,
    pepper: u32,
    salt: [u8; SALT],
    tag: [u8; TAG],
}

impl PasswordHash {
    /// A hash that no password fits, to spend the same work on unknown logins.
    /// (To fit, a tag of 256 bits would have to come out all zero.)
    pub fn decoy(pepper: &Pepper, cost: PasswordCost) -> Self {
        Self {
            cost,
            pepper: pepper.id,
            salt: [0; SALT],
            tag: [0; TAG],
        }
    }

    /// What it costs to check, to notice hashes of an older standard.
    pub fn cost(&self) -> PasswordCost {
        self.cost
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash")
    }
}

/// Hashes `password` with a fresh salt. Takes tens of milliseconds at
/// [`PasswordCost::STANDARD`]: never on an async worker.
///
/// # Errors
///
/// [`PasswordError::TooLong`].
pub fn hash_password(
    memory: &mut PasswordMemory,
    pepper: &Pepper,
    cost: PasswordCost,
    entropy: &dyn Entropy,
    password: &[u8],
) -> Result<PasswordHash, PasswordError> {
    let salt = entropy::bytes(entropy);
    Ok(PasswordHash {
        cost,
        pepper: pepper.id,
        salt,
        tag: compute(memory, pepper, cost, &salt, password)?,
    })
}

/// Whether `password` is the one that `hash` was made from; compares in
/// constant time and costs the same for yes and no.
///
/// # Errors
///
/// [`PasswordError::TooLong`], or [`PasswordError::OtherPepper`] when the hash
/// belongs to another ring.
pub fn verify_password(
    memory: &mut PasswordMemory,
    pepper: &Pepper,
    hash: &PasswordHash,
    password: &[u8],
) -> Result<bool, PasswordError> {
    if hash.pepper != pepper.id {
        return Err(PasswordError::OtherPepper(hash.pepper));
    }
    let tag = compute(memory, pepper, hash.cost, &hash.salt, password)?;
    Ok(tag.ct_eq(&hash.tag).into())
}

fn compute(
    memory: &mut PasswordMemory,
    pepper: &Pepper,
    cost: PasswordCost,
    salt: &[u8; SALT],
    password: &[u8],
) -> Result<[u8; TAG], PasswordError> {
    if password.len() > PASSWORD_MAX {
        return Err(PasswordError::TooLong);
    }
    let params = cost.params();
    let blocks = memory.blocks(params.block_count());
    let argon = Argon2::new_with_secret(
        pepper.key.expose(),
        Algorithm::Argon2id,
        Version::V0x13,
        params,
    )
    .expect("a pepper is 32 bytes");
    let mut tag = [0; TAG];
    argon
        .hash_password_into_with_memory(password, salt, &mut tag, blocks)
        .expect("salt, output and memory have the sizes that Argon2 wants");
    Ok(tag)
}

#[cfg(test)]
mod tests;
