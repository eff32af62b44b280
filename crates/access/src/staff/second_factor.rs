//! Setting up the second factor: the secret as QR code and text, then a first code to prove
//! that the authenticator has it, then recovery codes shown once. All other sessions of the
//! account end. Audit: second factor set up.
//!
//! Until it is confirmed the secret lies in no record: it is derived from the session's
//! cookie, so a reload of the page shows the same one and an abandoned set-up leaves nothing.

use crate::app::{App, TRIES};
use crate::door::Door;
use crate::error::StepError;
use crate::session;
use crate::staff::staff_session::{AtDoor, at_door};
use crate::staff::step_up::{moved, must_be_open, of_own, refuse, rotate};
use crate::throttle::Mistakes;
use crate::totp::{self, SharedSecret};
use jiff::Timestamp;
use kairan_domain::audit::AuditEvent;
use kairan_domain::secret::SecretText;
use kairan_domain::session::Step;
use kairan_domain::staff::{SecondFactor, Staff};
use kairan_store::{Changes, SessionOwner, ThrottleKey};
use kairan_vault::{SecretBytes, SessionToken, Token, TokenKind};

/// What the set-up page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetUp {
    /// The content of the QR code.
    pub otpauth_uri: SecretText,
    /// The secret in groups of four letters, to be typed.
    pub secret_groups: SecretText,
}

impl SetUp {
    /// The code an authenticator with this secret shows at `now`. For the demo and for tests,
    /// which have no authenticator.
    pub fn code(&self, now: Timestamp) -> Option<SecretText> {
        let secret = SecretText::new(self.secret_groups.expose().replace(' ', ""));
        SharedSecret::from_base32(&secret)?.code(now)
    }
}

/// The recovery codes, shown and printed once; each signs in once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryCodes(pub Vec<SecretText>);

/// The kind of token a pending secret is made from.
enum Pending {}

impl TokenKind for Pending {
    const LABEL: &'static str = "pending second factor";
}

/// What to show to somebody whose second factor is to be set up. Changes nothing.
///
/// # Errors
///
/// [`StepError::SignedOut`] at any other step, or the store cannot be read.
pub async fn begin_second_factor(app: &App, door: Door, cookie: &str) -> Result<SetUp, StepError> {
    let at = at_set_up(app, door, cookie).await?;
    let secret = pending(app, &at);
    Ok(SetUp {
        otpauth_uri: secret.uri(at.staff.login.expose()),
        secret_groups: secret.in_groups(),
    })
}

/// Takes the first code; answers with the cookie of a finished sign-in and the recovery codes.
///
/// # Errors
///
/// [`StepError`].
pub async fn confirm_second_factor(
    app: &App,
    door: Door,
    cookie: &str,
    code: &str,
) -> Result<(SessionToken, RecoveryCodes), StepError> {
    let now = app.now();
    let mut outcome = try_confirm(app, door, cookie, code, now).await;
    for _ in 1..TRIES {
        if !moved(&outcome) {
            break;
        }
        outcome = try_confirm(app, door, cookie, code, now).await;
    }
    outcome
}

async fn try_confirm(
    app: &App,
    door: Door,
    cookie: &str,
    code: &str,
    now: Timestamp,
) -> Result<(SessionToken, RecoveryCodes), StepError> {
    let at = at_set_up(app, door, cookie).await?;
    let mistakes = Mistakes::of(app, ThrottleKey::Staff(at.staff.id)).await?;
    must_be_open(&mistakes, now)?;

    let secret = pending(app, &at);
    let Some(step) = secret.step_of(code, now, 0) else {
        return Err(refuse(app, &at, mistakes, now).await);
    };
    let (printed, digests) =
        totp::make_recovery_codes(&app.vault, app.entropy.as_ref(), at.staff.id);
    let set_up = Staff {
        second_factor: Some(SecondFactor {
            secret: secret.to_base32(),
            last_step: step,
            recovery: digests,
            set_up_at: now,
        }),
        ..(*at.staff).clone()
    };

    let mut changes = Changes::new(of_own(&at, AuditEvent::SecondFactorSetUp, now));
    changes.also_audit(of_own(&at, AuditEvent::SignedIn, now));
    changes.update(&at.staff, set_up);
    mistakes.clear(&mut changes);
    let (owner, own) = (SessionOwner::Staff(at.staff.id), &at.record.digest);
    session::end_all(app, &mut changes, owner, Some(own)).await?;
    let token = rotate(app, &mut changes, &at, Step::Done, now);
    app.store.commit(changes).await?;
    Ok((token, RecoveryCodes(printed)))
}

async fn at_set_up(app: &App, door: Door, cookie: &str) -> Result<AtDoor, StepError> {
    let at = at_door(app, door, cookie, app.now()).await?;
    at.filter(|at| at.step == Step::SetUpSecondFactor)
        .ok_or(StepError::SignedOut)
}

fn pending(app: &App, at: &AtDoor) -> SharedSecret {
    let own = SecretBytes::take(&mut at.token.expose_bytes().to_owned());
    let digest = Token::<Pending>::from_secret(own).digest(&app.vault);
    let mut secret = [0; 20];
    secret.copy_from_slice(&digest.as_bytes()[..20]);
    SharedSecret::from_bytes(secret)
}
