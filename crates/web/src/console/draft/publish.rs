//! POST `/console/meetings/{meeting}/publish`. A second click gets the same answer.

use super::show::show_faults;
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::paths::{board_path, confirm_path, edit_path, passwords_path};
use crate::console::posted::Form;
use crate::console::refused::other_state;
use crate::console::reply::{go_saying, not_found};
use crate::console::said::Said;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use http::StatusCode;
use kairan_board::{PublishError, publish_meeting};
use kairan_domain::ids::MeetingId;

pub(super) async fn submit(
    State(site): State<Site>,
    At(meeting): At<MeetingId>,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    let seen = fields.text("version").parse().unwrap_or_default();
    Ok(
        match publish_meeting(site.app(), &clerk.by, meeting, seen).await {
            Ok(_) => go_saying(&passwords_path(meeting), Said::Published),
            Err(PublishError::NotFound) => not_found(),
            Err(PublishError::State(state)) => go_saying(&board_path(meeting), other_state(state)),
            Err(PublishError::Changed { .. }) => {
                go_saying(&confirm_path(meeting), Said::ChangedSince)
            }
            Err(PublishError::Faults(faults)) => {
                return show_faults(&site, &clerk, meeting, &faults).await;
            }
            Err(PublishError::Undecided) => go_saying(&confirm_path(meeting), Said::Undecided),
            Err(PublishError::NoSpace) => go_saying(&edit_path(meeting), Said::NoSpace),
            Err(PublishError::Contended) => crate::refusal::plain(StatusCode::CONFLICT),
            Err(PublishError::Store(error)) => return Err(error.into()),
        },
    )
}
