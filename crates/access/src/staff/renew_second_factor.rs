//! Somebody inside wants another authenticator, or new recovery codes: with the password and a
//! code they are led through the set-up once more. Until that is confirmed the old authenticator
//! counts; who goes away half-way signs in with it. Audit: that it was begun, and the set-up when it is done.

use crate::app::App;
use crate::door::Door;
use crate::error::StepError;
use crate::hasher::Waiter;
use crate::staff::enter_code::use_code;
use crate::staff::sign_in::as_made;
use crate::staff::staff_session::{AtDoor, at_door};
use crate::staff::step_up::{must_be_open, of_own, refuse, rotate};
use crate::throttle::Mistakes;
use crate::turns::Tried;
use jiff::Timestamp;
use kairan_domain::audit::AuditEvent;
use kairan_domain::session::Step;
use kairan_domain::staff::Staff;
use kairan_store::{Changes, ThrottleKey};
use kairan_vault::SessionToken;

/// Takes password and code; answers with the cookie of a session at the set-up. A wrong one of
/// the two is [`StepError::Wrong`], whichever it is, and counts.
///
/// # Errors
///
/// [`StepError`].
pub async fn renew_second_factor(
    app: &App,
    door: Door,
    cookie: &str,
    password: &str,
    code: &str,
) -> Result<SessionToken, StepError> {
    let at = inside(app, door, cookie, app.now()).await?;
    let _turn = app.hasher.turn(Tried::Account(at.staff.id)).await;
    // What counts is what was counted while others had their turn.
    let now = app.now();
    let at = inside(app, door, cookie, now).await?;
    let mistakes = Mistakes::of(app, ThrottleKey::Staff(at.staff.id)).await?;
    must_be_open(&mistakes, now)?;

    let typed = as_made(&at.staff, password.trim());
    let waiter = Waiter::inside(door, at.staff.id);
    let right = app
        .hasher
        .verify(waiter, &at.staff.password, typed.expose())
        .await?;
    let factor = at.staff.second_factor.as_ref();
    let used = factor.and_then(|factor| use_code(app, &at, factor, code, now));
    let Some((used, _)) = used.filter(|_| right) else {
        return Err(refuse(app, &at, mistakes, now).await);
    };

    // The code is not taken twice, and a mistake counted meanwhile refuses the commit.
    let mut changes = Changes::new(of_own(&at, AuditEvent::SecondFactorRenewing, now));
    let with_used = Staff {
        second_factor: Some(used),
        ..(*at.staff).clone()
    };
    changes.update(&at.staff, with_used);
    mistakes.keep(&mut changes);
    let token = rotate(app, &mut changes, &at, Step::SetUpSecondFactor, now);
    app.store.commit(changes).await?;
    Ok(token)
}

async fn inside(app: &App, door: Door, cookie: &str, now: Timestamp) -> Result<AtDoor, StepError> {
    let at = at_door(app, door, cookie, now).await?;
    at.filter(|at| at.step == Step::Done)
        .ok_or(StepError::SignedOut)
}
