//! Names the frame and the conflict page show: of the insurer, of who changed something last.

use crate::refusal::Unavailable;
use crate::site::Site;
use kairan_access::StaffOf;
use kairan_domain::ids::{InsurerId, MeetingId, StaffId};

/// The insurer's name.
pub(crate) async fn insurer(site: &Site, id: InsurerId) -> Result<Option<String>, Unavailable> {
    let insurer = site.app().store.insurer(id).await?;
    Ok(insurer.map(|insurer| insurer.name.clone()))
}

/// Who changed a meeting last.
pub(crate) async fn last_change(
    site: &Site,
    by: &StaffOf,
    meeting: MeetingId,
) -> Result<String, Unavailable> {
    let meeting = site.app().store.meeting(by.insurer(), meeting).await?;
    match meeting {
        Some(meeting) => staff(site, by, meeting.changed_by).await,
        None => Ok(SOMEBODY.to_owned()),
    }
}

/// The name of a colleague.
pub(crate) async fn staff(site: &Site, by: &StaffOf, id: StaffId) -> Result<String, Unavailable> {
    let staff = site.app().store.staff(id).await?;
    let own = staff.filter(|staff| staff.insurer == by.insurer());
    Ok(own.map_or_else(
        || SOMEBODY.to_owned(),
        |staff| staff.name.expose().to_owned(),
    ))
}

const SOMEBODY: &str = "ほかの担当者";
