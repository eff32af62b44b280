//! A reviewer downloads everything that can be read as one ZIP. All openings are recorded in
//! one commit before the first byte.

use super::{OpenError, Opening, belongs_within};
use crate::edit::{ATTEMPTS, moved};
use crate::reading::{Recorder, ZipReading};
use kairan_access::{App, ReviewerOf};
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::material::{Material, MaterialVersion, safe_file_name};
use kairan_domain::viewing::Manner;
use kairan_store::Changes;
use std::sync::Arc;

/// Characters of a name in the archive, its number not counted.
const NAME_MOST: usize = 100;

/// What a reply needs to know of the archive before its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ZipFacts {
    /// Bytes of the whole archive.
    pub size: u64,
    /// The ETag.
    pub etag: [u8; 32],
}

/// The archive without opening it: for HEAD and for comparing ETags. Records nothing.
///
/// # Errors
/// [`OpenError::NotFound`] when nothing can be read.
pub fn look_at_zip(app: &App, by: &ReviewerOf) -> Result<ZipFacts, OpenError> {
    let zip = lay_out(app, by)?;
    Ok(ZipFacts {
        size: zip.size,
        etag: zip.etag,
    })
}

/// Opens the archive; `partial` when the request asks for a part of it.
///
/// # Errors
/// [`OpenError`].
pub async fn download_all(
    app: &App,
    by: &ReviewerOf,
    partial: bool,
) -> Result<ZipReading, OpenError> {
    let zip = lay_out(app, by)?;

    record(app, by, partial).await?;

    Ok(zip)
}

/// What can be read, each with its number.
fn readable(by: &ReviewerOf) -> Vec<(usize, &Material, &MaterialVersion)> {
    let all = by.as_read().materials().iter().zip(1..);
    all.filter(|(material, _)| material.is_open())
        .filter_map(|(material, no)| Some((no, material, material.current()?)))
        .collect()
}

/// `01_審査会対象者一覧.pdf`: the room's number and title, so that the order and the names are
/// those of the list, whatever the clerk's computer called the files.
fn name_in_zip(no: usize, material: &Material) -> String {
    let title = safe_file_name(material.title.expose(), NAME_MOST);
    format!("{no:02}_{title}")
}

fn lay_out(app: &App, by: &ReviewerOf) -> Result<ZipReading, OpenError> {
    let place = (by.meeting(), by.seat());
    let versions: Vec<(String, &MaterialVersion, Arc<Recorder>)> = readable(by)
        .into_iter()
        .map(|(no, material, version)| {
            let of = (version.id, version.size);
            let name = name_in_zip(no, material);
            (
                name,
                version,
                Recorder::new(app, place, of, Manner::Download),
            )
        })
        .collect();
    if versions.is_empty() {
        return Err(OpenError::NotFound);
    }
    Ok(ZipReading::new(app, by, &versions)?)
}

async fn record(app: &App, by: &ReviewerOf, partial: bool) -> Result<(), OpenError> {
    let now = app.now();
    for attempt in 0..ATTEMPTS {
        let within = belongs_within(partial, attempt);
        let mut changes: Option<Changes> = None;
        for (_, material, version) in readable(by) {
            let opening = Opening::of(app, by, version.id, Manner::Download, within, now).await?;
            let Some(opening) = opening else {
                continue;
            };
            let event = AuditEvent::MaterialDownloaded;
            let audit = AuditRecord::new(Some(by.insurer()), now, by.actor(), event)
                .of_meeting(by.meeting())
                .of_seat(by.seat())
                .of_material(material.id)
                .of_version(version.id);
            let changes = match &mut changes {
                Some(changes) => {
                    changes.also_audit(audit);
                    changes
                }
                None => changes.insert(Changes::new(audit)),
            };
            opening.write(changes);
        }
        let Some(changes) = changes else {
            return Ok(());
        };
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            return Ok(outcome?);
        }
    }
    Err(OpenError::Contended)
}
