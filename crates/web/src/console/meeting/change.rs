//! GET and POST `/console/meetings/{meeting}/change`: day, window and remark of what is
//! published. A later deadline opens a closed meeting again.

use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::draft::{Conflict, Order, PlanView, plan_differences, plan_of};
use crate::console::fields;
use crate::console::frame::Here;
use crate::console::limits::LimitsView;
use crate::console::paths::{board_path, edit_path};
use crate::console::posted::Form;
use crate::console::refused::{NOT_STORED, other_state, read_refused};
use crate::console::reply::{go, go_counting, go_saying, not_found};
use crate::console::said::Said;
use crate::console::when;
use crate::refusal::{Reply, Unavailable};
use crate::site::Site;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use kairan_board::{AlterError, FormView, change_meeting, read_form};
use kairan_domain::check::Fault;
use kairan_domain::date;
use kairan_domain::ids::MeetingId;
use kairan_domain::meeting::{CHANGEABLE, State as MeetingState};
use kairan_domain::raw::RawMeeting;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    meeting_id: String,
    version: String,
    now: Now,
    form: PlanView,
    electronic: usize,
    limits: LimitsView,
    errors: Vec<fields::At>,
    corrections: Vec<fields::At>,
    conflict: Option<Conflict>,
}

/// What stands.
#[derive(Serialize)]
struct Now {
    date: String,
    time: Option<String>,
    from: String,
    until: String,
}

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    At(meeting): At<MeetingId>,
) -> Reply {
    match read_form(site.app(), &clerk.by, meeting).await {
        Ok(form) if form.state == MeetingState::Draft => Ok(go(&edit_path(meeting))),
        Ok(form) if !CHANGEABLE.contains(&form.state) => {
            Ok(go_saying(&board_path(meeting), Said::OtherState))
        }
        Ok(form) => Ok(show(
            &site,
            &clerk,
            &View::of(&site, &form, &form.raw),
            StatusCode::OK,
        )),
        Err(error) => read_refused(error),
    }
}

pub(super) async fn submit(
    State(site): State<Site>,
    At(meeting): At<MeetingId>,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    let seen = fields.text("version").parse().unwrap_or_default();
    let form = match read_form(site.app(), &clerk.by, meeting).await {
        Ok(form) => form,
        Err(error) => return read_refused(error),
    };
    let typed = typed(&form, plan_of(&fields));
    match change_meeting(site.app(), &clerk.by, meeting, seen, typed.clone()).await {
        Ok(altered) if altered.edition == seen => {
            Ok(go_saying(&board_path(meeting), Said::NothingChanged))
        }
        Ok(altered) => Ok(go_counting(
            &board_path(meeting),
            Said::Changed,
            altered.told,
        )),
        Err(AlterError::NotFound) => Ok(not_found()),
        Err(AlterError::State(state)) => Ok(go_saying(&board_path(meeting), other_state(state))),
        Err(AlterError::Faults(faults)) => Ok(faulty(&site, &clerk, &form, &typed, seen, &faults)),
        Err(AlterError::Changed { theirs }) => changed(&site, &clerk, &theirs, &typed).await,
        Err(AlterError::Contended) => {
            let status = StatusCode::CONFLICT;
            Ok(not_stored(&site, &clerk, &form, &typed, seen, status))
        }
        Err(AlterError::Store(error)) => {
            let Unavailable = error.into();
            let status = StatusCode::SERVICE_UNAVAILABLE;
            Ok(not_stored(&site, &clerk, &form, &typed, seen, status))
        }
    }
}

/// The page has no fields for number and panel: they stay what they are. Taken apart, so that
/// a new field is either typed on this page or kept; none is emptied because the page lacks it.
fn typed(form: &FormView, typed: RawMeeting) -> RawMeeting {
    let RawMeeting {
        held_on,
        starts_at,
        meeting_no: _,
        panel: _,
        reviewer_count,
        from_on,
        from_at,
        until_on,
        until_at,
        remark,
        seats,
    } = typed;
    RawMeeting {
        held_on,
        starts_at,
        meeting_no: form.raw.meeting_no.clone(),
        panel: form.raw.panel.clone(),
        reviewer_count,
        from_on,
        from_at,
        until_on,
        until_at,
        remark,
        seats,
    }
}

fn faulty(
    site: &Site,
    clerk: &Clerk,
    form: &FormView,
    typed: &RawMeeting,
    seen: u64,
    faults: &[Fault],
) -> Response {
    let mut view = View::of(site, form, typed);
    view.version = seen.to_string();
    view.errors = Order::none().errors(faults);
    show(site, clerk, &view, StatusCode::UNPROCESSABLE_ENTITY)
}

/// What was typed, to be sent again.
fn not_stored(
    site: &Site,
    clerk: &Clerk,
    form: &FormView,
    typed: &RawMeeting,
    seen: u64,
    status: StatusCode,
) -> Response {
    let mut view = View::of(site, form, typed);
    view.version = seen.to_string();
    view.errors = vec![fields::At::whole(NOT_STORED)];
    show(site, clerk, &view, status)
}

/// Another clerk was faster: both texts, the own one in the fields.
async fn changed(site: &Site, clerk: &Clerk, theirs: &FormView, typed: &RawMeeting) -> Reply {
    let fields = plan_differences(
        &RawMeeting {
            reviewer_count: String::new(),
            ..theirs.raw.clone()
        },
        typed,
    );
    if fields.is_empty() {
        // The same twice: the first one's answer told of the letters.
        return Ok(go_saying(&board_path(theirs.meeting), Said::ChangedBefore));
    }
    let mut view = View::of(site, theirs, typed);
    view.conflict = Some(Conflict::with(site, &clerk.by, theirs, fields).await?);
    Ok(show(site, clerk, &view, StatusCode::CONFLICT))
}

fn show(site: &Site, clerk: &Clerk, view: &View, status: StatusCode) -> Response {
    clerk
        .frame
        .page("console/meeting_change.html", Here::Meetings)
        .status(status)
        .reply(site, view)
}

impl View {
    fn of(site: &Site, form: &FormView, typed: &RawMeeting) -> Self {
        Self {
            meeting_id: form.meeting.to_string(),
            version: form.edition.to_string(),
            now: Now::of(&form.raw),
            form: PlanView::of(typed),
            electronic: form.raw.seats.iter().filter(|seat| !seat.paper).count(),
            limits: LimitsView::of(&site.app().limits),
            errors: Vec::new(),
            corrections: Vec::new(),
            conflict: None,
        }
    }
}

impl Now {
    fn of(raw: &RawMeeting) -> Self {
        let day = |typed: &str| date::parse_date(typed).map(when::day).unwrap_or_default();
        let time = |typed: &str| {
            date::parse_time(typed)
                .map(date::clock_time)
                .unwrap_or_default()
        };
        let minute = |on: &str, at: &str| format!("{} {}", day(on), time(at));
        let end = |on: &str, at: &str| {
            let until = date::from_tokyo(date::parse_date(on).ok()?, date::parse_time(at).ok()?);
            until.map(when::end)
        };
        Self {
            date: day(&raw.held_on),
            time: date::parse_time(&raw.starts_at).ok().map(date::clock_time),
            from: minute(&raw.from_on, &raw.from_at),
            until: end(&raw.until_on, &raw.until_at).unwrap_or_default(),
        }
    }
}
