//! A reviewer types e-mail address and viewing password at the gate. Right ones make a
//! session for that one meeting; a wrong password is counted per credential, a wrong address
//! only per client address and in memory, at the same cost in hashing and writing. Audit: gate
//! passed, or refused. It never evaluates anything during a wait, and never delays one
//! credential for the mistakes at another.

use crate::address_limit::Door;
use crate::app::{App, TRIES};
use crate::error::GateError;
use crate::gate::look_at_gate::behind_link;
use crate::session;
use crate::throttle::Mistakes;
use jiff::Timestamp;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::credential::Credential;
use kairan_domain::ids::SeatId;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::meeting::{Meeting, Place, State};
use kairan_domain::password::canonical;
use kairan_domain::session::Subject;
use kairan_domain::throttle::Verdict;
use kairan_store::{Changes, CommitError, StoreError, ThrottleKey, Versioned};
use kairan_vault::SessionToken;
use std::net::IpAddr;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Opens the gate behind `link`; answers with the room's cookie.
///
/// # Errors
///
/// [`GateError`].
pub async fn open_gate(
    app: &App,
    link: &str,
    mail: &str,
    password: &str,
    from: IpAddr,
) -> Result<SessionToken, GateError> {
    let now = app.now();
    let at = AtGate::behind(app, link, now).await?;
    let password = typed(mail, password)?;
    at.must_be_open(now)?;
    let door = Door::Gate(at.link);
    if let Some(until) = app.addresses.closed_until(from, door, now) {
        return Err(GateError::TooManyFromAddress { until });
    }

    let right = app.hasher.verify(&at.credential.hash, &password).await?;
    let mail_fits = at.mail_fits(mail);
    if right && mail_fits && at.credential.until > now {
        return admit(app, at, now).await;
    }
    app.addresses.note_mistake(from, door, now);
    refuse(app, at, mail_fits, now).await
}

/// The password's canonical form, when both fields hold something.
fn typed(mail: &str, password: &str) -> Result<Zeroizing<String>, GateError> {
    let password = Zeroizing::new(canonical(password));
    let (no_mail, no_password) = (mail.trim().is_empty(), password.is_empty());
    if no_mail || no_password {
        return Err(GateError::Missing {
            mail: no_mail,
            password: no_password,
        });
    }
    Ok(password)
}

/// What stands behind a link whose window is open.
struct AtGate {
    meeting: Versioned<Meeting>,
    seat: SeatId,
    mail: MailAddress,
    link: [u8; 32],
    credential: Versioned<Credential>,
    mistakes: Mistakes,
}

impl AtGate {
    async fn behind(app: &App, link: &str, now: Timestamp) -> Result<Self, GateError> {
        let Some((meeting, seat)) = behind_link(app, link).await? else {
            return Err(GateError::Unknown);
        };
        must_be_readable(&meeting, now)?;
        Self::at(app, meeting, seat)
            .await?
            .ok_or(GateError::Unknown)
    }

    async fn at(
        app: &App,
        meeting: Versioned<Meeting>,
        seat: SeatId,
    ) -> Result<Option<Self>, StoreError> {
        let place = meeting.packet().and_then(|packet| packet.seat(seat));
        let Some(Place::Electronic {
            mail,
            credential,
            link,
            ..
        }) = place.map(|seat| &seat.place)
        else {
            return Ok(None);
        };
        let (mail, link, id) = (mail.clone(), link.digest, *credential);
        let credential = app.store.credential(id).await?;
        let mistakes = Mistakes::of(app, ThrottleKey::Credential(id)).await?;
        Ok(credential.map(|credential| Self {
            meeting,
            seat,
            mail,
            link,
            credential,
            mistakes,
        }))
    }

    /// The same seat as it stands now.
    async fn again(&self, app: &App) -> Result<Option<Self>, StoreError> {
        match app
            .store
            .meeting(self.meeting.insurer, self.meeting.id)
            .await?
        {
            Some(meeting) => Self::at(app, meeting, self.seat).await,
            None => Ok(None),
        }
    }

    fn must_be_open(&self, now: Timestamp) -> Result<(), GateError> {
        match self.mistakes.verdict(now) {
            Verdict::Open => Ok(()),
            Verdict::Wait(until) => Err(GateError::Wait { until }),
            Verdict::Locked(until) => Err(GateError::Locked { until }),
        }
    }

    /// Whether the seat's address was typed, in whatever width and case.
    fn mail_fits(&self, typed: &str) -> bool {
        let typed = MailAddress::check(typed).map(|mail| mail.key());
        let typed = typed.unwrap_or_default();
        self.mail.key().as_bytes().ct_eq(typed.as_bytes()).into()
    }

    fn audit(&self, actor: Actor, event: AuditEvent, now: Timestamp) -> AuditRecord {
        AuditRecord::new(Some(self.meeting.insurer), now, actor, event)
            .of_meeting(self.meeting.id)
            .of_seat(self.seat)
    }
}

fn must_be_readable(meeting: &Meeting, now: Timestamp) -> Result<(), GateError> {
    let packet = meeting.packet().ok_or(GateError::Unknown)?;
    let window = packet.plan.window;
    match packet.state(now) {
        State::Open => Ok(()),
        State::Waiting => Err(GateError::NotYet { from: window.from }),
        State::Closed => Err(GateError::Closed {
            until: window.until,
        }),
        State::Withdrawn => Err(GateError::Withdrawn),
        State::Draft | State::Purged => Err(GateError::Unknown),
    }
}

/// Makes the session. When something moved while the password was being checked, all of it is
/// judged again, except that the same credential's password need not be hashed anew.
async fn admit(app: &App, mut at: AtGate, now: Timestamp) -> Result<SessionToken, GateError> {
    for _ in 0..TRIES {
        let subject = Subject::Reviewer {
            insurer: at.meeting.insurer,
            meeting: at.meeting.id,
            seat: at.seat,
            credential: at.credential.id,
        };
        let (token, session) = session::fresh(app, subject, now);
        let passed = at.audit(Actor::Reviewer(at.seat), AuditEvent::GatePassed, now);
        let mut changes = Changes::new(passed);
        changes.insert(session).expect(&at.credential);
        at.mistakes.clear(&mut changes);
        match app.store.commit(changes).await {
            Ok(()) => return Ok(token),
            Err(CommitError::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
        let fresh = at.again(app).await?.ok_or(GateError::Unknown)?;
        must_be_readable(&fresh.meeting, now)?;
        fresh.must_be_open(now)?;
        if fresh.credential.hash != at.credential.hash {
            return Err(GateError::Wrong);
        }
        at = fresh;
    }
    Err(GateError::Busy(crate::hasher::Busy))
}

/// One durable audit record in either case, so that a wrong address and a wrong password take
/// the same time; only a wrong password is counted against the credential.
async fn refuse(
    app: &App,
    mut at: AtGate,
    mail_fits: bool,
    now: Timestamp,
) -> Result<SessionToken, GateError> {
    for _ in 0..TRIES {
        let refused = at.audit(Actor::Stranger, AuditEvent::GateRefused, now);
        let mut changes = Changes::new(refused);
        if mail_fits && at.mistakes.verdict(now) == Verdict::Open {
            at.mistakes.count(&mut changes, now, &app.policies.gate);
        }
        match app.store.commit(changes).await {
            Ok(()) => return Err(GateError::Wrong),
            Err(CommitError::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
        at = at.again(app).await?.ok_or(GateError::Unknown)?;
    }
    Err(GateError::Wrong)
}
