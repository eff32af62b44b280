//! What happens after publishing: the status board and everything done from it.

mod address;
mod board;
mod change;
mod delete;
mod document;
mod facts;
mod materials;
mod passwords;
mod reissue;
mod seat;
mod seat_about;
mod seat_view;
mod telling;
mod withdraw;

pub(super) use board::files_refused;
pub(super) use facts::opened_version;

use crate::site::Site;
use axum::Router;
use axum::routing::{get, post};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/console/meetings/{meeting}", get(board::page))
        .route(
            "/console/meetings/{meeting}/change",
            get(change::page).post(change::submit),
        )
        .route(
            "/console/meetings/{meeting}/withdraw",
            get(withdraw::page).post(withdraw::submit),
        )
        .route("/console/meetings/{meeting}/revive", post(withdraw::revive))
        .route(
            "/console/meetings/{meeting}/delete",
            get(delete::page).post(delete::submit),
        )
        .route(
            "/console/meetings/{meeting}/materials/{material}/withdraw",
            post(withdraw::material),
        )
        .route(
            "/console/meetings/{meeting}/passwords",
            get(passwords::page),
        )
        .route(
            "/console/meetings/{meeting}/passwords.pdf",
            get(document::sheets),
        )
        .route(
            "/console/meetings/{meeting}/register.pdf",
            get(document::register),
        )
        .route(
            "/console/meetings/{meeting}/versions/{version}",
            get(document::version),
        )
        .route(
            "/console/meetings/{meeting}/seats/{seat}/handed-over",
            post(seat::handed_over),
        )
        .route(
            "/console/meetings/{meeting}/seats/{seat}/paper-given",
            post(seat::paper_given),
        )
        .route(
            "/console/meetings/{meeting}/seats/{seat}/resend",
            post(seat::resend),
        )
        .route(
            "/console/meetings/{meeting}/seats/{seat}/reissue",
            get(reissue::page).post(reissue::submit),
        )
        .route(
            "/console/meetings/{meeting}/seats/{seat}/address",
            get(address::page).post(address::submit),
        )
        .route(
            "/console/meetings/{meeting}/seats/{seat}/password.pdf",
            get(document::sheet),
        )
        .route(
            "/console/meetings/{meeting}/seats/{seat}/unlock",
            post(seat::unlock),
        )
}
