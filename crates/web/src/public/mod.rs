//! The doors that face the internet: the gate behind a mailed link, the reading room, the
//! reviewers' manual.

mod caller;
pub(crate) mod file;
mod frame;
mod gate;
mod help;
mod room;

use crate::SIGN_IN_FORM;
use crate::site::Site;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

/// Every public route.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route(
            "/r/{token}",
            get(gate::show)
                .post(gate::open)
                .layer(DefaultBodyLimit::max(SIGN_IN_FORM)),
        )
        .route("/room/", get(room::show))
        .route("/room/materials/{version}/open", get(file::open))
        .route("/room/materials/{version}/download", get(file::download))
        .route("/room/all.zip", get(file::download_all))
        .route("/room/read-all", post(room::read_all))
        .route("/room/sign-out", post(room::sign_out))
        .route("/help/reviewer", get(help::reviewer))
}
