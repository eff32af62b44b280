//! GET and POST `/console/meetings/{meeting}/delete`: a draft vanishes; what was published is
//! withdrawn, and purged later.

use super::facts::filled;
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
use kairan_board::{delete_draft, read_form, withdraw_meeting};
use kairan_domain::date;
use kairan_domain::ids::MeetingId;
use kairan_domain::meeting::{CHANGEABLE, State as MeetingState};
use serde::Serialize;

#[derive(Serialize)]
struct View {
    meeting_id: String,
    draft: bool,
    meeting: Heading,
    materials: usize,
    purge_on: Option<String>,
}

/// A draft may have no day yet.
#[derive(Serialize)]
struct Heading {
    date: Option<String>,
    no: Option<String>,
    panel: Option<String>,
}

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    At(meeting): At<MeetingId>,
) -> Reply {
    let form = match read_form(site.app(), &clerk.by, meeting).await {
        Ok(form) => form,
        Err(error) => return read_refused(error),
    };
    let draft = form.state == MeetingState::Draft;
    if !draft && !CHANGEABLE.contains(&form.state) {
        return Ok(go_saying(&board_path(meeting), Said::OtherState));
    }
    let app = site.app();
    let purge_at = app
        .now()
        .checked_add(app.policies.withdrawn_purge_after)
        .unwrap_or(Timestamp::MAX);
    let view = View {
        meeting_id: meeting.to_string(),
        draft,
        meeting: Heading {
            date: date::parse_date(&form.raw.held_on).ok().map(when::day),
            no: filled(&form.raw.meeting_no),
            panel: filled(&form.raw.panel),
        },
        materials: form.materials.len(),
        purge_on: (!draft).then(|| when::day_of(purge_at)),
    };
    Ok(clerk
        .frame
        .page("console/delete_confirm.html", Here::Meetings)
        .reply(&site, &view))
}

pub(super) async fn submit(
    State(site): State<Site>,
    At(meeting): At<MeetingId>,
    form: Form<Clerk>,
) -> Reply {
    let (app, by) = (site.app(), &form.caller.by);
    let state = match read_form(app, by, meeting).await {
        Ok(form) => form.state,
        Err(error) => return read_refused(error),
    };
    let back = board_path(meeting);
    let (done, next, said) = if state == MeetingState::Draft {
        (
            delete_draft(app, by, meeting).await,
            "/console/",
            Said::DraftDeleted,
        )
    } else {
        (
            withdraw_meeting(app, by, meeting).await,
            back.as_str(),
            Said::Deleted,
        )
    };
    match done {
        Ok(()) => Ok(go_saying(next, said)),
        Err(error) => change_refused(error, &back),
    }
}
