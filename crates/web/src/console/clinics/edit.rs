//! GET `/console/clinics/new` with POST `/console/clinics`, and GET and POST
//! `/console/clinics/{clinic}/edit`: the entry of a clinic.

use super::{Named, clinic_path};
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::fields::{self, Fields, Told};
use crate::console::frame::Here;
use crate::console::limits::LimitsView;
use crate::console::posted::Form;
use crate::console::refused::NOT_STORED;
use crate::console::reply::{go_saying, not_found};
use crate::console::said::Said;
use crate::refusal::{Reply, Unavailable};
use crate::site::Site;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use kairan_domain::clinic::{Clinic, ClinicFault, RawClinic};
use kairan_domain::ids::ClinicId;
use kairan_domain::secret::SecretText;
use kairan_domain::words;
use kairan_opinion::{ClinicError, ReadError, raw_of_clinic, save_clinic, show_clinic};
use serde::Serialize;

#[derive(Serialize)]
struct View {
    clinic: Option<Named>,
    form: Typed,
    limits: LimitsView,
    errors: Vec<fields::At>,
}

#[derive(Serialize)]
struct Typed {
    code: String,
    name: String,
    postal_code: String,
    address: String,
    phone: String,
    fax: String,
    mail: String,
}

pub(super) async fn page_new(State(site): State<Site>, clerk: Clerk) -> Response {
    let told = Told::nothing();
    show(&site, &clerk, None, &RawClinic::default(), told)
}

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    At(clinic): At<ClinicId>,
) -> Reply {
    let clinic = match show_clinic(site.app(), &clerk.by, clinic).await {
        Ok(page) => page.clinic,
        Err(error) => return unread(error),
    };
    let told = Told::nothing();
    let raw = raw_of_clinic(&clinic);
    Ok(show(&site, &clerk, Some(&clinic), &raw, told))
}

pub(super) async fn submit_new(
    State(site): State<Site>,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    let raw = typed(&fields, "");
    match save_clinic(site.app(), &clerk.by, None, &raw).await {
        Ok(id) => Ok(go_saying(&clinic_path(id), Said::ClinicAdded)),
        Err(error) => {
            let Some(told) = refused(error, "") else {
                return Ok(not_found());
            };
            Ok(show(&site, &clerk, None, &raw, told))
        }
    }
}

pub(super) async fn submit(
    State(site): State<Site>,
    At(id): At<ClinicId>,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    let raw = typed(&fields, "");
    let error = match save_clinic(site.app(), &clerk.by, Some(id), &raw).await {
        Ok(id) => return Ok(go_saying(&clinic_path(id), Said::ClinicChanged)),
        Err(error) => error,
    };
    let Some(told) = refused(error, "") else {
        return Ok(not_found());
    };
    match show_clinic(site.app(), &clerk.by, id).await {
        Ok(page) => Ok(show(&site, &clerk, Some(&page.clinic), &raw, told)),
        Err(error) => unread(error),
    }
}

/// The fields of a clinic, their names behind `prefix`.
pub(in crate::console) fn typed(fields: &Fields, prefix: &str) -> RawClinic {
    let text = |name: &str| fields.text(&format!("{prefix}{name}")).to_owned();
    RawClinic {
        code: text("code"),
        name: text("name"),
        postal_code: text("postal_code"),
        address: text("address"),
        phone: text("phone"),
        fax: text("fax"),
        mail: SecretText::new(text("mail")),
    }
}

/// Why a clinic was not saved, at its fields; `None`: there is no such clinic.
pub(in crate::console) fn refused(error: ClinicError, prefix: &str) -> Option<Told> {
    Some(match error {
        ClinicError::NotFound => return None,
        ClinicError::Faults(faults) => {
            let at = |fault| fields::At::new(key(prefix, fault), words::clinic_fault(fault));
            Told::faulty(faults.into_iter().map(at).collect())
        }
        ClinicError::CodeTaken(_) => {
            let at = fields::At::new(format!("{prefix}code"), TAKEN);
            Told::faulty(vec![at])
        }
        ClinicError::Contended => Told::whole(StatusCode::CONFLICT, CHANGED),
        ClinicError::Store(error) => {
            let Unavailable = error.into();
            Told::whole(StatusCode::SERVICE_UNAVAILABLE, NOT_STORED)
        }
    })
}

const TAKEN: &str = "この医療機関コードは、名簿の別の医療機関が使っています。コードを確かめるか、空欄にしてください。";
/// Somebody else was faster.
pub(in crate::console) const CHANGED: &str =
    "ほかの担当者の操作と重なり、保存していません。入力は残っています。もう一度押してください。";

fn key(prefix: &str, fault: ClinicFault) -> String {
    let name = match fault {
        ClinicFault::Code => "code",
        ClinicFault::Name { .. } => "name",
        ClinicFault::PostalCode => "postal_code",
        ClinicFault::Address { .. } => "address",
        ClinicFault::Phone => "phone",
        ClinicFault::Fax => "fax",
        ClinicFault::Mail(_) => "mail",
    };
    format!("{prefix}{name}")
}

/// Why something of the roster, or a request, is not shown.
pub(in crate::console) fn unread(error: ReadError) -> Reply {
    match error {
        ReadError::NotFound => Ok(not_found()),
        ReadError::Store(error) => Err(error.into()),
    }
}

fn show(
    site: &Site,
    clerk: &Clerk,
    clinic: Option<&Clinic>,
    raw: &RawClinic,
    Told { status, errors }: Told,
) -> Response {
    let view = View {
        clinic: clinic.map(Named::of),
        form: Typed {
            code: raw.code.clone(),
            name: raw.name.clone(),
            postal_code: raw.postal_code.clone(),
            address: raw.address.clone(),
            phone: raw.phone.clone(),
            fax: raw.fax.clone(),
            mail: raw.mail.expose().to_owned(),
        },
        limits: LimitsView::of(&site.app().limits),
        errors,
    };
    clerk
        .frame
        .page("console/clinics/edit.html", Here::Clinics)
        .status(status)
        .reply(site, &view)
}
