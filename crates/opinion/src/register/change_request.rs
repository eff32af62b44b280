//! A clerk puts a request right, until something has been submitted. Who is asked stays once
//! the letter is printed: another clinic gets a request of its own. Audited, with
//! the fields that became another; a form sent back as it was shown changes nothing.

use super::judge::{Kept, judge};
use super::raw_of_plan::plan_edition;
use super::register_request::{RegisterError, RegisterWarning, doubts};
use crate::edit::{Follows, audit, edit_request, load};
use crate::error::ChangeError;
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::{AuditEvent, PlanChange};
use kairan_domain::date::tokyo_day;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::RawOpinionRequest;

/// Saves a request as typed over the one whose form was shown as `edition`
/// ([`super::plan_edition`]).
///
/// # Errors
/// [`RegisterError`].
pub async fn change_request(
    app: &App,
    by: &ClerkOf,
    id: OpinionRequestId,
    edition: u64,
    raw: &RawOpinionRequest,
) -> Result<Vec<RegisterWarning>, RegisterError> {
    let now = app.now();
    let read = load(app, by.insurer(), id).await;
    let read = read.map_err(ChangeError::from)?;
    let kept = Kept {
        clinic: Some(read.plan.clinic),
        physician: read.plan.physician,
    };
    let judged = judge(app, by.insurer(), raw, tokyo_day(now), kept).await?;
    let plan = judged.map_err(RegisterError::Faults)?;
    let warnings = doubts(app, by.insurer(), &plan, Some(id)).await?;

    let fields = read.plan.differences(&plan);
    if fields.is_empty() {
        return Ok(warnings);
    }
    let named = fields.into_iter().map(PlanChange::Asked).collect();
    let record = audit(by, AuditEvent::RequestChanged, id, now).changing(named);
    edit_request(app, &record, by.insurer(), id, |request| {
        if plan_edition(&request.plan) != edition {
            return Err(RegisterError::ChangedMeanwhile);
        }
        request.change(plan.clone())?;
        Ok(((), Follows::default()))
    })
    .await?;
    Ok(warnings)
}
