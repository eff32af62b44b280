//! What was changed on a request after it was registered: when, by whom, which fields. Read from
//! the audit, which keeps no values; records of before 2026-11-23 name no fields.

use super::show_request::name_of;
use crate::error::ReadError;
use jiff::Timestamp;
use kairan_access::{App, StaffOf};
use kairan_domain::audit::{Actor, AuditEvent, PlanChange};
use kairan_domain::author::Author;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::RequestField;
use kairan_domain::staff::PersonName;

/// One change of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestChange {
    /// When.
    pub at: Timestamp,
    /// By whom; `None` when the account is not known any more.
    pub by: Option<PersonName>,
    /// Which fields, in the order of the form.
    pub fields: Vec<RequestField>,
}

/// The changes of a request, oldest first.
///
/// # Errors
/// [`ReadError`].
pub async fn request_changes(
    app: &App,
    by: &StaffOf,
    id: OpinionRequestId,
) -> Result<Vec<RequestChange>, ReadError> {
    let records = app.store.audit_of_request(by.insurer(), id).await?;
    let mut found = Vec::new();
    for record in records.into_iter().map(|numbered| numbered.record) {
        if record.event != AuditEvent::RequestChanged {
            continue;
        }
        let staff = match record.actor {
            Actor::Staff(staff) => name_of(app, by, staff.into()).await?,
            Actor::System(key) => name_of(app, by, Author::System(key)).await?,
            _ => None,
        };
        let field = |change: &PlanChange| match change {
            PlanChange::Asked(field) => Some(*field),
            _ => None,
        };
        found.push(RequestChange {
            at: record.at,
            by: staff,
            fields: record.changes.iter().filter_map(field).collect(),
        });
    }
    Ok(found)
}
