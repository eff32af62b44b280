//! Permits to hash, each with the thread to do it on, and who has the next one.

use super::Busy;
use super::line::{Client, Line};
use super::worker::Worker;
use crate::door::Door;
use kairan_domain::ids::StaffId;
use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

/// A guesser who keeps the queue full must not stop a clerk's batch for ever: after this many
/// sign-ins in a row one waiting batch hash has its turn.
const SIGN_INS_IN_A_ROW: u32 = 8;

/// Who waits for the check of a password, and at which door.
#[derive(Debug, Clone, Copy)]
pub struct Waiter {
    line: HashLine,
    client: Client,
}

/// Doors with a line of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HashLine {
    Gate,
    Letter,
    ShortCode,
    Accounts(Door),
}

/// How many lines there are.
const LINES: usize = 5;

pub(super) struct Pool {
    pub(super) state: Mutex<State>,
    /// In each line.
    most_waiting: usize,
}

/// Everything a permit is handed over by.
pub(super) struct State {
    pub(super) idle: Vec<Worker>,
    lines: [Line<oneshot::Sender<Permit>>; LINES],
    /// The line whose turn it is when several have somebody waiting.
    favoured: usize,
    batch: VecDeque<oneshot::Sender<Permit>>,
    in_a_row: u32,
}

/// The right to hash, with the thread to do it on. Dropping it passes it on.
pub(super) struct Permit {
    pub(super) worker: Worker,
    pool: Option<Arc<Pool>>,
}

#[derive(Clone, Copy)]
pub(super) enum Hurry {
    SignIn(Waiter),
    Batch,
}

impl Waiter {
    /// A reviewer at the gate.
    pub fn at_gate(from: IpAddr) -> Self {
        Self::from(HashLine::Gate, from)
    }

    /// Somebody who signs in with an account at `door`.
    pub fn at_door(door: Door, from: IpAddr) -> Self {
        Self::from(HashLine::Accounts(door), from)
    }

    /// A doctor with a letter's link.
    pub(crate) fn at_letter(from: IpAddr) -> Self {
        Self::from(HashLine::Letter, from)
    }

    /// A doctor who typed a letter's short code.
    pub(crate) fn at_short_code(from: IpAddr) -> Self {
        Self::from(HashLine::ShortCode, from)
    }

    /// Somebody who is inside `door` already.
    pub(crate) fn inside(door: Door, staff: StaffId) -> Self {
        Self {
            line: HashLine::Accounts(door),
            client: Client::account(staff.as_bytes()),
        }
    }

    fn from(line: HashLine, from: IpAddr) -> Self {
        Self {
            line,
            client: Client::at(from),
        }
    }
}

impl Pool {
    /// With so many permits, and room for so many in each line.
    pub(super) fn new(permits: usize, most_waiting: usize) -> Self {
        let idle = std::iter::repeat_with(Worker::default).take(permits);
        Self {
            state: Mutex::new(State {
                idle: idle.collect(),
                lines: std::array::from_fn(|_| Line::default()),
                favoured: 0,
                batch: VecDeque::new(),
                in_a_row: 0,
            }),
            most_waiting,
        }
    }

    pub(super) async fn permit(self: &Arc<Self>, hurry: Hurry) -> Result<Permit, Busy> {
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
                    let line = &mut state.lines[waiter.line.place()];
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
        for step in 0..LINES {
            let place = (self.favoured + step) % LINES;
            if let Some(next) = self.lines[place].next() {
                self.favoured = (place + 1) % LINES;
                return Some(next);
            }
        }
        None
    }
}

impl HashLine {
    const fn place(self) -> usize {
        match self {
            Self::Gate => 0,
            Self::Accounts(Door::Console) => 1,
            Self::Letter => 2,
            Self::Accounts(Door::Clinic) => 3,
            Self::ShortCode => 4,
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
