//! What several pages of a meeting say of it.

use crate::console::when;
use kairan_board::{Board, SeatLine};
use kairan_domain::ids::VersionId;
use kairan_domain::meeting_line::MeetingLine;
use serde::Serialize;

/// Day, number and panel on top of a page.
#[derive(Serialize)]
pub(super) struct Heading {
    date: String,
    no: Option<String>,
    panel: Option<String>,
}

impl Heading {
    pub(super) fn of(line: &MeetingLine) -> Self {
        Self {
            date: when::day(line.held_on),
            no: filled(&line.meeting_no),
            panel: line.panel.clone(),
        }
    }
}

/// The text, unless there is none.
pub(super) fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Seats that have opened anything.
pub(crate) fn opened(board: &Board) -> usize {
    let any = |seat: &&SeatLine| {
        let now = seat
            .versions
            .iter()
            .any(|version| version.status.first_at.is_some());
        now || !seat.earlier.is_empty()
    };
    board.seats.iter().filter(any).count()
}

/// Seats that have opened this current version.
pub(crate) fn opened_version(board: &Board, version: VersionId) -> usize {
    board
        .materials
        .iter()
        .find(|material| material.line.version == version)
        .map_or(0, |material| material.opened)
}
