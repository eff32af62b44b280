//! POST `/console/meetings` and `/console/meetings/{meeting}/copy`: a new draft.

use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::paths::edit_path;
use crate::console::posted::Form;
use crate::console::refused::change_refused;
use crate::console::reply::{go, go_saying};
use crate::console::said::Said;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use kairan_board::create_draft;
use kairan_domain::ids::MeetingId;

pub(super) async fn submit(State(site): State<Site>, form: Form<Clerk>) -> Reply {
    match create_draft(site.app(), &form.caller.by, None).await {
        Ok(meeting) => Ok(go(&edit_path(meeting))),
        Err(error) => change_refused(error, "/console/"),
    }
}

pub(super) async fn copy(
    State(site): State<Site>,
    At(model): At<MeetingId>,
    form: Form<Clerk>,
) -> Reply {
    match create_draft(site.app(), &form.caller.by, Some(model)).await {
        Ok(meeting) => Ok(go_saying(&edit_path(meeting), Said::Copied)),
        Err(error) => change_refused(error, "/console/"),
    }
}
