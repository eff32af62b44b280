//! The plain page of a refusal that has none of its own. What handlers answer then is
//! [`kairan_edge`]'s.

use crate::cookies::{self, Jar};
use crate::public::room::office_of;
use crate::site::Site;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{ALLOW, CONTENT_RANGE, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, StatusCode};
pub(crate) use kairan_edge::{Reply, Unavailable, plain};
use minijinja::context;

/// Gives every error reply that has no page of its own (a router's 404, a decoder's English
/// sentence) the plain page of its status.
pub(crate) async fn plain_pages(
    State(site): State<Site>,
    request: Request,
    next: Next,
) -> Response {
    let headers = request.headers().clone();
    let home = home_of(&site, request.uri().path(), &headers);
    let reply = next.run(request).await;
    let status = reply.status();
    if !(status.is_client_error() || status.is_server_error()) || has_own_page(reply.headers()) {
        return reply;
    }
    let office = office_of(&site, &headers).await.unwrap_or_default();
    let known = context! { home_url => home, ..office };
    let mut page = site.error_page_of(page_status(status), Some(known));
    *page.status_mut() = status;
    // What tells a program how to ask better stays.
    for name in [ALLOW, CONTENT_RANGE, RETRY_AFTER] {
        if let Some(value) = reply.headers().get(&name) {
            page.headers_mut().insert(name, value.clone());
        }
    }
    page
}

/// Where somebody signed in at the console goes on. Whether the cookie still opens it is found
/// out there.
fn home_of(site: &Site, path: &str, headers: &HeaderMap) -> Option<&'static str> {
    let at_console = path.starts_with("/console");
    let signed_in = at_console && cookies::read(headers, Jar::Staff, site).is_some();
    signed_in.then_some("/console/")
}

fn has_own_page(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    kind.starts_with("text/html") || kind.contains("json")
}

/// The page nearest to a status.
fn page_status(status: StatusCode) -> StatusCode {
    match status.as_u16() {
        400 | 403 | 404 | 409 | 413 | 429 | 500 | 503 => status,
        405 => StatusCode::NOT_FOUND,
        401..500 => StatusCode::BAD_REQUEST,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
