//! `kairan export|import`: everything into a folder, and out of it again.
//!
//! The folder holds `records.jsonl` (format: `store::exchange`) and `documents/`, the sealed files
//! as they are. Records go first: a file added meanwhile is one too many, never one too few.

use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kairan_domain::audit::AuditEvent;
use kairan_store::{DocumentsError, ImportError, Transferred};
use tokio::fs::{self, File};
use tokio::io::{AsyncWriteExt, BufReader, BufWriter};

use super::{Refusal, because, note};
use crate::control::ControlReply;
use crate::wire::Installation;

const RECORDS: &str = "records.jsonl";
const DOCUMENTS: &str = "documents";

pub(super) async fn export(on: &Installation, to: &Path) -> Result<ControlReply, Refusal> {
    if !to.is_absolute() {
        return Err(because("the folder must be given with its whole path"));
    }
    make(to).map_err(|error| because(format!("{}: {error}", to.display())))?;
    let failed = |error: io::Error| because(format!("{}: {error}", to.display()));

    let file = File::create(to.join(RECORDS)).await.map_err(failed)?;
    let mut writer = BufWriter::with_capacity(1 << 18, file);
    let Transferred { records } = on.app.store.export(&mut writer).await.map_err(because)?;
    writer.flush().await.map_err(failed)?;
    writer.get_ref().sync_all().await.map_err(failed)?;
    let files = on
        .app
        .documents
        .copy_to(&to.join(DOCUMENTS))
        .await
        .map_err(because)?;

    note(on, AuditEvent::Exported).await?;
    tracing::info!(records, files, "export written");
    Ok(ControlReply::Exported { records, files })
}

/// A new folder, closed to others; one that exists may hold an older copy.
fn make(folder: &Path) -> io::Result<()> {
    std::fs::DirBuilder::new().mode(0o700).create(folder)
}

/// Why a copy was not read in.
#[derive(Debug, thiserror::Error)]
pub enum ImportRefused {
    /// The folder is not one that `export` wrote.
    #[error("{file}: {cause}")]
    Unreadable {
        /// Which file.
        file: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The records were refused.
    #[error(transparent)]
    Records(#[from] ImportError),
    /// The sealed files could not be copied.
    #[error(transparent)]
    Documents(#[from] DocumentsError),
    /// Everything was read, but the store did not take the audit record of it.
    #[error("read, but not noted in the audit: {0}")]
    Unnoted(String),
}

/// Reads a copy into an empty installation; answers with records and files.
///
/// Files go first: when the records stand, everything they name is there.
///
/// # Errors
/// [`ImportRefused`]; the half-filled data folder is refused from then on, until it is emptied.
pub async fn import(
    on: &Arc<Installation>,
    from: &Path,
    unsigned: bool,
) -> Result<(u64, u64), ImportRefused> {
    let path = from.join(RECORDS);
    let unreadable = |cause| ImportRefused::Unreadable {
        file: path.clone(),
        cause,
    };
    let file = File::open(&path).await.map_err(unreadable)?;
    let documents = from.join(DOCUMENTS);
    let mut files = 0;
    if fs::try_exists(&documents).await.map_err(unreadable)? {
        let copy = kairan_store::Documents::open(&documents)?;
        files = copy.copy_to(on.app.documents.root()).await?;
    }
    let mut reader = BufReader::with_capacity(1 << 18, file);
    let store = &on.app.store;
    let Transferred { records } = if unsigned {
        store.import_unsigned(&mut reader).await?
    } else {
        store.import(&mut reader).await?
    };
    note(on, AuditEvent::Imported)
        .await
        .map_err(|reasons| ImportRefused::Unnoted(reasons.join(", ")))?;

    Ok((records, files))
}
