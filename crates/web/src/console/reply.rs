//! Replies that many handlers give: on to another page, a problem as JSON, "try again later".

use crate::console::said::Said;
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderValue, StatusCode};
use kairan_edge::disposition::{self, Manner};
use serde::Serialize;

/// Where our scripts put the session's token.
pub(crate) const TOKEN: &str = "x-csrf-token";

/// 303 to one of our own addresses.
pub(crate) fn go(path: &str) -> Response {
    match HeaderValue::try_from(path) {
        Ok(path) => (StatusCode::SEE_OTHER, [(LOCATION, path)]).into_response(),
        Err(_) => (
            StatusCode::SEE_OTHER,
            [(LOCATION, HeaderValue::from_static("/console/"))],
        )
            .into_response(),
    }
}

/// 303, and the next page tells what was done.
pub(crate) fn go_saying(path: &str, said: Said) -> Response {
    go(&format!("{path}?said={}", said.code()))
}

/// The same with a number to tell.
pub(crate) fn go_counting(path: &str, said: Said, count: usize) -> Response {
    go(&format!("{path}?said={}&n={count}", said.code()))
}

/// The same, where the page goes on: at the element with this id. Browsers give it the focus
/// if it can have it.
pub(crate) fn go_saying_at(path: &str, said: Said, place: &str) -> Response {
    go(&format!("{path}?said={}#{place}", said.code()))
}

/// Whether a script asks, not a person's form: it must not be led to a page as if all were well.
pub(crate) fn wants_json(headers: &HeaderMap) -> bool {
    headers.contains_key(TOKEN) || takes_json(headers)
}

/// Whether the answer itself is wanted as JSON; a script may also read a page.
pub(crate) fn takes_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|value| value.starts_with("application/json"))
}

#[derive(Serialize)]
struct Problem<'a> {
    title: &'a str,
    status: u16,
}

/// A problem (RFC 9457) whose title is a sentence for the person at the page.
pub(crate) fn problem(status: StatusCode, title: &str) -> Response {
    let body = Problem {
        title,
        status: status.as_u16(),
    };
    let mut reply = (status, Json(body)).into_response();
    reply.headers_mut().insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    reply
}

/// A paper drawn just now, shown in the browser; never kept.
pub(crate) fn pdf(bytes: Vec<u8>, name: &str) -> Response {
    let shown = disposition::value(Manner::Inline, name);
    let kind = HeaderValue::from_static("application/pdf");
    ([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, shown)], bytes).into_response()
}

/// A picture drawn just now; never kept.
pub(crate) fn image(png: Vec<u8>) -> Response {
    let kind = HeaderValue::from_static("image/png");
    ([(CONTENT_TYPE, kind)], png).into_response()
}

/// A file to be saved; never kept.
pub(crate) fn file(bytes: Vec<u8>, name: &str, kind: &'static str) -> Response {
    let saved = disposition::value(Manner::Attachment, name);
    let kind = HeaderValue::from_static(kind);
    ([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, saved)], bytes).into_response()
}

/// The page for what is not there, or not this caller's to see: the two look alike.
pub(crate) fn not_found() -> Response {
    crate::refusal::plain(StatusCode::NOT_FOUND)
}
