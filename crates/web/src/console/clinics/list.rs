//! GET `/console/clinics` and POST `/console/clinics/search`: the roster. Doctors' names are
//! searched too, so what is searched stands in no address.

use super::clinic_path;
use crate::console::caller::Staff;
use crate::console::frame::Here;
use crate::console::posted::Form;
use crate::console::said::Told;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Query, State};
use kairan_domain::clinic::Physician;
use kairan_opinion::{ClinicLine, list_clinics};
use serde::Serialize;

/// Doctors named in a line; of the others only the number is told.
const NAMED: usize = 3;

#[derive(Serialize)]
struct View<'a> {
    q: &'a str,
    may_write: bool,
    clinics: Vec<Row>,
    total: String,
}

#[derive(Serialize)]
struct Row {
    url: String,
    name: String,
    code: Option<String>,
    phone: String,
    physicians: Vec<String>,
    more: usize,
    retired: bool,
}

pub(super) async fn page(
    State(site): State<Site>,
    staff: Staff,
    Query(told): Query<Told>,
) -> Reply {
    show(&site, &staff, "", &told).await
}

pub(super) async fn search(
    State(site): State<Site>,
    Form {
        caller: staff,
        fields,
    }: Form<Staff>,
) -> Reply {
    show(&site, &staff, fields.text("q"), &Told::default()).await
}

async fn show(site: &Site, staff: &Staff, q: &str, told: &Told) -> Reply {
    let found = list_clinics(site.app(), &staff.by, q).await?;
    let view = View {
        q,
        may_write: staff.by.as_clerk().is_some(),
        total: format!("{}か所", found.len()),
        clinics: found.iter().map(Row::of).collect(),
    };
    Ok(staff
        .frame
        .page("console/clinics/list.html", Here::Clinics)
        .telling(told.notice())
        .reply(site, &view))
}

impl Row {
    fn of(line: &ClinicLine) -> Self {
        let clinic = &line.clinic;
        let asked: Vec<&Physician> = line
            .physicians
            .iter()
            .filter(|physician| physician.retired_at.is_none())
            .collect();
        Self {
            url: clinic_path(clinic.id),
            name: clinic.name.clone(),
            code: (!clinic.code.is_empty()).then(|| clinic.code.clone()),
            phone: clinic.phone.clone(),
            physicians: asked
                .iter()
                .take(NAMED)
                .map(|physician| physician.name.expose().to_owned())
                .collect(),
            more: asked.len().saturating_sub(NAMED),
            retired: clinic.retired_at.is_some(),
        }
    }
}
