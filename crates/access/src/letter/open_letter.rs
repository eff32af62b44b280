//! A doctor types the passcode of the letter whose QR code led here. A right one makes a
//! session for that one request; a wrong one is counted per letter, with a doubling wait and
//! then a lock, which the office clears. Audit: letter opened, or refused. Nothing is evaluated
//! during a wait; an unknown link costs neither hashing nor a write.
//!
//! Attempts at one letter take turns: a hundred sent at once are judged as a hundred sent one
//! after another.

use crate::address_limit::Place;
use crate::app::App;
use crate::error::LetterError;
use crate::hasher::Waiter;
use crate::letter::look_at_letter::{LetterFacts, LetterOver, WhyLetterOver, behind_link};
use crate::threshold::{Threshold, admit, must_be_open, refuse};
use crate::throttle::Mistakes;
use crate::turns::Tried;
use crate::typed_password::compared_passcode;
use jiff::Timestamp;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::{Letter, OpinionRequest};
use kairan_domain::secret::SecretText;
use kairan_domain::session::Subject;
use kairan_domain::throttle::Verdict;
use kairan_store::{Changes, ThrottleKey, Versioned};
use kairan_vault::SessionToken;
use std::net::IpAddr;

/// A letter that was opened.
#[derive(Debug)]
pub struct Opened {
    /// Whom the session's cookie is for.
    pub request: OpinionRequestId,
    /// The cookie.
    pub cookie: SessionToken,
}

/// Opens the letter behind `link`, the text in the address.
///
/// # Errors
///
/// [`LetterError`].
pub async fn open_letter(
    app: &App,
    link: &str,
    passcode: &SecretText,
    from: IpAddr,
) -> Result<Opened, LetterError> {
    let request = behind_link(app, link).await?.ok_or(LetterError::Unknown)?;
    let id = request.id;
    let at = AtLetter::by_link(app, request).await?;
    at.must_stand(app, app.now()).await?;
    let passcode = compared_passcode(passcode.expose());
    if passcode.is_empty() {
        return Err(LetterError::missing(false, true));
    }
    let tried = Tried::Letter(id);
    let _turn = app.hasher.turn(tried).await;
    // What counts is what was counted, and done, while others had their turn.
    let now = app.now();
    let at = at.again(app).await?;
    at.must_stand(app, now).await?;
    must_be_open(&at, app, tried, now)?;
    let place = Place::Letter(at.letter.link.digest);
    if let Err(until) = app.addresses.begin(from, place, now) {
        return Err(LetterError::TooManyFromAddress { until });
    }

    let waiter = Waiter::at_letter(from);
    let right = app.hasher.verify(waiter, &at.letter.passcode, &passcode);
    if right.await? {
        let cookie = admit(app, at, tried, now).await?;
        app.addresses.was_right(from, place);
        return Ok(Opened {
            request: id,
            cookie,
        });
    }
    Err(refuse(app, at, tried, from, now).await)
}

/// A request with its letter, and what the letter stands at.
pub(crate) struct AtLetter {
    pub(crate) request: Versioned<OpinionRequest>,
    pub(crate) letter: Letter,
    /// Mistakes at the link; `None` for who comes with the short code, whose mistakes are in
    /// memory and none of the link's.
    mistakes: Option<Mistakes>,
}

impl AtLetter {
    async fn by_link(app: &App, request: Versioned<OpinionRequest>) -> Result<Self, LetterError> {
        let mistakes = Mistakes::of(app, ThrottleKey::Letter(request.id)).await?;
        let at = Self::by_code(request).ok_or(LetterError::Unknown)?;
        Ok(Self {
            mistakes: Some(mistakes),
            ..at
        })
    }

    /// `None` for a request whose letter was never printed.
    pub(crate) fn by_code(request: Versioned<OpinionRequest>) -> Option<Self> {
        let letter = request.letter.clone()?;
        Some(Self {
            request,
            letter,
            mistakes: None,
        })
    }
}

impl Threshold for AtLetter {
    type Error = LetterError;

    async fn again(&self, app: &App) -> Result<Self, LetterError> {
        let (insurer, id) = (self.request.insurer, self.request.id);
        let request = app.store.opinion_request(insurer, id).await?;
        let request = request.ok_or(LetterError::Unknown)?;
        if self.mistakes.is_some() {
            Self::by_link(app, request).await
        } else {
            Self::by_code(request).ok_or(LetterError::Unknown)
        }
    }

    async fn must_stand(&self, app: &App, now: Timestamp) -> Result<(), LetterError> {
        let Some(why) = WhyLetterOver::of(app, &self.request, now) else {
            return Ok(());
        };
        let facts = LetterFacts::of(app, &self.request).await?;
        let over = |facts| LetterError::Over(Box::new(LetterOver { why, facts }));
        Err(facts.map_or(LetterError::Unknown, over))
    }

    fn verdict(&self, app: &App, tried: Tried, now: Timestamp) -> Verdict {
        match &self.mistakes {
            Some(mistakes) => mistakes.verdict(now),
            None => app.addresses.short_codes.verdict(tried, now),
        }
    }

    fn secret(&self) -> &SecretText {
        &self.letter.passcode
    }

    fn subject(&self) -> Subject {
        Subject::Physician {
            insurer: self.request.insurer,
            request: self.request.id,
            printed_at: self.letter.printed_at,
        }
    }

    fn passed(&self, now: Timestamp) -> AuditRecord {
        let physician = Actor::Physician(self.request.id);
        audit(&self.request, physician, AuditEvent::LetterOpened, now)
    }

    fn refused(&self, now: Timestamp) -> AuditRecord {
        let refused = AuditEvent::LetterRefused;
        audit(&self.request, Actor::Stranger, refused, now)
    }

    fn settle(&self, changes: &mut Changes) {
        changes.expect(&self.request);
        if let Some(mistakes) = &self.mistakes {
            mistakes.clear(changes);
        }
    }

    fn count(&self, app: &App, _tried: Tried, changes: &mut Changes, now: Timestamp) {
        if let Some(mistakes) = &self.mistakes {
            mistakes.count(changes, now, &app.policies.letter);
        }
    }

    fn counted(&self, _app: &App, _tried: Tried, _now: Timestamp) {}
}

pub(crate) fn audit(
    request: &OpinionRequest,
    actor: Actor,
    event: AuditEvent,
    now: Timestamp,
) -> AuditRecord {
    AuditRecord::new(Some(request.insurer), now, actor, event).of_request(request.id)
}
