//! A console account's login id and password. Right ones make a session at the step that
//! comes next; wrong ones are written to the audit and counted per login id and network, and,
//! with a far higher ceiling, per login id: who knows a login id cannot keep its clerk out. It
//! never tells an unknown login from a wrong password, a wait, a lock or a retired account: not
//! in words and not in work.

use crate::address_limit::Door;
use crate::app::{App, TRIES};
use crate::error::SignInError;
use crate::hasher::Waiter;
use crate::network::network_of;
use crate::session;
use crate::throttle::Mistakes;
use crate::turns::Tried;
use jiff::Timestamp;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::password::ViewingPassword;
use kairan_domain::secret::SecretText;
use kairan_domain::session::{Step, Subject};
use kairan_domain::staff::{Login, Staff};
use kairan_domain::text::search_key;
use kairan_domain::throttle::Verdict;
use kairan_store::{Changes, CommitError, Housekeeping, StoreError, ThrottleKey, Versioned};
use kairan_vault::SessionToken;
use std::net::IpAddr;

/// Checks login id and password; answers with the cookie and the step it stands at. Nobody is
/// signed in by a password alone: the step is never [`Step::Done`].
///
/// # Errors
///
/// [`SignInError`].
pub async fn sign_in(
    app: &App,
    login: &str,
    password: &str,
    from: IpAddr,
) -> Result<(SessionToken, Step), SignInError> {
    let login_tried = login_tried(app, login);
    let here = Tried::LoginFrom(login_tried, network_of(from));
    let _turn = app.hasher.turn(here).await;
    let now = app.now();
    let door = Door::Console(login_tried);
    if let Err(until) = app.addresses.begin(from, door, now) {
        return Err(SignInError::TooManyFromAddress { until });
    }
    let password = password.trim();
    let tries = [here, Tried::Login(login_tried)];
    let attempt = Attempt::at(app, login, tries, now).await?;

    let waiter = Waiter::at_console(from);
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
        app.addresses.was_right(from, door);
        app.addresses.waits.forget(|tried| tries.contains(tried));
        return Ok(signed_in);
    }
    count(app, tries, now);
    refuse(app, &attempt, now).await?;
    Err(SignInError::Refused)
}

/// The digest of a login id as typed, by which mistakes are counted whether it exists or not.
pub(crate) fn login_tried(app: &App, login: &str) -> [u8; 32] {
    app.vault.lookup("", "login tried", &search_key(login))
}

/// Counts a mistake, except during a wait: attempts that are not evaluated do not count.
fn count(app: &App, tries: [Tried; 2], now: Timestamp) {
    if waits(app, tries, now) {
        return;
    }
    let [here, anywhere] = tries;
    let counted = &app.addresses.waits;
    counted.count(here, now, &app.policies.console);
    counted.count(anywhere, now, &app.policies.login);
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
        login: &str,
        tries: [Tried; 2],
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let staff = match Login::check(login) {
            Ok(login) => {
                let staff = app.store.staff_by_login(&login).await?;
                // A clinic's account has its own door; here it is as unknown as any other.
                staff.filter(|staff| staff.role.clinic().is_none())
            }
            Err(_) => None,
        };
        match staff {
            Some(staff) if waits(app, tries, now) => Ok(Self::Shut(Some(staff))),
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

/// Whether nothing is evaluated at a login id, from here or from anywhere.
fn waits(app: &App, tries: [Tried; 2], now: Timestamp) -> bool {
    let waits = &app.addresses.waits;
    tries
        .iter()
        .any(|tried| waits.verdict(*tried, now) != Verdict::Open)
}

/// Writes one audit record, whoever was named.
async fn refuse(app: &App, attempt: &Attempt, now: Timestamp) -> Result<(), SignInError> {
    let refused = Changes::new(refusal(attempt.staff(), now));
    Ok(app.store.commit(refused).await?)
}

fn refusal(staff: Option<&Versioned<Staff>>, now: Timestamp) -> AuditRecord {
    let insurer = staff.map(|staff| staff.insurer);
    let record = AuditRecord::new(insurer, now, Actor::Stranger, AuditEvent::SignInRefused);
    match staff {
        Some(staff) => record.of_staff(staff.id),
        None => record,
    }
}
