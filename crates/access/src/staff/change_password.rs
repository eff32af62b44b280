//! Somebody changes the own console password, the initial one at first sign-in or any later
//! one. All other sessions of the account end, this one takes a new id. Audit: password
//! changed. It never skips the second factor: who had still to give a code has to afterwards.

use crate::app::{App, TRIES};
use crate::door::Door;
use crate::error::StepError;
use crate::hasher::Waiter;
use crate::session;
use crate::staff::sign_in::{as_made, step_after_password};
use crate::staff::staff_session::{AtDoor, at_door};
use crate::staff::step_up::{moved, must_be_open, of_own, refuse, rotate};
use crate::throttle::Mistakes;
use crate::turns::Tried;
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
    door: Door,
    cookie: &str,
    old: &str,
    new: &str,
) -> Result<(SessionToken, Step), StepError> {
    let at = at_change(app, door, cookie, app.now()).await?;
    let _turn = app.hasher.turn(Tried::Account(at.staff.id)).await;
    // What counts is what was counted, and done, while others had their turn.
    let now = app.now();
    let at = at_change(app, door, cookie, now).await?;
    let new = StaffPassword::check(new, at.staff.login.expose()).map_err(StepError::NewPassword)?;
    let mistakes = Mistakes::of(app, ThrottleKey::Staff(at.staff.id)).await?;
    must_be_open(&mistakes, now)?;

    let waiter = Waiter::inside(door, at.staff.id);
    let typed = as_made(&at.staff, old.trim());
    let right = app
        .hasher
        .verify(waiter, &at.staff.password, typed.expose());
    if !right.await? {
        return Err(refuse(app, &at, mistakes, now).await);
    }
    if new.expose() == typed.expose() {
        return Err(StepError::SamePassword);
    }
    let hash = app.hasher.hash_urgent(waiter, new.expose()).await?;

    let mut outcome = store_password(app, &at, &mistakes, &hash, now).await;
    for _ in 1..TRIES {
        if !moved(&outcome) {
            break;
        }
        let fresh = at_change(app, door, cookie, now).await?;
        if fresh.staff.password != at.staff.password {
            return Err(StepError::SignedOut);
        }
        let mistakes = Mistakes::of(app, mistakes.key()).await?;
        must_be_open(&mistakes, now)?;
        outcome = store_password(app, &fresh, &mistakes, &hash, now).await;
    }
    outcome
}

async fn at_change(
    app: &App,
    door: Door,
    cookie: &str,
    now: Timestamp,
) -> Result<AtDoor, StepError> {
    let at = at_door(app, door, cookie, now).await?;
    at.filter(|at| matches!(at.step, Step::ChangePassword | Step::Done))
        .ok_or(StepError::SignedOut)
}

/// On the condition that no mistake was counted since the password was judged.
async fn store_password(
    app: &App,
    at: &AtDoor,
    mistakes: &Mistakes,
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
    mistakes.keep(&mut changes);
    let (owner, own) = (SessionOwner::Staff(at.staff.id), &at.record.digest);
    session::end_all(app, &mut changes, owner, Some(own)).await?;
    let token = rotate(app, &mut changes, at, step, now);
    app.store.commit(changes).await?;
    Ok((token, step))
}
