//! GET and POST `/console/requests/letters`: all new letters as one PDF. What somebody else
//! printed meanwhile is not printed again, nor is anything by a reload.

use super::letter::unprinted;
use super::line::Line;
use crate::console::caller::Clerk;
use crate::console::fields;
use crate::console::frame::Here;
use crate::console::posted::Form;
use crate::console::reply::{go_saying, pdf};
use crate::console::said::{Said, Told};
use crate::console::when;
use crate::refusal::{Reply, Unavailable};
use crate::site::Site;
use axum::extract::{Query, State};
use kairan_domain::ids::OpinionRequestId;
use kairan_opinion::{MOST_LETTERS, Printing, print_letters, requests_to_print, show_request};
use serde::Serialize;

#[derive(Serialize)]
struct View {
    rows: Vec<Row>,
    more: bool,
    errors: Vec<fields::At>,
}

#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    line: Line,
    requested: String,
}

const HERE: &str = "/console/requests/letters";
const NONE: &str = "印刷する依頼が選ばれていません。1つ以上にチェックを付けてください。";

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
    let wanted = chosen(&fields);
    if wanted.is_empty() {
        let errors = vec![fields::At::new("request", NONE)];
        return show(&site, &clerk, &Told::default(), errors).await;
    }
    let new = requests_to_print(site.app(), &clerk.by).await?;
    let ids: Vec<OpinionRequestId> = wanted.into_iter().filter(|id| new.contains(id)).collect();
    if ids.is_empty() {
        return Ok(go_saying(HERE, Said::LettersNone));
    }
    let printing = Printing {
        with_form: fields.ticked("with_form"),
        two_sided: fields.ticked("two_sided"),
    };
    match print_letters(site.app(), &clerk.by, &ids, printing).await {
        Ok(printed) => Ok(pdf(printed.pdf, "主治医意見書作成依頼書.pdf")),
        Err(error) => unprinted(error, HERE),
    }
}

/// The requests that were ticked.
pub(super) fn chosen(fields: &fields::Fields) -> Vec<OpinionRequestId> {
    fields
        .all("request")
        .iter()
        .filter_map(|id| id.parse().ok())
        .collect()
}

async fn show(site: &Site, clerk: &Clerk, told: &Told, errors: Vec<fields::At>) -> Reply {
    let ids = requests_to_print(site.app(), &clerk.by).await?;
    let view = View {
        more: ids.len() >= MOST_LETTERS,
        rows: rows(site, clerk, &ids).await?,
        errors,
    };
    let status = fields::status(&view.errors);
    Ok(clerk
        .frame
        .page("console/requests/letters.html", Here::Requests)
        .telling(told.notice())
        .status(status)
        .reply(site, &view))
}

async fn rows(
    site: &Site,
    clerk: &Clerk,
    ids: &[OpinionRequestId],
) -> Result<Vec<Row>, Unavailable> {
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        let page = show_request(site.app(), &clerk.by, *id).await?;
        rows.push(Row {
            line: Line::of(&page.row),
            requested: when::short_day(page.plan.requested_on),
        });
    }
    Ok(rows)
}
