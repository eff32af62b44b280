//! A request as its form shows it, and the number by which the form knows what it showed.

use kairan_domain::date::wareki;
use kairan_domain::opinion_request::{RawOpinionRequest, RequestPlan};
use kairan_domain::secret::SecretText;
use sha2::{Digest, Sha256};

/// The request as typed texts that read as the same request again.
pub fn raw_of_plan(plan: &RequestPlan) -> RawOpinionRequest {
    let insured = &plan.insured;
    let secret = SecretText::new;
    RawOpinionRequest {
        insurer_no: insured.insurer_no.to_string(),
        insured_no: secret(insured.number.expose()),
        name: secret(insured.name.expose()),
        kana: secret(insured.kana.expose()),
        birth_date: SecretText::new(wareki(insured.birth_date)),
        sex: secret(insured.sex.code()),
        postal_code: insured.postal_code.clone(),
        address: insured.address.clone(),
        phone: insured.phone.clone(),
        applied_on: plan.applied_on.to_string(),
        application: plan.application.code().to_owned(),
        kind: plan.kind.code().to_owned(),
        times: plan.times.code().to_owned(),
        care: plan.care.code().to_owned(),
        doctor: plan.doctor.code().to_owned(),
        clinic: plan.clinic.to_string(),
        physician: plan.physician.map_or_else(String::new, |id| id.to_string()),
        requested_on: plan.requested_on.to_string(),
        due_on: plan.due_on.to_string(),
    }
}

/// What a form showed of a request. The doctor's writing leaves it alone: the record moves when
/// a draft is begun, and that must not make the clerk's typing outdated.
pub fn plan_edition(plan: &RequestPlan) -> u64 {
    let raw = raw_of_plan(plan);
    let mut hash = Sha256::new();
    for text in [
        raw.insurer_no.as_str(),
        raw.insured_no.expose(),
        raw.name.expose(),
        raw.kana.expose(),
        raw.birth_date.expose(),
        raw.sex.expose(),
        raw.postal_code.expose(),
        raw.address.expose(),
        raw.phone.expose(),
        &raw.applied_on,
        &raw.application,
        &raw.kind,
        &raw.times,
        &raw.care,
        &raw.doctor,
        &raw.clinic,
        &raw.physician,
        &raw.requested_on,
        &raw.due_on,
    ] {
        hash.update(text.len().to_be_bytes());
        hash.update(text);
    }
    let digest: [u8; 32] = hash.finalize().into();
    let (first, _) = digest.split_first_chunk().unwrap_or((&[0; 8], &[]));
    // A hidden field and a JSON number both hold 53 bits exactly.
    u64::from_be_bytes(*first) >> 11
}
