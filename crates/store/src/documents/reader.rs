//! One part being read, at any place.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use super::DocumentsError;

/// A part open for reading. Cheap to clone; reads do not move anything.
#[derive(Debug, Clone)]
pub struct PartReader {
    file: Arc<File>,
    len: u64,
}

impl PartReader {
    pub(super) fn open(path: &Path) -> Result<Self, DocumentsError> {
        let file = File::open(path)?;
        let len = file.metadata()?.len();
        Ok(Self {
            file: Arc::new(file),
            len,
        })
    }

    /// Sealed bytes.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Fills `into` from `offset` on, in the calling task: a hop to another thread costs more
    /// than reading 64 KiB that mostly lie in the page cache (perf.md: 594 against 282 MiB/s).
    ///
    /// # Errors
    /// [`DocumentsError::Short`] beyond the part's end, [`DocumentsError::Io`].
    #[expect(
        clippy::unused_async,
        reason = "an object store elsewhere will have to wait here"
    )]
    pub async fn read_at(&self, offset: u64, into: &mut [u8]) -> Result<(), DocumentsError> {
        Ok(self.file.read_exact_at(into, offset)?)
    }
}
