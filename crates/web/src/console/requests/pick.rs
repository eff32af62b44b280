//! GET and POST `/console/meetings/{meeting}/opinions`: accepted opinions become materials of a
//! meeting. `opinion` hands out a value of `domain`, `board` adds it; the two meet here alone.

use super::confirm::check_path;
use super::letters::chosen;
use super::masked::CASE_NO;
use super::request_path;
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::fields::{self, Fields};
use crate::console::frame::Here;
use crate::console::pager::{Pager, Place};
use crate::console::paths::{board_path, edit_path};
use crate::console::posted::Form;
use crate::console::refused::read_refused;
use crate::console::reply::{go_counting, go_saying};
use crate::console::said::Said;
use crate::console::upload::{NOT_ACCEPTED, upload_sentence};
use crate::console::when;
use crate::refusal::{Reply, Unavailable};
use crate::site::Site;
use axum::extract::{Query, State};
use kairan_board::{Added, Board, add_incoming, show_board};
use kairan_domain::ids::{MeetingId, OpinionRequestId};
use kairan_domain::meeting::{CHANGEABLE, State as MeetingState};
use kairan_opinion::{BoardCandidate, IncomingError, acceptable_for_board, incoming_material};
use serde::Serialize;

#[derive(Serialize)]
struct View {
    meeting: MeetingView,
    rows: Vec<Row>,
    unready: Vec<Unready>,
    electronic: usize,
    action: String,
    pages: Pager,
    errors: Vec<fields::At>,
}

#[derive(Serialize)]
struct MeetingView {
    id: String,
    date: String,
    panel: Option<String>,
    no: Option<String>,
    draft: bool,
    back: String,
}

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    insured_no: String,
    clinic: String,
    applied: String,
    case_no: String,
    ticked: bool,
    there: bool,
}

#[derive(Serialize)]
struct Unready {
    /// Its pages are made, and still to be looked at.
    made: bool,
    url: String,
    name: String,
    insured_no: String,
}

const NONE: &str = "加える意見書が選ばれていません。1つ以上にチェックを付けてください。";

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    At(meeting): At<MeetingId>,
    Query(place): Query<Place>,
) -> Reply {
    show(&site, &clerk, (meeting, &place), (None, Vec::new())).await
}

pub(super) async fn submit(
    State(site): State<Site>,
    At(meeting): At<MeetingId>,
    Query(place): Query<Place>,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    let board = match show_board(site.app(), &clerk.by, meeting).await {
        Ok(board) => board,
        Err(error) => return read_refused(error),
    };
    let back = path_of(&board);
    if !takes_materials(board.state) {
        return Ok(go_saying(&back, Said::OtherState));
    }
    let ids = chosen(&fields);
    if ids.is_empty() {
        let errors = vec![fields::At::new("request", NONE)];
        return show(&site, &clerk, (meeting, &place), (Some(&fields), errors)).await;
    }
    let (mut added, mut errors) = (0, Vec::new());
    for id in ids {
        let case_no = fields.text(&key(id)).to_owned();
        match add(&site, &clerk, meeting, (id, &case_no)).await? {
            Ok(Added::Already(_)) => {}
            Ok(Added::New(_) | Added::Replaced(_)) => added += 1,
            Err(at) => errors.push(at),
        }
    }
    if !errors.is_empty() {
        return show(&site, &clerk, (meeting, &place), (Some(&fields), errors)).await;
    }
    Ok(match added {
        0 => go_saying(&back, Said::OpinionsThere),
        // A draft's page tells no numbers, and mails nobody.
        _ if board.line.is_none() => go_saying(&back, Said::FilesAdded),
        _ => go_counting(&back, Said::MaterialsAdded, added),
    })
}

fn key(id: OpinionRequestId) -> String {
    format!("case_no-{id}")
}

/// One opinion into the meeting; the inner error is a sentence at its case number.
async fn add(
    site: &Site,
    clerk: &Clerk,
    meeting: MeetingId,
    (id, case_no): (OpinionRequestId, &str),
) -> Result<Result<Added, fields::At>, Unavailable> {
    let at = |text: String| Ok(Err(fields::At::new(key(id), text)));
    let (material, pdf) = match incoming_material(site.app(), &clerk.by, id, case_no).await {
        Ok(incoming) => incoming,
        Err(IncomingError::CaseNo(_)) => return at(CASE_NO.into()),
        Err(IncomingError::OtherCaseNo(printed)) => {
            return at(format!(
                "審査会用のページには、資料番号{printed}が印刷されています。{printed}にするか、審査会用を作り直してください。"
            ));
        }
        Err(IncomingError::NotConfirmed) => {
            return at(
                "審査会用の意見書のページがまだ確認されていません。依頼の画面から、1ページずつ確認してください。"
                    .into(),
            );
        }
        Err(IncomingError::NotMasked | IncomingError::Is(_) | IncomingError::NotFound) => {
            return at(NOT_ACCEPTED.into());
        }
        Err(error) => return Err(error.into()),
    };
    match add_incoming(site.app(), &clerk.by, meeting, &material, pdf).await {
        Ok(added) => Ok(Ok(added)),
        Err(error) => at(upload_sentence(error)?),
    }
}

fn takes_materials(state: MeetingState) -> bool {
    state == MeetingState::Draft || CHANGEABLE.contains(&state)
}

fn path_of(board: &Board) -> String {
    if board.line.is_some() {
        board_path(board.meeting)
    } else {
        edit_path(board.meeting)
    }
}

async fn show(
    site: &Site,
    clerk: &Clerk,
    (meeting, place): (MeetingId, &Place),
    (typed, errors): (Option<&Fields>, Vec<fields::At>),
) -> Reply {
    let board = match show_board(site.app(), &clerk.by, meeting).await {
        Ok(board) => board,
        Err(error) => return read_refused(error),
    };
    if !takes_materials(board.state) {
        return Ok(go_saying(&path_of(&board), Said::OtherState));
    }
    let candidates = acceptable_for_board(site.app(), &clerk.by, place.cursor()).await?;
    let (ready, unready): (Vec<_>, Vec<_>) = candidates
        .rows
        .iter()
        .partition(|candidate| candidate.masked.as_ref().is_some_and(|masked| masked.ready));
    let status = fields::status(&errors);
    let path = format!("/console/meetings/{meeting}/opinions");
    let view = View {
        action: place.here(&path),
        pages: place.pager(&path, candidates.next.as_deref()),
        meeting: MeetingView::of(&board),
        rows: ready
            .into_iter()
            .map(|candidate| Row::of(candidate, meeting, typed))
            .collect(),
        unready: unready.into_iter().map(Unready::of).collect(),
        electronic: board.read.of,
        errors,
    };
    Ok(clerk
        .frame
        .page("console/requests/pick.html", Here::Meetings)
        .status(status)
        .reply(site, &view))
}

impl MeetingView {
    fn of(board: &Board) -> Self {
        let line = board.line.as_ref();
        let filled = |text: &String| (!text.is_empty()).then(|| text.clone());
        Self {
            id: board.meeting.to_string(),
            date: line.map_or_else(|| "下書き".to_owned(), |line| when::day(line.held_on)),
            panel: line.and_then(|line| line.panel.clone()),
            no: line.and_then(|line| filled(&line.meeting_no)),
            draft: line.is_none(),
            back: path_of(board),
        }
    }
}

impl Row {
    fn of(candidate: &BoardCandidate, meeting: MeetingId, typed: Option<&Fields>) -> Self {
        let row = &candidate.row;
        let printed = candidate
            .masked
            .as_ref()
            .and_then(|masked| masked.case_no.as_ref())
            .map_or_else(String::new, ToString::to_string);
        let there = candidate
            .meetings
            .iter()
            .any(|went| went.id == meeting && went.version == candidate.version);
        let ticked = typed.is_some_and(|fields| chosen(fields).contains(&row.id));
        Self {
            id: row.id.to_string(),
            name: row.name.expose().to_owned(),
            insured_no: row.insured_no.expose().to_owned(),
            clinic: row.clinic.clone(),
            applied: when::short_day(row.applied_on),
            case_no: typed.map_or(printed, |fields| fields.text(&key(row.id)).to_owned()),
            ticked,
            there,
        }
    }
}

impl Unready {
    fn of(candidate: &BoardCandidate) -> Self {
        let row = &candidate.row;
        let made = candidate.masked.is_some();
        Self {
            made,
            url: if made {
                check_path(row.id)
            } else {
                format!("{}/masked", request_path(row.id))
            },
            name: row.name.expose().to_owned(),
            insured_no: row.insured_no.expose().to_owned(),
        }
    }
}
