//! The second step of a console sign-in: a code of the authenticator, or a recovery code. The
//! session takes a new id; the count of mistakes is cleared. Audit: signed in, and a recovery
//! code used. No time step and no recovery code is taken twice.

use crate::app::{App, TRIES};
use crate::door::Door;
use crate::error::StepError;
use crate::staff::staff_session::{AtDoor, at_door};
use crate::staff::step_up::{moved, must_be_open, of_own, refuse, rotate};
use crate::throttle::Mistakes;
use crate::totp::{self, SharedSecret};
use jiff::Timestamp;
use kairan_domain::audit::AuditEvent;
use kairan_domain::session::Step;
use kairan_domain::staff::{SecondFactor, Staff};
use kairan_store::{Changes, ThrottleKey};
use kairan_vault::SessionToken;

/// Takes a code; answers with the cookie of a finished sign-in.
///
/// # Errors
///
/// [`StepError`].
pub async fn enter_code(
    app: &App,
    door: Door,
    cookie: &str,
    code: &str,
) -> Result<SessionToken, StepError> {
    let now = app.now();
    let mut outcome = try_code(app, door, cookie, code, now).await;
    for _ in 1..TRIES {
        if !moved(&outcome) {
            break;
        }
        outcome = try_code(app, door, cookie, code, now).await;
    }
    outcome
}

async fn try_code(
    app: &App,
    door: Door,
    cookie: &str,
    code: &str,
    now: Timestamp,
) -> Result<SessionToken, StepError> {
    let at = at_door(app, door, cookie, now).await?;
    let at = at
        .filter(|at| at.step == Step::EnterCode)
        .ok_or(StepError::SignedOut)?;
    let factor = at
        .staff
        .second_factor
        .as_ref()
        .ok_or(StepError::SignedOut)?;
    let mistakes = Mistakes::of(app, ThrottleKey::Staff(at.staff.id)).await?;
    must_be_open(&mistakes, now)?;

    let Some((used, by_recovery)) = use_code(app, &at, factor, code, now) else {
        return Err(refuse(app, &at, mistakes, now).await);
    };

    let mut changes = Changes::new(of_own(&at, AuditEvent::SignedIn, now));
    if by_recovery {
        changes.also_audit(of_own(&at, AuditEvent::RecoveryCodeUsed, now));
    }
    let signed_in = Staff {
        second_factor: Some(used),
        ..(*at.staff).clone()
    };
    changes.update(&at.staff, signed_in);
    mistakes.clear(&mut changes);
    let token = rotate(app, &mut changes, &at, Step::Done, now);
    app.store.commit(changes).await?;
    Ok(token)
}

/// The factor after `code` was used, and whether it was a recovery code.
pub(crate) fn use_code(
    app: &App,
    at: &AtDoor,
    factor: &SecondFactor,
    code: &str,
    now: Timestamp,
) -> Option<(SecondFactor, bool)> {
    let secret = SharedSecret::from_base32(&factor.secret)?;
    let mut used = factor.clone();
    if let Some(step) = secret.step_of(code, now, factor.last_step) {
        used.last_step = step;
        return Some((used, false));
    }
    let digest = totp::typed_recovery_digest(&app.vault, at.staff.id, code)?;
    used.recovery.retain(|kept| *kept != digest);
    (used.recovery.len() < factor.recovery.len()).then_some((used, true))
}
