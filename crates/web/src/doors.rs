//! `/` and `/help`: where each person's page is.

use crate::site::Site;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use http::StatusCode;
use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    console: bool,
}

/// Both addresses of the page; `console`: whether the office's pages are on this listener.
pub(crate) fn routes(console: bool) -> Router<Site> {
    let page = async move |State(site): State<Site>| show(&site, console);
    Router::new()
        .route("/", get(page))
        .route("/help", get(page))
}

fn show(site: &Site, console: bool) -> Response {
    let view = Value::from(Serde(View { console }));
    site.page(StatusCode::OK, "help/doors.html", view)
}
