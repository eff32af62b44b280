//! GET `/console/meetings/{meeting}/passwords`: the passwords this clerk can still see, to be
//! told over another channel than mail.

use super::facts::Heading;
use super::seat_view::is_carried;
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::envelope::Envelope;
use crate::console::frame::Here;
use crate::console::paths::{board_path, edit_path};
use crate::console::refused::{change_refused, read_refused};
use crate::console::reply::go;
use crate::console::said::Told;
use crate::console::when;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Query, State};
use kairan_board::{Board, ENVELOPE_LIFE, SeatLine, SeatSecret, show_board, show_passwords};
use kairan_domain::date;
use kairan_domain::ids::MeetingId;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    meeting_id: String,
    meeting: Heading,
    until: Option<String>,
    sheets: usize,
    seats: Vec<SeatView>,
}

#[derive(Serialize)]
struct SeatView {
    id: String,
    no: usize,
    name: String,
    mail: Option<String>,
    state: &'static str,
    password: Option<String>,
    text: Option<String>,
}

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    At(meeting): At<MeetingId>,
    Query(told): Query<Told>,
    envelope: Envelope,
) -> Reply {
    let mut board = match show_board(site.app(), &clerk.by, meeting).await {
        Ok(board) => board,
        Err(error) => return read_refused(error),
    };
    let Some(line) = &board.line else {
        return Ok(go(&edit_path(meeting)));
    };
    let heading = Heading::of(line);
    let secrets = match show_passwords(site.app(), &clerk.by, &envelope.key, meeting).await {
        Ok(secrets) => secrets,
        Err(error) => return change_refused(error, &board_path(meeting)),
    };
    board.seats.sort_by_key(|seat| seat.number);
    let view = View {
        meeting_id: meeting.to_string(),
        meeting: heading,
        until: until(&secrets),
        sheets: secrets
            .iter()
            .filter(|secret| secret.password.is_some())
            .count(),
        seats: board
            .seats
            .iter()
            .map(|seat| SeatView::of(seat, &board, &secrets))
            .collect(),
    };
    let page = clerk
        .frame
        .page("console/passwords.html", Here::Meetings)
        .telling(told.notice());
    Ok(envelope.given(page.reply(&site, &view)))
}

/// Each password can be seen for a day from its making: when the first of them goes.
fn until(secrets: &[SeatSecret]) -> Option<String> {
    let visible = secrets.iter().filter(|secret| secret.password.is_some());
    let oldest = visible.filter_map(|secret| secret.made_at).min()?;
    let ends = oldest.checked_add(ENVELOPE_LIFE).ok()?;
    Some(date::wareki_minute_in_japan(ends))
}

impl SeatView {
    fn of(seat: &SeatLine, board: &Board, secrets: &[SeatSecret]) -> Self {
        let secret = secrets.iter().find(|secret| secret.seat == seat.seat);
        let password = secret.and_then(|secret| secret.password.as_ref());
        let (state, text) = match (seat.handed_over_at, password) {
            _ if seat.paper => ("paper", Some("紙で渡します。".to_owned())),
            (_, Some(_)) => ("visible", None),
            (Some(_), None) if is_carried(seat, board) => ("carried", Some(carried(secret))),
            (Some(at), None) => ("handed", Some(format!("{}に渡しました。", when::short(at)))),
            (None, None) => ("gone", Some(GONE.to_owned())),
        };
        Self {
            id: seat.seat.to_string(),
            no: seat.number,
            name: seat.name.expose().to_owned(),
            mail: (!seat.mail.is_empty()).then(|| seat.mail.expose().to_owned()),
            state,
            password: password.map(|password| password.expose().to_owned()),
            text,
        }
    }
}

fn carried(secret: Option<&SeatSecret>) -> String {
    match secret.and_then(|secret| secret.made_at) {
        Some(at) => format!(
            "{}に作ったパスワードを、そのまま使います。",
            when::day_of(at)
        ),
        None => "前回までのパスワードを、そのまま使います。".to_owned(),
    }
}

const GONE: &str = "この画面では、もう見られません（24時間が過ぎたか、別のブラウザーや別の担当者が作ったものです）。控えがないときは、作り直してください。";
