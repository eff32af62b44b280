//! All materials as one ZIP whose every byte has its place beforehand: ranges and resuming
//! work as with a single file.

use super::{FileError, Reading, Recorder, Watched, open_plain};
use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt};
use kairan_access::{App, ReviewerOf, watch};
use kairan_domain::date::in_tokyo;
use kairan_domain::material::MaterialVersion;
use kairan_exchange::zip::{Entry, Layout, Piece};
use sha2::{Digest, Sha256};
use std::io;
use std::ops::Range;
use std::sync::Arc;

/// The ZIP of a room on its way to a reviewer.
#[derive(Debug, Clone)]
pub struct ZipReading {
    /// Bytes of the whole archive.
    pub size: u64,
    /// The ETag: of the names and contents in order.
    pub etag: [u8; 32],
    layout: Arc<Layout>,
    files: Arc<[Reading]>,
}

impl ZipReading {
    pub(crate) fn new(
        app: &App,
        by: &ReviewerOf,
        versions: &[(String, &MaterialVersion, Arc<Recorder>)],
    ) -> Result<Self, FileError> {
        let entries = versions
            .iter()
            .map(|(name, version, _)| entry(name, version))
            .collect();
        let layout = Layout::new(entries).map_err(|error| FileError::Sealed(error.to_string()))?;
        let watched = Watched::new(watch(app, by));
        let mut hash = Sha256::new();
        let mut files = Vec::with_capacity(versions.len());
        for ((_, version, recorder), entry) in versions.iter().zip(layout.entries()) {
            hash.update(entry.name.as_bytes());
            hash.update([0]);
            hash.update(version.sha256);
            files.push(Reading::new(
                version.id,
                open_plain(app, version)?,
                Arc::clone(recorder),
                Arc::clone(&watched),
            ));
        }
        Ok(Self {
            size: layout.total_len(),
            etag: hash.finalize().into(),
            layout: Arc::new(layout),
            files: files.into(),
        })
    }

    /// The bytes of `range`. What of the files is handed over is recorded.
    pub fn stream(
        &self,
        range: Range<u64>,
    ) -> impl Stream<Item = io::Result<Bytes>> + Send + Unpin + 'static + use<> {
        let files = Arc::clone(&self.files);
        let pieces = self.layout.pieces(range.start..range.end.min(self.size));
        stream::iter(pieces).flat_map(move |piece| match piece {
            Piece::Bytes(bytes) => stream::iter([Ok(Bytes::from(bytes))]).left_stream(),
            Piece::File { index, range } => match files.get(index) {
                Some(file) => file.stream(range).right_stream(),
                None => stream::iter([Err(io::ErrorKind::NotFound.into())]).left_stream(),
            },
        })
    }
}

fn entry(name: &str, version: &MaterialVersion) -> Entry {
    let at = in_tokyo(version.added_at);
    Entry {
        name: name.to_owned(),
        size: version.size,
        crc32: version.crc32,
        modified: (
            at.year(),
            at.month(),
            at.day(),
            at.hour(),
            at.minute(),
            at.second(),
        ),
    }
}
