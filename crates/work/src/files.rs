//! PDFs kept in one piece: sealed under a key of their own before the record names them, and
//! opened whole again. They are small (an upload has tens of megabytes at most), so nothing
//! here streams.
//!
//! Written first, committed after: what a crash leaves between the two is an orphan, which the
//! sweep of the documents' folder removes.

use futures_util::StreamExt;
use kairan_access::App;
use kairan_domain::ids::FileId;
use kairan_domain::material::Part;
use kairan_domain::opinion_request::OpinionFile;
use kairan_store::{DocumentsError, FileError, PlainFile};
use kairan_vault::document::{self, CHUNK, ChunkError, ChunkSealer, DataKey, PartNo};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// They come in one piece.
const ONLY: PartNo = PartNo(0);

/// Why a sealed PDF cannot be written or read. For the log; the page says "try again later".
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FileFailure {
    /// The file was erased.
    #[error("the file was erased")]
    Erased,
    /// The record and the file do not belong together, or bytes were changed.
    #[error("the sealed file does not open: {0}")]
    Sealed(String),
    /// Free space is below the reserve.
    #[error("not enough free space")]
    NoSpace,
    /// The documents' folder failed.
    #[error(transparent)]
    Documents(DocumentsError),
}

impl From<ChunkError> for FileFailure {
    fn from(error: ChunkError) -> Self {
        Self::Sealed(error.to_string())
    }
}

impl From<FileError> for FileFailure {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Erased => Self::Erased,
            FileError::Sealed(why) => Self::Sealed(why),
            FileError::Documents(error) => error.into(),
        }
    }
}

impl From<DocumentsError> for FileFailure {
    fn from(error: DocumentsError) -> Self {
        match error {
            DocumentsError::NoSpace => Self::NoSpace,
            other => Self::Documents(other),
        }
    }
}

/// Seals a PDF and makes it durable; the record that names it is committed after.
pub async fn keep_pdf(app: &App, pdf: &[u8], pages: u32) -> Result<OpinionFile, FileFailure> {
    if !app.store.space_ok() {
        return Err(FileFailure::NoSpace);
    }
    let file = FileId::new(app.now(), app.id_bytes());
    let id = document::FileId(*file.as_bytes());
    let key = DataKey::random(app.entropy.as_ref());
    let mut sealer = ChunkSealer::new(&key, id, ONLY, 0);
    let mut writer = app.documents.create(file, ONLY.0).await?;
    let mut sealed = Vec::with_capacity(document::SEALED_CHUNK);
    let mut left = pdf;
    loop {
        let (now, later) = left.split_at(left.len().min(CHUNK));
        sealed.clear();
        sealer.seal_chunk(now, later.is_empty(), &mut sealed)?;
        writer.write(&sealed).await?;
        left = later;
        if left.is_empty() {
            break;
        }
    }
    writer.finish().await?;
    let wrapped = app.vault.wrap_key(app.entropy.as_ref(), id, ONLY, &key);
    let size = u64::try_from(pdf.len()).unwrap_or(u64::MAX);
    Ok(OpinionFile {
        file,
        size,
        pages,
        sha256: Sha256::digest(pdf).into(),
        parts: vec![Part {
            len: size,
            wrapped_key: wrapped.as_bytes().to_vec(),
        }],
    })
}

/// Opens a sealed PDF whole.
pub async fn read_pdf(app: &App, file: &OpinionFile) -> Result<Vec<u8>, FileFailure> {
    let sealed = (file.file, file.parts.as_slice());
    let known = (file.size, file.sha256);
    let plain = PlainFile::open(&app.documents, &app.vault, sealed, known)?;
    let mut whole = Vec::with_capacity(usize::try_from(file.size).unwrap_or(0));
    let mut bytes = plain.stream(0..file.size);
    while let Some(next) = bytes.next().await {
        let next = next.map_err(|error| FileFailure::Sealed(error.to_string()))?;
        whole.extend_from_slice(&next);
    }
    Ok(whole)
}

/// Erases files no record names any more. A failure is logged only: without their keys they
/// are noise already, and the orphan sweep comes back for them.
pub async fn erase_files(app: &App, files: impl IntoIterator<Item = FileId>) {
    for file in files {
        if let Err(error) = app.documents.delete(file).await {
            tracing::warn!(%error, %file, "an erased document's file is left for the sweep");
        }
    }
}
