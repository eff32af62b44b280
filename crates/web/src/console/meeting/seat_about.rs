//! The one seat a page is about.

use super::facts::Heading;
use crate::console::caller::Clerk;
use crate::console::paths::{board_path, edit_path};
use crate::console::refused::read_refused;
use crate::console::reply::{go, go_saying, not_found};
use crate::console::said::Said;
use crate::console::trouble;
use crate::refusal::Unavailable;
use crate::site::Site;
use axum::response::Response;
use kairan_board::{SeatLine, show_board};
use kairan_domain::ids::{MeetingId, SeatId};
use kairan_domain::meeting::CHANGEABLE;
use serde::Serialize;

/// A seat with a link, in a meeting that can be changed.
#[derive(Serialize)]
pub(super) struct SeatAbout {
    pub(super) meeting_id: String,
    meeting: Heading,
    seat: SeatView,
    /// Letters leave at once; none does while the links are closed.
    live: bool,
}

#[derive(Serialize)]
pub(super) struct SeatView {
    id: String,
    no: usize,
    name: String,
    mail: String,
    reason: Option<String>,
}

impl SeatAbout {
    /// The seat, or the page to show instead.
    pub(super) async fn find(
        site: &Site,
        clerk: &Clerk,
        meeting: MeetingId,
        seat: SeatId,
    ) -> Result<Result<Self, Response>, Unavailable> {
        let board = match show_board(site.app(), &clerk.by, meeting).await {
            Ok(board) => board,
            Err(error) => return read_refused(error).map(Err),
        };
        let Some(line) = &board.line else {
            return Ok(Err(go(&edit_path(meeting))));
        };
        if !CHANGEABLE.contains(&board.state) {
            return Ok(Err(go_saying(&board_path(meeting), Said::OtherState)));
        }
        let found = board.seats.iter().find(|line| line.seat == seat);
        Ok(match found.filter(|seat| !seat.paper) {
            Some(seat) => Ok(Self {
                meeting_id: meeting.to_string(),
                meeting: Heading::of(line),
                seat: SeatView::of(seat),
                live: board.state.links_live(),
            }),
            None => Err(not_found()),
        })
    }
}

impl SeatView {
    fn of(seat: &SeatLine) -> Self {
        Self {
            id: seat.seat.to_string(),
            no: seat.number,
            name: seat.name.expose().to_owned(),
            mail: seat.mail.expose().to_owned(),
            reason: seat
                .trouble
                .filter(|trouble| trouble::is_of_mail(*trouble))
                .map(trouble::sentence),
        }
    }
}
