//! Reading sealed files in the clear and recording how far it went.

mod progress;
mod watched;
mod zipped;

pub(crate) use progress::Recorder;
pub use progress::{FOLD_EVERY, settle_progress};
pub(crate) use watched::Watched;
pub use zipped::ZipReading;

pub use kairan_store::{FileError, PlainFile};

use bytes::Bytes;
use futures_util::stream::{Stream, StreamExt};
use kairan_access::App;
use kairan_domain::ids::{FileId, VersionId};
use kairan_domain::material::{MaterialVersion, Part};
use std::io;
use std::ops::Range;
use std::sync::Arc;

/// Prepares to read one version of a material.
pub(crate) fn open_plain(app: &App, version: &MaterialVersion) -> Result<PlainFile, FileError> {
    let sealed = (version.file, version.parts.as_slice());
    let plain = (version.size, version.sha256);
    PlainFile::open(&app.documents, &app.vault, sealed, plain)
}

/// Prepares to read an upload whose bytes are all there; its digest is not known yet.
pub(crate) fn open_upload(
    app: &App,
    sealed: (FileId, &[Part]),
    size: u64,
) -> Result<PlainFile, FileError> {
    PlainFile::open(&app.documents, &app.vault, sealed, (size, [0; 32]))
}

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
