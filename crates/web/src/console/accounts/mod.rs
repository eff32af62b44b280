//! Console accounts: administrators make, reset and retire them.

mod list;
mod new;
mod reset;
mod retire;

pub(in crate::console) use list::account_state;

use crate::site::Site;
use axum::Router;
use axum::routing::{get, post};
use kairan_access::InitialPassword;
use serde::Serialize;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/console/staff", get(list::page).post(new::submit))
        .route("/console/staff/new", get(new::page))
        .route(
            "/console/staff/{staff}/reset",
            get(reset::page).post(reset::submit),
        )
        .route("/console/staff/{staff}/retire", post(retire::submit))
}

/// `console/staff_made.html`: the initial password, this once.
#[derive(Serialize)]
struct MadeView {
    who: Who,
    password: String,
    reset: bool,
}

/// An account in a sentence.
#[derive(Serialize)]
struct Who {
    id: String,
    name: String,
    login: String,
    seen: String,
}

impl MadeView {
    fn of(made: &InitialPassword, reset: bool) -> Self {
        Self {
            who: Who::of(&made.staff),
            password: made.password.expose().to_owned(),
            reset,
        }
    }
}

impl Who {
    fn of(staff: &kairan_access::StaffView) -> Self {
        Self {
            id: staff.id.to_string(),
            name: staff.name.expose().to_owned(),
            login: staff.login.expose().to_owned(),
            seen: staff.seen.to_string(),
        }
    }
}
