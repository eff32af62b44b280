//! The physicians' pages: the door behind a letter's QR code or short code, and the request
//! inside: whom it concerns, the form, its check, handing in.
//!
//! The address names the request (`/opinion/{key}/`); whoever comes with the letter's session or
//! with an account of the clinic it asks is inside ([`caller`]). Start at [`door`], then
//! [`first`]. The form is drawn by [`sheet`] out of `domain::opinion::FORM`: **to add a field**,
//! add it there; nothing here lists fields.
//!
//! # Decisions
//! - 2026-11-23: the key in the address is the request's id, no derived one: it opens nothing,
//!   and a clinic's list and a letter's session must name the same page.
//! - 2026-11-23: single choices are radio buttons that look like □. A second press clears them
//!   by script; without scripts each has a box 選択を消す.
//! - 2026-11-23: sending files submits nothing. A page shows what became of them and asks
//!   ([`waiting`]): what is handed in by one tap is a photograph nobody has looked at.
//! - 2026-11-23: nothing unsaved is kept on the device (no local storage): tablets in a practice
//!   are shared. It stays in the page and is sent when the network is back.
//! - 2026-11-23: what stands in a field and cannot be is told there at once, as a day without
//!   year; what is still missing is told at the check and afterwards. What an answer leaves out of
//!   the opinion stays in sight, with a button that clears it; nothing typed is hidden.
//! - 2026-11-23: the form's button saves by script as well and goes on only when all is saved: a
//!   form that leaves the page while the network is down takes what was typed with it.

mod caller;
mod check;
mod closed;
mod door;
mod draft_page;
mod files;
mod first;
pub(super) mod frame;
mod leave;
mod papers;
mod previous;
mod saved;
mod sheet;
mod sheet_field;
mod sheet_kind;
mod sheet_room;
mod sheet_said;
mod short;
mod waiting;
mod write;

use crate::SIGN_IN_FORM;
use crate::site::Site;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;

/// Every address of the physicians.
pub(super) fn routes() -> Router<Site> {
    let doors = Router::new()
        .route("/o", get(short::show).post(short::open))
        .route("/o/{token}", get(door::show).post(door::open))
        .layer(DefaultBodyLimit::max(SIGN_IN_FORM));
    // A form with files has no size known before; its reader stops at the limit.
    let files = Router::new()
        .route(
            "/opinion/{key}/upload",
            get(files::upload).post(files::submit),
        )
        .route(
            "/opinion/{key}/ikensyo",
            get(files::ikensyo).post(files::fill),
        )
        .layer(DefaultBodyLimit::disable());
    Router::new()
        .route("/opinion/{key}", get(first::with_slash))
        .route("/opinion/{key}/", get(first::show))
        .route("/opinion/{key}/in", get(first::arrive))
        .route("/opinion/{key}/left", get(leave::left))
        .route("/opinion/{key}/leave", get(first::back).post(leave::submit))
        .route("/opinion/{key}/write", get(write::show).post(write::save))
        .route(
            "/opinion/{key}/previous",
            get(previous::show).post(previous::take),
        )
        .route("/opinion/{key}/check", get(check::show))
        .route(
            "/opinion/{key}/submit",
            get(first::back).post(check::submit),
        )
        .route("/opinion/{key}/files", get(waiting::show))
        .route(
            "/opinion/{key}/files/submit",
            get(waiting::back).post(waiting::submit),
        )
        .route(
            "/opinion/{key}/files/drop",
            get(waiting::back).post(waiting::forget),
        )
        .route(
            "/opinion/{key}/files/{file}/opinion.pdf",
            get(waiting::opinion),
        )
        .route(
            "/opinion/{key}/files/{file}/pages/{number}",
            get(waiting::picture),
        )
        .route("/opinion/{key}/done", get(check::done))
        .route("/opinion/{key}/preview.pdf", get(papers::preview))
        .route("/opinion/{key}/form.pdf", get(papers::form))
        .route("/opinion/{key}/receipt.pdf", get(papers::receipt))
        .route(
            "/opinion/{key}/versions/{number}/opinion.pdf",
            get(papers::version),
        )
        .merge(doors)
        .merge(files)
}

#[cfg(test)]
mod tests;
