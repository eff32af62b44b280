//! The operator takes an insurer in. Audit: insurer added. Its first account is a second
//! step ([`add_staff`](crate::add_staff)).

use crate::app::App;
use crate::error::InsurerError;
use crate::witness::Operator;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::ids::InsurerId;
use kairan_domain::insurer::{Insurer, RawInsurer};
use kairan_store::{Changes, CommitError, ConflictOn, StoreError};

/// Takes an insurer in.
///
/// # Errors
///
/// [`InsurerError`].
pub async fn add_insurer(
    app: &App,
    _by: &Operator,
    raw: &RawInsurer,
) -> Result<Insurer, InsurerError> {
    let now = app.now();
    let id = InsurerId::new(now, app.id_bytes());
    let insurer = raw.check(id, now).map_err(InsurerError::Faults)?;

    let added = AuditRecord::new(Some(id), now, Actor::Operator, AuditEvent::InsurerAdded);
    let mut changes = Changes::new(added);
    changes.insert(insurer.clone());
    match app.store.commit(changes).await {
        Ok(()) => Ok(insurer),
        Err(CommitError::Conflict(ConflictOn::InsurerNumber)) => Err(InsurerError::NumberTaken),
        Err(error) => Err(error.into()),
    }
}

/// All insurers, oldest first.
///
/// # Errors
///
/// The store cannot be read.
pub async fn list_insurers(app: &App, _by: &Operator) -> Result<Vec<Insurer>, StoreError> {
    let insurers = app.store.insurers().await?;
    Ok(insurers
        .into_iter()
        .map(kairan_store::Versioned::into_value)
        .collect())
}
