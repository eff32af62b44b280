//! Who stands behind the cookie that a letter's passcode gave. One session read and one
//! request read, and the last use written at most once a minute.
//!
//! The session is worth nothing once the request is cancelled, given to another doctor, or
//! accepted for longer than the doctor may read it, nor once the letter was printed again.
//! Whoever holds the cookie of a session that is over is told why, and whom to phone; whoever
//! holds none, a forged one, or one for another request learns nothing.

use crate::app::App;
use crate::error::NotInside;
use crate::letter::look_at_letter::{LetterFacts, LetterOver, WhyLetterOver};
use crate::session::{self, Live};
use crate::witness::PhysicianOf;
use jiff::Timestamp;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::OpinionRequest;
use kairan_domain::session::{Ending, Session, Subject};
use kairan_store::{StoreError, Versioned};

/// The doctor who comes with `cookie` to `request`. Notes the use, or the end, of the session.
///
/// # Errors
///
/// [`NotInside`].
pub async fn physician_session(
    app: &App,
    cookie: &str,
    request: OpinionRequestId,
) -> Result<PhysicianOf, NotInside> {
    let now = app.now();
    let found = Found::behind(app, cookie, request).await?;
    let found = found.ok_or(NotInside::Nobody)?;
    let Some(why) = found.why_over(app, now) else {
        session::touch(app, &found.session, now).await;
        return Ok(PhysicianOf::with_letter(found.request));
    };
    let ending = match why {
        WhyLetterOver::Accepted => Some(Ending::Closed),
        WhyLetterOver::Cancelled => Some(Ending::Cancelled),
        WhyLetterOver::Reassigned => Some(Ending::Reassigned),
        WhyLetterOver::Reprinted => Some(Ending::Reprinted),
        WhyLetterOver::Left | WhyLetterOver::Idle => None,
    };
    if let Some(ending) = ending {
        session::end(app, &found.session, ending).await;
    }
    Err(told(app, &found.request, why).await?)
}

/// Who is already inside `request` with `cookie`. **Reads only**: for the letter's door, whose
/// GET changes nothing.
///
/// # Errors
///
/// The store cannot be read.
pub async fn already_writing(
    app: &App,
    cookie: &str,
    request: OpinionRequestId,
) -> Result<Option<PhysicianOf>, StoreError> {
    let now = app.now();
    let found = Found::behind(app, cookie, request).await?;
    Ok(found
        .filter(|found| found.why_over(app, now).is_none())
        .map(|found| PhysicianOf::with_letter(found.request)))
}

/// Why nobody comes in, with whom to phone.
pub(crate) async fn told(
    app: &App,
    request: &OpinionRequest,
    why: WhyLetterOver,
) -> Result<NotInside, StoreError> {
    let facts = LetterFacts::of(app, request).await?;
    let over = |facts| NotInside::Over(Box::new(LetterOver { why, facts }));
    Ok(facts.map_or(NotInside::Nobody, over))
}

/// A session of a doctor, alive or not, with its request as it stands.
struct Found {
    session: Versioned<Session>,
    request: Versioned<OpinionRequest>,
    /// The print of the letter it was opened with.
    printed_at: Timestamp,
}

impl Found {
    async fn behind(
        app: &App,
        cookie: &str,
        wanted: OpinionRequestId,
    ) -> Result<Option<Self>, StoreError> {
        let Some(Live { record, .. }) = session::known(app, cookie).await? else {
            return Ok(None);
        };
        let Subject::Physician {
            insurer,
            request,
            printed_at,
        } = record.subject
        else {
            return Ok(None);
        };
        if request != wanted {
            return Ok(None);
        }
        let request = app.store.opinion_request(insurer, request).await?;
        Ok(request.map(|request| Self {
            session: record,
            request,
            printed_at,
        }))
    }

    fn why_over(&self, app: &App, now: Timestamp) -> Option<WhyLetterOver> {
        if let Some(why) = WhyLetterOver::of(app, &self.request, now) {
            return Some(why);
        }
        match self.session.ended {
            Some(Ending::Left) => return Some(WhyLetterOver::Left),
            Some(Ending::Reprinted) => return Some(WhyLetterOver::Reprinted),
            // None of these can be undone, so the request itself has told it above; whatever
            // ended it, the passcode opens again.
            Some(
                Ending::Cancelled
                | Ending::Reassigned
                | Ending::Closed
                | Ending::Withdrawn
                | Ending::Reissued,
            ) => return Some(WhyLetterOver::Idle),
            None => {}
        }
        // Also of a print that came at the moment of signing in and found no session to end.
        let print = self.request.letter.as_ref().map(|letter| letter.printed_at);
        if print != Some(self.printed_at) {
            return Some(WhyLetterOver::Reprinted);
        }
        (!session::is_alive(app, &self.session, now)).then_some(WhyLetterOver::Idle)
    }
}
