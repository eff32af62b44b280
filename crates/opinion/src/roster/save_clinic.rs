//! A clerk enters a clinic, or puts its entry right. Audited; no notice follows.

use crate::edit::moved;
use jiff::Timestamp;
use kairan_access::{App, ClerkOf, StoreFailure};
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::clinic::{Clinic, ClinicFault, RawClinic};
use kairan_domain::ids::ClinicId;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::secret::SecretText;
use kairan_store::{Changes, StoreError};
use thiserror::Error;

/// Why a clinic was not saved.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ClinicError {
    /// There is no such clinic within this insurer.
    #[error("not found")]
    NotFound,
    /// What was typed will not do; every fault.
    #[error("{} faults", .0.len())]
    Faults(Vec<ClinicFault>),
    /// Another clinic that is asked has this code: files could not tell them apart.
    #[error("another clinic has this code")]
    CodeTaken(ClinicId),
    /// Somebody else saved it meanwhile; look again.
    #[error("changed meanwhile")]
    Contended,
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

impl From<StoreError> for ClinicError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into())
    }
}

/// Saves a clinic, a new one for `None`; answers with its id.
///
/// # Errors
/// [`ClinicError`].
pub async fn save_clinic(
    app: &App,
    by: &ClerkOf,
    id: Option<ClinicId>,
    raw: &RawClinic,
) -> Result<ClinicId, ClinicError> {
    let now = app.now();
    let read = match id {
        None => None,
        Some(id) => {
            let found = app.store.clinic(by.insurer(), id).await?;
            Some(found.ok_or(ClinicError::NotFound)?)
        }
    };
    let id = id.unwrap_or_else(|| ClinicId::new(now, app.id_bytes()));

    let judged = raw.check(id, by.insurer(), &app.limits, now);
    let mut clinic = judged.map_err(ClinicError::Faults)?;
    if let Some(kept) = &read {
        clinic.made_at = kept.made_at;
        clinic.retired_at = kept.retired_at;
    }
    code_is_free(app, &clinic).await?;

    let mut changes = Changes::new(audit(by, AuditEvent::ClinicSaved, id, now));
    match &read {
        Some(read) => changes.update(read, clinic),
        None => changes.insert(clinic),
    };
    let outcome = app.store.commit(changes).await;
    if moved(&outcome) {
        return Err(ClinicError::Contended);
    }
    outcome.map_err(|error| ClinicError::Store(error.into()))?;
    Ok(id)
}

/// A request names its clinic by id or code; two clinics with one code would be one.
async fn code_is_free(app: &App, clinic: &Clinic) -> Result<(), ClinicError> {
    if clinic.code.is_empty() || clinic.retired_at.is_some() {
        return Ok(());
    }
    let clinics = app.store.clinics_of(clinic.insurer).await?;
    let taken = clinics.iter().find(|other| {
        other.id != clinic.id && other.code == clinic.code && other.retired_at.is_none()
    });
    taken.map_or(Ok(()), |other| Err(ClinicError::CodeTaken(other.id)))
}

/// The clinic as its form shows it.
pub fn raw_of_clinic(clinic: &Clinic) -> RawClinic {
    let mail = clinic.mail.as_ref().map_or("", MailAddress::expose);
    RawClinic {
        code: clinic.code.clone(),
        name: clinic.name.clone(),
        postal_code: clinic.postal_code.clone(),
        address: clinic.address.clone(),
        phone: clinic.phone.clone(),
        fax: clinic.fax.clone(),
        mail: SecretText::new(mail),
    }
}

pub(super) fn audit(
    by: &ClerkOf,
    event: AuditEvent,
    clinic: ClinicId,
    now: Timestamp,
) -> AuditRecord {
    AuditRecord::new(Some(by.insurer()), now, by.actor(), event).of_clinic(clinic)
}
