//! A clerk enters a doctor of a clinic, or puts the entry right. Audited; no notice follows.

use super::save_clinic::audit;
use crate::edit::moved;
use kairan_access::{App, ClerkOf, StoreFailure};
use kairan_domain::audit::AuditEvent;
use kairan_domain::clinic::{Physician, PhysicianFault, RawPhysician};
use kairan_domain::ids::{ClinicId, PhysicianId};
use kairan_domain::secret::SecretText;
use kairan_store::{Changes, StoreError};
use thiserror::Error;

/// Why a doctor was not saved.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PhysicianError {
    /// There is no such clinic, or no such doctor in it.
    #[error("not found")]
    NotFound,
    /// What was typed will not do; every fault.
    #[error("{} faults", .0.len())]
    Faults(Vec<PhysicianFault>),
    /// Another doctor of this clinic has this code.
    #[error("another doctor has this code")]
    CodeTaken(PhysicianId),
    /// Somebody else saved it meanwhile; look again.
    #[error("changed meanwhile")]
    Contended,
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

impl From<StoreError> for PhysicianError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into())
    }
}

/// Saves a doctor of `clinic`, a new one for `None`; answers with the id.
///
/// # Errors
/// [`PhysicianError`].
pub async fn save_physician(
    app: &App,
    by: &ClerkOf,
    clinic: ClinicId,
    id: Option<PhysicianId>,
    raw: &RawPhysician,
) -> Result<PhysicianId, PhysicianError> {
    let now = app.now();
    let found = app.store.clinic(by.insurer(), clinic).await?;
    let clinic = found.ok_or(PhysicianError::NotFound)?;
    let read = match id {
        None => None,
        Some(id) => {
            let found = app.store.physician(by.insurer(), id).await?;
            let found = found.filter(|kept| kept.clinic == clinic.id);
            Some(found.ok_or(PhysicianError::NotFound)?)
        }
    };
    let id = id.unwrap_or_else(|| PhysicianId::new(now, app.id_bytes()));

    let judged = raw.check(id, &clinic, &app.limits, now);
    let mut physician = judged.map_err(PhysicianError::Faults)?;
    if let Some(kept) = &read {
        physician.made_at = kept.made_at;
        physician.retired_at = kept.retired_at;
    }
    code_is_free(app, &physician).await?;

    let mut changes = Changes::new(audit(by, AuditEvent::PhysicianSaved, clinic.id, now));
    match &read {
        Some(read) => changes.update(read, physician),
        None => changes.insert(physician),
    };
    changes.expect(&clinic);
    let outcome = app.store.commit(changes).await;
    if moved(&outcome) {
        return Err(PhysicianError::Contended);
    }
    outcome.map_err(|error| PhysicianError::Store(error.into()))?;
    Ok(id)
}

async fn code_is_free(app: &App, physician: &Physician) -> Result<(), PhysicianError> {
    if physician.code.is_empty() || physician.retired_at.is_some() {
        return Ok(());
    }
    let colleagues = app
        .store
        .physicians_of(physician.insurer, physician.clinic)
        .await?;
    let taken = colleagues.iter().find(|other| {
        other.id != physician.id && other.code == physician.code && other.retired_at.is_none()
    });
    taken.map_or(Ok(()), |other| Err(PhysicianError::CodeTaken(other.id)))
}

/// The doctor as the form shows them.
pub fn raw_of_physician(physician: &Physician) -> RawPhysician {
    RawPhysician {
        code: physician.code.clone(),
        name: SecretText::new(physician.name.expose()),
        department: physician.department.clone(),
    }
}
