//! Files coming in: announced, sealed while they arrive, resumed where they broke off, checked
//! by ranges over the sealed file, and only then part of a meeting.

mod add_incoming;
mod append;
mod begin;
mod error;
mod finish;
mod gather;
mod join;
mod receive;
mod seal;
mod take_in;
mod turn;

pub(crate) use turn::forget;

pub use add_incoming::{Added, add_incoming};
pub use append::{append_upload, upload_offset};
pub use begin::{NewUpload, begin_upload};
pub use error::UploadError;
pub use finish::finish_upload;
pub use receive::receive_whole;

use kairan_access::App;
use kairan_domain::material::Material;
use kairan_domain::meeting::{CHANGEABLE, Meeting, WrongState};
use kairan_domain::upload::{FileFault, Upload, UploadTarget};

/// Independently sealed stretches one upload may consist of; more is a line that breaks off
/// every few kilobytes, and each costs a key in the meeting's record.
pub const MOST_PARTS: usize = 64;

/// Whether a file of `size` bytes may become part of this meeting.
fn admit(app: &App, meeting: &Meeting, target: UploadTarget, size: u64) -> Result<(), UploadError> {
    let state = meeting.state(app.now());
    if meeting.packet().is_some() && !CHANGEABLE.contains(&state) {
        return Err(WrongState::Is(state).into());
    }
    let limits = &app.limits;
    let materials = meeting.materials();
    match target {
        UploadTarget::NewMaterial if materials.len() >= limits.max_materials => {
            let most = limits.max_materials;
            return Err(FileFault::TooMany { most }.into());
        }
        UploadTarget::NewMaterial => {}
        UploadTarget::NextVersion(id) => {
            let material = materials.iter().find(|kept| kept.id == id);
            let material = material.ok_or(WrongState::NoMaterial)?;
            if material.versions.len() >= limits.max_versions {
                let most = limits.max_versions;
                return Err(FileFault::TooManyVersions { most }.into());
            }
        }
    }
    let most = limits.max_total_size;
    if kept(meeting, target).saturating_add(size) > most {
        return Err(FileFault::TotalTooLarge { most }.into());
    }
    Ok(())
}

/// Bytes of the meeting's materials once a file for `target` is in.
fn kept(meeting: &Meeting, target: UploadTarget) -> u64 {
    let materials = meeting.materials().iter();
    materials.map(|kept| counted(kept, target)).sum()
}

/// Uploads announced and not yet finished.
struct UnderWay {
    count: usize,
    bytes: u64,
}

impl UnderWay {
    fn of<'a>(app: &App, open: impl Iterator<Item = &'a Upload>) -> Self {
        let mut found = Self { count: 0, bytes: 0 };
        for upload in open {
            found.count += 1;
            // A plain form announces nothing: it may become the largest file there is.
            let size = match upload.size {
                0 => app.limits.max_file_size,
                announced => announced,
            };
            found.bytes = found.bytes.saturating_add(size);
        }
        found
    }
}

/// Whether a file fits beside what is under way. [`admit`] has found that it fits alone.
fn admit_beside(
    app: &App,
    meeting: &Meeting,
    under_way: &UnderWay,
    target: UploadTarget,
    size: u64,
) -> Result<(), UploadError> {
    let most = app.limits.max_materials;
    let places = match target {
        UploadTarget::NewMaterial => most.saturating_sub(meeting.materials().len()),
        UploadTarget::NextVersion(_) => most,
    };
    if under_way.count >= places {
        return Err(FileFault::TooMany { most }.into());
    }
    let most = app.limits.max_total_size;
    let bytes = kept(meeting, target).saturating_add(under_way.bytes);
    if bytes.saturating_add(size) > most {
        return Err(FileFault::TotalTooLarge { most }.into());
    }
    Ok(())
}

/// Bytes that count towards the meeting's total: current versions, without the one to go.
fn counted(material: &Material, target: UploadTarget) -> u64 {
    if target == UploadTarget::NextVersion(material.id) || material.withdrawn_at.is_some() {
        return 0;
    }
    material.current().map_or(0, |version| version.size)
}
