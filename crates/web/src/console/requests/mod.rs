//! 主治医意見書: the requests for opinions, from registering to the board.
//!
//! Names and numbers of people never stand in an address: searches are posted and answered in
//! place. What a second press or a reload must not do twice (a letter, an acceptance) carries
//! what its page has seen.

mod about;
mod arrival;
mod choices;
mod confirm;
mod cover_rows;
mod covers;
mod document;
mod edit;
mod edit_view;
mod export;
mod export_view;
mod letter;
mod letters;
mod line;
mod list;
mod list_rows;
mod masked;
mod outcome;
mod pick;
mod pictures;
mod reassign;
mod received;
mod refused;
mod reminder;
mod reminders;
mod roster;
mod show;
mod show_facts;
mod show_view;
mod typed;

use crate::console::badge::Badge;
use crate::site::Site;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::{DaysLeft, RequestState};
use kairan_domain::words;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/console/requests", get(list::page))
        .route("/console/requests/search", post(list::search))
        .route(
            "/console/requests/new",
            get(edit::page_new).post(edit::submit_new),
        )
        .route(
            "/console/requests/letters",
            get(letters::page).post(letters::submit),
        )
        .route(
            "/console/requests/reminders",
            get(reminders::page).post(reminders::submit),
        )
        .route(
            "/console/requests/export",
            get(export::page).post(export::submit),
        )
        .route("/console/requests/{request}", get(show::page))
        .route(
            "/console/requests/{request}/change",
            get(edit::page).post(edit::submit),
        )
        .route(
            "/console/meetings/{meeting}/opinions",
            get(pick::page).post(pick::submit),
        )
        .merge(chasing())
        .merge(ending())
        .merge(files())
}

fn chasing() -> Router<Site> {
    Router::new()
        .route(
            "/console/requests/{request}/letter",
            get(letter::page).post(letter::submit),
        )
        .route("/console/requests/{request}/unlock", post(letter::unlock))
        .route("/console/requests/{request}/form.pdf", get(document::form))
        .route(
            "/console/requests/{request}/reminder",
            get(reminder::page).post(reminder::submit),
        )
        .route(
            "/console/requests/{request}/reminder.pdf",
            get(reminder::letter),
        )
}

fn ending() -> Router<Site> {
    Router::new()
        .route(
            "/console/requests/{request}/accept",
            get(outcome::page_accept).post(outcome::accept),
        )
        .route(
            "/console/requests/{request}/accept/undo",
            post(outcome::take_back),
        )
        .route(
            "/console/requests/{request}/send-back",
            get(outcome::page_send_back).post(outcome::send_back),
        )
        .route(
            "/console/requests/{request}/cancel",
            get(outcome::page_cancel).post(outcome::cancel),
        )
        .route(
            "/console/requests/{request}/reassign",
            get(reassign::page).post(reassign::submit),
        )
        .route(
            "/console/requests/{request}/masked",
            get(masked::page).post(masked::submit),
        )
        .route(
            "/console/requests/{request}/covers",
            get(covers::page).post(covers::submit),
        )
        .route(
            "/console/requests/{request}/covers/pages/{no}",
            get(covers::picture),
        )
}

fn files() -> Router<Site> {
    // A form with files has no size known before; what is too large is refused while it comes.
    let with_files = Router::new()
        .route(
            "/console/requests/{request}/arrival",
            get(arrival::page).post(arrival::submit),
        )
        .route(
            "/console/requests/{request}/masked/check",
            get(confirm::page).post(confirm::submit),
        )
        .route(
            "/console/requests/{request}/masked/pages/{no}",
            get(confirm::picture),
        )
        .route(
            "/console/requests/{request}/masked/file",
            post(masked::attach),
        )
        .layer(DefaultBodyLimit::disable());
    Router::new()
        .route(
            "/console/requests/{request}/versions/{no}/opinion.pdf",
            get(document::opinion),
        )
        .route(
            "/console/requests/{request}/versions/{no}/masked.pdf",
            get(document::masked),
        )
        .merge(with_files)
}

/// The page of a request.
pub(super) fn request_path(request: OpinionRequestId) -> String {
    format!("/console/requests/{request}")
}

/// The days to a limit, as a badge: the nearer, the louder.
pub(super) fn days(left: DaysLeft) -> Badge {
    let text = words::days_left(left);
    match left {
        DaysLeft::Over(_) => Badge::bad(text),
        DaysLeft::Today | DaysLeft::Left(..=SOON) => Badge::warn(text),
        DaysLeft::Left(_) => Badge::plain(text),
    }
}

/// Days before a due date in which it counts as near.
const SOON: i32 = 3;

/// The days to the 30 days of the law: the board needs its time, too.
fn legal_days(left: DaysLeft) -> Badge {
    match left {
        DaysLeft::Left(..=14) => Badge::warn(words::days_left(left)),
        _ => days(left),
    }
}

/// A request's state as a badge.
pub(super) fn state(state: RequestState) -> Badge {
    let text = words::request_state(state);
    match state {
        RequestState::Drafting => Badge::info(text),
        RequestState::Submitted | RequestState::Accepted => Badge::good(text),
        RequestState::SentBack => Badge::warn(text),
        RequestState::Requested | RequestState::Cancelled | RequestState::Reassigned => {
            Badge::plain(text)
        }
    }
}
