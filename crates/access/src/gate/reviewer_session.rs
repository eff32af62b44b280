//! Who stands behind a room's cookie. On the path of every range of a download: one session
//! read and one meeting read, and the last use written at most once a minute.
//!
//! The session is worth nothing once the window is over, the meeting withdrawn or purged, the
//! seat gone, or its credential another one (re-issued). Used in such a state it is ended for
//! good: when the office opens the window again, the gate asks again. (One that nobody used
//! meanwhile goes on: its holder noticed no end, and the idle limit still counts.)
//!
//! Whoever holds the cookie of a session that is over is told why, and whom to phone; whoever
//! holds none, or a forged one, learns nothing.

use crate::app::App;
use crate::gate::look_at_gate::GateFacts;
use crate::session::{self, Live};
use crate::witness::ReviewerOf;
use jiff::Timestamp;
use kairan_domain::ids::{CredentialId, SeatId};
use kairan_domain::meeting::{Meeting, Place, State};
use kairan_domain::session::{Ending, Session, Subject};
use kairan_store::{StoreError, Versioned};

/// Who comes with a room's cookie.
#[derive(Debug)]
pub enum Visit {
    /// A reviewer whose session is alive.
    Inside(ReviewerOf),
    /// Somebody whose session is over.
    Over(Box<Over>),
    /// Somebody without a session, as far as we know.
    Nobody,
}

/// A session that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Over {
    /// Why it opens nothing.
    pub why: WhyOver,
    /// Whose meeting it was, and whom to phone.
    pub facts: GateFacts,
}

/// Why a session opens nothing any more. What is so now comes before what was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyOver {
    /// The window is over.
    Closed,
    /// The window now begins later.
    NotYet,
    /// The meeting is withdrawn.
    Withdrawn,
    /// The reader signed out.
    Left,
    /// The viewing password was re-issued.
    Reissued,
    /// The window was over or the meeting withdrawn in between; now it is open again.
    Interrupted,
    /// Not used for long, or begun too long ago.
    Idle,
}

/// The reviewer behind `cookie`, if the session is alive.
///
/// # Errors
///
/// The store cannot be read.
pub async fn reviewer_session(app: &App, cookie: &str) -> Result<Option<ReviewerOf>, StoreError> {
    match visit_room(app, cookie).await? {
        Visit::Inside(by) => Ok(Some(by)),
        Visit::Over(_) | Visit::Nobody => Ok(None),
    }
}

/// Who comes with `cookie`. Notes the use, or the end, of the session.
///
/// # Errors
///
/// The store cannot be read.
pub async fn visit_room(app: &App, cookie: &str) -> Result<Visit, StoreError> {
    let now = app.now();
    let Some(found) = Found::behind(app, cookie).await? else {
        return Ok(Visit::Nobody);
    };
    let Some(why) = found.why_over(app, now) else {
        session::touch(app, &found.session, now).await;
        return Ok(Visit::Inside(found.into_witness()));
    };
    let ending = match why {
        WhyOver::Closed | WhyOver::NotYet => Some(Ending::Closed),
        WhyOver::Withdrawn => Some(Ending::Withdrawn),
        _ => None,
    };
    if let Some(ending) = ending {
        session::end(app, &found.session, ending).await;
    }
    found.told(app, why).await
}

/// Who is already inside with `cookie`. **Reads only**: for the gate, whose GET changes nothing.
///
/// # Errors
///
/// The store cannot be read.
pub async fn already_inside(app: &App, cookie: &str) -> Result<Option<ReviewerOf>, StoreError> {
    let found = Found::behind(app, cookie).await?;
    let now = app.now();
    Ok(found
        .filter(|found| found.why_over(app, now).is_none())
        .map(Found::into_witness))
}

/// Whose meeting `cookie` was made for, and whom to phone; alive or not. **Reads only**, and
/// opens nothing.
///
/// # Errors
///
/// The store cannot be read.
pub async fn office_behind(app: &App, cookie: &str) -> Result<Option<GateFacts>, StoreError> {
    match Found::behind(app, cookie).await? {
        Some(found) => found.facts(app).await,
        None => Ok(None),
    }
}

/// A session of a reviewer, alive or not, with its meeting as it stands.
struct Found {
    session: Versioned<Session>,
    meeting: Versioned<Meeting>,
    seat: SeatId,
    credential: CredentialId,
}

impl Found {
    async fn behind(app: &App, cookie: &str) -> Result<Option<Self>, StoreError> {
        let Some(Live { record, .. }) = session::known(app, cookie).await? else {
            return Ok(None);
        };
        let Subject::Reviewer {
            insurer,
            meeting,
            seat,
            credential,
        } = record.subject
        else {
            return Ok(None);
        };
        let meeting = app.store.meeting(insurer, meeting).await?;
        Ok(meeting.map(|meeting| Self {
            session: record,
            meeting,
            seat,
            credential,
        }))
    }

    fn why_over(&self, app: &App, now: Timestamp) -> Option<WhyOver> {
        match self.meeting.state(now) {
            State::Open => {}
            State::Waiting => return Some(WhyOver::NotYet),
            State::Withdrawn => return Some(WhyOver::Withdrawn),
            State::Closed | State::Draft | State::Purged => return Some(WhyOver::Closed),
        }
        match self.session.ended {
            Some(Ending::Left) => return Some(WhyOver::Left),
            Some(Ending::Reissued) => return Some(WhyOver::Reissued),
            Some(
                Ending::Closed
                | Ending::Withdrawn
                | Ending::Reprinted
                | Ending::Cancelled
                | Ending::Reassigned,
            ) => return Some(WhyOver::Interrupted),
            None => {}
        }
        let seat = self
            .meeting
            .packet()
            .and_then(|packet| packet.seat(self.seat));
        match seat.map(|seat| &seat.place) {
            Some(Place::Electronic { credential, .. }) if *credential == self.credential => {}
            _ => return Some(WhyOver::Reissued),
        }
        (!session::is_alive(app, &self.session, now)).then_some(WhyOver::Idle)
    }

    fn into_witness(self) -> ReviewerOf {
        ReviewerOf::at(
            self.meeting,
            self.seat,
            self.credential,
            self.session.digest,
        )
    }

    async fn told(self, app: &App, why: WhyOver) -> Result<Visit, StoreError> {
        let facts = self.facts(app).await?;
        let over = |facts| Visit::Over(Box::new(Over { why, facts }));
        Ok(facts.map_or(Visit::Nobody, over))
    }

    /// Nothing is told of a meeting that was purged.
    async fn facts(&self, app: &App) -> Result<Option<GateFacts>, StoreError> {
        if self.meeting.state(app.now()) == State::Purged {
            return Ok(None);
        }
        let insurer = app.store.insurer(self.meeting.insurer).await?;
        let packet = self.meeting.packet().zip(insurer);
        Ok(packet.map(|(packet, insurer)| GateFacts::of(packet, self.seat, &insurer)))
    }
}
