//! One request: hand it to the routes, survive what happens there.

use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::response::IntoResponse;
use futures_util::FutureExt;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST};
use http::{HeaderValue, Request, Response, StatusCode, Version};
use hyper::body::Incoming;
use tower::ServiceExt;
use tracing::Instrument;

use super::DoorStats;
use super::body::{RequestBody, ResponseBody};
use super::patience::Patience;
use super::pulse::{Pulse, Running};
use crate::telemetry::RequestId;
use kairan_edge::client::PeerAddr;

/// What a reader sees when the program failed; says what to do, not what broke.
const FAILED_PAGE: &str = include_str!("failed.html");

/// What every request of one connection shares.
#[derive(Clone)]
pub(super) struct Context {
    pub(super) router: Router,
    pub(super) peer: PeerAddr,
    pub(super) pulse: Arc<Pulse>,
    pub(super) patience: Patience,
    pub(super) stats: Arc<DoorStats>,
}

pub(super) async fn answer(
    context: Context,
    running: Running,
    request: Request<Incoming>,
) -> Result<Response<ResponseBody>, Infallible> {
    let id = RequestId::next();
    let span = tracing::info_span!("request", id = %id);
    let mut request = request.map(|body| Body::new(RequestBody::new(body, &context.patience)));
    request.extensions_mut().insert(context.peer);
    request.extensions_mut().insert(id);

    if !names_one_host(&request) {
        let refused = (StatusCode::BAD_REQUEST, "one Host, please\n").into_response();
        return Ok(refused.map(|body| ResponseBody::new(body, running)));
    }
    let routed = AssertUnwindSafe(context.router.oneshot(request)).catch_unwind();
    let response = match routed.instrument(span).await {
        Ok(Ok(response)) => response,
        Err(_) => {
            context.stats.panics.add(1);
            failed(id)
        }
    };

    Ok(response.map(|body| ResponseBody::new(body, running)))
}

/// RFC 9112 §3.2: a request without a host, or with two, is refused; a proxy in front of us may
/// have read another one. (hyper refuses lengths that contradict each other, and keeps one of
/// those that agree.)
fn names_one_host<B>(request: &Request<B>) -> bool {
    let named = request.headers().get_all(HOST).iter().count();
    match request.version() {
        Version::HTTP_09 | Version::HTTP_10 => named <= 1,
        Version::HTTP_11 => named == 1,
        _ => named <= 1 && (named == 1 || request.uri().authority().is_some()),
    }
}

/// The page for a request that ended in a panic; the hook has logged where.
fn failed(id: RequestId) -> Response<Body> {
    let page = FAILED_PAGE.replace("{{id}}", &id.to_string());
    let mut response = Response::new(Body::from(page));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
