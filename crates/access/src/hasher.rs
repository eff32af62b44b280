//! The one place where passwords are hashed: few at a time, sign-ins first, never unbounded.
//!
//! Each door waits in a line of its own and the lines have their turns one after another, and
//! within a line the clients do ([`mod@line`]): a flood at one door, or from one address, lengthens
//! its own wait and nobody else's. Attempts at one and the same secret take [`turns`](crate::turns).
//!
//! Each permit has a thread of low priority ([`mod@worker`]) with one [`PasswordMemory`] (19 MiB
//! once used) and goes from hand to hand; nothing is allocated, and nothing hashed, before the
//! first password arrives.

mod line;
mod pool;
mod worker;

pub use self::pool::Waiter;
use self::pool::{Hurry, Pool};
use crate::turns::{Tried, Turn, Turns};
use kairan_domain::secret::SecretText;
use kairan_vault::password::{
    PASSWORD_MAX, PasswordCost, PasswordHash, PasswordMemory, hash_password, verify_password,
};
use kairan_vault::{Entropy, Vault};
use sha2::{Digest, Sha256};
use std::fmt;
use std::sync::Arc;
use thiserror::Error;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

/// Too many sign-ins wait for a check; try again in a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("too many password checks are waiting")]
pub struct Busy;

/// Hashes and checks passwords.
#[derive(Clone)]
pub struct Hasher {
    pool: Arc<Pool>,
    turns: Turns,
    vault: Vault,
    cost: PasswordCost,
    entropy: Arc<dyn Entropy>,
}

impl Hasher {
    /// A hasher with `at_once` permits (0: half the cores, at least one) and room for
    /// `most_waiting` sign-ins in the line of each door.
    pub fn new(
        vault: Vault,
        entropy: Arc<dyn Entropy>,
        cost: PasswordCost,
        at_once: usize,
        most_waiting: usize,
    ) -> Self {
        let half = std::thread::available_parallelism().map_or(1, |cores| cores.get() / 2);
        let permits = if at_once == 0 { half.max(1) } else { at_once };
        Self {
            pool: Arc::new(Pool::new(permits, most_waiting)),
            turns: Turns::default(),
            vault,
            cost,
            entropy,
        }
    }

    /// Waits until every earlier attempt at `tried` is done and counted.
    pub(crate) async fn turn(&self, tried: Tried) -> Turn {
        self.turns.take(tried).await
    }

    /// Whether `text` is the password of `hash`, for somebody who waits to sign in.
    ///
    /// A hash that cannot be read, or that belongs to another ring's pepper, is logged and
    /// fits no password.
    ///
    /// # Errors
    ///
    /// [`Busy`] when the queue is full.
    pub async fn verify(
        &self,
        waiter: Waiter,
        hash: &SecretText,
        text: &str,
    ) -> Result<bool, Busy> {
        let hash: PasswordHash = hash.expose().parse().unwrap_or_else(|error| {
            tracing::error!(%error, "a stored password hash cannot be read");
            self.decoy()
        });
        let vault = self.vault.clone();
        self.run(Hurry::SignIn(waiter), text, move |memory, password| {
            verify_password(memory, vault.pepper(), &hash, password).unwrap_or_else(|error| {
                tracing::error!(%error, "a stored password hash cannot be checked");
                false
            })
        })
        .await
    }

    /// The work of [`Hasher::verify`] for a login that does not exist; the answer is always no.
    ///
    /// # Errors
    ///
    /// [`Busy`] when the queue is full.
    pub async fn verify_nobody(&self, waiter: Waiter, text: &str) -> Result<(), Busy> {
        let hash = SecretText::new(self.decoy().to_text());
        self.verify(waiter, &hash, text).await.map(|_| ())
    }

    /// Hashes the new password of somebody who is waiting for the page.
    ///
    /// # Errors
    ///
    /// [`Busy`] when the queue is full.
    pub async fn hash_urgent(&self, waiter: Waiter, text: &str) -> Result<SecretText, Busy> {
        self.hash(Hurry::SignIn(waiter), text).await
    }

    /// Hashes one of many passwords; yields to waiting sign-ins and is never turned away.
    ///
    /// # Panics
    ///
    /// When Argon2 itself panicked: this request ends, the permit is passed on.
    pub async fn hash_batch(&self, text: &str) -> SecretText {
        self.hash(Hurry::Batch, text)
            .await
            .expect("a batch hash has a queue without end")
    }

    fn decoy(&self) -> PasswordHash {
        PasswordHash::decoy(self.vault.pepper(), self.cost)
    }

    async fn hash(&self, hurry: Hurry, text: &str) -> Result<SecretText, Busy> {
        let (vault, cost) = (self.vault.clone(), self.cost);
        let entropy = Arc::clone(&self.entropy);
        self.run(hurry, text, move |memory, password| {
            hash_password(memory, vault.pepper(), cost, entropy.as_ref(), password)
                .map(|hash| SecretText::new(hash.to_text()))
                .expect("the text was brought below the longest password")
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        hurry: Hurry,
        text: &str,
        work: impl FnOnce(&mut PasswordMemory, &[u8]) -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let broken = |error: &dyn fmt::Display| {
            tracing::error!(%error, "a password check broke off");
            Busy
        };
        let password = within_limit(text);
        let mut permit = self.pool.permit(hurry).await?;
        let jobs = permit.worker.jobs().map_err(|error| broken(&error))?;
        let (answer, answered) = oneshot::channel();
        // The permit moves along, so that a client who hangs up frees no core that is busy.
        let job = move |memory: &mut PasswordMemory| {
            let done = work(memory, &password);
            drop(permit);
            let _nobody_waits = answer.send(done);
        };
        jobs.send(Box::new(job)).map_err(|error| broken(&error))?;
        answered.await.map_err(|error| broken(&error))
    }
}

/// The bytes to hash. A text beyond what the vault takes is represented by its SHA-256, so
/// that a long passphrase in kanji is a password like any other.
fn within_limit(text: &str) -> Zeroizing<Vec<u8>> {
    let bytes = text.as_bytes();
    if bytes.len() <= PASSWORD_MAX {
        Zeroizing::new(bytes.to_vec())
    } else {
        Zeroizing::new(Sha256::digest(bytes).to_vec())
    }
}

impl fmt::Debug for Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hasher")
    }
}

#[cfg(test)]
mod tests;
