//! Style sheet, scripts and pictures: public, the same for everybody, cached for good under
//! an address that changes with their content.

use crate::pages;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use kairan_domain::text;
use sha2::{Digest, Sha256};
use std::sync::OnceLock;

/// The prefix of all assets' addresses: `/assets/5f3a9c1e`.
pub fn prefix() -> &'static str {
    static PREFIX: OnceLock<String> = OnceLock::new();
    PREFIX.get_or_init(|| {
        let mut hasher = Sha256::new();
        for (name, bytes) in pages::assets() {
            hasher.update(name);
            hasher.update(bytes);
        }
        format!("/assets/{}", text::hex(&hasher.finalize()[..4]))
    })
}

/// GET `/assets/{stamp}/{name}`.
pub(crate) async fn get(Path((_stamp, name)): Path<(String, String)>) -> Response {
    let Some(bytes) = pages::asset(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    };
    let cache = HeaderValue::from_static("public, max-age=31536000, immutable");
    (
        [
            (CONTENT_TYPE, HeaderValue::from_static(kind)),
            (CACHE_CONTROL, cache),
        ],
        bytes,
    )
        .into_response()
}
