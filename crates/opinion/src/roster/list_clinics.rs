//! The roster: every clinic of the insurer with its doctors.

use crate::error::ReadError;
use kairan_access::{App, StaffOf};
use kairan_domain::clinic::{Clinic, Physician};
use kairan_domain::text::search_key;

/// One clinic of the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClinicLine {
    /// The clinic.
    pub clinic: Clinic,
    /// Its doctors, those asked no more last.
    pub physicians: Vec<Physician>,
}

/// The roster by name, those asked no more last. `typed` is part of a clinic's name or code, or
/// of a doctor's name; empty shows all.
///
/// # Errors
/// [`ReadError::Store`].
pub async fn list_clinics(
    app: &App,
    by: &StaffOf,
    typed: &str,
) -> Result<Vec<ClinicLine>, ReadError> {
    let mut lines = Vec::new();
    for clinic in app.store.clinics_of(by.insurer()).await? {
        let physicians = physicians_of(app, &clinic).await?;
        let line = ClinicLine {
            clinic: clinic.into_value(),
            physicians,
        };
        if line.is_meant(typed) {
            lines.push(line);
        }
    }
    lines.sort_by_key(|line| (line.clinic.retired_at.is_some(), line.clinic.search_key()));
    Ok(lines)
}

pub(super) async fn physicians_of(
    app: &App,
    clinic: &Clinic,
) -> Result<Vec<Physician>, kairan_store::StoreError> {
    let found = app.store.physicians_of(clinic.insurer, clinic.id).await?;
    let mut physicians: Vec<Physician> = found
        .into_iter()
        .map(kairan_store::Versioned::into_value)
        .collect();
    physicians.sort_by_key(|physician| physician.retired_at.is_some());
    Ok(physicians)
}

impl ClinicLine {
    fn is_meant(&self, typed: &str) -> bool {
        let key = search_key(typed);
        let name = kairan_domain::text::name_key(typed);
        key.is_empty()
            || self.clinic.search_key().contains(&key)
            || self.clinic.code.to_lowercase() == key
            || self
                .physicians
                .iter()
                .any(|physician| physician.search_key().expose().contains(&name))
    }
}
