//! GET and POST `/console/requests/{request}/covers`, GET `…/covers/pages/{no}`: names covered
//! on pictures of the pages. A cover is a row of numbers in percent of its page; what a script
//! draws is the same row.

use super::about::{About, find};
use super::confirm::check_path;
use super::cover_rows::{PageRows, Rows, typed_rows};
use super::masked::told as mask_told;
use super::pictures;
use super::request_path;
use crate::console::at::{At, Number};
use crate::console::caller::Clerk;
use crate::console::fields::{self, Fields, Told};
use crate::console::frame::Here;
use crate::console::posted::Form;
use crate::console::reply::{go, go_saying, not_found};
use crate::console::said::Said;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use axum::response::IntoResponse;
use http::StatusCode;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use kairan_domain::ids::OpinionRequestId;
use kairan_opinion::{
    CoverError, MaskError, PageToCover, RenderError, RequestPage, cover_pages, page_to_cover,
};
use serde::Serialize;

#[derive(Serialize)]
struct View {
    request: About,
    version: u32,
    form: Typed,
    pages: Vec<PageView>,
    errors: Vec<fields::At>,
}

#[derive(Default, Serialize)]
struct Typed {
    case_no: String,
}

#[derive(Serialize)]
struct PageView {
    no: usize,
    url: String,
    #[serde(flatten)]
    rows: PageRows,
}

/// Empty rows a page begins with, and is given more of.
const FRESH: usize = 3;

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    At(id): At<OpinionRequestId>,
) -> Reply {
    let page = match find(&site, &clerk.by, id).await {
        Ok(page) => page,
        Err(instead) => return instead,
    };
    let Some((version, pages)) = coverable(&page) else {
        return Ok(go_saying(&masked_path(id), Said::NothingToCover));
    };
    // Making them anew begins with what was covered before: nobody draws fifteen boxes twice.
    let before = page.versions.last().and_then(|last| last.masked.as_ref());
    let rows = before.map_or_else(
        || Rows::empty(pages, FRESH),
        |masked| Rows::covered(pages, &masked.covers, FRESH),
    );
    let case_no = before.and_then(|masked| masked.case_no.as_ref());
    let typed = Typed {
        case_no: case_no.map(ToString::to_string).unwrap_or_default(),
    };
    let told = Told::nothing();
    Ok(show(&site, &clerk, &page, version, rows, typed, told))
}

fn masked_path(id: OpinionRequestId) -> String {
    format!("{}/masked", request_path(id))
}

/// The version that counts and its pages, where it has some.
fn coverable(page: &RequestPage) -> Option<(u32, usize)> {
    let last = page.versions.last()?;
    let pages = usize::try_from(last.pages?).ok()?;
    Some((last.number, pages))
}

pub(super) async fn submit(
    State(site): State<Site>,
    At(id): At<OpinionRequestId>,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    let page = match find(&site, &clerk.by, id).await {
        Ok(page) => page,
        Err(instead) => return instead,
    };
    let Some((version, pages)) = coverable(&page) else {
        return Ok(go_saying(&masked_path(id), Said::NothingToCover));
    };
    let seen: u32 = fields.text("version").parse().unwrap_or_default();
    let typed = Typed {
        case_no: fields.text("case_no").to_owned(),
    };
    // Rectangles are for the version they were drawn on; on another they would lie elsewhere.
    if seen != version {
        let told = Told::whole(StatusCode::CONFLICT, OTHER_VERSION);
        let rows = Rows::empty(pages, FRESH);
        return Ok(show(&site, &clerk, &page, version, rows, typed, told));
    }
    let mut rows = typed_rows(&fields, pages);
    let faults = rows.faults();
    let told = if let Some(more) = more(&fields) {
        rows.grow(more, FRESH);
        Told::nothing()
    } else if !faults.is_empty() {
        Told::faulty(faults)
    } else if fields.text("intent") != "make" {
        Told::nothing()
    } else {
        let covers = rows.covers();
        match cover_pages(site.app(), &clerk.by, id, seen, &typed.case_no, covers).await {
            Ok(()) => return Ok(go(&check_path(id))),
            Err(CoverError::PagesLeft(pages)) => Told::faulty(left(&pages)),
            Err(CoverError::OtherPages) => whole(OTHER_PAGES),
            Err(CoverError::Render(error)) => {
                tracing::warn!(%error, "pages of an opinion do not become pictures");
                whole(&pictures::of_kept(&error))
            }
            Err(CoverError::Mask(error)) => match mask_told(error) {
                Ok(told) => told,
                Err(elsewhere) => return elsewhere.reply(),
            },
        }
    };
    Ok(show(&site, &clerk, &page, version, rows, typed, told))
}

/// The page that is to have more rows.
fn more(fields: &Fields) -> Option<usize> {
    fields.text("intent").strip_prefix("more:")?.parse().ok()
}

fn whole(text: &str) -> Told {
    Told::whole(StatusCode::UNPROCESSABLE_ENTITY, text)
}

/// A sentence at each page that is left.
fn left(pages: &[usize]) -> Vec<fields::At> {
    let at = |no: &usize| {
        let text = format!(
            "{no}ページ目に隠す範囲が指定されていません。範囲を指定するか、「このページに隠すところはありません」を選択してください。"
        );
        fields::At::new(format!("nothing-{no}"), text)
    };
    pages.iter().map(at).collect()
}

const OTHER_VERSION: &str = "画面を開いたあとに、新しい版の意見書が提出されました。下のページは新しい版です。隠す範囲を指定し直してください。";

const OTHER_PAGES: &str = "意見書のファイルのページが、この画面に出したページと合いません。見えていないページに名前が残るかもしれないため、何も作っていません。この画面を開き直してもう一度行い、同じ表示が出たら、紙に印刷して名前を消したものをPDFにして、前の画面から加えてください。";

/// After how long a picture is worth asking for again.
const PICTURE_AGAIN_SECONDS: &str = "3";

/// GET `…/covers/pages/{no}`.
pub(super) async fn picture(
    State(site): State<Site>,
    clerk: Clerk,
    At(id): At<OpinionRequestId>,
    Number(no): Number,
) -> Reply {
    pictured(page_to_cover(site.app(), &clerk.by, id, no).await)
}

pub(super) fn pictured(made: Result<PageToCover, CoverError>) -> Reply {
    match made {
        Ok(page) => Ok(([(CONTENT_TYPE, "image/png")], page.png).into_response()),
        // Nothing is wrong with the page: the browser asks again.
        Err(CoverError::Render(RenderError::Busy)) => Ok((
            StatusCode::SERVICE_UNAVAILABLE,
            [(RETRY_AFTER, PICTURE_AGAIN_SECONDS)],
        )
            .into_response()),
        // A page that cannot be drawn is one without a picture; the form says what to do then.
        Err(
            CoverError::Render(_)
            | CoverError::Mask(
                MaskError::NotFound | MaskError::Is(_) | MaskError::NoPages | MaskError::NotWritten,
            ),
        ) => Ok(not_found()),
        Err(error) => Err(error.into()),
    }
}

fn show(
    site: &Site,
    clerk: &Clerk,
    page: &RequestPage,
    version: u32,
    rows: Rows,
    form: Typed,
    Told { status, errors }: Told,
) -> axum::response::Response {
    let at = request_path(page.row.id);
    let pages = rows.into_pages().into_iter().zip(1..);
    let view = View {
        request: About::of(&page.row),
        version,
        form,
        pages: pages
            .map(|(rows, no)| PageView {
                no,
                url: format!("{at}/covers/pages/{no}"),
                rows,
            })
            .collect(),
        errors,
    };
    clerk
        .frame
        .page("console/requests/covers.html", Here::Requests)
        .status(status)
        .reply(site, &view)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_that_waits_its_turn_is_asked_for_again_and_one_that_cannot_be_made_is_not() {
        let answer = |error: RenderError| pictured(Err(error.into())).ok();
        let busy = answer(RenderError::Busy).expect("an answer");
        assert_eq!(busy.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(busy.headers()[RETRY_AFTER], PICTURE_AGAIN_SECONDS);
        for never in [RenderError::Unreadable, RenderError::TooSlow] {
            let answer = answer(never).expect("an answer");
            assert_eq!(answer.status(), StatusCode::NOT_FOUND);
            assert!(!answer.headers().contains_key(RETRY_AFTER));
        }
    }
}
