//! From the first line typed to publishing.

mod confirm;
mod conflict;
mod create;
mod edit;
mod keys;
mod publish;
mod show;
mod typed;
mod view;

pub(super) use conflict::{Conflict, plan_differences};
pub(super) use edit::files_sent;
pub(super) use keys::Order;
pub(super) use typed::plan_of;
pub(super) use view::PlanView;

use crate::site::Site;
use axum::Router;
use axum::routing::{get, post};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/console/meetings", post(create::submit))
        .route("/console/meetings/{meeting}/copy", post(create::copy))
        .route(
            "/console/meetings/{meeting}/edit",
            get(edit::page).post(edit::submit),
        )
        .route("/console/meetings/{meeting}/confirm", get(confirm::page))
        .route("/console/meetings/{meeting}/publish", post(publish::submit))
}
