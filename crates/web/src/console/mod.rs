//! The console: what clerks, administrators and read-only staff do.
//!
//! One page per file: `page` answers GET, `submit` answers POST, both at most decode, call one
//! use case, reply. Start at [`caller`] (who may call) and [`posted`] (what a POST must carry);
//! [`frame`] draws what every page has around it.
//!
//! To add a page: a template with its context written at its head and a sample in
//! `templates/samples.json`; a file here with the view as a struct; a route below, its address
//! as one literal (the authorization test reads them from the source).
//!
//! # Decisions
//! - 2026-11-22: a POST's caller and its token are one extractor ([`posted::Form`],
//!   [`posted::Fetched`], `upload::multipart::receive`): no handler can take the one without
//!   the other.
//! - 2026-11-22: what an action did is told by a code out of a closed list in the address
//!   ([`said`]), so that a reload does not repeat it and nobody can write on our pages.
//! - 2026-11-22: a draft saved twice with the same content is no conflict: a reload of the
//!   answer, or a double click, must not frighten anybody.
//! - 2026-11-22: a script's save never makes a password anew; only a button does. Otherwise
//!   each pause in typing would hash one per row.
//! - 2026-11-22: a file goes up in one stretch, not in pieces: each stretch costs a data key in
//!   the meeting's record, and a broken line is resumed at its last durable chunk anyway.
//! - 2026-11-22: what a clerk typed and could not be saved (a full record, a store that does not
//!   answer) comes back in its fields with the status of the failure, never as a bare page.

mod accounts;
mod at;
mod audit;
mod audit_lines;
mod auth_keys;
mod badge;
mod caller;
mod clinics;
mod draft;
mod envelope;
pub(crate) mod fields;
mod frame;
mod help;
mod home;
mod limits;
mod meeting;
pub(crate) mod own_path;
pub(crate) use caller::path_with_next;
mod pager;
mod paths;
pub(crate) mod posted;
mod refused;
pub(crate) mod reply;
mod requests;
pub(crate) mod said;
pub(crate) mod signing;
mod trouble;
mod unseen;
pub(crate) mod upload;
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
        .route("/console/audit/lines", get(audit_lines::get))
        .merge(signing::routes())
        .merge(draft::routes())
        .merge(meeting::routes())
        .merge(upload::routes())
        .merge(unseen::routes())
        .merge(accounts::routes())
        .merge(auth_keys::routes())
        .merge(requests::routes())
        .merge(clinics::routes())
        .merge(help::routes())
}
