//! Rows in one sled tree; every write goes through the one thread of [`super::writer`].
//!
//! Point reads run inline: they touch a few pages that are nearly always in the cache.
//! Scans go to the blocking pool, one hop per page of a list.
//!
//! sled notes where its pages lie (its snapshot) only while it opens. After a year's writing
//! that means reading the year's log at the next start: so closing opens it once more.

use async_trait::async_trait;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use super::group::{Numbers, Rows as _};
use super::sled_rows::SledRows;
use super::snapshot::Snapshots;
use super::writer::Writer;
use super::{Batch, Counters, Counts, Engine, Found, Key, Refused, Row, Scan};
use crate::error::{OpenError, StoreError};

/// Reopening within milliseconds of a kill can find the lock still held (stack.md §2).
const LOCK_TRIES: u32 = 40;
const LOCK_WAIT: Duration = Duration::from_millis(50);

/// A log that has grown by less is read in an instant at the next start.
const WORTH_NOTING: u64 = 16 << 20;

/// What the readers and the writer share.
pub(super) struct Shared {
    pub(super) tree: SledRows,
    pub(super) db: sled::Db,
    pub(super) snapshots: Snapshots,
    pub(super) counters: Arc<Counters>,
    pub(super) healthy: AtomicBool,
}

impl Shared {
    fn size(&self) -> Result<u64, StoreError> {
        self.db.size_on_disk().map_err(failed)
    }

    pub(super) fn open(path: &Path, cache_bytes: u64) -> Result<Self, OpenError> {
        let db = open(path, cache_bytes)?;
        let tree = SledRows::new(db.open_tree("blocks").map_err(failed)?);
        Ok(Self {
            tree,
            db,
            snapshots: Snapshots::default(),
            counters: Arc::default(),
            healthy: AtomicBool::new(true),
        })
    }
}

pub(crate) struct SledEngine {
    /// `None` once closed.
    shared: RwLock<Option<Arc<Shared>>>,
    counters: Arc<Counters>,
    writer: Writer,
    path: PathBuf,
    size_at_open: u64,
}

impl SledEngine {
    /// Opens the database in the folder `path`, making it when there is none.
    pub(crate) fn open(path: &Path, cache_bytes: u64) -> Result<Self, OpenError> {
        let shared = Arc::new(Shared::open(path, cache_bytes)?);
        let numbers = Numbers::load(&shared.tree)?;
        let writer = Writer::start(Arc::clone(&shared), numbers)?;
        Ok(Self {
            counters: Arc::clone(&shared.counters),
            size_at_open: shared.size()?,
            shared: RwLock::new(Some(shared)),
            writer,
            path: path.to_owned(),
        })
    }

    fn shared(&self) -> Result<Arc<Shared>, StoreError> {
        let shared = self.shared.read().unwrap_or_else(PoisonError::into_inner);
        shared
            .clone()
            .filter(|_| self.writer.is_running())
            .ok_or(StoreError::Closed)
    }

    /// Lets go of the database; answers with the bytes it has grown by.
    fn let_go(&self) -> u64 {
        let shared = self
            .shared
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let size = shared.map_or(Ok(0), |shared| shared.size());
        size.map_or(0, |size| size.saturating_sub(self.size_at_open))
    }
}

fn open(path: &Path, cache_bytes: u64) -> Result<sled::Db, OpenError> {
    let config = sled::Config::new()
        .path(path)
        .cache_capacity(cache_bytes)
        .flush_every_ms(None);
    for _ in 1..LOCK_TRIES {
        match config.open() {
            Err(sled::Error::Io(fault)) if is_lock(&fault) => std::thread::sleep(LOCK_WAIT),
            other => return other.map_err(|fault| OpenError::Store(failed(fault))),
        }
    }
    match config.open() {
        Err(sled::Error::Io(fault)) if is_lock(&fault) => Err(OpenError::InUse),
        other => other.map_err(|fault| OpenError::Store(failed(fault))),
    }
}

/// sled wraps the lock's refusal into an error of kind `Other` with this sentence.
fn is_lock(fault: &std::io::Error) -> bool {
    fault.to_string().contains("could not acquire lock")
}

pub(super) fn failed(fault: impl std::fmt::Display) -> StoreError {
    StoreError::Engine(fault.to_string())
}

/// Runs a scan where it may wait for the disk.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    #[expect(
        clippy::disallowed_methods,
        reason = "scans read many pages, perhaps from disk: one hop per page of a list"
    )]
    let done = tokio::task::spawn_blocking(work);
    done.await.map_err(failed)?
}

#[async_trait]
impl Engine for SledEngine {
    async fn get(&self, key: &[u8]) -> Result<Option<Row>, StoreError> {
        let shared = self.shared()?;
        shared.counters.read(1);
        shared.tree.row(key)
    }

    async fn scan(&self, scan: Scan) -> Result<Vec<Found>, StoreError> {
        let shared = self.shared()?;
        blocking(move || {
            let found = shared.tree.scan(&scan)?;
            shared
                .counters
                .read(found.len() * (1 + usize::from(scan.follow)));
            Ok(found)
        })
        .await
    }

    async fn commit(&self, batch: Batch) -> Result<(), Refused> {
        self.writer.commit(batch).await
    }

    fn begin_snapshot(&self) -> Result<(), StoreError> {
        self.shared()?.snapshots.begin()
    }

    async fn next_rows(&self, limit: usize) -> Result<Vec<(Key, Row)>, StoreError> {
        let shared = self.shared()?;
        blocking(move || shared.snapshots.next(&shared.tree, limit)).await
    }

    fn end_snapshot(&self) {
        // Closed meanwhile: then it has ended with everything else.
        if let Ok(shared) = self.shared() {
            shared.snapshots.end();
        }
    }

    fn counts(&self) -> Counts {
        self.counters.counts()
    }

    fn size(&self) -> Result<u64, StoreError> {
        self.shared()?.size()
    }

    fn healthy(&self) -> bool {
        self.shared()
            .is_ok_and(|shared| shared.healthy.load(Ordering::Acquire))
    }

    async fn close(&self) {
        self.writer.stop().await;
        if self.let_go() < WORTH_NOTING {
            return;
        }
        let path = self.path.clone();
        let noted = blocking(move || open(&path, 1 << 20).map(drop).map_err(failed)).await;
        if let Err(fault) = noted {
            tracing::warn!(%fault, "the next start will have to read the database's log");
        }
    }
}
