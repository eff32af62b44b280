//! GET and POST `/console/requests/{request}/masked/check`, GET `…/masked/pages/{no}`: the masked
//! pages as they will be sent, each looked at and ticked before a meeting may take them.

use super::about::{About, find};
use super::covers::pictured;
use super::masked::told as mask_told;
use super::request_path;
use crate::console::at::{At, Number};
use crate::console::caller::Clerk;
use crate::console::fields::{self, Fields, Told};
use crate::console::frame::Here;
use crate::console::posted::Form;
use crate::console::reply::{go, go_saying};
use crate::console::said::Said;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use kairan_domain::ids::{FileId, OpinionRequestId};
use kairan_opinion::{ConfirmError, MaskedLine, RequestPage, confirm_masked, masked_page};
use serde::Serialize;

#[derive(Serialize)]
struct View {
    request: About,
    file: String,
    case_no: Option<String>,
    pdf_url: String,
    /// Whether rectangles can be put right; an own copy is brought anew.
    covered: bool,
    confirmed: bool,
    pages: Vec<PageView>,
    errors: Vec<fields::At>,
}

#[derive(Serialize)]
struct PageView {
    no: u32,
    url: String,
    ticked: bool,
}

/// The file whose pages were looked at, and which of them.
type Ticks = (FileId, Vec<u32>);

/// Where the masked pages of a request are looked at.
pub(super) fn check_path(id: OpinionRequestId) -> String {
    format!("{}/masked/check", request_path(id))
}

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    At(id): At<OpinionRequestId>,
) -> Reply {
    show(&site, &clerk, id, None, Told::nothing()).await
}

pub(super) async fn submit(
    State(site): State<Site>,
    At(id): At<OpinionRequestId>,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    let looked_at = ticked(&fields);
    // A page without it was none of ours: it confirms nothing.
    let seen = fields.text("file").parse::<FileId>();
    let seen = seen.unwrap_or(FileId::from_bytes([0; 16]));
    let told = match confirm_masked(site.app(), &clerk.by, id, seen, &looked_at).await {
        Ok(()) => return Ok(go_saying(&request_path(id), Said::MaskedConfirmed)),
        Err(ConfirmError::PagesLeft(pages)) => Told::faulty(pages.into_iter().map(left).collect()),
        Err(ConfirmError::Others) => Told::whole(StatusCode::CONFLICT, OTHERS),
        Err(ConfirmError::Mask(error)) => match mask_told(error) {
            Ok(told) => told,
            Err(elsewhere) => return elsewhere.reply(),
        },
    };
    show(&site, &clerk, id, Some((seen, looked_at)), told).await
}

fn ticked(fields: &Fields) -> Vec<u32> {
    let pages = fields.all("page").into_iter();
    pages.filter_map(|page| page.parse().ok()).collect()
}

fn left(no: u32) -> fields::At {
    let text = format!(
        "{no}ページ目の確認が済んでいません。氏名や住所が残っていないことを確認し、チェックを付けてください。"
    );
    fields::At::new(format!("page-{no}"), text)
}

const OTHERS: &str =
    "画面を開いたあとに、審査会用の意見書が作り直されました。下の新しいページを確認してください。";

/// GET `…/masked/pages/{no}`.
pub(super) async fn picture(
    State(site): State<Site>,
    clerk: Clerk,
    At(id): At<OpinionRequestId>,
    Number(no): Number,
) -> Reply {
    pictured(masked_page(site.app(), &clerk.by, id, no).await)
}

async fn show(
    site: &Site,
    clerk: &Clerk,
    id: OpinionRequestId,
    ticks: Option<Ticks>,
    told: Told,
) -> Reply {
    let page = match find(site, &clerk.by, id).await {
        Ok(page) => page,
        Err(instead) => return instead,
    };
    let last = page.versions.last();
    let Some((number, masked)) = last.and_then(|last| Some((last.number, last.masked.as_ref()?)))
    else {
        return Ok(go(&format!("{}/masked", request_path(id))));
    };
    // Ticks are for the pages they were made on: somebody may have made others meanwhile.
    let ticks = ticks.filter(|(seen, _)| *seen == masked.file);
    let looked_at = ticks.map_or_else(Vec::new, |(_, pages)| pages);
    Ok(shown(site, clerk, &page, number, masked, &looked_at, told))
}

fn shown(
    site: &Site,
    clerk: &Clerk,
    page: &RequestPage,
    number: u32,
    masked: &MaskedLine,
    looked_at: &[u32],
    Told { status, errors }: Told,
) -> Response {
    let at = request_path(page.row.id);
    let one = |no| PageView {
        no,
        url: format!("{at}/masked/pages/{no}"),
        ticked: masked.ready || looked_at.contains(&no),
    };
    let view = View {
        request: About::of(&page.row),
        file: masked.file.to_string(),
        case_no: masked.case_no.as_ref().map(ToString::to_string),
        pdf_url: format!("{at}/versions/{number}/masked.pdf"),
        covered: !masked.covers.is_empty(),
        confirmed: masked.ready,
        pages: (1..=masked.pages).map(one).collect(),
        errors,
    };
    clerk
        .frame
        .page("console/requests/masked_check.html", Here::Requests)
        .status(status)
        .reply(site, &view)
}
