//! Who stands behind a room's cookie. On the path of every range of a download: one session
//! read and one meeting read, and the last use written at most once a minute.
//!
//! The session is worth nothing once the window is over, the meeting withdrawn or purged, the
//! seat gone, or its credential another one (re-issued).

use crate::app::App;
use crate::session::{self, Live};
use crate::witness::ReviewerOf;
use kairan_domain::meeting::{Place, State};
use kairan_domain::session::Subject;
use kairan_store::StoreError;

/// The reviewer behind `cookie`.
///
/// # Errors
///
/// The store cannot be read.
pub async fn reviewer_session(app: &App, cookie: &str) -> Result<Option<ReviewerOf>, StoreError> {
    let now = app.now();
    let Some(Live { record, .. }) = session::live(app, cookie, now).await? else {
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
    let Some(meeting) = app.store.meeting(insurer, meeting).await? else {
        return Ok(None);
    };
    let open = meeting
        .packet()
        .filter(|packet| packet.state(now) == State::Open);
    let place = open
        .and_then(|packet| packet.seat(seat))
        .map(|seat| &seat.place);
    if !matches!(place, Some(Place::Electronic { credential: own, .. }) if *own == credential) {
        return Ok(None);
    }
    session::touch(app, &record, now).await;
    Ok(Some(ReviewerOf::at(
        meeting,
        seat,
        credential,
        record.digest,
    )))
}
