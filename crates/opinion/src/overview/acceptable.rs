//! Accepted opinions from which a clerk picks for a meeting.

use super::row::{RequestRow, Rows};
use super::show_request::{MaskedLine, MeetingOfRequest, VersionLine, meetings};
use crate::error::ReadError;
use kairan_access::{App, StaffOf};
use kairan_domain::date::tokyo_day;
use kairan_domain::opinion_request::RequestState;
use kairan_store::RequestsQuery;

/// Accepted opinions looked at, by due date: months of a large town's meetings.
const LOOK_BACK: usize = 500;

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

/// The accepted opinions of this insurer, those in no meeting first, by application day.
///
/// # Errors
/// [`ReadError::Store`].
pub async fn acceptable_for_board(
    app: &App,
    by: &StaffOf,
) -> Result<Vec<BoardCandidate>, ReadError> {
    let query = RequestsQuery {
        states: vec![RequestState::Accepted],
        clinic: None,
        limit: LOOK_BACK,
        cursor: None,
    };
    let accepted = app
        .store
        .opinion_requests_page(by.insurer(), &query)
        .await?;
    let mut rows = Rows::new(app, by.insurer(), tokyo_day(app.now())).await?;
    let mut found = Vec::new();
    for request in &accepted.items {
        let Some(version) = request.versions.last() else {
            continue;
        };
        let line = VersionLine::of(version);
        found.push(BoardCandidate {
            row: rows.one(request).await?,
            version: version.number,
            masked: line.masked,
            written: line.written,
            meetings: meetings(app, by, request).await?,
        });
    }
    found.sort_by_key(|one| (!one.meetings.is_empty(), one.row.applied_on, one.row.id));
    Ok(found)
}
