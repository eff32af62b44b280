//! `/o/{token}`: what the QR code of a request letter opens.
//!
//! GET and HEAD show, and change nothing. Only a POST with the right passcode goes on, to
//! `/opinion/{key}/`, so that the token leaves the address bar. Whom it concerns is told to
//! nobody before.

use super::caller::room_path;
use super::closed::{self, Closed};
use super::frame;
use crate::cookies::{self, Jar};
use crate::refusal::Reply;
use crate::site::Site;
use axum::Form;
use axum::extract::{Extension, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::header::{RETRY_AFTER, SET_COOKIE};
use http::{HeaderMap, HeaderValue, StatusCode};
use jiff::Timestamp;
use kairan_access::{
    LetterError, LetterView, Opened, already_writing, look_at_letter, open_letter,
};
use kairan_domain::date;
use kairan_domain::passcode::{PasscodeFault, check_passcode};
use kairan_domain::secret::SecretText;
use kairan_domain::words;
use kairan_edge::ClientAddr;
use minijinja::{Value, context};
use serde::Deserialize;

const WRONG: &str = "パスコードが違います。お手元の依頼書をご確認のうえ、もう一度入れてください。";
/// An empty field, here and at the short code's door.
pub(super) const NO_PASSCODE: &str =
    "パスコードが入力されていません。依頼書のパスコードを入れてください。";

/// What the door's form sends; the passcode never prints.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    passcode: String,
}

/// GET.
pub(super) async fn show(
    State(site): State<Site>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Reply {
    let token = token.as_str();
    let view = look_at_letter(site.app(), token).await?;
    let mut inside = None;
    if let LetterView::Entry(facts) = &view
        && let Some(cookie) = cookies::read(&headers, Jar::Letter(facts.request), &site)
        && already_writing(site.app(), &cookie, facts.request)
            .await?
            .is_some()
    {
        inside = Some(room_path(facts.request, ""));
    }
    let own = context! { errors => none(), wait => (), inside };
    Ok(page_of(&site, &view, token, (StatusCode::OK, own)))
}

/// POST: the only way in.
pub(super) async fn open(
    State(site): State<Site>,
    Path(token): Path<String>,
    Extension(ClientAddr(from)): Extension<ClientAddr>,
    Form(typed): Form<Typed>,
) -> Reply {
    let (token, passcode) = (token.as_str(), SecretText::new(typed.passcode));
    if let Some(words) = misshapen(&passcode) {
        let view = look_at_letter(site.app(), token).await?;
        let own = context! { errors => sentence("passcode", &words), wait => (), inside => () };
        return Ok(page_of(
            &site,
            &view,
            token,
            (StatusCode::UNPROCESSABLE_ENTITY, own),
        ));
    }
    let error = match open_letter(site.app(), token, &passcode, from).await {
        Ok(opened) => return Ok(entered(&site, &opened)),
        Err(LetterError::Store(failure)) => return Err(failure.into()),
        Err(error) => error,
    };
    let view = look_at_letter(site.app(), token).await?;
    Ok(refused(&site, &view, token, &error))
}

/// What is told of a passcode that can be no letter's: it is neither compared nor counted. An
/// empty one is told by the door.
pub(super) fn misshapen(passcode: &SecretText) -> Option<String> {
    match check_passcode(passcode.expose()) {
        Ok(()) | Err(PasscodeFault::Count { typed: 0 }) => None,
        Err(fault) => Some(words::passcode_fault(fault)),
    }
}

/// In: the cookie of this request, and on to where it is looked for.
pub(super) fn entered(site: &Site, opened: &Opened) -> Response {
    let jar = Jar::Letter(opened.request);
    let cookie = cookies::set(jar, &opened.cookie.to_text(), site);
    let onward = Redirect::to(&room_path(opened.request, "in"));
    ([(SET_COOKIE, cookie)], onward).into_response()
}

fn none() -> Vec<Value> {
    Vec::new()
}

/// One sentence at a field, or about the whole form.
pub(super) fn sentence(field: &str, text: &str) -> Value {
    Value::from(vec![context! { field, text }])
}

/// The page of a link as it stands; `own` is for its form.
fn page_of(
    site: &Site,
    view: &LetterView,
    token: &str,
    (status, own): (StatusCode, Value),
) -> Response {
    match view {
        LetterView::Unknown => closed::page(site, StatusCode::NOT_FOUND, &Closed::UNKNOWN),
        LetterView::Over(over) => closed::page(site, StatusCode::OK, &Closed::of(over)),
        LetterView::Entry(facts) => {
            let action = context! { action => format!("/o/{token}") };
            let page = context! { ..own, ..action, ..frame::outside(Some(facts)) };
            site.page(status, "opinion/door.html", page)
        }
    }
}

fn refused(site: &Site, view: &LetterView, token: &str, error: &LetterError) -> Response {
    let again = |errors: Value| {
        let own = context! { errors, wait => (), inside => () };
        page_of(site, view, token, (StatusCode::UNPROCESSABLE_ENTITY, own))
    };
    let here = || format!("/o/{token}");
    match error {
        LetterError::Missing { .. } => again(sentence("passcode", NO_PASSCODE)),
        LetterError::Wait { until } | LetterError::TooManyFromAddress { until } => {
            let own = context! { errors => none(), wait => wait(site, *until), inside => () };
            let status = StatusCode::TOO_MANY_REQUESTS;
            retry(site, *until, page_of(site, view, token, (status, own)))
        }
        LetterError::Locked { until } => {
            let words = date::wareki_minute_in_japan(*until);
            let closed = Closed::locked(view.facts(), words, here());
            let page = closed::page(site, StatusCode::TOO_MANY_REQUESTS, &closed);
            retry(site, *until, page)
        }
        LetterError::Busy(_) => {
            let closed = Closed::busy(view.facts(), here());
            closed::page(site, StatusCode::SERVICE_UNAVAILABLE, &closed)
        }
        // The view was read after the refusal, so it shows the state that refused.
        LetterError::Unknown | LetterError::Over(_) => {
            let own = context! { errors => none(), wait => (), inside => () };
            page_of(site, view, token, (StatusCode::OK, own))
        }
        LetterError::Wrong | LetterError::Code(_) | LetterError::Store(_) => {
            again(sentence("", WRONG))
        }
    }
}

/// How long nothing is looked at, in words.
pub(super) fn wait(site: &Site, until: Timestamp) -> Value {
    let left = until.duration_since(site.app().now());
    let policy = &site.app().policies.letter;
    context! {
        left_text => date::time_left(left),
        seconds => left.as_secs().max(1),
        lock_at => policy.lock_at,
        lock_for => date::time_left(policy.lock_for),
    }
}

/// Tells programs when to come back.
pub(super) fn retry(site: &Site, until: Timestamp, mut reply: Response) -> Response {
    let seconds = until.duration_since(site.app().now()).as_secs().max(1);
    reply
        .headers_mut()
        .insert(RETRY_AFTER, HeaderValue::from(seconds));
    reply
}
