//! GET and POST `/console/requests/{request}/arrival`: an opinion that came on paper, by FAX or
//! over 介護情報基盤, with its scan if there is one.

use super::about::{About, find};
use super::choices::Choice;
use super::masked::Limits;
use super::refused::undone;
use super::request_path;
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::fields;
use crate::console::frame::Here;
use crate::console::refused::NOT_STORED;
use crate::console::reply::go_saying;
use crate::console::said::Said;
use crate::console::upload::{Collected, FilesForm, collect};
use crate::console::when;
use crate::refusal::{Reply, Unavailable};
use crate::site::Site;
use axum::extract::State;
use http::StatusCode;
use kairan_domain::date::parse_date;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_file::OpinionFileFault;
use kairan_domain::opinion_request::Arrival;
use kairan_domain::words;
use kairan_opinion::{ArrivalError, Arrived, UploadError, record_arrival};
use serde::Serialize;

#[derive(Serialize)]
struct View {
    request: About,
    form: Typed,
    ways: Vec<Choice>,
    limits: Limits,
    errors: Vec<fields::At>,
}

#[derive(Serialize)]
struct Typed {
    arrival: String,
    on: String,
    on_era: String,
}

/// The ways that are recorded by hand.
const WAYS: [Arrival; 3] = [Arrival::Paper, Arrival::Fax, Arrival::Platform];

type Told = (StatusCode, Vec<fields::At>);

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    At(id): At<OpinionRequestId>,
) -> Reply {
    let typed = Typed::of(Arrival::Paper.code(), "");
    show(&site, &clerk, id, typed, (StatusCode::OK, Vec::new())).await
}

pub(super) async fn submit(
    State(site): State<Site>,
    clerk: Clerk,
    At(id): At<OpinionRequestId>,
    form: FilesForm,
) -> Reply {
    let most = site.app().limits.max_opinion_upload;
    let collected = match collect(&site, &clerk, form, most).await {
        Ok(collected) => collected,
        Err(reply) => return Ok(reply),
    };
    let fields = &collected.fields;
    let typed = Typed::of(fields.text("arrival"), fields.text("on"));
    let arrived = match arrived(collected, &typed, most) {
        Ok(arrived) => arrived,
        Err(at) => {
            let told = (StatusCode::UNPROCESSABLE_ENTITY, vec![at]);
            return show(&site, &clerk, id, typed, told).await;
        }
    };
    match record_arrival(site.app(), &clerk.by, id, arrived).await {
        Ok(_) => Ok(go_saying(&request_path(id), Said::OpinionRecorded)),
        Err(ArrivalError::Change(error)) => undone(error, id),
        Err(error) => match told(error) {
            Ok(told) => show(&site, &clerk, id, typed, told).await,
            Err(cannot) => Err(cannot),
        },
    }
}

fn arrived(collected: Collected, typed: &Typed, most: u64) -> Result<Arrived, fields::At> {
    let way = WAYS.into_iter().find(|way| way.code() == typed.arrival);
    let arrival = way.ok_or_else(|| fields::At::new("arrival", NO_WAY))?;
    if collected.too_large {
        let fault = OpinionFileFault::TooLarge { most };
        return Err(at_files(&fault));
    }
    let scan = collected.files.into_iter().map(|(_, bytes)| bytes.into());
    Ok(Arrived {
        arrival,
        on: typed.on.clone(),
        scan: scan.collect(),
    })
}

fn at_files(fault: &OpinionFileFault) -> fields::At {
    fields::At::new("files", words::opinion_file_fault(fault))
}

const NO_WAY: &str = "届いた方法を選んでください。";
const NO_DAY: &str = "作成依頼日から今日までの日付を入れてください。今日なら空欄でかまいません。";
const BUSY: &str = "いま、ほかのファイルを調べています。少し待ってから、ファイルを選び直して、もう一度押してください。";

/// What to say at the form about a refusal.
fn told(error: ArrivalError) -> Result<Told, Unavailable> {
    let at = |at: fields::At| Ok((StatusCode::UNPROCESSABLE_ENTITY, vec![at]));
    match error {
        ArrivalError::OwnDoor => at(fields::At::new("arrival", NO_WAY)),
        ArrivalError::Day => at(fields::At::new("on", NO_DAY)),
        ArrivalError::Scan(UploadError::Refused(fault)) => at(at_files(&fault)),
        ArrivalError::Scan(UploadError::Busy) => Ok((
            StatusCode::SERVICE_UNAVAILABLE,
            vec![fields::At::new("files", BUSY)],
        )),
        ArrivalError::File(error) => {
            let Unavailable = error.into();
            let at = vec![fields::At::whole(NOT_STORED)];
            Ok((StatusCode::SERVICE_UNAVAILABLE, at))
        }
        error @ (ArrivalError::Scan(_) | ArrivalError::Change(_)) => Err(error.into()),
    }
}

impl Typed {
    fn of(arrival: &str, on: &str) -> Self {
        Self {
            arrival: arrival.to_owned(),
            on: on.to_owned(),
            on_era: parse_date(on).map(when::day).unwrap_or_default(),
        }
    }
}

async fn show(
    site: &Site,
    clerk: &Clerk,
    id: OpinionRequestId,
    form: Typed,
    (status, errors): Told,
) -> Reply {
    let page = match find(site, &clerk.by, id).await {
        Ok(page) => page,
        Err(instead) => return instead,
    };
    if !page.row.state.is_writable() {
        return Ok(go_saying(&request_path(id), Said::RequestState));
    }
    let view = View {
        request: About::of(&page.row),
        form,
        ways: WAYS
            .iter()
            .map(|way| Choice::new(way.code(), way.label()))
            .collect(),
        limits: Limits::of(site),
        errors,
    };
    Ok(clerk
        .frame
        .page("console/requests/arrival.html", Here::Requests)
        .status(status)
        .reply(site, &view))
}
