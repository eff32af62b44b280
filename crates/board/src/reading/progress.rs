//! What a reviewer has been handed, folded into the viewing record at most every 30 seconds.
//!
//! A PDF viewer asks for hundreds of ranges of one file; a commit for each would make reading
//! wait for the disk. That something was *opened* is durable before the first byte; how far
//! it went is gathered here in memory and may lose its last 30 seconds in a crash.

use jiff::{SignedDuration, Timestamp};
use kairan_access::{App, Clock};
use kairan_domain::ids::{MeetingId, SeatId, VersionId};
use kairan_domain::viewing::{Manner, Ranges};
use kairan_store::{Changes, CommitError, Housekeeping, Store};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;

/// Least time between two folds of the same record.
pub const FOLD_EVERY: SignedDuration = SignedDuration::from_secs(30);
/// Bytes after which a running download notes how far it is.
const NOTE_EVERY: u64 = 8 * 1024 * 1024;
/// Entries beyond which idle ones are forgotten.
const MANY: usize = 4096;
/// How often a fold is tried when the record moves.
const ATTEMPTS: usize = 5;

/// Where one reading is recorded.
pub(crate) struct Recorder {
    store: Store,
    clock: Arc<dyn Clock>,
    ledger: Arc<Ledger>,
    meeting: MeetingId,
    seat: SeatId,
    version: VersionId,
    manner: Manner,
    size: u64,
}

type Key = (MeetingId, SeatId, VersionId, Manner);

struct Pending {
    recorder: Arc<Recorder>,
    ranges: Ranges,
    scheduled: bool,
    folded_at: Option<Timestamp>,
}

/// What was handed over and is not yet folded into the records.
#[derive(Default)]
struct Ledger(Mutex<HashMap<Key, Pending>>);

impl Ledger {
    fn open(&self) -> MutexGuard<'_, HashMap<Key, Pending>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recorder {
    pub(crate) fn new(
        app: &App,
        place: (MeetingId, SeatId),
        version: (VersionId, u64),
        manner: Manner,
    ) -> Arc<Self> {
        Arc::new(Self {
            store: app.store.clone(),
            clock: Arc::clone(&app.clock),
            ledger: app.shelf.of(),
            meeting: place.0,
            seat: place.1,
            version: version.0,
            manner,
            size: version.1,
        })
    }

    fn key(&self) -> Key {
        (self.meeting, self.seat, self.version, self.manner)
    }

    /// A guard that notes what is handed over from `start` on.
    pub(crate) fn begin(self: &Arc<Self>, start: u64) -> Handed {
        Handed {
            recorder: Arc::clone(self),
            noted: start,
            at: start,
        }
    }

    fn note(self: &Arc<Self>, start: u64, end: u64) {
        if start >= end {
            return;
        }
        let now = self.clock.now();
        let wait = {
            let mut ledger = self.ledger.open();
            if ledger.len() > MANY {
                ledger.retain(|_, pending| pending.is_fresh(now));
            }
            let pending = ledger.entry(self.key()).or_insert_with(|| Pending {
                recorder: Arc::clone(self),
                ranges: Ranges::default(),
                scheduled: false,
                folded_at: None,
            });
            pending.ranges.add(start, end);
            if pending.scheduled {
                return;
            }
            pending.scheduled = true;
            pending.wait(now)
        };
        let recorder = Arc::clone(self);
        // Outside a runtime nobody is served any more; what is pending stays for `settle`.
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                if !wait.is_zero() {
                    tokio::time::sleep(wait).await;
                }
                recorder.fold().await;
            });
        }
    }

    async fn fold(&self) {
        let ranges = {
            let mut ledger = self.ledger.open();
            let Some(pending) = ledger.get_mut(&self.key()) else {
                return;
            };
            pending.scheduled = false;
            pending.folded_at = Some(self.clock.now());
            std::mem::take(&mut pending.ranges)
        };
        if ranges.0.is_empty() {
            return;
        }
        for _ in 0..ATTEMPTS {
            match self.try_fold(&ranges).await {
                Err(CommitError::Conflict(_)) => {}
                Err(error) => {
                    tracing::warn!(%error, "the progress of a reading was not recorded");
                    return;
                }
                Ok(()) => return,
            }
        }
        tracing::warn!("the progress of a reading was not recorded: the record kept moving");
    }

    async fn try_fold(&self, ranges: &Ranges) -> Result<(), CommitError> {
        let read = self
            .store
            .viewing(self.meeting, self.seat, self.version, self.manner)
            .await?;
        let Some(read) = read else {
            return Ok(());
        };
        let mut record = (*read).clone();
        record.handed.union(ranges);
        if record.complete_at.is_none() && record.handed.cover(self.size) {
            record.complete_at = Some(self.clock.now());
        }
        if record == *read {
            return Ok(());
        }
        let mut changes = Changes::housekeeping(Housekeeping::Viewing);
        changes.update(&read, record);
        self.store.commit(changes).await
    }
}

impl Pending {
    fn wait(&self, now: Timestamp) -> Duration {
        let since = self.folded_at.map(|at| now.duration_since(at));
        let rest = since.map_or(SignedDuration::ZERO, |since| FOLD_EVERY - since);
        Duration::try_from(rest.min(FOLD_EVERY)).unwrap_or_default()
    }

    fn is_fresh(&self, now: Timestamp) -> bool {
        self.scheduled || !self.wait(now).is_zero()
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recorder")
    }
}

/// Counts what one response hands over; dropping it notes the rest.
#[derive(Debug)]
pub(crate) struct Handed {
    recorder: Arc<Recorder>,
    noted: u64,
    at: u64,
}

impl Handed {
    pub(crate) fn add(&mut self, bytes: usize) {
        self.at += u64::try_from(bytes).unwrap_or(0);
        if self.at - self.noted >= NOTE_EVERY {
            self.note();
        }
    }

    fn note(&mut self) {
        self.recorder.note(self.noted, self.at);
        self.noted = self.at;
    }
}

impl Drop for Handed {
    fn drop(&mut self) {
        self.note();
    }
}

/// Records at once what is still gathered in memory: when the server drains, and in tests.
pub async fn settle_progress(app: &App) {
    let recorders: Vec<Arc<Recorder>> = app
        .shelf
        .of::<Ledger>()
        .open()
        .values()
        .map(|pending| Arc::clone(&pending.recorder))
        .collect();
    for recorder in recorders {
        recorder.fold().await;
    }
}
