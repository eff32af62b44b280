//! A reviewer downloads everything that can be read as one ZIP. All openings are recorded in
//! one commit before the first byte.

use super::{OpenError, Opening, belongs_within};
use crate::edit::{ATTEMPTS, moved};
use crate::reading::{Recorder, ZipReading};
use kairan_access::{App, ReviewerOf};
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::material::{Material, MaterialVersion};
use kairan_domain::meeting::Packet;
use kairan_domain::viewing::Manner;
use kairan_store::Changes;
use std::sync::Arc;

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

fn readable(by: &ReviewerOf) -> Vec<(&Material, &MaterialVersion)> {
    let packet = by.as_read().packet();
    let open = packet.into_iter().flat_map(Packet::open_materials);
    open.filter_map(|material| Some((material, material.current()?)))
        .collect()
}

fn lay_out(app: &App, by: &ReviewerOf) -> Result<ZipReading, OpenError> {
    let place = (by.meeting(), by.seat());
    let versions: Vec<(&MaterialVersion, Arc<Recorder>)> = readable(by)
        .into_iter()
        .map(|(_, version)| {
            let of = (version.id, version.size);
            (version, Recorder::new(app, place, of, Manner::Download))
        })
        .collect();
    if versions.is_empty() {
        return Err(OpenError::NotFound);
    }
    Ok(ZipReading::new(app, &versions)?)
}

async fn record(app: &App, by: &ReviewerOf, partial: bool) -> Result<(), OpenError> {
    let now = app.now();
    for attempt in 0..ATTEMPTS {
        let within = belongs_within(partial, attempt);
        let mut changes: Option<Changes> = None;
        for (material, version) in readable(by) {
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
