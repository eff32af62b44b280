//! Another doctor is asked instead: a new request (再依頼) with a letter of its own, and the end
//! of the old one, in one commit. Open sessions of the old one end and are told why; its draft
//! goes. Both are audited; the new clinic is told as for any request.

use crate::edit::{ATTEMPTS, audit, end_sessions, load, moved};
use crate::error::ChangeError;
use crate::files::left_behind;
use crate::register::{
    Kept, RegisterError, Registered, doubts, judge, new_request, raw_of_plan, tell_clinic,
};
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::date::tokyo_day;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::notice::NoticeKind;
use kairan_domain::opinion_request::{RawOpinionRequest, RequestKind, RequestPlan};
use kairan_domain::session::Ending;
use kairan_store::Changes;
use kairan_work::erase_files;

/// Who is asked instead, as typed. What is empty is as in the request before, or the rule's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reassignment {
    /// The clinic's id or code.
    pub clinic: String,
    /// The doctor's id or code; empty: whoever treats the person there.
    pub physician: String,
    /// 主治医/指定医; empty: as before.
    pub doctor: String,
    /// 意見書作成回数 at the new clinic; empty: 初回.
    pub times: String,
    /// 作成期限; empty: the rule's, from today.
    pub due_on: String,
}

/// Gives a request to another doctor; answers with the new one.
///
/// # Errors
/// [`RegisterError`].
pub async fn reassign_request(
    app: &App,
    by: &ClerkOf,
    id: OpinionRequestId,
    to: &Reassignment,
) -> Result<Registered, RegisterError> {
    for _ in 0..ATTEMPTS {
        let now = app.now();
        let read = load(app, by.insurer(), id).await;
        let read = read.map_err(ChangeError::from)?;
        let raw = raw_of(&read.plan, to);
        let judged = judge(app, by.insurer(), &raw, tokyo_day(now), Kept::default()).await?;
        let plan = judged.map_err(RegisterError::Faults)?;
        let warnings = doubts(app, by.insurer(), &plan, Some(id)).await?;
        let new = OpinionRequestId::new(now, app.id_bytes());
        let mut old = (*read).clone();
        old.reassign(new, now)?;
        let request = new_request(by, new, plan, now);

        let mut changes = Changes::new(audit(by, AuditEvent::RequestReassigned, id, now));
        changes.also_audit(audit(by, AuditEvent::OpinionRequested, new, now));
        end_sessions(app, id, Ending::Reassigned, &mut changes).await?;
        if let Some(draft) = app.store.opinion_draft(by.insurer(), id).await? {
            changes.delete(&draft);
        }
        if let Some(notice) = tell_clinic(app, &request, NoticeKind::OpinionRequested, now).await? {
            changes.queue(notice);
        }
        let left = left_behind(&read, &old);
        changes.update(&read, old);
        changes.insert(request);
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            outcome.map_err(ChangeError::from)?;
            erase_files(app, left).await;
            return Ok(Registered { id: new, warnings });
        }
    }
    Err(RegisterError::Contended)
}

fn raw_of(plan: &RequestPlan, to: &Reassignment) -> RawOpinionRequest {
    let before = raw_of_plan(plan);
    let or = |typed: &str, otherwise: &str| {
        if typed.trim().is_empty() {
            otherwise.to_owned()
        } else {
            typed.to_owned()
        }
    };
    RawOpinionRequest {
        kind: RequestKind::Again.code().to_owned(),
        times: or(&to.times, "first"),
        doctor: or(&to.doctor, &before.doctor),
        clinic: to.clinic.clone(),
        physician: to.physician.clone(),
        requested_on: String::new(),
        due_on: to.due_on.clone(),
        ..before
    }
}
