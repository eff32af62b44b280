//! The form of a request: its fields as typed, both ways.

use super::roster::Roster;
use crate::console::fields::{At, Fields};
use crate::console::when;
use kairan_domain::date::parse_date;
use kairan_domain::opinion_request::{
    DoctorKind, RawOpinionRequest, RequestField, RequestFieldFault, RequestKind,
};
use kairan_domain::secret::SecretText;
use kairan_domain::words;
use serde::Serialize;

/// `form` of the template.
#[derive(Serialize)]
pub(super) struct Typed {
    insurer_no: String,
    insured_no: String,
    name: String,
    kana: String,
    birth_date: String,
    sex: String,
    postal_code: String,
    address: String,
    phone: String,
    applied_on: String,
    applied_on_era: String,
    application: String,
    kind: String,
    times: String,
    care: String,
    doctor: String,
    clinic: String,
    physician: String,
    requested_on: String,
    requested_on_era: String,
    due_on: String,
    due_on_era: String,
}

/// What was typed; the clinic stays the line of the list.
pub(super) fn raw_of(fields: &Fields) -> RawOpinionRequest {
    let text = |name: &str| fields.text(name).to_owned();
    let secret = |name: &str| SecretText::new(fields.text(name));
    RawOpinionRequest {
        insurer_no: text("insurer_no"),
        insured_no: secret("insured_no"),
        name: secret("name"),
        kana: secret("kana"),
        birth_date: secret("birth_date"),
        sex: secret("sex"),
        postal_code: secret("postal_code"),
        address: secret("address"),
        phone: secret("phone"),
        applied_on: text("applied_on"),
        application: text("application"),
        kind: text("kind"),
        times: text("times"),
        care: text("care"),
        doctor: text("doctor"),
        clinic: text("clinic"),
        physician: text("physician"),
        requested_on: text("requested_on"),
        due_on: text("due_on"),
    }
}

/// An empty form, for this member municipality.
pub(super) fn blank(insurer_no: String) -> RawOpinionRequest {
    RawOpinionRequest {
        insurer_no,
        kind: RequestKind::First.code().to_owned(),
        doctor: DoctorKind::Attending.code().to_owned(),
        ..RawOpinionRequest::default()
    }
}

impl Typed {
    pub(super) fn of(raw: &RawOpinionRequest, roster: &Roster) -> Self {
        let shown = |text: &SecretText| text.expose().to_owned();
        let era = |day: &str| parse_date(day).map(when::day).unwrap_or_default();
        Self {
            insurer_no: raw.insurer_no.clone(),
            insured_no: shown(&raw.insured_no),
            name: shown(&raw.name),
            kana: shown(&raw.kana),
            birth_date: shown(&raw.birth_date),
            sex: shown(&raw.sex),
            postal_code: shown(&raw.postal_code),
            address: shown(&raw.address),
            phone: shown(&raw.phone),
            applied_on: raw.applied_on.clone(),
            applied_on_era: era(&raw.applied_on),
            application: raw.application.clone(),
            kind: raw.kind.clone(),
            times: raw.times.clone(),
            care: raw.care.clone(),
            doctor: raw.doctor.clone(),
            clinic: roster.line_of(&raw.clinic),
            physician: raw.physician.clone(),
            requested_on: raw.requested_on.clone(),
            requested_on_era: era(&raw.requested_on),
            due_on: raw.due_on.clone(),
            due_on_era: era(&raw.due_on),
        }
    }
}

/// A fault at its field.
pub(super) fn at_field(fault: &RequestFieldFault) -> At {
    let text = words::request_fault(&fault.what);
    At::labelled(key(fault.field), words::request_field(fault.field), text)
}

fn key(field: RequestField) -> &'static str {
    match field {
        RequestField::InsurerNo => "insurer_no",
        RequestField::InsuredNo => "insured_no",
        RequestField::Name => "name",
        RequestField::Kana => "kana",
        RequestField::BirthDate => "birth_date",
        RequestField::Sex => "sex",
        RequestField::PostalCode => "postal_code",
        RequestField::Address => "address",
        RequestField::Phone => "phone",
        RequestField::AppliedOn => "applied_on",
        RequestField::Application => "application",
        RequestField::Kind => "kind",
        RequestField::Times => "times",
        RequestField::Care => "care",
        RequestField::Doctor => "doctor",
        RequestField::Clinic => "clinic",
        RequestField::Physician => "physician",
        RequestField::RequestedOn => "requested_on",
        RequestField::DueOn => "due_on",
    }
}
