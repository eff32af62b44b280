//! What several pages of a meeting say of it.

use crate::console::when;
use kairan_board::MeetingLine;
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
        Self { date: when::day(line.held_on), no: filled(&line.meeting_no), panel: line.panel.clone() }
    }
}

/// The text, unless there is none.
pub(super) fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
