//! A clerk asks for an opinion. The clinic is told by mail, if it wants mails, that something
//! waits there: no name, no way in. Audited.

use super::judge::{Kept, judge};
use crate::error::ChangeError;
use jiff::Timestamp;
use kairan_access::{App, ClerkOf, StoreFailure};
use kairan_domain::audit::AuditEvent;
use kairan_domain::date::tokyo_day;
use kairan_domain::ids::{InsurerId, NoticeId, OpinionRequestId};
use kairan_domain::notice::{Notice, NoticeAbout, NoticeKind};
use kairan_domain::opinion_request::{
    OpinionRefusal, OpinionRequest, RawOpinionRequest, RequestFieldFault, RequestKind, RequestPlan,
    Stage, legal_limit,
};
use kairan_store::{Changes, StoreError};
use thiserror::Error;
use tokio::sync::Mutex;

/// A new request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Its id.
    pub id: OpinionRequestId,
    /// What the clerk should look at.
    pub warnings: Vec<RegisterWarning>,
}

/// What is taken, but looks odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegisterWarning {
    /// For the same application another request is still open.
    StillOpen(OpinionRequestId),
    /// The due date lies after the 30 days of the law.
    DueAfterLegalLimit,
}

/// Why a request was not registered or changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RegisterError {
    /// There is no such request within this insurer.
    #[error("not found")]
    NotFound,
    /// What was typed will not do; every fault at its field.
    #[error("{} faults", .0.len())]
    Faults(Vec<RequestFieldFault>),
    /// A first request for the same person and day of application is open already. Who asks
    /// again on purpose says so with the kind of request.
    #[error("asked already")]
    Duplicate(OpinionRequestId),
    /// The request's state does not allow it.
    #[error(transparent)]
    Refused(#[from] OpinionRefusal),
    /// Somebody else changed the request since the form was shown; nothing was saved.
    #[error("changed meanwhile")]
    ChangedMeanwhile,
    /// Others kept changing the same record; trying again may help.
    #[error("others are changing the same record")]
    Contended,
    /// Free space is below the reserve; nothing new is begun.
    #[error("not enough free space")]
    NoSpace,
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

impl From<StoreError> for RegisterError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into())
    }
}

impl From<ChangeError> for RegisterError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::NotFound => Self::NotFound,
            ChangeError::Refused(why) => Self::Refused(why),
            ChangeError::Contended | ChangeError::Full | ChangeError::OtherVersion => {
                Self::Contended
            }
            ChangeError::NoSpace => Self::NoSpace,
            ChangeError::Store(failure) => Self::Store(failure),
        }
    }
}

/// Looking whether somebody is asked already and asking are one step, so that a double click
/// asks once. Within this process: nothing is wrong with two requests but that one is too many.
static TURN: Mutex<()> = Mutex::const_new(());

/// Registers a request as typed.
///
/// # Errors
/// [`RegisterError`].
pub async fn register_request(
    app: &App,
    by: &ClerkOf,
    raw: &RawOpinionRequest,
) -> Result<Registered, RegisterError> {
    if !app.store.space_ok() {
        return Err(RegisterError::NoSpace);
    }
    let now = app.now();
    let judged = judge(app, by.insurer(), raw, tokyo_day(now), Kept::default()).await?;
    let plan = judged.map_err(RegisterError::Faults)?;
    let _turn = TURN.lock().await;
    let warnings = doubts(app, by.insurer(), &plan, None).await?;

    let id = OpinionRequestId::new(now, app.id_bytes());
    let request = new_request(by, id, plan, now);
    let mut changes = Changes::new(crate::edit::audit(
        by,
        AuditEvent::OpinionRequested,
        id,
        now,
    ));
    if let Some(notice) = tell_clinic(app, &request, NoticeKind::OpinionRequested, now).await? {
        changes.queue(notice);
    }
    changes.insert(request);
    app.store.commit(changes).await.map_err(ChangeError::from)?;
    Ok(Registered { id, warnings })
}

/// A request nobody has answered yet.
pub(crate) fn new_request(
    by: &ClerkOf,
    id: OpinionRequestId,
    plan: RequestPlan,
    now: Timestamp,
) -> OpinionRequest {
    OpinionRequest {
        id,
        insurer: by.insurer(),
        plan,
        made_at: now,
        made_by: by.author(),
        letter: None,
        versions: Vec::new(),
        reminders: Vec::new(),
        waiting: None,
        stage: Stage::Requested,
    }
}

/// What is odd about a plan; a first request beside an open one is refused.
pub(crate) async fn doubts(
    app: &App,
    insurer: InsurerId,
    plan: &RequestPlan,
    own: Option<OpinionRequestId>,
) -> Result<Vec<RegisterWarning>, RegisterError> {
    let insured = &plan.insured;
    let all = app
        .store
        .opinion_requests_of_insured(insurer, &insured.number);
    let all = all.await?;
    let open = all.iter().find(|other| {
        Some(other.id) != own
            && other.ended_at().is_none()
            && other.plan.applied_on == plan.applied_on
            && other.plan.insured.insurer_no == insured.insurer_no
    });
    let mut warnings = Vec::new();
    if let Some(open) = open {
        if plan.kind == RequestKind::First {
            return Err(RegisterError::Duplicate(open.id));
        }
        warnings.push(RegisterWarning::StillOpen(open.id));
    }
    if plan.due_on > legal_limit(plan.applied_on) {
        warnings.push(RegisterWarning::DueAfterLegalLimit);
    }
    Ok(warnings)
}

/// A notice to the request's clinic; `None` when the clinic wants no mails.
pub(crate) async fn tell_clinic(
    app: &App,
    request: &OpinionRequest,
    kind: NoticeKind,
    now: Timestamp,
) -> Result<Option<Notice>, StoreError> {
    let clinic = app
        .store
        .clinic(request.insurer, request.plan.clinic)
        .await?;
    let told = clinic.filter(|clinic| clinic.mail.is_some());
    Ok(told.map(|clinic| {
        let about = NoticeAbout::Clinic {
            clinic: clinic.id,
            request: request.id,
        };
        let id = NoticeId::new(now, app.id_bytes());
        Notice::queued(id, request.insurer, about, kind, now)
    }))
}
