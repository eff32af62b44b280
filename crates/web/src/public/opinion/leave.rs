//! `/opinion/{key}/leave`: the session ends; what was written stays.

use super::caller::{Doctor, Guest, room_path};
use super::closed::{self, Closed};
use crate::console::posted::Form;
use crate::console::reply::go;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

/// POST. The cookie stays until the browser is closed: it opens nothing, but tells the next
/// page whom to phone. With a clinic's account it leads back to the list.
pub(super) async fn submit(State(site): State<Site>, form: Form<Doctor>) -> Reply {
    let doctor = form.caller;
    if doctor.user.is_some() {
        return Ok(go("/clinic/requests"));
    }
    kairan_access::leave_letter(site.app(), doctor.cookie()).await?;
    Ok(go(&room_path(doctor.by.request(), "left")))
}

/// GET `/opinion/{key}/left`: the first page for whoever is still inside.
pub(super) async fn left(State(site): State<Site>, guest: Guest) -> Response {
    match guest {
        Guest::Inside(doctor) => go(&doctor.path("")),
        Guest::Over(over) => closed::page(&site, StatusCode::OK, &Closed::of(&over)),
        Guest::Nobody => closed::page(&site, StatusCode::OK, &Closed::LEFT),
    }
}
