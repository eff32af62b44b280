//! An administrator, or the operator, makes an account; a clerk one of a clinic. The initial password is shown
//! once and must be changed at first sign-in. Audit: account added.

use crate::accounts::initial::{InitialPassword, make_password};
use crate::app::App;
use crate::error::AccountError;
use crate::staff::view::StaffView;
use crate::witness::By;
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::clinic::Clinic;
use kairan_domain::ids::{InsurerId, StaffId};
use kairan_domain::staff::{Login, PersonName, Role, Staff};
use kairan_store::{Changes, CommitError, ConflictOn, Versioned};

/// What is typed about an account.
#[derive(Debug, Clone, Copy)]
pub struct RawStaff<'a> {
    /// Login id.
    pub login: &'a str,
    /// The person.
    pub name: &'a str,
    /// What it may do.
    pub role: Role,
}

/// Makes an account within the insurer of `by`.
///
/// # Errors
///
/// [`AccountError`]; `Unknown` when the operator names an insurer that does not exist, when the
/// insurer has no such clinic, or when it is no account for `by` to make.
pub async fn add_staff(
    app: &App,
    by: By<'_>,
    raw: RawStaff<'_>,
) -> Result<InitialPassword, AccountError> {
    let now = app.now();
    let insurer = by.insurer();
    if !by.manages(raw.role) {
        return Err(AccountError::Unknown);
    }
    let (login, name) = check(raw, app.limits.max_name)?;
    let known = app
        .store
        .insurer(insurer)
        .await?
        .ok_or(AccountError::Unknown)?;
    let clinic = clinic_of(app, insurer, raw.role).await?;
    let password = make_password(app);
    let staff = Staff {
        id: StaffId::new(now, app.id_bytes()),
        insurer,
        login,
        name,
        role: raw.role,
        password: app.hasher.hash_batch(password.expose()).await,
        must_change: true,
        second_factor: None,
        retired_at: None,
        made_at: now,
    };

    let added = AuditRecord::new(Some(insurer), now, by.actor(), AuditEvent::StaffAdded);
    let mut added = added.of_staff(staff.id);
    added.clinic = raw.role.clinic();
    let mut changes = Changes::new(added);
    changes.expect(&known).insert(staff.clone());
    if let Some(clinic) = &clinic {
        changes.expect(clinic);
    }
    match app.store.commit(changes).await {
        Ok(()) => Ok(InitialPassword {
            staff: StaffView::of(&staff),
            password,
        }),
        Err(CommitError::Conflict(ConflictOn::Login)) => Err(AccountError::LoginTaken),
        Err(error) => Err(error.into()),
    }
}

/// The clinic an account with this role would belong to: one of the insurer's own.
async fn clinic_of(
    app: &App,
    insurer: InsurerId,
    role: Role,
) -> Result<Option<Versioned<Clinic>>, AccountError> {
    let Some(clinic) = role.clinic() else {
        return Ok(None);
    };
    let clinic = app.store.clinic(insurer, clinic).await?;
    let clinic = clinic.ok_or(AccountError::Unknown)?;
    if clinic.retired_at.is_some() {
        return Err(AccountError::Retired);
    }
    Ok(Some(clinic))
}

fn check(raw: RawStaff<'_>, most: usize) -> Result<(Login, PersonName), AccountError> {
    match (Login::check(raw.login), PersonName::check(raw.name, most)) {
        (Ok(login), Ok(name)) => Ok((login, name)),
        (login, name) => Err(AccountError::Faults(
            login.err().into_iter().chain(name.err()).collect(),
        )),
    }
}
