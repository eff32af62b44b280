//! One part being written, in megabytes: a thread hop per 64 KiB halves an upload's speed
//! (perf.md), so bytes are gathered and written while the next ones arrive.

use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStoreExt as _, PutPayload, UploadPart};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{DocumentsError, Folder};

const GATHER: usize = 1 << 20;

/// A part under way. Dropped without [`PartWriter::finish`], it was never there.
pub struct PartWriter {
    folder: Arc<Folder>,
    /// The name it has while it is written; no two writers share one.
    staged: Path,
    path: Path,
    upload: Box<dyn MultipartUpload>,
    gathered: Vec<u8>,
    /// At most one write is under way: memory stays bounded and order needs no thought.
    writing: Option<tokio::task::JoinHandle<object_store::Result<()>>>,
    len: u64,
}

impl PartWriter {
    pub(super) async fn begin(folder: Arc<Folder>, path: Path) -> Result<Self, DocumentsError> {
        static WRITERS: AtomicU64 = AtomicU64::new(0);
        let staged = Path::from(format!(
            "{path}.{}",
            WRITERS.fetch_add(1, Ordering::Relaxed)
        ));
        let upload = folder.objects.put_multipart(&staged).await?;
        Ok(Self {
            folder,
            staged,
            path,
            upload,
            gathered: Vec::with_capacity(GATHER),
            writing: None,
            len: 0,
        })
    }

    /// Takes bytes in. They are durable only after [`PartWriter::finish`].
    ///
    /// # Errors
    /// [`DocumentsError::NoSpace`], [`DocumentsError::Io`], perhaps about bytes given before.
    pub async fn write(&mut self, mut bytes: &[u8]) -> Result<(), DocumentsError> {
        self.len += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        while !bytes.is_empty() {
            let room = GATHER - self.gathered.len();
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.gathered.extend_from_slice(now);
            bytes = later;
            if self.gathered.len() == GATHER {
                self.hand_on().await?;
            }
        }
        Ok(())
    }

    /// Bytes taken in so far.
    pub fn written(&self) -> u64 {
        self.len
    }

    /// Makes the part durable and visible; answers with its length. It never takes the place
    /// of a part that is there: a second upload of the same stretch must not break the first.
    ///
    /// # Errors
    /// [`DocumentsError::Exists`] when another writer finished first; else as
    /// [`PartWriter::write`].
    pub async fn finish(mut self) -> Result<u64, DocumentsError> {
        if !self.gathered.is_empty() {
            self.hand_on().await?;
        }
        self.settle().await?;
        self.upload.complete().await?;
        if let Err(fault) = self
            .folder
            .objects
            .rename_if_not_exists(&self.staged, &self.path)
            .await
        {
            // The sweep removes what cannot be removed now.
            let _swept_later = self.folder.objects.delete(&self.staged).await;
            return Err(fault.into());
        }
        Ok(self.len)
    }

    /// Gives the part up and removes what was written of it.
    ///
    /// # Errors
    /// [`DocumentsError::Io`].
    pub async fn abandon(mut self) -> Result<(), DocumentsError> {
        self.settle().await?;
        Ok(self.upload.abort().await?)
    }

    async fn hand_on(&mut self) -> Result<(), DocumentsError> {
        self.settle().await?;
        let bytes = std::mem::replace(&mut self.gathered, Vec::with_capacity(GATHER));
        let write: UploadPart = self.upload.put_part(PutPayload::from(bytes));
        self.writing = Some(tokio::spawn(write));
        Ok(())
    }

    async fn settle(&mut self) -> Result<(), DocumentsError> {
        match self.writing.take() {
            Some(writing) => Ok(writing
                .await
                .map_err(|fault| DocumentsError::Io(fault.to_string()))??),
            None => Ok(()),
        }
    }
}

impl std::fmt::Debug for PartWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PartWriter")
    }
}
