//! `/help/reviewer`: the manual for reviewers; open to everybody.

use crate::site::Site;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use minijinja::context;

/// GET.
pub(super) async fn reviewer(State(site): State<Site>) -> Response {
    site.page(
        StatusCode::OK,
        "help/reviewer.html",
        context! { reader => (), office => () },
    )
}
