//! A clerk takes a material out of a draft. Audited; nobody is told.

use crate::edit::{audit, edit_meeting};
use crate::error::ChangeError;
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::{FileId, MaterialId, MeetingId};
use kairan_domain::meeting::WrongState;
use kairan_work::erase_files;

/// Takes a material out of a draft and erases its files.
///
/// # Errors
/// [`ChangeError`].
pub async fn remove_material(
    app: &App,
    by: &ClerkOf,
    meeting: MeetingId,
    material: MaterialId,
) -> Result<(), ChangeError> {
    let now = app.now();
    let audit = audit(by, AuditEvent::MaterialRemoved, meeting, now).of_material(material);

    let removed = edit_meeting(app, by, &audit, meeting, |meeting| {
        let materials = &mut meeting.draft_mut(now)?.materials;
        let place = materials.iter().position(|kept| kept.id == material);
        let removed = materials.remove(place.ok_or(WrongState::NoMaterial)?);
        Ok::<_, ChangeError>((removed, Vec::new()))
    })
    .await?;

    // Collected: a borrowing iterator across the await would make the future hard to spawn.
    let files: Vec<FileId> = removed
        .versions
        .iter()
        .flat_map(|version| version.files().map(|(file, _)| file))
        .collect();
    erase_files(app, files).await;
    Ok(())
}
