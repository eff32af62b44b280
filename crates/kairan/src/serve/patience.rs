//! How long a client may keep us waiting, and the measure of progress.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

use crate::config::Timeouts;

/// The waits of one connection.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// From the connection to its first bytes.
    pub first_byte: Duration,
    /// The TLS handshake.
    pub tls_handshake: Duration,
    /// From a request's first byte to the end of its head.
    pub header: Duration,
    /// Within this span `min_progress` bytes of a body must move.
    pub body_progress: Duration,
    /// See `body_progress`.
    pub min_progress: u64,
    /// Between two requests.
    pub idle: Duration,
    /// At shutdown, for requests under way.
    pub drain: Duration,
}

impl From<&Timeouts> for Patience {
    fn from(timeouts: &Timeouts) -> Self {
        Self {
            first_byte: timeouts.first_byte.0,
            tls_handshake: timeouts.tls_handshake.0,
            header: timeouts.header.0,
            body_progress: timeouts.body_progress.0,
            min_progress: timeouts.min_progress.0,
            idle: timeouts.idle.0,
            drain: timeouts.drain.0,
        }
    }
}

/// Watches that a waiting transfer still moves: a byte now and then is not enough.
#[derive(Debug)]
pub(super) struct Progress {
    limit: Duration,
    least: u64,
    moved: u64,
    timer: Option<Pin<Box<Sleep>>>,
    armed: bool,
}

impl Progress {
    pub(super) fn new(limit: Duration, least: u64) -> Self {
        Self {
            limit,
            least: least.max(1),
            moved: 0,
            timer: None,
            armed: false,
        }
    }

    /// So many bytes went through.
    pub(super) fn moved(&mut self, bytes: u64) {
        self.moved = self.moved.saturating_add(bytes);
    }

    /// Nothing waits for the client any more.
    pub(super) fn rest(&mut self) {
        self.armed = false;
    }

    /// Called while waiting for the client; ready when it was too slow for one whole span.
    pub(super) fn poll_stalled(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if !self.armed {
            self.arm();
        }
        loop {
            let Some(timer) = self.timer.as_mut() else {
                return Poll::Pending;
            };
            ready!(timer.as_mut().poll(cx));
            if self.moved < self.least {
                return Poll::Ready(());
            }
            self.arm();
        }
    }

    fn arm(&mut self) {
        let until = Instant::now() + self.limit;
        match &mut self.timer {
            Some(timer) => timer.as_mut().reset(until),
            None => self.timer = Some(Box::pin(sleep_until(until))),
        }
        self.armed = true;
        self.moved = 0;
    }
}
