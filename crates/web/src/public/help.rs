//! `/help/…`: the manuals for reviewers and for physicians; open to everybody.

use super::room::office_of;
use crate::site::Site;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use minijinja::context;

/// GET. Who has been in a room sees whom to phone.
pub(super) async fn reviewer(State(site): State<Site>, headers: HeaderMap) -> Response {
    let known = office_of(&site, &headers).await;
    let page = known.unwrap_or_else(|| context! { reader => (), office => () });
    site.page(StatusCode::OK, "help/reviewer.html", page)
}

/// GET. Its pages have the office's phone; the manual is for everybody.
pub(super) async fn physician(State(site): State<Site>) -> Response {
    let page = context! { office => () };
    site.page(StatusCode::OK, "help/physician.html", page)
}
