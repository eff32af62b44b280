//! GET `/console/meetings/{meeting}`: the status board. A draft leads on to its form.

use super::facts::filled;
use super::materials::MaterialView;
use super::seat_view::{Rights, SeatView, needs_call};
use super::telling;
use crate::console::at::At;
use crate::console::badge::Badge;
use crate::console::caller::{Clerk, Staff};
use crate::console::fields;
use crate::console::frame::{Frame, Here};
use crate::console::home::state as state_badge;
use crate::console::limits::LimitsView;
use crate::console::paths::edit_path;
use crate::console::refused::read_refused;
use crate::console::reply::{go, go_saying};
use crate::console::said::{Said, Told};
use crate::console::when;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Query, State};
use jiff::Timestamp;
use kairan_access::StaffOf;
use kairan_board::{Board, show_board};
use kairan_domain::ids::MeetingId;
use kairan_domain::meeting::{CHANGEABLE, State as MeetingState};
use kairan_domain::meeting_line::MeetingLine;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    meeting: MeetingView,
    as_of: String,
    summary: Summary,
    call_seats: Vec<SeatView>,
    other_seats: Vec<SeatView>,
    materials: Vec<MaterialView>,
    can: Can,
    limits: LimitsView,
    errors: Vec<fields::At>,
}

#[derive(Serialize)]
struct MeetingView {
    id: String,
    version: String,
    date: String,
    time: Option<String>,
    no: Option<String>,
    panel: Option<String>,
    remark: Option<String>,
    state: Badge,
    from: String,
    until: String,
    published: String,
    purge_on: Option<String>,
    state_note: Option<String>,
}

#[derive(Serialize)]
struct Summary {
    opened: usize,
    read_all: usize,
    electronic: usize,
    paper: usize,
    call: usize,
    passwords_left: usize,
}

/// What may be done here, by this person, in this state.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "one per button of the page")]
struct Can {
    change: bool,
    add: bool,
    withdraw: bool,
    revive: bool,
    delete: bool,
    copy: bool,
}

pub(super) async fn page(
    State(site): State<Site>,
    staff: Staff,
    At(meeting): At<MeetingId>,
    Query(told): Query<Told>,
) -> Reply {
    show(&site, &staff.by, &staff.frame, meeting, (&told, Vec::new())).await
}

/// The board again, with the files that did not come in; `added` others did.
pub(crate) async fn files_refused(
    site: &Site,
    clerk: &Clerk,
    meeting: MeetingId,
    (added, faults): (usize, Vec<fields::At>),
) -> Reply {
    let told = Told::added(added);
    show(site, &clerk.by, &clerk.frame, meeting, (&told, faults)).await
}

async fn show(
    site: &Site,
    by: &StaffOf,
    frame: &Frame,
    meeting: MeetingId,
    (told, errors): (&Told, Vec<fields::At>),
) -> Reply {
    let board = match show_board(site.app(), by, meeting).await {
        Ok(board) => board,
        Err(error) => return read_refused(error),
    };
    let clerk = by.as_clerk().is_some();
    let line = match &board.line {
        Some(line) => line,
        None if clerk => return Ok(go(&edit_path(meeting))),
        None => return Ok(go_saying("/console/", Said::StillDraft)),
    };
    let status = fields::status(&errors);
    let view = View::of(site, &board, line, (clerk, errors));
    let page = frame
        .page("console/meeting.html", Here::Meetings)
        .telling(telling::notice(told, &board));
    Ok(page.status(status).reply(site, &view))
}

impl View {
    fn of(
        site: &Site,
        board: &Board,
        line: &MeetingLine,
        (clerk, errors): (bool, Vec<fields::At>),
    ) -> Self {
        let (app, now) = (site.app(), site.app().now());
        let rights = Rights::of(board.state, clerk);
        let seat = |seat| SeatView::of(seat, board, rights);
        let (call, other): (Vec<_>, Vec<_>) = board.seats.iter().partition(|seat| needs_call(seat));
        let purge_at = board.purge_at.or_else(|| {
            let ends = CHANGEABLE
                .contains(&board.state)
                .then_some(line.window.until)?;
            ends.checked_add(app.policies.purge_after).ok()
        });
        Self {
            meeting: MeetingView::of(board, line, purge_at),
            as_of: when::clock(now),
            summary: Summary::of(board),
            call_seats: call.into_iter().map(seat).collect(),
            other_seats: other.into_iter().map(seat).collect(),
            materials: board
                .materials
                .iter()
                .zip(1..)
                .map(|(material, no)| MaterialView::of(no, material, &board.seats))
                .collect(),
            can: Can::of(board.state, clerk),
            limits: LimitsView::of(&app.limits),
            errors,
        }
    }
}

impl MeetingView {
    fn of(board: &Board, line: &MeetingLine, purge_at: Option<Timestamp>) -> Self {
        Self {
            id: board.meeting.to_string(),
            version: board.edition.to_string(),
            date: when::day(line.held_on),
            time: when::time(line.starts_at),
            no: filled(&line.meeting_no),
            panel: line.panel.clone(),
            remark: board
                .remark
                .as_ref()
                .map(|remark| remark.expose().to_owned()),
            state: state_badge(board.state, board.purge_at),
            from: when::long(line.window.from),
            until: when::end(line.window.until),
            published: board.published_at.map(when::long).unwrap_or_default(),
            purge_on: purge_at.map(when::day_of),
            state_note: note(board.state, purge_at),
        }
    }
}

fn note(state: MeetingState, purge_at: Option<Timestamp>) -> Option<String> {
    let sentence = match state {
        MeetingState::Waiting => {
            "公開しました。閲覧の開始までは、委員がリンクを開いても資料は見えません。"
        }
        MeetingState::Closed => {
            "閲覧の期限が過ぎたため、委員のリンクは止まっています。もう一度見られるようにするときは、閲覧の期限を延ばしてください。"
        }
        MeetingState::Withdrawn => {
            let until = purge_at.map(when::day_of).unwrap_or_default();
            return Some(format!(
                "この審査会は取り下げられていて、委員のリンクは使えません。資料は{until}に自動で廃棄します（削除）。それまでは戻せます。"
            ));
        }
        MeetingState::Purged => {
            "資料と委員のメールアドレスは廃棄されました。だれがいつ見たかの記録だけが残っています。"
        }
        MeetingState::Draft | MeetingState::Open => return None,
    };
    Some(sentence.to_owned())
}

impl Summary {
    fn of(board: &Board) -> Self {
        let electronic = || board.seats.iter().filter(|seat| !seat.paper);
        let left = electronic()
            .filter(|seat| seat.handed_over_at.is_none())
            .count();
        Self {
            opened: board.read.read,
            read_all: electronic()
                .filter(|seat| seat.read_all_at.is_some())
                .count(),
            electronic: board.read.of,
            paper: board.seats.iter().filter(|seat| seat.paper).count(),
            call: board.seats.iter().filter(|seat| needs_call(seat)).count(),
            passwords_left: if CHANGEABLE.contains(&board.state) {
                left
            } else {
                0
            },
        }
    }
}

impl Can {
    fn of(state: MeetingState, clerk: bool) -> Self {
        let changeable = clerk && CHANGEABLE.contains(&state);
        Self {
            change: changeable,
            add: changeable,
            withdraw: changeable,
            revive: clerk && state == MeetingState::Withdrawn,
            delete: changeable,
            copy: clerk,
        }
    }
}
