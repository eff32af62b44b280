//! What a typed request is judged by: the roster as far as it is named, and the rules.

use jiff::civil::Date;
use kairan_access::App;
use kairan_domain::clinic::{Clinic, Physician};
use kairan_domain::ids::{ClinicId, InsurerId, PhysicianId};
use kairan_domain::opinion_request::{
    RawOpinionRequest, RequestFacts, RequestFieldFault, RequestPlan, check_request,
};
use kairan_domain::text::{half_width, one_line};
use kairan_store::{StoreError, Versioned};

/// Who is asked already: retired meanwhile or not, a change of something else may leave it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Kept {
    pub(crate) clinic: Option<ClinicId>,
    pub(crate) physician: Option<PhysicianId>,
}

/// Judges a request of this insurer as typed.
pub(crate) async fn judge(
    app: &App,
    insurer: InsurerId,
    raw: &RawOpinionRequest,
    today: Date,
    kept: Kept,
) -> Result<Result<RequestPlan, Vec<RequestFieldFault>>, StoreError> {
    let mut clinics = clinics(app, insurer, raw).await?;
    // Of two entries with one code, the one that is still asked is meant.
    clinics.sort_by_key(|clinic| clinic.retired_at.is_some());
    let mut physicians = physicians(app, insurer, raw, &clinics).await?;
    physicians.sort_by_key(|physician| physician.retired_at.is_some());
    for clinic in clinics.iter_mut().filter(|one| Some(one.id) == kept.clinic) {
        clinic.retired_at = None;
    }
    for physician in &mut physicians {
        if Some(physician.id) == kept.physician {
            physician.retired_at = None;
        }
    }
    let facts = RequestFacts {
        today,
        rule: &app.policies.chase,
        limits: &app.limits,
        clinics: &clinics,
        physicians: &physicians,
    };
    Ok(check_request(raw, &facts))
}

/// The clinic that is named by its id, as the page names it; else all, to be sought by code.
async fn clinics(
    app: &App,
    insurer: InsurerId,
    raw: &RawOpinionRequest,
) -> Result<Vec<Clinic>, StoreError> {
    let found = match half_width(&one_line(&raw.clinic)).parse::<ClinicId>() {
        Ok(id) => app.store.clinic(insurer, id).await?.into_iter().collect(),
        Err(_) => app.store.clinics_of(insurer).await?,
    };
    Ok(found.into_iter().map(Versioned::into_value).collect())
}

/// The doctors of the clinic that is named, and the one who is named by id wherever they work,
/// so that "works elsewhere" can be told from "unknown".
async fn physicians(
    app: &App,
    insurer: InsurerId,
    raw: &RawOpinionRequest,
    clinics: &[Clinic],
) -> Result<Vec<Physician>, StoreError> {
    let key = half_width(&one_line(&raw.clinic));
    let named = clinics
        .iter()
        .find(|clinic| clinic.id.to_string() == key || clinic.code == key && !key.is_empty());
    let mut found = match named {
        Some(clinic) => app.store.physicians_of(insurer, clinic.id).await?,
        None => Vec::new(),
    };
    if let Ok(id) = half_width(&one_line(&raw.physician)).parse::<PhysicianId>()
        && !found.iter().any(|one| one.id == id)
    {
        found.extend(app.store.physician(insurer, id).await?);
    }
    Ok(found.into_iter().map(Versioned::into_value).collect())
}
