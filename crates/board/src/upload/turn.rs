//! One sender at a time per upload. A browser that resumes does not know that the server still
//! waits on the broken line: the newcomer makes the old one stop and save what it has.
//!
//! Also keeps the running digest of a file that comes in one go, so that finishing need not
//! read it again; after a restart it does.

use kairan_domain::ids::UploadId;
use sha2::Sha256;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, OwnedMutexGuard};

/// SHA-256 and CRC-32 of the first `bytes` bytes.
#[derive(Clone, Default)]
pub(super) struct Running {
    pub(super) bytes: u64,
    pub(super) sha256: Sha256,
    pub(super) crc32: crc32fast::Hasher,
}

impl Running {
    pub(super) fn add(&mut self, plain: &[u8]) {
        self.bytes += u64::try_from(plain.len()).unwrap_or(0);
        sha2::Digest::update(&mut self.sha256, plain);
        self.crc32.update(plain);
    }

    pub(super) fn finish(self) -> ([u8; 32], u32) {
        (
            sha2::Digest::finalize(self.sha256).into(),
            self.crc32.finalize(),
        )
    }
}

/// How often a sender that does not listen is asked to stop.
const ASK_AGAIN: Duration = Duration::from_millis(50);

#[derive(Default)]
struct Seat {
    stop: Arc<Notify>,
    turn: Arc<tokio::sync::Mutex<()>>,
    running: Running,
}

static SEATS: LazyLock<Mutex<HashMap<UploadId, Seat>>> = LazyLock::new(Mutex::default);

fn seats() -> MutexGuard<'static, HashMap<UploadId, Seat>> {
    SEATS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The right to send for one upload, until dropped.
pub(super) struct Turn {
    pub(super) stop: Arc<Notify>,
    _held: OwnedMutexGuard<()>,
}

/// Takes the turn, making whoever has it stop.
pub(super) async fn take_turn(id: UploadId) -> Turn {
    let (stop, turn) = {
        let mut seats = seats();
        let seat = seats.entry(id).or_default();
        (Arc::clone(&seat.stop), Arc::clone(&seat.turn))
    };
    loop {
        // Wakes only who is waiting for bytes at this moment; one who is writing is asked again.
        stop.notify_waiters();
        let locked = tokio::time::timeout(ASK_AGAIN, Arc::clone(&turn).lock_owned());
        if let Ok(held) = locked.await {
            return Turn { stop, _held: held };
        }
    }
}

/// The running digest, if it stands exactly at `bytes`.
pub(super) fn running_at(id: UploadId, bytes: u64) -> Option<Running> {
    let seats = seats();
    let running = seats.get(&id).map(|seat| seat.running.clone());
    running
        .filter(|running| running.bytes == bytes)
        .or_else(|| (bytes == 0).then(Running::default))
}

/// Keeps the running digest for the next stretch or the end.
pub(super) fn keep_running(id: UploadId, running: Running) {
    seats().entry(id).or_default().running = running;
}

/// Forgets an upload that has ended.
pub(crate) fn forget(id: UploadId) {
    seats().remove(&id);
}
