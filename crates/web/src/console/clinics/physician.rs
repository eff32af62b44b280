//! GET and POST `…/physicians/new` and `…/physicians/{physician}`: the entry of a doctor.

use super::edit::{CHANGED, unread};
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
use http::StatusCode;
use kairan_domain::clinic::{PhysicianFault, RawPhysician};
use kairan_domain::ids::{ClinicId, PhysicianId};
use kairan_domain::secret::SecretText;
use kairan_domain::words;
use kairan_opinion::{PhysicianError, raw_of_physician, save_physician, show_clinic};
use serde::Serialize;

#[derive(Serialize)]
struct View {
    clinic: Named,
    physician: Option<Named>,
    form: Typed,
    limits: LimitsView,
    errors: Vec<fields::At>,
}

#[derive(Serialize)]
struct Typed {
    name: String,
    department: String,
    code: String,
}

pub(super) async fn page_new(
    State(site): State<Site>,
    clerk: Clerk,
    At(clinic): At<ClinicId>,
) -> Reply {
    show(&site, &clerk, clinic, None, None, Told::nothing()).await
}

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    At(clinic): At<ClinicId>,
    At(physician): At<PhysicianId>,
) -> Reply {
    let physician = Some(physician);
    show(&site, &clerk, clinic, physician, None, Told::nothing()).await
}

pub(super) async fn submit_new(
    State(site): State<Site>,
    At(clinic): At<ClinicId>,
    form: Form<Clerk>,
) -> Reply {
    save(&site, clinic, None, form).await
}

pub(super) async fn submit(
    State(site): State<Site>,
    At(clinic): At<ClinicId>,
    At(physician): At<PhysicianId>,
    form: Form<Clerk>,
) -> Reply {
    save(&site, clinic, Some(physician), form).await
}

async fn save(
    site: &Site,
    clinic: ClinicId,
    physician: Option<PhysicianId>,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    let raw = typed(&fields, ["name", "department", "code"]);
    match save_physician(site.app(), &clerk.by, clinic, physician, &raw).await {
        Ok(_) => Ok(go_saying(&clinic_path(clinic), Said::PhysicianSaved)),
        Err(error) => {
            let Some(told) = refused(error, ["name", "department", "code"]) else {
                return Ok(not_found());
            };
            show(site, &clerk, clinic, physician, Some(&raw), told).await
        }
    }
}

/// A doctor out of the fields with these names: 氏名, 診療科, コード.
pub(in crate::console) fn typed(fields: &Fields, keys: [&str; 3]) -> RawPhysician {
    let [name, department, code] = keys;
    RawPhysician {
        code: fields.text(code).to_owned(),
        name: SecretText::new(fields.text(name)),
        department: fields.text(department).to_owned(),
    }
}

/// Why a doctor was not saved, at those fields; `None`: there is no such clinic or doctor.
pub(in crate::console) fn refused(error: PhysicianError, keys: [&str; 3]) -> Option<Told> {
    let [name, department, code] = keys;
    Some(match error {
        PhysicianError::NotFound => return None,
        PhysicianError::Faults(faults) => {
            let at = |fault| {
                let key = match fault {
                    PhysicianFault::Name { .. } => name,
                    PhysicianFault::Department { .. } => department,
                    PhysicianFault::Code => code,
                };
                fields::At::new(key, words::physician_fault(fault))
            };
            let faults = faults.into_iter().map(at).collect();
            Told::faulty(faults)
        }
        PhysicianError::CodeTaken(_) => {
            let at = fields::At::new(code, TAKEN);
            Told::faulty(vec![at])
        }
        PhysicianError::Contended => Told::whole(StatusCode::CONFLICT, CHANGED),
        PhysicianError::Store(error) => {
            let Unavailable = error.into();
            Told::whole(StatusCode::SERVICE_UNAVAILABLE, NOT_STORED)
        }
    })
}

const TAKEN: &str = "この医師コードは、この医療機関の別の医師が使っています。コードを確かめるか、空欄にしてください。";

async fn show(
    site: &Site,
    clerk: &Clerk,
    clinic: ClinicId,
    physician: Option<PhysicianId>,
    typed: Option<&RawPhysician>,
    Told { status, errors }: Told,
) -> Reply {
    let page = match show_clinic(site.app(), &clerk.by, clinic).await {
        Ok(page) => page,
        Err(error) => return unread(error),
    };
    let kept = page.physicians.iter().find(|one| Some(one.id) == physician);
    if physician.is_some() && kept.is_none() {
        return Ok(not_found());
    }
    let raw = typed
        .cloned()
        .or_else(|| kept.map(raw_of_physician))
        .unwrap_or_default();
    let view = View {
        clinic: Named::of(&page.clinic),
        physician: kept.map(|one| Named {
            id: one.id.to_string(),
            name: one.name.expose().to_owned(),
        }),
        form: Typed {
            name: raw.name.expose().to_owned(),
            department: raw.department,
            code: raw.code,
        },
        limits: LimitsView::of(&site.app().limits),
        errors,
    };
    Ok(clerk
        .frame
        .page("console/clinics/physician.html", Here::Clinics)
        .status(status)
        .reply(site, &view))
}
