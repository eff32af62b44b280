//! 医療機関: the roster with its doctors, the logins of a clinic, and how long it takes.

mod edit;
mod list;
mod physician;
mod retire;
mod show;
mod staff;

pub(super) use edit::{refused as clinic_refused, typed as typed_clinic};
pub(super) use physician::{refused as physician_refused, typed as typed_physician};

use crate::site::Site;
use axum::Router;
use axum::routing::{get, post};
use kairan_domain::clinic::Clinic;
use kairan_domain::ids::ClinicId;
use serde::Serialize;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/console/clinics", get(list::page).post(edit::submit_new))
        .route("/console/clinics/search", post(list::search))
        .route("/console/clinics/new", get(edit::page_new))
        .route("/console/clinics/{clinic}", get(show::page))
        .route(
            "/console/clinics/{clinic}/edit",
            get(edit::page).post(edit::submit),
        )
        .route("/console/clinics/{clinic}/retire", post(retire::clinic))
        .route(
            "/console/clinics/{clinic}/revive",
            post(retire::clinic_again),
        )
        .merge(people())
}

fn people() -> Router<Site> {
    Router::new()
        .route(
            "/console/clinics/{clinic}/physicians/new",
            get(physician::page_new).post(physician::submit_new),
        )
        .route(
            "/console/clinics/{clinic}/physicians/{physician}",
            get(physician::page).post(physician::submit),
        )
        .route(
            "/console/clinics/{clinic}/physicians/{physician}/retire",
            post(retire::physician),
        )
        .route(
            "/console/clinics/{clinic}/physicians/{physician}/revive",
            post(retire::physician_again),
        )
        .route(
            "/console/clinics/{clinic}/staff/new",
            get(staff::page_new).post(staff::submit_new),
        )
        .route(
            "/console/clinics/{clinic}/staff/{staff}/reset",
            get(staff::page_reset).post(staff::submit_reset),
        )
        .route(
            "/console/clinics/{clinic}/staff/{staff}/retire",
            post(staff::retire),
        )
}

/// The page of a clinic.
pub(super) fn clinic_path(clinic: ClinicId) -> String {
    format!("/console/clinics/{clinic}")
}

/// A clinic in a heading or a way back.
#[derive(Serialize)]
struct Named {
    id: String,
    name: String,
}

impl Named {
    fn of(clinic: &Clinic) -> Self {
        Self {
            id: clinic.id.to_string(),
            name: clinic.name.clone(),
        }
    }
}
