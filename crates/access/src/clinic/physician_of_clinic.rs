//! Somebody with a clinic's account comes to one of the requests to that clinic. Another
//! clinic's request does not exist; one that is over tells why, as its letter does. Reads only.

use crate::app::App;
use crate::error::NotInside;
use crate::letter::look_at_letter::WhyLetterOver;
use crate::letter::physician_session::told;
use crate::witness::{ClinicStaffOf, PhysicianOf};
use kairan_domain::ids::OpinionRequestId;

/// The right to answer `request`, for one of the clinic's people.
///
/// # Errors
///
/// [`NotInside`]; `Nobody` when the clinic has no such request.
pub async fn physician_of_clinic(
    app: &App,
    by: &ClinicStaffOf,
    request: OpinionRequestId,
) -> Result<PhysicianOf, NotInside> {
    let now = app.now();
    let found = app.store.opinion_request(by.insurer(), request).await?;
    let found = found
        .filter(|found| found.plan.clinic == by.clinic())
        .ok_or(NotInside::Nobody)?;
    match WhyLetterOver::of(app, &found, now) {
        None => Ok(PhysicianOf::of_clinic(found, by)),
        Some(why) => Err(told(app, &found, why).await?),
    }
}
