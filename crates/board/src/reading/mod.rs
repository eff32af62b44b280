//! Reading sealed files in the clear and recording how far it went.

mod plain;
mod progress;
mod watched;
mod zipped;

pub use plain::{FileError, PlainFile};
pub(crate) use progress::Recorder;
pub use progress::{FOLD_EVERY, settle_progress};
pub(crate) use watched::Watched;
pub use zipped::ZipReading;

use bytes::Bytes;
use futures_util::stream::{Stream, StreamExt};
use kairan_domain::ids::VersionId;
use std::io;
use std::ops::Range;
use std::sync::Arc;

/// One version on its way to a reviewer.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Plain bytes.
    pub size: u64,
    /// SHA-256 of the plain bytes: the ETag.
    pub sha256: [u8; 32],
    file: PlainFile,
    version: VersionId,
    recorder: Arc<Recorder>,
    watched: Arc<Watched>,
}

impl Reading {
    pub(crate) fn new(
        version: VersionId,
        file: PlainFile,
        recorder: Arc<Recorder>,
        watched: Arc<Watched>,
    ) -> Self {
        Self {
            version,
            watched,
            size: file.size,
            sha256: file.sha256,
            file,
            recorder,
        }
    }

    /// The bytes of `range`. What of them is handed over is recorded. Ends with an error when
    /// the reader is shut out, or the version taken back, while they flow.
    pub fn stream(
        &self,
        range: Range<u64>,
    ) -> impl Stream<Item = io::Result<Bytes>> + Send + Unpin + 'static + use<> {
        let mut handed = self.recorder.begin(range.start);
        let bytes = self.watched.over(self.version, self.file.stream(range));
        bytes.map(move |item| {
            if let Ok(bytes) = &item {
                handed.add(bytes.len());
            }
            item
        })
    }
}
