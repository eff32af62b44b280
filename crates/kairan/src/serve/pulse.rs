//! What the bodies of one connection tell its input and output: is anybody at work here?

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::task::Waker;

use futures_util::task::AtomicWaker;
use tokio::sync::Notify;

/// Numbers the moments at which connections become idle: the smaller, the longer ago.
static MOMENT: AtomicU64 = AtomicU64::new(0);

/// Shared by one connection's stream, its requests and its responses.
#[derive(Debug)]
pub(super) struct Pulse {
    idle_from: AtomicU64,
    began: AtomicU64,
    ended: AtomicU64,
    sending: AtomicUsize,
    /// Wakes the connection when a request ended.
    reader: AtomicWaker,
    /// Told when the connection has been idle for too long and should be closed politely.
    pub(super) retire: Notify,
    /// Told when the connection is to make room for another.
    pub(super) leave: Notify,
}

impl Default for Pulse {
    fn default() -> Self {
        Self {
            idle_from: AtomicU64::new(this_moment()),
            began: AtomicU64::default(),
            ended: AtomicU64::default(),
            sending: AtomicUsize::default(),
            reader: AtomicWaker::default(),
            retire: Notify::default(),
            leave: Notify::default(),
        }
    }
}

fn this_moment() -> u64 {
    MOMENT.fetch_add(1, Ordering::Relaxed)
}

impl Pulse {
    /// Requests begun so far.
    pub(super) fn began(&self) -> u64 {
        self.began.load(Ordering::Acquire)
    }

    /// Whether a request is being answered.
    pub(super) fn busy(&self) -> bool {
        self.ended.load(Ordering::Acquire) != self.began()
    }

    /// Since when nobody is at work here, as a number that only grows; of meaning while not
    /// [`Pulse::busy`].
    pub(super) fn idle_from(&self) -> u64 {
        self.idle_from.load(Ordering::Acquire)
    }

    /// Whether a response has more to send and waits for the client to take it.
    pub(super) fn sending(&self) -> bool {
        self.sending.load(Ordering::Acquire) > 0
    }

    pub(super) fn wake_at_end(&self, waker: &Waker) {
        self.reader.register(waker);
    }
}

/// One request under way, from its headers to the end of its response.
#[derive(Debug)]
pub(super) struct Running {
    pulse: Arc<Pulse>,
    sending: bool,
}

impl Running {
    pub(super) fn begin(pulse: Arc<Pulse>) -> Self {
        pulse.began.fetch_add(1, Ordering::AcqRel);
        Self {
            pulse,
            sending: false,
        }
    }

    /// `true`: bytes were handed over and the client decides when the next are asked for.
    pub(super) fn set_sending(&mut self, sending: bool) {
        if self.sending != sending {
            self.sending = sending;
            if sending {
                self.pulse.sending.fetch_add(1, Ordering::AcqRel);
            } else {
                self.pulse.sending.fetch_sub(1, Ordering::AcqRel);
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.set_sending(false);
        self.pulse.idle_from.store(this_moment(), Ordering::Release);
        self.pulse.ended.fetch_add(1, Ordering::AcqRel);
        self.pulse.reader.wake();
    }
}
