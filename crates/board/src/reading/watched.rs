//! A stream under way ends when its reader is shut out or its version is taken back: what was
//! begun before a withdrawal is not sent to its end.
//!
//! Asked again every 8 MiB or 30 seconds, whatever comes first, counted over everything one
//! request sends: a range of 64 KiB never pays for it.

use crate::room::look_at_material;
use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt};
use jiff::{SignedDuration, Timestamp};
use kairan_access::Watch;
use kairan_domain::ids::VersionId;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bytes that may go out between two looks.
const LOOK_AFTER: u64 = 8 * 1024 * 1024;
/// Time that may pass between two looks.
const LOOK_EVERY: SignedDuration = SignedDuration::from_secs(30);

/// The watch over everything one request sends.
#[derive(Debug)]
pub(crate) struct Watched {
    watch: Watch,
    since: Mutex<Since>,
}

/// Since the last look.
#[derive(Debug)]
struct Since {
    bytes: u64,
    at: Timestamp,
}

impl Watched {
    /// Begins with a reviewer who was found inside this very moment.
    pub(crate) fn new(watch: Watch) -> Arc<Self> {
        let at = watch.now();
        Arc::new(Self {
            watch,
            since: Mutex::new(Since { bytes: 0, at }),
        })
    }

    /// `bytes`, for as long as `version` may be read.
    pub(crate) fn over<S>(
        self: &Arc<Self>,
        version: VersionId,
        bytes: S,
    ) -> impl Stream<Item = io::Result<Bytes>> + Send + Unpin + 'static + use<S>
    where
        S: Stream<Item = io::Result<Bytes>> + Send + Unpin + 'static,
    {
        let start = Some((Arc::clone(self), bytes));
        Box::pin(stream::unfold(start, move |state| async move {
            let (watched, mut bytes) = state?;
            if watched.is_due() && !watched.may_go_on(version).await {
                return Some((Err(io::ErrorKind::PermissionDenied.into()), None));
            }
            let next = bytes.next().await?;
            if let Ok(next) = &next {
                watched.open().bytes += u64::try_from(next.len()).unwrap_or(0);
            }
            Some((next, Some((watched, bytes))))
        }))
    }

    fn is_due(&self) -> bool {
        let now = self.watch.now();
        let mut since = self.open();
        if since.bytes < LOOK_AFTER && now.duration_since(since.at) < LOOK_EVERY {
            return false;
        }
        *since = Since { bytes: 0, at: now };
        true
    }

    async fn may_go_on(&self, version: VersionId) -> bool {
        match self.watch.still_inside().await {
            Ok(Some(by)) => look_at_material(&by, version).is_ok(),
            Ok(None) => false,
            Err(error) => {
                tracing::warn!(%error, "a reading is cut: whether it may go on cannot be read");
                false
            }
        }
    }

    fn open(&self) -> MutexGuard<'_, Since> {
        self.since.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
