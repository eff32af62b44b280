//! A reviewer types e-mail address and viewing password at the gate. Right ones make a
//! session for that one meeting; a wrong password is counted per credential, a wrong address
//! only per client address and in memory, at the same cost in hashing and writing. Audit: gate
//! passed, or refused. It never evaluates anything during a wait, and never delays one
//! credential for the mistakes at another.
//!
//! Attempts at one credential take turns, and so do those with one wrong address: a hundred
//! sent at once are judged as a hundred sent one after another. A wrong address waits as a
//! wrong password does, in memory and for whoever types it, so that the link alone does not
//! tell whose it is.

use crate::address_limit::Door;
use crate::app::{App, TRIES};
use crate::error::GateError;
use crate::gate::look_at_gate::behind_link;
use crate::gate::typed;
use crate::hasher::Waiter;
use crate::session;
use crate::throttle::Mistakes;
use crate::turns::Tried;
use jiff::Timestamp;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::credential::Credential;
use kairan_domain::ids::{CredentialId, SeatId};
use kairan_domain::mail_address::MailAddress;
use kairan_domain::meeting::{Meeting, Place, State};
use kairan_domain::session::Subject;
use kairan_domain::throttle::Verdict;
use kairan_store::{Changes, CommitError, StoreError, ThrottleKey, Versioned};
use kairan_vault::SessionToken;
use std::net::IpAddr;
use subtle::ConstantTimeEq;

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
    let behind = Behind::link(app, link, app.now()).await?;
    let typed = typed::read(mail, password)?;
    let tried = behind.tried(app, &typed.mail);
    let _turn = app.hasher.turn(tried).await;
    // What counts is what was counted while others had their turn, and the instant it is now.
    let now = app.now();
    let at = behind.look(app).await?.ok_or(GateError::Unknown)?;
    at.must_be_open(app, tried, now)?;
    let door = Door::Gate(at.link);
    if let Err(until) = app.addresses.begin(from, door, now) {
        return Err(GateError::TooManyFromAddress { until });
    }

    let waiter = Waiter::at_gate(from);
    let right = app
        .hasher
        .verify(waiter, &at.credential.hash, &typed.password);
    if right.await? && at.mail_fits(tried) && at.credential.until > now {
        let inside = admit(app, at, now).await?;
        app.addresses.was_right(from, door);
        return Ok(inside);
    }
    refuse(app, at, tried, now).await
}

/// The seat behind a link whose window is open.
struct Behind {
    meeting: Versioned<Meeting>,
    seat: SeatId,
    mail: MailAddress,
    link: [u8; 32],
    credential: CredentialId,
}

/// The same with what its credential stands at.
struct AtGate {
    meeting: Versioned<Meeting>,
    seat: SeatId,
    link: [u8; 32],
    credential: Versioned<Credential>,
    mistakes: Mistakes,
}

impl Behind {
    async fn link(app: &App, link: &str, now: Timestamp) -> Result<Self, GateError> {
        let Some((meeting, seat)) = behind_link(app, link).await? else {
            return Err(GateError::Unknown);
        };
        must_be_readable(&meeting, now)?;
        Self::seat(meeting, seat).ok_or(GateError::Unknown)
    }

    fn seat(meeting: Versioned<Meeting>, seat: SeatId) -> Option<Self> {
        let place = meeting.packet().and_then(|packet| packet.seat(seat));
        let Some(Place::Electronic {
            mail,
            credential,
            link,
            ..
        }) = place.map(|seat| &seat.place)
        else {
            return None;
        };
        let (mail, link, credential) = (mail.clone(), link.digest, *credential);
        Some(Self {
            meeting,
            seat,
            mail,
            link,
            credential,
        })
    }

    /// What somebody tries who types `mail`, in whatever width and case.
    fn tried(&self, app: &App, typed: &MailAddress) -> Tried {
        let key = typed.key();
        if self.mail.key().as_bytes().ct_eq(key.as_bytes()).into() {
            Tried::Credential(self.credential)
        } else {
            Tried::StrangeMail(self.link, app.vault.lookup("", "mail tried", &key))
        }
    }

    async fn look(self, app: &App) -> Result<Option<AtGate>, StoreError> {
        let credential = app.store.credential(self.credential).await?;
        let mistakes = Mistakes::of(app, ThrottleKey::Credential(self.credential)).await?;
        Ok(credential.map(|credential| AtGate {
            meeting: self.meeting,
            seat: self.seat,
            link: self.link,
            credential,
            mistakes,
        }))
    }
}

impl AtGate {
    /// The same seat as it stands now.
    async fn again(&self, app: &App) -> Result<Option<Self>, StoreError> {
        let meeting = app
            .store
            .meeting(self.meeting.insurer, self.meeting.id)
            .await?;
        match meeting.and_then(|meeting| Behind::seat(meeting, self.seat)) {
            Some(behind) => behind.look(app).await,
            None => Ok(None),
        }
    }

    /// Whether what was typed as the address is the seat's.
    fn mail_fits(&self, tried: Tried) -> bool {
        tried == Tried::Credential(self.credential.id)
    }

    fn must_be_open(&self, app: &App, tried: Tried, now: Timestamp) -> Result<(), GateError> {
        let verdict = match tried {
            Tried::Credential(_) => self.mistakes.verdict(now),
            strange => app.addresses.waits.verdict(strange, now),
        };
        match verdict {
            Verdict::Open => Ok(()),
            Verdict::Wait(until) => Err(GateError::Wait { until }),
            Verdict::Locked(until) => Err(GateError::Locked { until }),
        }
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
        fresh.must_be_open(app, Tried::Credential(fresh.credential.id), now)?;
        if fresh.credential.hash != at.credential.hash {
            return Err(GateError::Wrong);
        }
        at = fresh;
    }
    Err(GateError::Busy(crate::hasher::Busy))
}

/// One durable audit record in either case, so that a wrong address and a wrong password take
/// the same time; only a wrong password is counted against the credential. Where a wait has
/// begun in the meantime, wrong ones hear of it as right ones do.
async fn refuse(
    app: &App,
    mut at: AtGate,
    tried: Tried,
    now: Timestamp,
) -> Result<SessionToken, GateError> {
    for _ in 0..TRIES {
        let refused = at.audit(Actor::Stranger, AuditEvent::GateRefused, now);
        let mut changes = Changes::new(refused);
        if at.mail_fits(tried) {
            at.mistakes.count(&mut changes, now, &app.policies.gate);
        }
        match app.store.commit(changes).await {
            Ok(()) => {
                if !at.mail_fits(tried) {
                    app.addresses.waits.count(tried, now, &app.policies.gate);
                }
                return Err(GateError::Wrong);
            }
            Err(CommitError::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
        at = at.again(app).await?.ok_or(GateError::Unknown)?;
        at.must_be_open(app, tried, now)?;
    }
    Err(GateError::Busy(crate::hasher::Busy))
}
