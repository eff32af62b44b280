//! GET `/help/clerk` and `/help/first-sign-in`: the manuals; readable without a sign-in.

use crate::console::limits::LimitsView;
use crate::site::Site;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use http::StatusCode;
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/help/clerk", get(clerk))
        .route("/help/first-sign-in", get(first_sign_in))
}

#[derive(Serialize)]
struct ClerkView {
    limits: LimitsView,
    purge_after_days: i64,
}

async fn clerk(State(site): State<Site>) -> Response {
    let app = site.app();
    let view = ClerkView {
        limits: LimitsView::of(&app.limits),
        purge_after_days: app.policies.purge_after.as_hours() / 24,
    };
    site.page(StatusCode::OK, "help/clerk.html", Value::from(Serde(view)))
}

async fn first_sign_in(State(site): State<Site>) -> Response {
    site.page(StatusCode::OK, "help/first_sign_in.html", context! {})
}
