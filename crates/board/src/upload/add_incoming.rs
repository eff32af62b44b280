//! A clerk adds a PDF that another part of the house hands over (an accepted opinion's masked
//! pages) to a draft or a packet. Sealed anew and checked as any other file; one commit, with
//! the notices and the audit record of a material that comes in.
//!
//! Idempotent by its source: a second click adds nothing, and pages that were masked anew
//! become the next version of the same material.

use super::error::UploadError;
use super::join::{full, join};
use super::seal::{Sealing, Stretch};
use super::turn::Running;
use crate::edit::{ATTEMPTS, load, moved};
use bytes::Bytes;
use jiff::Timestamp;
use kairan_access::{App, ClerkOf};
use kairan_domain::ids::{FileId, MaterialId, MeetingId, VersionId};
use kairan_domain::incoming::{IncomingMaterial, MaterialSource};
use kairan_domain::material::{Material, MaterialVersion, safe_file_name};
use kairan_domain::meeting::Meeting;
use kairan_domain::opinion_request::RequestState;
use kairan_domain::secret::SecretText;
use kairan_domain::upload::{FileFault, UploadTarget};
use kairan_paper::check::{InMemory, check_pdf};
use kairan_store::{Changes, CommitError};
use kairan_work::erase_files;

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It is a further material.
    New(MaterialId),
    /// It is the next version of the material that came from the same source.
    Replaced(MaterialId),
    /// The meeting had it already; nothing was changed.
    Already(MaterialId),
}

/// Adds a PDF from another part of the house to a meeting.
///
/// # Errors
/// [`UploadError::Refused`] with `Incomplete` when the bytes are not those announced, and the
/// others of every upload.
pub async fn add_incoming(
    app: &App,
    by: &ClerkOf,
    meeting: MeetingId,
    incoming: &IncomingMaterial,
    pdf: Vec<u8>,
) -> Result<Added, UploadError> {
    if !app.store.space_ok() {
        return Err(FileFault::NoSpace.into());
    }
    let read = load(app, by, meeting).await?;
    let (target, added) = target(&read, incoming, MaterialId::new(app.now(), app.id_bytes()));
    if matches!(added, Added::Already(_)) {
        return Ok(added);
    }
    super::admit(app, &read, target, incoming.pdf.size)?;
    let new = sealed(app, by, incoming, Bytes::from(pdf)).await?;
    let file = new.versions[0].file;
    let outcome = commit(app, by, meeting, incoming, &new).await;
    if !matches!(outcome, Ok(Added::New(_) | Added::Replaced(_))) {
        erase_files(app, [file]).await;
    }
    outcome
}

/// Where it goes: beside what is there, over what came from the same source, or nowhere.
fn target(
    meeting: &Meeting,
    incoming: &IncomingMaterial,
    new: MaterialId,
) -> (UploadTarget, Added) {
    let same = meeting
        .materials()
        .iter()
        .find(|kept| kept.source == Some(incoming.source) && kept.is_open());
    match same {
        None => (UploadTarget::NewMaterial, Added::New(new)),
        Some(kept) => {
            let id = kept.id;
            let equal = |version: &MaterialVersion| version.brought().sha256 == incoming.pdf.sha256;
            let added = if kept.current().is_some_and(equal) {
                Added::Already(id)
            } else {
                Added::Replaced(id)
            };
            (UploadTarget::NextVersion(id), added)
        }
    }
}

/// Seals and checks the bytes; they must be those announced.
async fn sealed(
    app: &App,
    by: &ClerkOf,
    incoming: &IncomingMaterial,
    pdf: Bytes,
) -> Result<Material, UploadError> {
    let facts = check_pdf(&InMemory(pdf.clone())).await?;
    let now = app.now();
    let file = FileId::new(now, app.id_bytes());
    let stretch = Stretch {
        file,
        part: 0,
        start: 0,
    };
    let mut sealing = Sealing::begin(app, stretch, Running::default()).await?;
    sealing.take(pdf).await?;
    let (part, running) = sealing.finish(app).await?;
    let (sha256, crc32) = running.finish();
    let announced = &incoming.pdf;
    if (part.len, sha256) != (announced.size, announced.sha256) {
        erase_files(app, [file]).await;
        return Err(FileFault::Incomplete.into());
    }
    let most = app.limits.max_title;
    let title: String = incoming.title.expose().chars().take(most).collect();
    let version = MaterialVersion {
        id: VersionId::new(now, app.id_bytes()),
        file,
        file_name: SecretText::new(safe_file_name(&title, most)),
        size: part.len,
        pages: facts.pages,
        sha256,
        crc32,
        parts: vec![part],
        added_at: now,
        added_by: by.author(),
        examined: kairan_domain::examination::Examined::Never,
        original: None,
    };
    Ok(Material {
        id: MaterialId::new(now, app.id_bytes()),
        title: SecretText::new(title),
        versions: vec![version],
        withdrawn_at: None,
        shown_at: None,
        source: Some(incoming.source),
        case_no: Some(incoming.case_no.clone()),
    })
}

/// The opinion must still be accepted when the meeting has it: its request is written anew as it
/// is, so that whoever takes the acceptance back at this moment meets a conflict, and so do we.
async fn hold_source(
    app: &App,
    by: &ClerkOf,
    MaterialSource::Opinion { request, .. }: MaterialSource,
    changes: &mut Changes,
) -> Result<(), UploadError> {
    let read = app.store.opinion_request(by.insurer(), request).await?;
    let read = read.filter(|read| read.state() == RequestState::Accepted);
    let read = read.ok_or(UploadError::SourceGone)?;
    changes.update(&read, (*read).clone());
    Ok(())
}

async fn commit(
    app: &App,
    by: &ClerkOf,
    meeting: MeetingId,
    incoming: &IncomingMaterial,
    new: &Material,
) -> Result<Added, UploadError> {
    let now: Timestamp = app.now();
    for _ in 0..ATTEMPTS {
        let read = load(app, by, meeting).await?;
        let (target, added) = target(&read, incoming, new.id);
        if matches!(added, Added::Already(_)) {
            return Ok(added);
        }
        let mut changes = join(app, by, &read, target, new, now).await?;
        hold_source(app, by, incoming.source, &mut changes).await?;
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            return match outcome {
                Err(CommitError::TooLarge { .. }) => Err(full(&read, target).into()),
                outcome => Ok(outcome.map(|()| added)?),
            };
        }
    }
    Err(UploadError::Contended)
}
