//! A clinic is asked no more: its accounts and their sessions end in the same commit, whoever
//! makes it. Audit: each account retired.

use crate::app::App;
use crate::session;
use crate::witness::ClerkOf;
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::ids::ClinicId;
use kairan_domain::staff::Staff;
use kairan_store::{Changes, SessionOwner, StoreError};

/// Puts the end of the clinic's accounts into `changes`, which also change the clinic: an
/// account is only added while the clinic's record stands. Answers how many there were.
///
/// # Errors
///
/// The store cannot be read.
pub async fn retire_clinic_staff(
    app: &App,
    by: &ClerkOf,
    clinic: ClinicId,
    changes: &mut Changes,
) -> Result<usize, StoreError> {
    let now = app.now();
    let mut ended = 0;
    for account in app.store.staff_of_clinic(by.insurer(), clinic).await? {
        if account.retired_at.is_some() {
            continue;
        }
        let retired = Staff {
            retired_at: Some(now),
            ..(*account).clone()
        };
        changes.update(&account, retired);
        session::end_all(app, changes, SessionOwner::Staff(account.id), None).await?;
        let mut record = AuditRecord::new(
            Some(by.insurer()),
            now,
            by.actor(),
            AuditEvent::StaffRetired,
        )
        .of_staff(account.id);
        record.clinic = Some(clinic);
        changes.also_audit(record);
        ended += 1;
    }
    Ok(ended)
}
