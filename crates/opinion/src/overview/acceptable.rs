//! Accepted opinions from which a clerk picks for a meeting.

use super::row::{RequestRow, Rows};
use super::show_request::{MaskedLine, MeetingOfRequest, VersionLine, meetings};
use crate::error::ReadError;
use kairan_access::{App, StaffOf};
use kairan_domain::date::tokyo_day;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::RequestState;
use kairan_store::Cursor;

/// Candidates on a page.
const PAGE: usize = 50;
/// Of those that went to a meeting already, the latest accepted: this meeting's may be among them.
const MOST_GONE: usize = 50;
/// Ended requests looked at for one page, the last ended first.
const MOST_LOOKED_AT: usize = 1_000;
/// Looked at together.
const AT_ONCE: usize = 100;

/// An accepted opinion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardCandidate {
    /// The request.
    pub row: RequestRow,
    /// The version that counts.
    pub version: u32,
    /// Its pages for the board; without them it cannot be picked.
    pub masked: Option<MaskedLine>,
    /// Whether the board's pages can be drawn anew with another case number.
    pub written: bool,
    /// Where it went already.
    pub meetings: Vec<MeetingOfRequest>,
}

/// One page of what can be picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardCandidates {
    /// Those in no meeting first, by application day.
    pub rows: Vec<BoardCandidate>,
    /// Where those accepted earlier begin; `None` when there are no more.
    pub next: Option<String>,
}

/// Accepted opinions of this insurer, the last accepted ones on the first page. What went to a
/// meeting is told by an index and mostly not even opened: of years of accepted opinions, a
/// clerk looks for the few that went to none.
///
/// # Errors
/// [`ReadError::Store`]. A cursor that is none begins at the first page.
pub async fn acceptable_for_board(
    app: &App,
    by: &StaffOf,
    next: Option<&str>,
) -> Result<BoardCandidates, ReadError> {
    let mut rows = Rows::new(app, by.insurer(), tokyo_day(app.now()));
    let mut cursor: Option<Cursor> = next.and_then(|next| next.parse().ok());
    let (mut found, mut waiting, mut gone) = (Vec::new(), 0, 0);
    let mut looked_at = 0;
    let next = 'page: loop {
        let ended = app
            .store
            .ended_requests_page(by.insurer(), cursor.as_ref(), AT_ONCE);
        let ended = ended.await?;
        for (id, place) in ended.items {
            let went = app.store.went_to_a_meeting(by.insurer(), id).await?;
            if !went || gone < MOST_GONE {
                let candidate = candidate(app, by, id, &mut rows).await?;
                let counts = if went { &mut gone } else { &mut waiting };
                *counts += usize::from(candidate.is_some());
                found.extend(candidate);
            }
            looked_at += 1;
            if waiting == PAGE || looked_at == MOST_LOOKED_AT {
                break 'page Some(place);
            }
        }
        cursor = ended.next;
        if cursor.is_none() {
            break None;
        }
    };
    found.sort_by_key(|one| (!one.meetings.is_empty(), one.row.applied_on, one.row.id));
    Ok(BoardCandidates {
        rows: found,
        next: next.map(|place| place.to_string()),
    })
}

/// `None` when it ended otherwise than by being accepted.
async fn candidate(
    app: &App,
    by: &StaffOf,
    id: OpinionRequestId,
    rows: &mut Rows<'_>,
) -> Result<Option<BoardCandidate>, ReadError> {
    let Some(request) = app.store.opinion_request(by.insurer(), id).await? else {
        return Ok(None);
    };
    let (true, Some(version)) = (
        request.state() == RequestState::Accepted,
        request.versions.last(),
    ) else {
        return Ok(None);
    };
    let line = VersionLine::of(version);
    Ok(Some(BoardCandidate {
        row: rows.one(&request).await?,
        version: version.number,
        masked: line.masked,
        written: line.written,
        meetings: meetings(app, by, &request).await?,
    }))
}
