//! GET and POST `/console/meetings/{meeting}/withdraw`, POST `…/revive`, and
//! POST `…/materials/{material}/withdraw`.

use super::facts::{Heading, opened};
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::frame::Here;
use crate::console::paths::board_path;
use crate::console::posted::Form;
use crate::console::refused::{change_refused, read_refused};
use crate::console::reply::go_saying;
use crate::console::said::Said;
use crate::console::when;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use jiff::Timestamp;
use kairan_board::{revive_meeting, show_board, withdraw_material, withdraw_meeting};
use kairan_domain::ids::{MaterialId, MeetingId};
use kairan_domain::meeting::CHANGEABLE;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    meeting_id: String,
    meeting: Heading,
    seats: Counts,
    purge_on: String,
}

#[derive(Serialize)]
struct Counts {
    electronic: usize,
    opened: usize,
}

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    At(meeting): At<MeetingId>,
) -> Reply {
    let board = match show_board(site.app(), &clerk.by, meeting).await {
        Ok(board) => board,
        Err(error) => return read_refused(error),
    };
    let Some(line) = board
        .line
        .as_ref()
        .filter(|_| CHANGEABLE.contains(&board.state))
    else {
        return Ok(go_saying(&board_path(meeting), Said::OtherState));
    };
    let (app, now) = (site.app(), site.app().now());
    let purge_at = now.checked_add(app.policies.withdrawn_purge_after);
    let view = View {
        meeting_id: meeting.to_string(),
        meeting: Heading::of(line),
        purge_on: when::day_of(purge_at.unwrap_or(Timestamp::MAX)),
        seats: Counts {
            electronic: board.read.of,
            opened: opened(&board),
        },
    };
    Ok(clerk
        .frame
        .page("console/withdraw_confirm.html", Here::Meetings)
        .reply(&site, &view))
}

pub(super) async fn submit(
    State(site): State<Site>,
    At(meeting): At<MeetingId>,
    form: Form<Clerk>,
) -> Reply {
    let back = board_path(meeting);
    match withdraw_meeting(site.app(), &form.caller.by, meeting).await {
        Ok(()) => Ok(go_saying(&back, Said::Withdrawn)),
        Err(error) => change_refused(error, &back),
    }
}

pub(super) async fn revive(
    State(site): State<Site>,
    At(meeting): At<MeetingId>,
    form: Form<Clerk>,
) -> Reply {
    let back = board_path(meeting);
    match revive_meeting(site.app(), &form.caller.by, meeting).await {
        Ok(()) => Ok(go_saying(&back, Said::Revived)),
        Err(error) => change_refused(error, &back),
    }
}

pub(super) async fn material(
    State(site): State<Site>,
    At(meeting): At<MeetingId>,
    At(material): At<MaterialId>,
    form: Form<Clerk>,
) -> Reply {
    let back = board_path(meeting);
    match withdraw_material(site.app(), &form.caller.by, meeting, material).await {
        Ok(()) => Ok(go_saying(&back, Said::MaterialWithdrawn)),
        Err(error) => change_refused(error, &back),
    }
}
