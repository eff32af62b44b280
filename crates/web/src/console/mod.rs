//! The console: what clerks, administrators and read-only staff do.
//!
//! One page per file: `page` answers GET, `submit` answers POST, both at most decode, call one
//! use case, reply. Start at [`caller`] (who may call) and [`posted`] (what a POST must carry);
//! [`frame`] draws what every page has around it.
//!
//! To add a page: a template with its context written at its head and a sample in
//! `templates/samples.json`; a file here with the view as a struct; a route below.

mod accounts;
mod at;
mod audit;
mod badge;
mod caller;
mod draft;
mod envelope;
mod fields;
mod frame;
mod help;
mod home;
mod limits;
mod meeting;
mod names;
mod own_path;
mod pager;
mod paths;
mod posted;
mod refused;
mod reply;
mod said;
mod signing;
mod trouble;
mod upload;
mod when;

use crate::site::Site;
use axum::Router;
use axum::response::Redirect;
use axum::routing::get;

/// Every address under `/console/`, and the clerks' manual.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/console/", get(home::page))
        .route("/console", get(async || Redirect::permanent("/console/")))
        .route("/console/audit", get(audit::page))
        .merge(signing::routes())
        .merge(draft::routes())
        .merge(meeting::routes())
        .merge(upload::routes())
        .merge(accounts::routes())
        .merge(help::routes())
}
