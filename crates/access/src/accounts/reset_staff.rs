//! Another administrator, or the operator, or for a clinic's account a clerk, resets an account: a new initial password shown
//! once, no second factor, no mistakes counted, no session left. Audit: account reset.

use crate::accounts::initial::{InitialPassword, make_password};
use crate::accounts::own::account_of;
use crate::app::{App, TRIES};
use crate::door::Door;
use crate::error::AccountError;
use crate::session;
use crate::staff::view::StaffView;
use crate::throttle::Mistakes;
use crate::tries::login_tried;
use crate::witness::By;
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::ids::StaffId;
use kairan_domain::staff::Staff;
use kairan_store::{Changes, CommitError, SessionOwner, ThrottleKey};

/// Resets the account. `seen` is [`StaffView::seen`] of the page that asked: a page of before
/// the password changed, or one sent twice, resets nothing.
///
/// # Errors
///
/// [`AccountError`].
pub async fn reset_staff(
    app: &App,
    by: By<'_>,
    (staff, seen): (StaffId, Option<u64>),
) -> Result<InitialPassword, AccountError> {
    let now = app.now();
    as_seen(&*account_of(app, by, staff).await?, seen)?;
    let password = make_password(app);
    let hash = app.hasher.hash_batch(password.expose()).await;

    let mut tries = 1..TRIES;
    loop {
        let found = account_of(app, by, staff).await?;
        as_seen(&found, seen)?;
        let reset = Staff {
            password: hash.clone(),
            must_change: true,
            second_factor: None,
            ..(*found).clone()
        };
        let record = AuditRecord::new(Some(by.insurer()), now, by.actor(), AuditEvent::StaffReset);
        let mut changes = Changes::new(record.of_staff(staff));
        changes.update(&found, reset.clone());
        Mistakes::of(app, ThrottleKey::Staff(staff))
            .await?
            .clear(&mut changes);
        session::end_all(app, &mut changes, SessionOwner::Staff(staff), None).await?;
        match app.store.commit(changes).await {
            Err(CommitError::Conflict(_)) if tries.next().is_some() => {}
            done => {
                forget_waits(app, &reset);
                return Ok(done.map(|()| InitialPassword {
                    staff: StaffView::of(&reset),
                    password,
                })?);
            }
        }
    }
}

fn as_seen(staff: &Staff, seen: Option<u64>) -> Result<(), AccountError> {
    match seen {
        Some(seen) if seen != StaffView::of(staff).seen => Err(AccountError::Changed),
        _ => Ok(()),
    }
}

/// The waits at the login id that are kept in memory.
fn forget_waits(app: &App, staff: &Staff) {
    let login = login_tried(app, Door::of(staff.role), staff.login.expose());
    let waits = &app.addresses.waits;
    waits.forget(|tried| tried.is_login(&login));
}
