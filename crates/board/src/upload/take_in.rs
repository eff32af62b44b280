//! A complete sealed file becomes part of its meeting in one commit: added to a draft; added
//! to or replaced in a packet with the notices that follow; audited either way.

use super::gather::gather;
use super::join::{full, join};
use super::turn::{self, Running};
use super::{UploadError, append};
use crate::edit::{ATTEMPTS, load, moved};
use crate::examined::{enqueue, prepare_for_readers};
use crate::reading::{PlainFile, open_upload};
use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use futures_util::stream::StreamExt;
use jiff::Timestamp;
use kairan_access::{App, ClerkOf};
use kairan_domain::examination::Examined;
use kairan_domain::ids::{MaterialId, VersionId};
use kairan_domain::material::{Material, MaterialVersion, safe_file_name, title_from};
use kairan_domain::secret::SecretText;
use kairan_domain::upload::Upload;
use kairan_paper::check::{RangeRead, check_pdf};
use kairan_store::{CommitError, Versioned};
use kairan_work::erase_files;
use std::io;

struct SealedSource(PlainFile);

#[async_trait]
impl RangeRead for SealedSource {
    fn size(&self) -> u64 {
        self.0.size
    }

    async fn read_at(&self, offset: u64, len: usize) -> io::Result<Bytes> {
        let end = offset.saturating_add(u64::try_from(len).unwrap_or(u64::MAX));
        let mut found = BytesMut::new();
        let mut bytes = self.0.stream(offset..end);
        while let Some(next) = bytes.next().await {
            found.extend_from_slice(&next?);
        }
        Ok(found.freeze())
    }
}

/// Checks a complete upload and makes it part of its meeting; `read` is its record as stored,
/// `upload` what became of it since.
pub(super) async fn take_in(
    app: &App,
    by: &ClerkOf,
    read: &Versioned<Upload>,
    upload: Upload,
    running: Running,
) -> Result<VersionId, UploadError> {
    let upload = gather(app, upload).await?;
    let (kept, came) = (upload.file, read.file);
    let outcome = checked(app, by, read, upload, running).await;
    if kept != came {
        let unused = if outcome.is_ok() { came } else { kept };
        erase_files(app, [unused]).await;
    }
    match &outcome {
        Ok(_) => turn::forget(read.id),
        Err(UploadError::Refused(_) | UploadError::State(_) | UploadError::NotFound) => {
            // The refusal is the answer; what cannot be removed now, the sweep removes.
            if let Err(error) = append::end(app, read).await {
                tracing::warn!(%error, "a refused upload is left for the sweep");
            }
        }
        Err(_) => {}
    }
    outcome
}

async fn checked(
    app: &App,
    by: &ClerkOf,
    read: &Versioned<Upload>,
    upload: Upload,
    running: Running,
) -> Result<VersionId, UploadError> {
    let file = open_upload(app, (upload.file, &upload.parts), upload.size)?;
    let facts = check_pdf(&SealedSource(file)).await?;
    let (sha256, crc32) = running.finish();
    let now = app.now();
    let upload_of = upload.meeting;
    let given = upload.file_name.expose();
    let version = MaterialVersion {
        id: VersionId::new(now, app.id_bytes()),
        file: upload.file,
        file_name: SecretText::new(safe_file_name(given, app.limits.max_title)),
        size: upload.size,
        pages: facts.pages,
        sha256,
        crc32,
        parts: upload.parts,
        added_at: now,
        added_by: by.author(),
        examined: if app.policies.examine {
            Examined::Waiting
        } else {
            Examined::Never
        },
        original: None,
    };
    let title: String = title_from(given)
        .chars()
        .take(app.limits.max_title)
        .collect();
    let mut new = Material {
        id: MaterialId::new(now, app.id_bytes()),
        title: SecretText::new(title),
        versions: vec![version],
        withdrawn_at: None,
        shown_at: None,
        source: None,
        case_no: None,
    };
    // Reviewers read at once what comes into a published meeting.
    if load(app, by, upload_of).await?.packet().is_some() {
        prepare_for_readers(app, &mut new).await?;
    }
    let id = commit(app, by, read, new, now).await?;
    if app.policies.examine {
        enqueue(by.insurer(), upload_of);
    }
    Ok(id)
}

async fn commit(
    app: &App,
    by: &ClerkOf,
    upload: &Versioned<Upload>,
    new: Material,
    now: Timestamp,
) -> Result<VersionId, UploadError> {
    let id = new.versions[0].id;
    for _ in 0..ATTEMPTS {
        let read = load(app, by, upload.meeting).await?;
        let mut changes = join(app, by, &read, upload.target, &new, now).await?;
        changes.delete(upload);
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            return match outcome {
                Err(CommitError::TooLarge { .. }) => Err(full(&read, upload.target).into()),
                outcome => Ok(outcome.map(|()| id)?),
            };
        }
        // The upload itself may be what moved: finished twice, or given up meanwhile.
        append::find(app, by, upload.meeting, upload.id).await?;
    }
    Err(UploadError::Contended)
}
