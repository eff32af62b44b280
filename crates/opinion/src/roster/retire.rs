//! A clerk marks who is asked no more, or takes them in again. Requests under way stay: they
//! must be given to others one by one, and the answer says how many there are. A retired
//! clinic's logins end with it, in the same commit; taken in again, it gets new ones. Audited.

use super::save_clinic::audit;
use crate::edit::moved;
use crate::error::ChangeError;
use jiff::Timestamp;
use kairan_access::{App, ClerkOf, retire_clinic_staff};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::{ClinicId, PhysicianId};
use kairan_store::Changes;

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retired {
    /// Requests that still wait for an answer there.
    pub open: usize,
}

/// The clinic is asked no more.
///
/// # Errors
/// [`ChangeError`].
pub async fn retire_clinic(app: &App, by: &ClerkOf, id: ClinicId) -> Result<Retired, ChangeError> {
    mark_clinic(app, by, id, AuditEvent::ClinicRetired).await?;
    let open = app
        .store
        .opinion_requests_of_clinic(by.insurer(), id)
        .await?
        .len();
    Ok(Retired { open })
}

/// The clinic is asked again.
///
/// # Errors
/// [`ChangeError`].
pub async fn revive_clinic(app: &App, by: &ClerkOf, id: ClinicId) -> Result<(), ChangeError> {
    mark_clinic(app, by, id, AuditEvent::ClinicSaved).await
}

/// The doctor is asked no more.
///
/// # Errors
/// [`ChangeError`].
pub async fn retire_physician(
    app: &App,
    by: &ClerkOf,
    id: PhysicianId,
) -> Result<Retired, ChangeError> {
    let now = app.now();
    let clinic = mark_physician(app, by, id, (Some(now), AuditEvent::PhysicianRetired)).await?;
    let open = app
        .store
        .opinion_requests_of_clinic(by.insurer(), clinic)
        .await?;
    let own = open
        .iter()
        .filter(|request| request.plan.physician == Some(id));
    Ok(Retired { open: own.count() })
}

/// The doctor is asked again.
///
/// # Errors
/// [`ChangeError`].
pub async fn revive_physician(app: &App, by: &ClerkOf, id: PhysicianId) -> Result<(), ChangeError> {
    mark_physician(app, by, id, (None, AuditEvent::PhysicianSaved))
        .await
        .map(|_| ())
}

async fn mark_clinic(
    app: &App,
    by: &ClerkOf,
    id: ClinicId,
    event: AuditEvent,
) -> Result<(), ChangeError> {
    let found = app.store.clinic(by.insurer(), id).await?;
    let read = found.ok_or(ChangeError::NotFound)?;
    let retires = event == AuditEvent::ClinicRetired;
    if read.retired_at.is_some() == retires {
        return Ok(());
    }
    let now = app.now();
    let mut clinic = (*read).clone();
    clinic.retired_at = retires.then_some(now);
    let mut changes = Changes::new(audit(by, event, id, now));
    changes.update(&read, clinic);
    if retires {
        retire_clinic_staff(app, by, id, &mut changes).await?;
    }
    commit(app, changes).await
}

async fn mark_physician(
    app: &App,
    by: &ClerkOf,
    id: PhysicianId,
    (at, event): (Option<Timestamp>, AuditEvent),
) -> Result<ClinicId, ChangeError> {
    let found = app.store.physician(by.insurer(), id).await?;
    let read = found.ok_or(ChangeError::NotFound)?;
    let clinic = read.clinic;
    if read.retired_at.is_some() == at.is_some() {
        return Ok(clinic);
    }
    let mut physician = (*read).clone();
    physician.retired_at = at;
    let mut changes = Changes::new(audit(by, event, clinic, app.now()));
    changes.update(&read, physician);
    commit(app, changes).await?;
    Ok(clinic)
}

async fn commit(app: &App, changes: Changes) -> Result<(), ChangeError> {
    let outcome = app.store.commit(changes).await;
    if moved(&outcome) {
        return Err(ChangeError::Contended);
    }
    Ok(outcome?)
}
