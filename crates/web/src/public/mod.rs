//! The doors that face the internet: the gate behind a mailed link and the reading rooms; the
//! physicians' door and pages, the clinics' door; the manuals of both.

mod caller;
mod clinic;
pub(crate) mod file;
mod frame;
mod gate;
mod help;
mod opinion;
mod refused;
pub(crate) mod room;

use crate::SIGN_IN_FORM;
use crate::site::Site;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;

/// Every public route.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route(
            "/r/{token}",
            get(gate::show)
                .post(gate::open)
                .layer(DefaultBodyLimit::max(SIGN_IN_FORM)),
        )
        .route("/room/", get(room::choose))
        .route("/room/{key}", get(room::with_slash))
        .route("/room/{key}/", get(room::show))
        .route("/room/{key}/in", get(room::arrive))
        .route("/room/{key}/left", get(room::left))
        .route("/room/{key}/materials/{version}/open", get(file::open))
        .route(
            "/room/{key}/materials/{version}/download",
            get(file::download),
        )
        .route("/room/{key}/all.zip", get(file::download_all))
        .route(
            "/room/{key}/read-all",
            get(room::ask_read_all).post(room::read_all),
        )
        .route(
            "/room/{key}/read-all/undo",
            get(room::back).post(room::take_back),
        )
        .route("/room/{key}/read-done", get(room::read_done))
        .route("/room/{key}/sign-out", get(room::back).post(room::sign_out))
        .route("/help/reviewer", get(help::reviewer))
        .route("/help/physician", get(help::physician))
        .merge(opinion::routes())
        .merge(clinic::routes())
}
