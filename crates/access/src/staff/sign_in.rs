//! An account's login id and password, at the console or at the clinics' door. Right ones make a session at the step that
//! comes next; wrong ones are written to the audit and counted per login id and network, and,
//! with a far higher ceiling, per login id: who knows a login id cannot keep its clerk out. It
//! never tells an unknown login from a wrong password, a wait, a lock, a retired account or one
//! of the other door: not in words and not in work.

use crate::app::{App, TRIES};
use crate::door::Door;
use crate::error::SignInError;
use crate::hasher::Waiter;
use crate::session;
use crate::throttle::Mistakes;
use crate::tries::Tries;
use jiff::Timestamp;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::password::ViewingPassword;
use kairan_domain::secret::SecretText;
use kairan_domain::session::{Step, Subject};
use kairan_domain::staff::{Login, Staff};
use kairan_domain::throttle::Verdict;
use kairan_store::{Changes, CommitError, Housekeeping, StoreError, ThrottleKey, Versioned};
use kairan_vault::SessionToken;
use std::net::IpAddr;

/// Checks login id and password of an account of `door`; answers with the cookie and the step it stands at. Nobody is
/// signed in by a password alone: the step is never [`Step::Done`].
///
/// # Errors
///
/// [`SignInError`].
pub async fn sign_in(
    app: &App,
    door: Door,
    login: &str,
    password: &str,
    from: IpAddr,
) -> Result<(SessionToken, Step), SignInError> {
    let tries = Tries::login(app, door, login, from);
    let _turn = tries.turn().await;
    let now = app.now();
    tries
        .begin(now)
        .map_err(|until| SignInError::TooManyFromAddress { until })?;
    let password = password.trim();
    let attempt = Attempt::at(app, door, login, &tries, now).await?;

    let waiter = Waiter::at_door(door, from);
    let right = match &attempt {
        Attempt::Open(staff, _) => {
            let typed = as_made(staff, password);
            let check = app.hasher.verify(waiter, &staff.password, typed.expose());
            check.await?
        }
        Attempt::Shut(_) => {
            app.hasher.verify_nobody(waiter, password).await?;
            false
        }
    };

    if right && let Some(signed_in) = admit(app, &attempt, now).await? {
        tries.was_right();
        return Ok(signed_in);
    }
    tries.mistaken(now);
    let named = Named { login, from };
    refuse(app, &attempt, named, now).await?;
    Err(SignInError::Refused)
}

/// The first password is Kairan's own: case and hyphens do not matter when it is typed. One a
/// person chose is compared as it is.
pub(crate) fn as_made(staff: &Staff, typed: &str) -> SecretText {
    let made = ViewingPassword::regroup(typed).filter(|_| staff.must_change);
    SecretText::new(made.as_ref().map_or(typed, ViewingPassword::expose))
}

/// What stands behind a login id as typed.
enum Attempt {
    /// An account whose password is looked at.
    Open(Versioned<Staff>, Mistakes),
    /// No account, a retired one, or one in a wait or lock.
    Shut(Option<Versioned<Staff>>),
}

impl Attempt {
    async fn at(
        app: &App,
        door: Door,
        login: &str,
        tries: &Tries<'_>,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let staff = match Login::check(login) {
            Ok(login) => app.store.staff_by_login(&login).await?,
            Err(_) => None,
        };
        // An account of the other door is as unknown as any other.
        match staff.filter(|staff| Door::of(staff.role) == door) {
            Some(staff) if tries.waits(now) => Ok(Self::Shut(Some(staff))),
            Some(staff) => Self::of(app, staff, now).await,
            None => Ok(Self::Shut(None)),
        }
    }

    async fn of(app: &App, staff: Versioned<Staff>, now: Timestamp) -> Result<Self, StoreError> {
        let mistakes = Mistakes::of(app, ThrottleKey::Staff(staff.id)).await?;
        if staff.retired_at.is_none() && mistakes.verdict(now) == Verdict::Open {
            Ok(Self::Open(staff, mistakes))
        } else {
            Ok(Self::Shut(Some(staff)))
        }
    }

    fn staff(&self) -> Option<&Versioned<Staff>> {
        match self {
            Self::Open(staff, _) => Some(staff),
            Self::Shut(staff) => staff.as_ref(),
        }
    }
}

/// Makes the session. `None` when the account was changed, shut or retired while the password
/// was being checked.
async fn admit(
    app: &App,
    attempt: &Attempt,
    now: Timestamp,
) -> Result<Option<(SessionToken, Step)>, SignInError> {
    let Attempt::Open(checked, mistakes) = attempt else {
        return Ok(None);
    };
    match try_admit(app, checked, mistakes, now).await {
        Err(CommitError::Conflict(_)) => {}
        done => return Ok(done.map(Some)?),
    }
    for _ in 1..TRIES {
        let Some(staff) = app.store.staff(checked.id).await? else {
            return Ok(None);
        };
        let Attempt::Open(staff, mistakes) = Attempt::of(app, staff, now).await? else {
            return Ok(None);
        };
        if staff.password != checked.password {
            return Ok(None);
        }
        match try_admit(app, &staff, &mistakes, now).await {
            Err(CommitError::Conflict(_)) => {}
            done => return Ok(done.map(Some)?),
        }
    }
    Ok(None)
}

async fn try_admit(
    app: &App,
    staff: &Versioned<Staff>,
    mistakes: &Mistakes,
    now: Timestamp,
) -> Result<(SessionToken, Step), CommitError> {
    let step = step_after_password(staff);
    let (insurer, id) = (staff.insurer, staff.id);
    let subject = Subject::Staff {
        insurer,
        staff: id,
        step,
    };
    let (token, session) = session::fresh(app, subject, now);
    let mut changes = Changes::housekeeping(Housekeeping::SessionTouch);
    changes.insert(session);
    changes.expect(staff);
    // Whoever knows the password but not the code must not reset the count by signing in
    // anew after each wrong code.
    if step == Step::EnterCode {
        mistakes.keep(&mut changes);
    } else {
        mistakes.clear(&mut changes);
    }
    app.store.commit(changes).await?;
    Ok((token, step))
}

/// What comes after the right password.
pub(crate) fn step_after_password(staff: &Staff) -> Step {
    if staff.must_change {
        Step::ChangePassword
    } else if staff.second_factor.is_none() {
        Step::SetUpSecondFactor
    } else {
        Step::EnterCode
    }
}

/// Writes one audit record, whoever was named.
async fn refuse(
    app: &App,
    attempt: &Attempt,
    named: Named<'_>,
    now: Timestamp,
) -> Result<(), SignInError> {
    let refused = Changes::new(refusal(app, attempt.staff(), named, now));
    Ok(app.store.commit(refused).await?)
}

/// What was typed, and where.
#[derive(Clone, Copy)]
struct Named<'a> {
    login: &'a str,
    from: IpAddr,
}

fn refusal(
    app: &App,
    staff: Option<&Versioned<Staff>>,
    named: Named<'_>,
    now: Timestamp,
) -> AuditRecord {
    let insurer = staff.map(|staff| staff.insurer);
    let record = AuditRecord::new(insurer, now, Actor::Stranger, AuditEvent::SignInRefused);
    let record = record.came_from(named.from);
    match staff {
        Some(staff) => record.of_staff(staff.id),
        None => AuditRecord {
            typed: Some(typed_digest(app, named.login)),
            ..record
        },
    }
}

/// The same for the same login id, however it was written.
fn typed_digest(app: &App, login: &str) -> [u8; 8] {
    let plain = login.trim().to_lowercase();
    let whole = app.vault.lookup("", "login typed", &plain);
    whole.first_chunk().copied().unwrap_or_default()
}
