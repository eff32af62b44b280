//! What every request passes: headers that keep browsers strict, and the check that a POST
//! was sent from one of our own pages.
//!
//! `Referrer-Policy: same-origin`, not `no-referrer`: with the latter browsers send
//! `Origin: null` on our own forms (design §8).

use crate::refusal::plain;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, ORIGIN, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use std::sync::Arc;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
     form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
/// A PDF fetches, submits and frames nothing; the browser's own viewer needs none of it. No
/// `sandbox`: Chromium's viewer does not open in a sandboxed document. `plugin-types`, which
/// stood here, is enforced by no browser any more.
const FILE_POLICY: &str = "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Where we are reached: what the strict headers and the check of a POST's sender go by.
#[derive(Clone, Debug)]
pub struct Reached {
    /// Whether clients reach us by TLS.
    pub secure: bool,
    /// The addresses pages may post from (`https://host[:port]`).
    pub origins: Arc<[String]>,
}

impl Reached {
    fn is_own_origin(&self, origin: &str) -> bool {
        self.origins.iter().any(|own| own == origin)
    }
}

/// Adds the headers every reply carries.
pub async fn headers(State(reached): State<Reached>, request: Request, next: Next) -> Response {
    let signs_out = request.method() == Method::POST && request.uri().path().ends_with("/sign-out");
    let mut reply = next.run(request).await;
    let kind = reply
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let policy = if kind.starts_with("application/pdf") {
        FILE_POLICY
    } else {
        POLICY
    };
    let reply_is_onward = reply.status().is_redirection();
    let headers = reply.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=()"),
    );
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if reached.secure {
        headers.insert(
            STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
        // Browsers heed it over TLS alone. Not the cookies: another room may still be open.
        if signs_out && reply_is_onward {
            headers.insert(
                HeaderName::from_static("clear-site-data"),
                HeaderValue::from_static("\"cache\""),
            );
        }
    }
    reply
}

/// Refuses a changing request that did not come from one of our own pages.
pub async fn same_origin(State(reached): State<Reached>, request: Request, next: Next) -> Response {
    let changes = !matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if changes && !from_our_page(request.headers(), &reached) {
        return plain(StatusCode::FORBIDDEN);
    }
    next.run(request).await
}

fn from_our_page(headers: &HeaderMap, reached: &Reached) -> bool {
    let text = |name: &HeaderName| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or_default())
    };
    match text(&HeaderName::from_static("sec-fetch-site")) {
        Some(sent) => sent == "same-origin",
        // Browsers before 2023 (iPadOS 15) send Origin alone.
        None => text(&ORIGIN).is_some_and(|origin| reached.is_own_origin(origin)),
    }
}
