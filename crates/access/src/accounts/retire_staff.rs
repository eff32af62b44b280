//! Another administrator, or the operator, or for a clinic's account a clerk, retires an account: it never signs in again, its
//! sessions end, its name stays in the audit. Audit: account retired.

use crate::accounts::own::account_of;
use crate::app::{App, TRIES};
use crate::error::AccountError;
use crate::session;
use crate::witness::By;
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::ids::StaffId;
use kairan_domain::staff::Staff;
use kairan_store::{Changes, CommitError, SessionOwner};

/// Retires the account.
///
/// # Errors
///
/// [`AccountError`].
pub async fn retire_staff(app: &App, by: By<'_>, staff: StaffId) -> Result<(), AccountError> {
    let now = app.now();

    let mut tries = 1..TRIES;
    loop {
        let found = account_of(app, by, staff).await?;
        let retired = Staff {
            retired_at: Some(now),
            ..(*found).clone()
        };
        let record = AuditRecord::new(
            Some(by.insurer()),
            now,
            by.actor(),
            AuditEvent::StaffRetired,
        );
        let mut changes = Changes::new(record.of_staff(staff));
        changes.update(&found, retired);
        session::end_all(app, &mut changes, SessionOwner::Staff(staff), None).await?;
        match app.store.commit(changes).await {
            Err(CommitError::Conflict(_)) if tries.next().is_some() => {}
            done => return Ok(done?),
        }
    }
}
