//! What a handler answers when Kairan itself cannot: logged here, told as a bare status. Pages
//! and API give it their own shape on the way out.
//!
//! Faults of a person's input never come here: they are shown at their fields.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use std::error::Error;

/// The store or the disk could not answer; try again later.
pub struct Unavailable;

/// What handlers return.
pub type Reply = Result<Response, Unavailable>;

impl<E: Error> From<E> for Unavailable {
    fn from(error: E) -> Self {
        // Errors of our crates name kinds and ids, never people or tokens.
        tracing::error!(%error, "a request could not be answered");
        Self
    }
}

impl IntoResponse for Unavailable {
    fn into_response(self) -> Response {
        StatusCode::SERVICE_UNAVAILABLE.into_response()
    }
}

/// A bare status; whoever stands further out draws its page or its problem.
pub fn plain(status: StatusCode) -> Response {
    status.into_response()
}
