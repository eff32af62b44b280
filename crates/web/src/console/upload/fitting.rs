//! A body that announces more than a meeting may hold is refused before a byte of it is read.

use crate::console::reply::{problem, wants_json};
use crate::site::Site;
use axum::extract::FromRequestParts;
use axum::response::Response;
use http::StatusCode;
use http::header::CONTENT_LENGTH;
use http::request::Parts;
use kairan_domain::upload::FileFault;
use kairan_domain::words;

/// Room for the text fields of a form beside its files.
const BESIDE_FILES: u64 = 2 * 1024 * 1024;

/// The length announced, if any, may fit.
pub(super) struct Fitting;

impl FromRequestParts<Site> for Fitting {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let most = site.app().limits.max_total_size;
        let announced = parts
            .headers
            .get(CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        if announced.is_none_or(|announced| announced <= most.saturating_add(BESIDE_FILES)) {
            return Ok(Self);
        }
        if wants_json(&parts.headers) {
            let words = words::file_fault(FileFault::TotalTooLarge { most });
            return Err(problem(StatusCode::PAYLOAD_TOO_LARGE, &words));
        }
        Err(crate::refusal::plain(StatusCode::PAYLOAD_TOO_LARGE))
    }
}
