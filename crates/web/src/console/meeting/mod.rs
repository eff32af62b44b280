//! What happens after publishing: the status board and everything done from it.

mod board;
mod change;
mod delete;
mod document;
mod facts;
mod materials;
mod passwords;
mod seat;
mod seat_view;
mod withdraw;

pub(super) use board::files_refused;
pub(super) use facts::opened_version;

use crate::site::Site;
use axum::Router;
use axum::routing::{get, post};

pub(super) fn routes() -> Router<Site> {
    let meeting = "/console/meetings/{meeting}";
    let at = |rest: &str| format!("{meeting}{rest}");
    Router::new()
        .route(meeting, get(board::page))
        .route(&at("/change"), get(change::page).post(change::submit))
        .route(&at("/withdraw"), get(withdraw::page).post(withdraw::submit))
        .route(&at("/revive"), post(withdraw::revive))
        .route(&at("/delete"), get(delete::page).post(delete::submit))
        .route(&at("/materials/{material}/withdraw"), post(withdraw::material))
        .route(&at("/passwords"), get(passwords::page))
        .route(&at("/passwords.pdf"), get(document::sheets))
        .route(&at("/register.pdf"), get(document::register))
        .route(&at("/versions/{version}"), get(document::version))
        .route(&at("/seats/{seat}/handed-over"), post(seat::handed_over))
        .route(&at("/seats/{seat}/resend"), post(seat::resend))
        .route(&at("/seats/{seat}/reissue"), post(seat::reissue))
        .route(&at("/seats/{seat}/unlock"), post(seat::unlock))
}
