//! A sealed version becomes part of its meeting: put in its place, told to whom it concerns,
//! audited; one set of changes for whoever brings it.

use super::{UploadError, admit};
use crate::edit::audit;
use crate::notices::{electronic, have_opened, is_waiting, tell};
use jiff::Timestamp;
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::ids::{MaterialId, SeatId, VersionId};
use kairan_domain::material::Material;
use kairan_domain::meeting::{Body, Meeting, WrongState};
use kairan_domain::notice::{Notice, NoticeKind};
use kairan_domain::upload::{FileFault, UploadTarget};
use kairan_domain::viewing::ViewingRecord;
use kairan_store::{Changes, Versioned};

/// What has to be committed so that the first version of `new` is in the meeting as read.
pub(super) async fn join(
    app: &App,
    by: &ClerkOf,
    read: &Versioned<Meeting>,
    target: UploadTarget,
    new: &Material,
    now: Timestamp,
) -> Result<Changes, UploadError> {
    admit(app, read, target, new.versions[0].size)?;
    let notices = app.store.notices_of(read.id).await?;
    let records = app.store.viewings_of(read.id).await?;
    let mut meeting = (**read).clone();
    let told = told(&meeting, target, &records);
    let record = place(&mut meeting, by, target, new, now)?;

    let mut changes = Changes::new(record);
    for notice in letters(app, &meeting, told, &notices, now) {
        changes.queue(notice);
    }
    changes.update(read, meeting);
    Ok(changes)
}

/// The record of the meeting is full: what it holds is the most it can.
pub(super) fn full(meeting: &Meeting, target: UploadTarget) -> FileFault {
    match target {
        UploadTarget::NewMaterial => FileFault::TooMany {
            most: meeting.materials().len(),
        },
        UploadTarget::NextVersion(id) => {
            let found = meeting.materials().iter().find(|kept| kept.id == id);
            FileFault::TooManyVersions {
                most: found.map_or(0, |kept| kept.versions.len()),
            }
        }
    }
}

/// A further material: everybody. A replaced one: those who had opened an earlier version.
fn told(
    meeting: &Meeting,
    target: UploadTarget,
    records: &[Versioned<ViewingRecord>],
) -> Vec<SeatId> {
    match target {
        UploadTarget::NewMaterial => electronic(meeting),
        UploadTarget::NextVersion(material) => {
            let found = meeting
                .materials()
                .iter()
                .filter(|kept| kept.id == material);
            let versions: Vec<VersionId> = found
                .flat_map(|kept| kept.versions.iter().map(|version| version.id))
                .collect();
            have_opened(records, &versions)
        }
    }
}

fn place(
    meeting: &mut Meeting,
    by: &ClerkOf,
    target: UploadTarget,
    new: &Material,
    now: Timestamp,
) -> Result<AuditRecord, WrongState> {
    let version = &new.versions[0];
    let id = meeting.id;
    let (event, material) = match target {
        UploadTarget::NewMaterial => {
            let shown_at = meeting.packet().map(|_| now);
            meeting.materials_mut().push(Material {
                shown_at,
                ..new.clone()
            });
            (AuditEvent::MaterialAdded, new.id)
        }
        UploadTarget::NextVersion(material) => {
            match &mut meeting.body {
                Body::Packet(packet) => packet.replace(material, version.clone(), now)?,
                Body::Draft(draft) => {
                    let found = draft.materials.iter_mut().find(|kept| kept.id == material);
                    let found = found.ok_or(WrongState::NoMaterial)?;
                    found.versions.push(version.clone());
                }
            }
            renumber(meeting, material, new);
            (AuditEvent::MaterialReplaced, material)
        }
    };
    Ok(audit(by, event, id, now)
        .as_of(meeting)
        .of_material(material)
        .of_version(version.id))
}

/// Pages with another 資料番号 printed on them are listed under that one.
fn renumber(meeting: &mut Meeting, material: MaterialId, new: &Material) {
    let found = meeting.materials_mut().iter_mut();
    let mut found = found.filter(|kept| kept.id == material);
    if let Some(kept) = found.next()
        && new.case_no.is_some()
        && kept.case_no != new.case_no
    {
        kept.case_no.clone_from(&new.case_no);
        kept.title = new.title.clone();
    }
}

fn letters(
    app: &App,
    meeting: &Meeting,
    mut told: Vec<SeatId>,
    notices: &[Versioned<Notice>],
    now: Timestamp,
) -> Vec<Notice> {
    if !meeting.state(now).links_live() {
        return Vec::new();
    }
    told.retain(|seat| !is_waiting(notices, *seat));
    tell(app, meeting, told, NoticeKind::MaterialsChanged, now)
}
