//! GET and POST `/console/requests/{request}/letter`: the request letter, printed or printed
//! again; POST `…/unlock`: the letter's door opens again after mistakes.

use super::about::{About, find};
use super::request_path;
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::frame::Here;
use crate::console::posted::Form;
use crate::console::reply::{go_saying, not_found, pdf};
use crate::console::said::{Said, Told};
use crate::console::when;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Query, State};
use http::StatusCode;
use jiff::Timestamp;
use kairan_access::{ClearError, clear_letter_lock};
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::RequestState;
use kairan_opinion::{LetterError, Printing, RequestPage, print_letters};
use serde::Serialize;

#[derive(Serialize)]
struct View {
    request: About,
    printed: Option<String>,
    seen: String,
    drafting: bool,
}

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    At(id): At<OpinionRequestId>,
    Query(told): Query<Told>,
) -> Reply {
    let page = match find(&site, &clerk.by, id).await {
        Ok(page) => page,
        Err(instead) => return instead,
    };
    if !page.row.state.is_writable() {
        return Ok(go_saying(&request_path(id), Said::RequestState));
    }
    let view = View {
        request: About::of(&page.row),
        printed: page.printed_at.map(when::long),
        seen: seen(&page),
        drafting: page.row.state == RequestState::Drafting,
    };
    Ok(clerk
        .frame
        .page("console/requests/letter.html", Here::Requests)
        .telling(told.notice())
        .reply(&site, &view))
}

/// A reload of the answer must not make a third passcode: the page says which print it knows.
fn seen(page: &RequestPage) -> String {
    let second = page.printed_at.map(Timestamp::as_millisecond);
    second.map_or_else(String::new, |second| second.to_string())
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
    if fields.text("seen") != seen(&page) {
        let here = format!("{}/letter", request_path(id));
        return Ok(go_saying(&here, Said::LetterBefore));
    }
    let printing = Printing {
        with_form: fields.ticked("with_form"),
        two_sided: fields.ticked("two_sided"),
    };
    match print_letters(site.app(), &clerk.by, &[id], printing).await {
        Ok(printed) => Ok(pdf(printed.pdf, "主治医意見書作成依頼書.pdf")),
        Err(error) => unprinted(error, &request_path(id)),
    }
}

/// Why nothing was printed; `back` shows how things stand.
pub(super) fn unprinted(error: LetterError, back: &str) -> Reply {
    match error {
        LetterError::NotFound => Ok(not_found()),
        LetterError::Nothing | LetterError::TooMany { .. } => {
            Ok(crate::refusal::plain(StatusCode::BAD_REQUEST))
        }
        LetterError::Refused { .. } => Ok(go_saying(back, Said::RequestState)),
        LetterError::Contended => Ok(crate::refusal::plain(StatusCode::CONFLICT)),
        error @ (LetterError::Paper(_) | LetterError::BrokeOff | LetterError::Store(_)) => {
            Err(error.into())
        }
    }
}

pub(super) async fn unlock(
    State(site): State<Site>,
    At(id): At<OpinionRequestId>,
    Form { caller: clerk, .. }: Form<Clerk>,
) -> Reply {
    match clear_letter_lock(site.app(), &clerk.by, id).await {
        Ok(()) => Ok(go_saying(&request_path(id), Said::LetterUnlocked)),
        Err(ClearError::Unknown) => Ok(not_found()),
        Err(error @ ClearError::Store(_)) => Err(error.into()),
    }
}
