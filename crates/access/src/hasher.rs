//! The one place where passwords are hashed: few at a time, sign-ins first, never unbounded.
//!
//! Gate and console wait in lines of their own and have their turns alternately, and within a
//! line the clients do ([`mod@line`]): a flood at one door, or from one address, lengthens its own
//! wait and nobody else's. Attempts at one and the same secret take [`turns`](crate::turns).
//!
//! Each permit has a thread of low priority ([`mod@worker`]) with one [`PasswordMemory`] (19 MiB
//! once used) and goes from hand to hand; nothing is allocated, and nothing hashed, before the
//! first password arrives.

mod line;
mod worker;

use self::line::{Client, Line};
use self::worker::Worker;
use crate::turns::{Tried, Turn, Turns};
use kairan_domain::ids::StaffId;
use kairan_domain::secret::SecretText;
use kairan_vault::password::{
    PASSWORD_MAX, PasswordCost, PasswordHash, PasswordMemory, hash_password, verify_password,
};
use kairan_vault::{Entropy, Vault};
use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use thiserror::Error;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

/// A guesser who keeps the queue full must not stop a clerk's batch for ever: after this many
/// sign-ins in a row one waiting batch hash has its turn.
const SIGN_INS_IN_A_ROW: u32 = 8;

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

/// Who waits for the check of a password, and at which door.
#[derive(Debug, Clone, Copy)]
pub struct Waiter {
    door: HashDoor,
    client: Client,
}

/// Doors with a line of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HashDoor {
    Gate,
    Staff,
}

struct Pool {
    state: Mutex<State>,
    /// In each line.
    most_waiting: usize,
}

/// Everything a permit is handed over by.
struct State {
    idle: Vec<Worker>,
    gate: Line<oneshot::Sender<Permit>>,
    staff: Line<oneshot::Sender<Permit>>,
    /// The door whose turn it is when both have somebody waiting.
    favoured: HashDoor,
    batch: VecDeque<oneshot::Sender<Permit>>,
    in_a_row: u32,
}

/// The right to hash, with the thread to do it on. Dropping it passes it on.
struct Permit {
    worker: Worker,
    pool: Option<Arc<Pool>>,
}

#[derive(Clone, Copy)]
enum Hurry {
    SignIn(Waiter),
    Batch,
}

impl Waiter {
    /// A reviewer at the gate.
    pub fn at_gate(from: IpAddr) -> Self {
        Self {
            door: HashDoor::Gate,
            client: Client::at(from),
        }
    }

    /// Somebody who signs in at the console.
    pub fn at_console(from: IpAddr) -> Self {
        Self {
            door: HashDoor::Staff,
            client: Client::at(from),
        }
    }

    /// Somebody who is inside the console already.
    pub fn inside_console(staff: StaffId) -> Self {
        Self {
            door: HashDoor::Staff,
            client: Client::account(staff.as_bytes()),
        }
    }
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
        let state = State {
            idle: std::iter::repeat_with(Worker::default)
                .take(permits)
                .collect(),
            gate: Line::default(),
            staff: Line::default(),
            favoured: HashDoor::Gate,
            batch: VecDeque::new(),
            in_a_row: 0,
        };
        let pool = Pool {
            state: Mutex::new(state),
            most_waiting,
        };
        Self {
            pool: Arc::new(pool),
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

impl Pool {
    async fn permit(self: &Arc<Self>, hurry: Hurry) -> Result<Permit, Busy> {
        let turn = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(worker) = state.idle.pop() {
                return Ok(Permit {
                    worker,
                    pool: Some(Arc::clone(self)),
                });
            }
            let (turn, awaited) = oneshot::channel();
            match hurry {
                Hurry::SignIn(waiter) => {
                    let line = state.line(waiter.door);
                    line.retain(|waiting| !waiting.is_closed());
                    if !line.join(waiter.client, turn, self.most_waiting) {
                        return Err(Busy);
                    }
                }
                Hurry::Batch => state.batch.push_back(turn),
            }
            awaited
        };
        turn.await.map_err(|_| Busy)
    }

    /// Gives a free thread to whoever is next, or lays it down.
    fn pass_on(self: Arc<Self>, mut worker: Worker) {
        loop {
            let next = {
                let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
                let Some(next) = state.next() else {
                    state.idle.push(worker);
                    return;
                };
                next
            };
            let permit = Permit {
                worker,
                pool: Some(Arc::clone(&self)),
            };
            match next.send(permit) {
                Ok(()) => return,
                Err(mut permit) => {
                    permit.pool = None;
                    worker = std::mem::take(&mut permit.worker);
                }
            }
        }
    }
}

impl State {
    fn line(&mut self, door: HashDoor) -> &mut Line<oneshot::Sender<Permit>> {
        match door {
            HashDoor::Gate => &mut self.gate,
            HashDoor::Staff => &mut self.staff,
        }
    }

    fn next(&mut self) -> Option<oneshot::Sender<Permit>> {
        let batch_has_its_turn = self.in_a_row >= SIGN_INS_IN_A_ROW && !self.batch.is_empty();
        if !batch_has_its_turn && let Some(next) = self.next_sign_in() {
            self.in_a_row = self.in_a_row.saturating_add(1);
            return Some(next);
        }
        self.in_a_row = 0;
        self.batch.pop_front()
    }

    fn next_sign_in(&mut self) -> Option<oneshot::Sender<Permit>> {
        let favoured = self.favoured;
        for door in [favoured, favoured.other()] {
            if let Some(next) = self.line(door).next() {
                self.favoured = door.other();
                return Some(next);
            }
        }
        None
    }
}

impl HashDoor {
    fn other(self) -> Self {
        match self {
            Self::Gate => Self::Staff,
            Self::Staff => Self::Gate,
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(pool) = self.pool.take() {
            pool.pass_on(std::mem::take(&mut self.worker));
        }
    }
}

impl fmt::Debug for Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hasher")
    }
}

#[cfg(test)]
mod tests;
