//! Somebody changes the own console password, the initial one at first sign-in or any later
//! one. All other sessions of the account end, this one takes a new id. Audit: password
//! changed. It never skips the second factor: who had still to give a code has to afterwards.

use crate::app::{App, TRIES};
use crate::error::StepError;
use crate::session;
use crate::staff::sign_in::step_after_password;
use crate::staff::staff_session::{AtConsole, at_console};
use crate::staff::step_up::{moved, must_be_open, of_own, refuse, rotate};
use crate::throttle::Mistakes;
use jiff::Timestamp;
use kairan_domain::audit::AuditEvent;
use kairan_domain::password::StaffPassword;
use kairan_domain::secret::SecretText;
use kairan_domain::session::Step;
use kairan_domain::staff::Staff;
use kairan_store::{Changes, SessionOwner, ThrottleKey};
use kairan_vault::SessionToken;

/// Changes the password from `old` to `new`; answers with the new cookie and the step that
/// comes next.
///
/// # Errors
///
/// [`StepError`]; `SignedOut` also when the session awaits a code, not a password.
pub async fn change_password(
    app: &App,
    cookie: &str,
    old: &str,
    new: &str,
) -> Result<(SessionToken, Step), StepError> {
    let now = app.now();
    let at = at_change(app, cookie, now).await?;
    let new = StaffPassword::check(new, at.staff.login.expose()).map_err(StepError::NewPassword)?;
    let mistakes = Mistakes::of(app, ThrottleKey::Staff(at.staff.id)).await?;
    must_be_open(&mistakes, now)?;

    if !app.hasher.verify(&at.staff.password, old.trim()).await? {
        return Err(refuse(app, &at, mistakes, now).await);
    }
    if new.expose() == old.trim() {
        return Err(StepError::SamePassword);
    }
    let hash = app.hasher.hash_urgent(new.expose()).await?;

    let mut outcome = store_password(app, &at, &hash, now).await;
    for _ in 1..TRIES {
        if !moved(&outcome) {
            break;
        }
        let fresh = at_change(app, cookie, now).await?;
        if fresh.staff.password != at.staff.password {
            return Err(StepError::SignedOut);
        }
        outcome = store_password(app, &fresh, &hash, now).await;
    }
    outcome
}

async fn at_change(app: &App, cookie: &str, now: Timestamp) -> Result<AtConsole, StepError> {
    let at = at_console(app, cookie, now).await?;
    at.filter(|at| matches!(at.step, Step::ChangePassword | Step::Done))
        .ok_or(StepError::SignedOut)
}

async fn store_password(
    app: &App,
    at: &AtConsole,
    hash: &SecretText,
    now: Timestamp,
) -> Result<(SessionToken, Step), StepError> {
    let changed = Staff {
        password: hash.clone(),
        must_change: false,
        ..(*at.staff).clone()
    };
    let step = match at.step {
        Step::Done => Step::Done,
        _ => step_after_password(&changed),
    };
    let mut changes = Changes::new(of_own(at, AuditEvent::PasswordChanged, now));
    changes.update(&at.staff, changed);
    let (owner, own) = (SessionOwner::Staff(at.staff.id), &at.record.digest);
    session::end_all(app, &mut changes, owner, Some(own)).await?;
    let token = rotate(app, &mut changes, at, step, now);
    app.store.commit(changes).await?;
    Ok((token, step))
}
