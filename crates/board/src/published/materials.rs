//! A clerk renames a material or takes one away from reviewers. Those who had opened it are
//! told; the clerk keeps its versions. Audited.

use crate::edit::{ATTEMPTS, audit, edit_meeting, load, moved};
use crate::error::ChangeError;
use crate::notices::{have_opened, is_waiting, tell};
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::{MaterialId, MeetingId, VersionId};
use kairan_domain::meeting::{CHANGEABLE, WrongState};
use kairan_domain::notice::NoticeKind;
use kairan_domain::secret::SecretText;
use kairan_domain::text;
use kairan_store::Changes;

/// Gives a material another title, in a draft or published; an empty one changes nothing.
///
/// # Errors
/// [`ChangeError`].
pub async fn rename_material(
    app: &App,
    by: &ClerkOf,
    meeting: MeetingId,
    material: MaterialId,
    title: &str,
) -> Result<(), ChangeError> {
    let now = app.now();
    let most = app.limits.max_title;
    let title: String = text::one_line(title).chars().take(most).collect();
    if title.is_empty() {
        return Ok(());
    }
    let audit = audit(by, AuditEvent::MaterialEdited, meeting, now).of_material(material);

    edit_meeting(app, by, &audit, meeting, |meeting| {
        if meeting.packet().is_some() {
            meeting.packet_in(CHANGEABLE, now)?;
        }
        let materials = meeting.materials_mut();
        let found = materials.iter_mut().find(|kept| kept.id == material);
        found.ok_or(WrongState::NoMaterial)?.title = SecretText::new(title.clone());
        Ok(((), Vec::new()))
    })
    .await
}

/// Takes a published material away from reviewers.
///
/// # Errors
/// [`ChangeError::State`]: the last one cannot go; withdraw the meeting instead.
pub async fn withdraw_material(
    app: &App,
    by: &ClerkOf,
    id: MeetingId,
    material: MaterialId,
) -> Result<(), ChangeError> {
    let now = app.now();
    let withdrawn = audit(by, AuditEvent::MaterialWithdrawn, id, now).of_material(material);
    for _ in 0..ATTEMPTS {
        let read = load(app, by, id).await?;
        let notices = app.store.notices_of(id).await?;
        let records = app.store.viewings_of(id).await?;
        let mut meeting = (*read).clone();
        let packet = meeting.packet_in(CHANGEABLE, now)?;
        packet.withdraw_material(material, now)?;
        let gone = packet.materials.iter().filter(|kept| kept.id == material);
        let versions: Vec<VersionId> = gone
            .flat_map(|kept| kept.versions.iter().map(|version| version.id))
            .collect();
        let mut told = have_opened(&records, &versions);
        told.retain(|seat| !is_waiting(&notices, *seat));

        let mut changes = Changes::new(withdrawn.clone().as_of(&read));
        for notice in tell(app, &meeting, told, NoticeKind::MaterialsChanged, now) {
            changes.queue(notice);
        }
        changes.update(&read, meeting);
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            return Ok(outcome?);
        }
    }
    Err(ChangeError::Contended)
}
