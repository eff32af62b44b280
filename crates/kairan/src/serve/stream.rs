//! A stream that ends itself when the client keeps us waiting.
//!
//! hyper and hyper-util time the headers of HTTP/1 only: a connection without a byte, a silent
//! HTTP/2 connection and a reader who stops reading would stay for ever. So the waits are timed
//! here, below the protocol, where every one of them is a `Pending`.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use super::patience::{Patience, Progress};
use super::pulse::Pulse;

/// The first bytes of every HTTP/2 connection (RFC 9113 §3.4).
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// What the connection is waiting for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The first bytes; so many of them agree with the preface.
    First(usize),
    /// The next request.
    Idle,
    /// The rest of an HTTP/1 request head.
    Head,
    /// Us: a request is being answered.
    Busy,
}

/// Wraps the (decrypted) byte stream of one connection.
pub(super) struct TimedStream<S> {
    inner: S,
    pulse: Arc<Pulse>,
    patience: Patience,
    phase: Phase,
    http2: bool,
    retired: bool,
    seen: u64,
    deadline: Pin<Box<Sleep>>,
    written: u64,
    stall: Progress,
}

impl<S> TimedStream<S> {
    pub(super) fn new(inner: S, pulse: Arc<Pulse>, patience: Patience) -> Self {
        let deadline = Box::pin(sleep_until(Instant::now() + patience.first_byte));
        Self {
            inner,
            pulse,
            patience,
            phase: Phase::First(0),
            http2: false,
            retired: false,
            seen: 0,
            deadline,
            written: 0,
            stall: Progress::new(patience.body_progress, patience.min_progress),
        }
    }

    fn enter(&mut self, phase: Phase, wait: Duration) {
        self.phase = phase;
        self.deadline.as_mut().reset(Instant::now() + wait);
    }

    /// Follows what the requests did since the last look.
    fn follow_requests(&mut self) {
        let began = self.pulse.began();
        if began != self.seen {
            self.seen = began;
            self.written = 0;
            self.enter(Phase::Busy, self.patience.body_progress);
        }
        if self.phase == Phase::Busy && !self.pulse.busy() {
            self.enter(Phase::Idle, self.patience.idle);
        }
    }

    /// Follows bytes that arrived.
    fn follow_bytes(&mut self, bytes: &[u8]) {
        match self.phase {
            Phase::First(known) => {
                let agreed = agreeing(&PREFACE[known..], bytes);
                if known + agreed == PREFACE.len() {
                    self.http2 = true;
                    self.enter(Phase::Idle, self.patience.idle);
                } else if agreed == bytes.len() {
                    self.phase = Phase::First(known + agreed);
                } else {
                    self.enter(Phase::Head, self.patience.header);
                }
            }
            Phase::Idle if !self.http2 => self.enter(Phase::Head, self.patience.header),
            Phase::Idle | Phase::Head | Phase::Busy => {}
        }
    }

    /// Nothing to read: is the wait still within bounds?
    fn poll_wait(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        if self.phase == Phase::Busy {
            // Otherwise nobody looks here again when the answer is done, and idleness goes unseen.
            self.pulse.wake_at_end(cx.waker());
            if !self.http2 {
                return Poll::Pending;
            }
        }
        loop {
            ready!(self.deadline.as_mut().poll(cx));
            match self.phase {
                Phase::Busy
                    if !self.pulse.sending() || self.written >= self.patience.min_progress =>
                {
                    self.written = 0;
                    self.enter(Phase::Busy, self.patience.body_progress);
                }
                Phase::Idle if !self.retired => {
                    self.retired = true;
                    self.pulse.retire.notify_one();
                    self.enter(Phase::Idle, self.patience.header);
                }
                _ => return Poll::Ready(too_slow()),
            }
        }
    }

    fn follow_write(
        &mut self,
        cx: &mut Context<'_>,
        offered: usize,
        outcome: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match outcome {
            Poll::Ready(Ok(taken)) => {
                self.written += taken as u64;
                self.stall.moved(taken as u64);
                if taken == offered {
                    self.stall.rest();
                }
                Poll::Ready(Ok(taken))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => self.stall.poll_stalled(cx).map(|()| Err(too_slow())),
        }
    }
}

/// How many leading bytes of `bytes` equal `wanted`.
fn agreeing(wanted: &[u8], bytes: &[u8]) -> usize {
    wanted.iter().zip(bytes).take_while(|(a, b)| a == b).count()
}

fn too_slow() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "the client keeps us waiting")
}

impl<S: AsyncRead + Unpin> AsyncRead for TimedStream<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        this.follow_requests();
        let before = buf.filled().len();
        match Pin::new(&mut this.inner).poll_read(cx, buf) {
            Poll::Ready(Ok(())) => {
                let fresh = &buf.filled()[before..];
                if !fresh.is_empty() {
                    this.follow_bytes(fresh);
                }
                Poll::Ready(Ok(()))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => this.poll_wait(cx).map(Err),
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for TimedStream<S> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let outcome = Pin::new(&mut this.inner).poll_write(cx, buf);
        this.follow_write(cx, buf.len(), outcome)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let offered = bufs.iter().map(|buf| buf.len()).sum();
        let outcome = Pin::new(&mut this.inner).poll_write_vectored(cx, bufs);
        this.follow_write(cx, offered, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        match Pin::new(&mut this.inner).poll_flush(cx) {
            // TLS flushes its own buffer here, so a reader who stopped shows as a pending flush.
            Poll::Pending => this.stall.poll_stalled(cx).map(|()| Err(too_slow())),
            done @ Poll::Ready(_) => {
                this.stall.rest();
                done
            }
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        match Pin::new(&mut this.inner).poll_shutdown(cx) {
            Poll::Pending => this.stall.poll_stalled(cx).map(|()| Err(too_slow())),
            done @ Poll::Ready(_) => done,
        }
    }
}
