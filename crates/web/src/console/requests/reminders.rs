//! GET and POST `/console/requests/reminders`: 督促状 for many as one PDF.

use super::days;
use super::letter::unprinted;
use super::letters::chosen;
use super::line::Line;
use super::refused::unread;
use crate::console::badge::Badge;
use crate::console::caller::Clerk;
use crate::console::fields;
use crate::console::frame::Here;
use crate::console::posted::Form;
use crate::console::reply::pdf;
use crate::console::said::Told;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Query, State};
use kairan_domain::opinion_request::DaysLeft;
use kairan_opinion::{RequestRow, RequestsFilter, Tab, draw_reminders, list_requests};
use serde::Serialize;

#[derive(Serialize)]
struct View {
    rows: Vec<Row>,
    errors: Vec<fields::At>,
}

#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    line: Line,
    left: Badge,
    last: Option<String>,
    ticked: bool,
    unprinted: bool,
}

const HERE: &str = "/console/requests/reminders";
const NONE: &str = "督促する依頼が選ばれていません。1つ以上にチェックを付けてください。";

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    Query(told): Query<Told>,
) -> Reply {
    show(&site, &clerk, &told, Vec::new()).await
}

pub(super) async fn submit(
    State(site): State<Site>,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    let ids = chosen(&fields);
    if ids.is_empty() {
        let errors = vec![fields::At::new("request", NONE)];
        return show(&site, &clerk, &Told::default(), errors).await;
    }
    match draw_reminders(site.app(), &clerk.by, &ids).await {
        Ok(letters) => Ok(pdf(letters, "督促状.pdf")),
        Err(error) => unprinted(error, HERE),
    }
}

async fn show(site: &Site, clerk: &Clerk, told: &Told, errors: Vec<fields::At>) -> Reply {
    let filter = RequestsFilter {
        tab: Tab::Open,
        ..RequestsFilter::default()
    };
    let list = match list_requests(site.app(), &clerk.by, &filter).await {
        Ok(list) => list,
        Err(error) => return unread(error),
    };
    let awaited = list.rows.iter().filter(|row| row.state.is_writable());
    let view = View {
        rows: awaited.map(Row::of).collect(),
        errors,
    };
    let status = fields::status(&view.errors);
    Ok(clerk
        .frame
        .page("console/requests/reminders.html", Here::Requests)
        .telling(told.notice())
        .status(status)
        .reply(site, &view))
}

impl Row {
    fn of(row: &RequestRow) -> Self {
        Self {
            line: Line::of(row),
            left: days(row.days_left),
            last: (row.reminders > 0).then(|| format!("{}回", row.reminders)),
            ticked: matches!(row.days_left, DaysLeft::Over(_)) && row.printed,
            unprinted: !row.printed,
        }
    }
}
