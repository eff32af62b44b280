//! An administrator, or the operator, makes a console account. The initial password is shown
//! once and must be changed at first sign-in. Audit: account added.

use crate::accounts::initial::{InitialPassword, make_password};
use crate::app::App;
use crate::error::AccountError;
use crate::staff::view::StaffView;
use crate::witness::By;
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::ids::StaffId;
use kairan_domain::staff::{Login, PersonName, Role, Staff};
use kairan_store::{Changes, CommitError, ConflictOn};

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
/// [`AccountError`]; `Unknown` when the operator names an insurer that does not exist.
pub async fn add_staff(
    app: &App,
    by: By<'_>,
    raw: RawStaff<'_>,
) -> Result<InitialPassword, AccountError> {
    let now = app.now();
    let insurer = by.insurer();
    let (login, name) = check(raw, app.limits.max_name)?;
    let known = app
        .store
        .insurer(insurer)
        .await?
        .ok_or(AccountError::Unknown)?;
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
    let mut changes = Changes::new(added.of_staff(staff.id));
    changes.expect(&known).insert(staff.clone());
    match app.store.commit(changes).await {
        Ok(()) => Ok(InitialPassword {
            staff: StaffView::of(&staff),
            password,
        }),
        Err(CommitError::Conflict(ConflictOn::Login)) => Err(AccountError::LoginTaken),
        Err(error) => Err(error.into()),
    }
}

fn check(raw: RawStaff<'_>, most: usize) -> Result<(Login, PersonName), AccountError> {
    match (Login::check(raw.login), PersonName::check(raw.name, most)) {
        (Ok(login), Ok(name)) => Ok((login, name)),
        (login, name) => Err(AccountError::Faults(
            login.err().into_iter().chain(name.err()).collect(),
        )),
    }
}
