//! What materials carry unseen: examined before anybody is given them, cleaned of what
//! describes them without asking, and of everything else when a clerk says so.
//!
//! A draft's materials are examined in the background ([`next_to_examine`] says where); who
//! comes to the confirmation page or publishes before that waits for it. What comes into a
//! published meeting is examined before it comes in, because there it is read at once.

mod copy;
mod decide;
mod prepare;
mod queue;
mod unseen;

pub use decide::{DecideError, clean_material, confirm_material, keep_material};
pub(crate) use prepare::{prepare_for_readers, title_of};
pub(crate) use queue::enqueue;
pub use queue::next_to_examine;
pub use unseen::{
    SeenPage, UnseenError, UnseenLine, UnseenMaterial, open_original, see_page, see_unseen,
};

use crate::edit::{ATTEMPTS, moved};
use crate::error::ReadError;
use kairan_access::App;
use kairan_domain::examination::Examined;
use kairan_domain::ids::{InsurerId, MeetingId, VersionId};
use kairan_domain::material::{MaterialVersion, Original};
use kairan_domain::meeting::Meeting;
use kairan_store::{Changes, Housekeeping};
use kairan_work::erase_files;
use prepare::prepare;

/// Examines what of a meeting waits for it.
///
/// # Errors
/// [`ReadError`].
pub async fn examine_waiting(
    app: &App,
    insurer: InsurerId,
    id: MeetingId,
) -> Result<(), ReadError> {
    loop {
        let read = app.store.meeting(insurer, id).await?;
        let read = read.ok_or(ReadError::NotFound)?;
        let Some((title, version)) = waiting(&read) else {
            return Ok(());
        };
        let (examined, copy) = prepare(app, &version, &title).await;
        settle(app, insurer, id, version.id, examined, copy).await?;
    }
}

fn waiting(meeting: &Meeting) -> Option<(String, MaterialVersion)> {
    let materials = meeting.materials().iter();
    let mut waiting = materials.filter_map(|material| {
        let current = material.current()?;
        let waits = current.examined == Examined::Waiting && !current.parts.is_empty();
        waits.then(|| (title_of(material), current.clone()))
    });
    waiting.next()
}

/// Notes what came out, unless another did so meanwhile.
async fn settle(
    app: &App,
    insurer: InsurerId,
    id: MeetingId,
    version: VersionId,
    examined: Examined,
    copy: Option<Original>,
) -> Result<(), ReadError> {
    for _ in 0..ATTEMPTS {
        let read = app.store.meeting(insurer, id).await?;
        let read = read.ok_or(ReadError::NotFound)?;
        let mut meeting = (*read).clone();
        let found = version_mut(&mut meeting, version);
        let Some(found) = found.filter(|found| found.examined == Examined::Waiting) else {
            break;
        };
        found.examined = examined.clone();
        if let Some(copy) = &copy {
            found.give(Some(copy.clone()));
        }
        let mut changes = Changes::housekeeping(Housekeeping::Examination);
        changes.update(&read, meeting);
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            return Ok(outcome?);
        }
    }
    erase_files(app, copy.map(|copy| copy.file)).await;
    Ok(())
}

pub(crate) fn version_mut(
    meeting: &mut Meeting,
    version: VersionId,
) -> Option<&mut MaterialVersion> {
    let materials = meeting.materials_mut().iter_mut();
    let mut versions = materials.flat_map(|material| &mut material.versions);
    versions.find(|kept| kept.id == version)
}
