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

use crate::address_limit::Place;
use crate::app::App;
use crate::error::GateError;
use crate::gate::look_at_gate::behind_link;
use crate::gate::typed;
use crate::hasher::Waiter;
use crate::threshold::{Threshold, admit, must_be_open, refuse};
use crate::throttle::Mistakes;
use crate::turns::Tried;
use jiff::Timestamp;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::credential::Credential;
use kairan_domain::ids::{CredentialId, SeatId};
use kairan_domain::mail_address::MailAddress;
use kairan_domain::meeting::{Meeting, Place as At, State};
use kairan_domain::secret::SecretText;
use kairan_domain::session::Subject;
use kairan_domain::throttle::Verdict;
use kairan_store::{Changes, StoreError, ThrottleKey, Versioned};
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
    must_be_open(&at, app, tried, now)?;
    let place = Place::Gate(at.link);
    if let Err(until) = app.addresses.begin(from, place, now) {
        return Err(GateError::TooManyFromAddress { until });
    }

    let waiter = Waiter::at_gate(from);
    let right = app
        .hasher
        .verify(waiter, &at.credential.hash, &typed.password);
    if right.await? && at.mail_fits(tried) && at.credential.until > now {
        let inside = admit(app, at, tried, now).await?;
        app.addresses.was_right(from, place);
        return Ok(inside);
    }
    Err(refuse(app, at, tried, from, now).await)
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
        let Some(At::Electronic {
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
    /// Whether what was typed as the address is the seat's.
    fn mail_fits(&self, tried: Tried) -> bool {
        tried == Tried::Credential(self.credential.id)
    }

    fn audit(&self, actor: Actor, event: AuditEvent, now: Timestamp) -> AuditRecord {
        AuditRecord::new(Some(self.meeting.insurer), now, actor, event)
            .of_meeting(self.meeting.id)
            .of_seat(self.seat)
    }
}

/// A wrong address and a wrong password write one audit record either way, so that they take
/// the same time; only a wrong password is counted against the credential.
impl Threshold for AtGate {
    type Error = GateError;

    async fn again(&self, app: &App) -> Result<Self, GateError> {
        let (insurer, id) = (self.meeting.insurer, self.meeting.id);
        let meeting = app.store.meeting(insurer, id).await?;
        let behind = meeting.and_then(|meeting| Behind::seat(meeting, self.seat));
        let behind = behind.ok_or(GateError::Unknown)?;
        behind.look(app).await?.ok_or(GateError::Unknown)
    }

    async fn must_stand(&self, _app: &App, now: Timestamp) -> Result<(), GateError> {
        must_be_readable(&self.meeting, now)
    }

    fn verdict(&self, app: &App, tried: Tried, now: Timestamp) -> Verdict {
        match tried {
            Tried::Credential(_) => self.mistakes.verdict(now),
            strange => app.addresses.waits.verdict(strange, now),
        }
    }

    fn secret(&self) -> &SecretText {
        &self.credential.hash
    }

    fn subject(&self) -> Subject {
        Subject::Reviewer {
            insurer: self.meeting.insurer,
            meeting: self.meeting.id,
            seat: self.seat,
            credential: self.credential.id,
        }
    }

    fn passed(&self, now: Timestamp) -> AuditRecord {
        self.audit(Actor::Reviewer(self.seat), AuditEvent::GatePassed, now)
    }

    fn refused(&self, now: Timestamp) -> AuditRecord {
        self.audit(Actor::Stranger, AuditEvent::GateRefused, now)
    }

    fn settle(&self, changes: &mut Changes) {
        changes.expect(&self.credential);
        self.mistakes.clear(changes);
    }

    fn count(&self, app: &App, tried: Tried, changes: &mut Changes, now: Timestamp) {
        if self.mail_fits(tried) {
            self.mistakes.count(changes, now, &app.policies.gate);
        }
    }

    fn counted(&self, app: &App, tried: Tried, now: Timestamp) {
        if !self.mail_fits(tried) {
            let waits = &app.addresses.waits;
            waits.count(tried, now, &app.policies.gate);
        }
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
