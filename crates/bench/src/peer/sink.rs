//! An SMTP server that takes every letter and counts them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::Done;
use crate::measure::now;

/// A listening sink. Stops with this value.
pub(crate) struct Sink {
    /// Where it listens.
    pub(crate) port: u16,
    seen: Arc<Seen>,
    accepting: JoinHandle<()>,
}

#[derive(Default)]
struct Seen {
    letters: AtomicUsize,
    taken: Notify,
    last: Mutex<Vec<u8>>,
}

impl Sink {
    /// Starts one.
    pub(crate) async fn start() -> Done<Self> {
        let socket = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = socket.local_addr()?.port();
        let seen = Arc::<Seen>::default();
        let shared = Arc::clone(&seen);
        let accepting = tokio::spawn(async move {
            while let Ok((connection, _)) = socket.accept().await {
                let seen = Arc::clone(&shared);
                // A client that goes away in the middle is its own affair.
                tokio::spawn(async move { talk(connection, &seen).await.unwrap_or_default() });
            }
        });
        Ok(Self {
            port,
            seen,
            accepting,
        })
    }

    /// Forgets what came so far.
    pub(crate) fn forget(&self) {
        self.seen.letters.store(0, Ordering::Relaxed);
    }

    /// The letter that came last, as it was before it was sent.
    pub(crate) fn last_letter(&self) -> Vec<u8> {
        self.seen
            .last
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Waits for so many letters; answers letters per second between the first and the last,
    /// which leaves out how long the sender took to start.
    pub(crate) async fn rate_of(&self, letters: usize) -> Done<f64> {
        let first = self.until(1).await?;
        let last = self.until(letters).await?;
        let seconds = last.duration_since(first).as_secs_f64();
        let between = u32::try_from(letters.saturating_sub(1))?;
        Ok(f64::from(between) / seconds)
    }

    async fn until(&self, letters: usize) -> Done<Instant> {
        let begun = now();
        loop {
            let taken = self.seen.taken.notified();
            let have = self.seen.letters.load(Ordering::Relaxed);
            if have >= letters {
                return Ok(now());
            }
            if begun.elapsed() > Duration::from_mins(5) {
                return Err(format!("only {have} of {letters} letters came").into());
            }
            let _ = tokio::time::timeout(Duration::from_secs(1), taken).await;
        }
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// One connection: RFC 5321 as far as a sender that finds no fault needs it.
async fn talk(connection: TcpStream, seen: &Seen) -> std::io::Result<()> {
    connection.set_nodelay(true)?;
    let mut connection = BufReader::new(connection);
    connection.write_all(b"220 sink\r\n").await?;
    let (mut line, mut letter) = (Vec::new(), Vec::new());
    let mut in_letter = false;
    loop {
        line.clear();
        if connection.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        if in_letter && line != b".\r\n" {
            // RFC 5321 §4.5.2: a dot in front was doubled on the way.
            letter.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            continue;
        }
        let answer: &[u8] = if in_letter {
            let mut last = seen.last.lock().unwrap_or_else(PoisonError::into_inner);
            *last = std::mem::take(&mut letter);
            drop(last);
            seen.letters.fetch_add(1, Ordering::Relaxed);
            seen.taken.notify_waiters();
            b"250 2.0.0 taken\r\n"
        } else {
            match line.get(..4).map(<[u8]>::to_ascii_uppercase).as_deref() {
                Some(b"EHLO") => b"250-sink\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n",
                Some(b"DATA") => b"354 go on\r\n",
                Some(b"QUIT") => b"221 bye\r\n",
                _ => b"250 fine\r\n",
            }
        };
        in_letter = answer.starts_with(b"354");
        connection.write_all(answer).await?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn letters_are_counted_and_dots_inside_do_not_end_them() {
        let sink = Sink::start().await.unwrap();
        let mut client = TcpStream::connect(("127.0.0.1", sink.port)).await.unwrap();
        let talk = b"EHLO me\r\nMAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nDATA\r\nx\r\n..\r\n.\r\n\
                     MAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nDATA\r\ny\r\n.\r\nQUIT\r\n";
        client.write_all(talk).await.unwrap();
        assert!(sink.rate_of(2).await.unwrap() > 0.0);
        assert_eq!(sink.last_letter(), b"y\r\n");
        sink.forget();
        assert_eq!(sink.seen.letters.load(Ordering::Relaxed), 0);
    }
}
