//! GET `/help/clerk`, `/help/clerk-opinions` and `/help/first-sign-in`: the manuals; readable
//! without a sign-in.

use crate::console::limits::LimitsView;
use crate::site::Site;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use http::StatusCode;
use kairan_domain::words;
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/help/clerk", get(clerk))
        .route("/help/clerk-opinions", get(clerk_opinions))
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

#[derive(Serialize)]
struct OpinionsView {
    days: Days,
    limits: FileLimits,
}

#[derive(Serialize)]
struct Days {
    due: i32,
    check: i32,
    call: i32,
    rest: i32,
    readable: i32,
}

#[derive(Serialize)]
struct FileLimits {
    upload: String,
    pages: usize,
}

async fn clerk_opinions(State(site): State<Site>) -> Response {
    let (rule, limits) = (&site.app().policies.chase, &site.app().limits);
    let view = OpinionsView {
        days: Days {
            due: rule.due_days,
            check: rule.check_after,
            call: rule.call_after,
            rest: rule.rest_days,
            readable: rule.readable_days,
        },
        limits: FileLimits {
            upload: words::size(limits.max_opinion_upload),
            pages: limits.max_opinion_pages,
        },
    };
    let name = "help/clerk_opinions.html";
    site.page(StatusCode::OK, name, Value::from(Serde(view)))
}

async fn first_sign_in(State(site): State<Site>) -> Response {
    site.page(StatusCode::OK, "help/first_sign_in.html", context! {})
}
