//! One stretch of an upload: bytes in, sealed chunks out, under a data key of its own.

use super::UploadError;
use super::turn::Running;
use bytes::{Buf, Bytes};
use kairan_access::App;
use kairan_domain::ids::FileId;
use kairan_domain::material::Part;
use kairan_domain::upload::FileFault;
use kairan_store::{PartWriter, Store};
use kairan_vault::document::{self, CHUNK, ChunkSealer, DataKey, PartNo, SEALED_CHUNK};

/// Bytes after which the disk's reserve is looked at again: what comes in must leave the
/// engine its room, however large the file and however many come in at once.
const LOOK_EVERY: u64 = 1 << 20;

/// Where a stretch begins.
#[derive(Clone, Copy)]
pub(super) struct Stretch {
    pub(super) file: FileId,
    /// Number of the part it becomes.
    pub(super) part: u32,
    /// Plain bytes before it; a whole number of chunks.
    pub(super) start: u64,
}

/// Seals what arrives. A chunk is sealed when it is full *and* it is known whether it is the
/// last one of the file.
pub(super) struct Sealing {
    store: Store,
    writer: PartWriter,
    sealer: ChunkSealer,
    key: DataKey,
    stretch: Stretch,
    running: Running,
    held: Vec<u8>,
    sealed: Vec<u8>,
    /// Plain bytes sealed in this stretch.
    done: u64,
}

impl Sealing {
    pub(super) async fn begin(
        app: &App,
        stretch: Stretch,
        running: Running,
    ) -> Result<Self, UploadError> {
        let key = DataKey::random(app.entropy.as_ref());
        let chunks = stretch.start / u64::try_from(CHUNK).unwrap_or(u64::MAX);
        let first = u32::try_from(chunks).map_err(|_| FileFault::TooLarge {
            most: app.limits.max_file_size,
        })?;
        let file = document::FileId(*stretch.file.as_bytes());
        Ok(Self {
            store: app.store.clone(),
            writer: app.documents.create(stretch.file, stretch.part).await?,
            sealer: ChunkSealer::new(&key, file, PartNo(stretch.part), first),
            key,
            stretch,
            running,
            held: Vec::with_capacity(CHUNK),
            sealed: Vec::with_capacity(SEALED_CHUNK),
            done: 0,
        })
    }

    /// Plain bytes taken in, from the beginning of the file.
    pub(super) fn taken(&self) -> u64 {
        self.stretch.start + self.done + u64::try_from(self.held.len()).unwrap_or(0)
    }

    /// Takes bytes in. One full chunk is always held back: it might be the last.
    ///
    /// # Errors
    /// [`FileFault::NoSpace`] once the reserve is reached; dropping `self` then removes what
    /// was written of the stretch.
    pub(super) async fn take(&mut self, mut bytes: Bytes) -> Result<(), UploadError> {
        while bytes.has_remaining() {
            if self.held.len() == CHUNK {
                self.seal_held(false).await?;
            }
            let now = bytes.split_to((CHUNK - self.held.len()).min(bytes.len()));
            self.held.extend_from_slice(&now);
        }
        Ok(())
    }

    async fn seal_held(&mut self, last: bool) -> Result<(), UploadError> {
        if self.done.is_multiple_of(LOOK_EVERY) && !self.store.space_ok() {
            return Err(FileFault::NoSpace.into());
        }
        self.sealed.clear();
        self.sealer
            .seal_chunk(&self.held, last, &mut self.sealed)
            .map_err(crate::reading::FileError::from)?;
        self.running.add(&self.held);
        self.done += u64::try_from(self.held.len()).unwrap_or(0);
        self.writer.write(&self.sealed).await?;
        self.held.clear();
        Ok(())
    }

    /// The file is complete: seals its last chunk and makes the part durable.
    pub(super) async fn finish(mut self, app: &App) -> Result<(Part, Running), UploadError> {
        self.seal_held(true).await?;
        self.close(app).await
    }

    /// The line broke: makes the whole chunks durable; `None` when there are none.
    pub(super) async fn break_off(
        mut self,
        app: &App,
    ) -> Result<Option<(Part, Running)>, UploadError> {
        // A full chunk held back is safe too: more of the file is known to follow.
        if self.held.len() == CHUNK {
            self.seal_held(false).await?;
        }
        if self.done == 0 {
            self.abandon().await;
            return Ok(None);
        }
        self.close(app).await.map(Some)
    }

    /// The file is refused: nothing of this stretch is kept.
    pub(super) async fn abandon(self) {
        if let Err(error) = self.writer.abandon().await {
            tracing::warn!(%error, "a refused upload's bytes are left for the sweep");
        }
    }

    async fn close(self, app: &App) -> Result<(Part, Running), UploadError> {
        let file = document::FileId(*self.stretch.file.as_bytes());
        let part = PartNo(self.stretch.part);
        let wrapped = app
            .vault
            .wrap_key(app.entropy.as_ref(), file, part, &self.key);
        self.writer.finish().await?;
        let part = Part {
            len: self.done,
            wrapped_key: wrapped.as_bytes().to_vec(),
        };
        Ok((part, self.running))
    }
}
