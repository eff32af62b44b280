//! The one place where a typed request is judged: every fault at its field, all at once.

use super::clock::after;
use super::fault::{RequestFault, RequestField, RequestFieldFault};
use super::kinds::{ApplicationKind, CareSetting, DoctorKind, OpinionTimes, RequestKind};
use super::{ChaseRule, RawOpinionRequest, RequestPlan};
use crate::clinic::{Clinic, Physician};
use crate::date;
use crate::insured::{Insured, InsuredNo, Sex};
use crate::insurer::InsurerNo;
use crate::limits::Limits;
use crate::secret::SecretText;
use crate::staff::PersonName;
use crate::text;
use jiff::civil::Date;

/// What a typed request is judged by.
#[derive(Debug, Clone, Copy)]
pub struct RequestFacts<'a> {
    /// Today in Tokyo.
    pub today: Date,
    /// Due dates.
    pub rule: &'a ChaseRule,
    /// Lengths.
    pub limits: &'a Limits,
    /// The insurer's clinics.
    pub clinics: &'a [Clinic],
    /// Their doctors.
    pub physicians: &'a [Physician],
}

struct Faults(Vec<RequestFieldFault>);

impl Faults {
    fn take<T>(&mut self, field: RequestField, judged: Result<T, RequestFault>) -> Option<T> {
        judged
            .map_err(|what| self.0.push(RequestFieldFault { field, what }))
            .ok()
    }
}

/// Judges a whole request.
///
/// # Errors
/// Every fault, in the order of the form.
pub fn check_request(
    raw: &RawOpinionRequest,
    facts: &RequestFacts<'_>,
) -> Result<RequestPlan, Vec<RequestFieldFault>> {
    let mut faults = Faults(Vec::new());
    let plan = plan(raw, facts, &mut faults);
    faults.0.sort_by_key(|fault| fault.field);
    match plan {
        Some(plan) if faults.0.is_empty() => Ok(plan),
        _ => Err(faults.0),
    }
}

fn plan(
    raw: &RawOpinionRequest,
    facts: &RequestFacts<'_>,
    faults: &mut Faults,
) -> Option<RequestPlan> {
    use RequestField as F;
    let applied_on = faults.take(F::AppliedOn, past_day(&raw.applied_on, facts.today));
    let insured = insured(raw, facts, applied_on, faults);
    let application = faults.take(
        F::Application,
        chosen(&raw.application, None, ApplicationKind::from_code),
    );
    let first = Some(RequestKind::First);
    let kind = faults.take(F::Kind, chosen(&raw.kind, first, RequestKind::from_code));
    let times = faults.take(F::Times, chosen(&raw.times, None, OpinionTimes::from_code));
    let care = faults.take(F::Care, chosen(&raw.care, None, CareSetting::from_code));
    let attending = Some(DoctorKind::Attending);
    let doctor = faults.take(
        F::Doctor,
        chosen(&raw.doctor, attending, DoctorKind::from_code),
    );
    let clinic = faults.take(F::Clinic, clinic(raw, facts));
    let physician = faults.take(F::Physician, physician(raw, clinic, facts));
    let (requested_on, due_on) = days(raw, applied_on, facts, faults);
    Some(RequestPlan {
        insured: insured?,
        applied_on: applied_on?,
        application: application?,
        kind: kind?,
        times: times?,
        care: care?,
        doctor: doctor?,
        clinic: clinic?.id,
        physician: physician?.map(|physician| physician.id),
        requested_on: requested_on?,
        due_on: due_on?,
    })
}

fn insured(
    raw: &RawOpinionRequest,
    facts: &RequestFacts<'_>,
    applied_on: Option<Date>,
    faults: &mut Faults,
) -> Option<Insured> {
    use RequestField as F;
    let number = |text: &str, fault| {
        if is_empty(text) {
            RequestFault::Missing
        } else {
            fault
        }
    };
    let insurer_no = InsurerNo::check(&raw.insurer_no)
        .map_err(|_| number(&raw.insurer_no, RequestFault::NotAnInsurerNo));
    let insurer_no = faults.take(F::InsurerNo, insurer_no);
    let typed = raw.insured_no.expose();
    let insured_no =
        InsuredNo::check(typed).map_err(|_| number(typed, RequestFault::NotAnInsuredNo));
    let insured_no = faults.take(F::InsuredNo, insured_no);
    let name = faults.take(F::Name, words(&raw.name, facts.limits.max_name));
    let kana = words(&raw.kana, facts.limits.max_name).and_then(|kana| {
        let fits = text::is_kana(&kana);
        fits.then_some(kana).ok_or(RequestFault::NotKana)
    });
    let kana = faults.take(F::Kana, kana);
    let birth_date =
        past_day(raw.birth_date.expose(), facts.today).and_then(|born| {
            match applied_on.map(|on| date::full_years(born, on)) {
                Some(None) => Err(RequestFault::BornAfter),
                Some(Some(..40)) => Err(RequestFault::Under40),
                Some(Some(131..)) => Err(RequestFault::TooOld),
                _ => Ok(born),
            }
        });
    let birth_date = faults.take(F::BirthDate, birth_date);
    let sex = faults.take(F::Sex, chosen(raw.sex.expose(), None, Sex::from_code));
    let postal_code = text::postal_code(raw.postal_code.expose());
    let postal_code = faults.take(
        F::PostalCode,
        postal_code.ok_or(RequestFault::NotAPostalCode),
    );
    let address = faults.take(F::Address, words(&raw.address, facts.limits.max_title));
    let phone = text::phone(raw.phone.expose());
    let fits = phone.is_empty() || text::is_phone(&phone) && phone.len() <= facts.limits.max_name;
    let phone = faults.take(
        F::Phone,
        fits.then_some(phone).ok_or(RequestFault::NotAPhone),
    );
    Some(Insured {
        insurer_no: insurer_no?,
        number: insured_no?,
        name: PersonName::from_kept(name?),
        kana: PersonName::from_kept(kana?),
        birth_date: birth_date?,
        sex: sex?,
        postal_code: SecretText::new(postal_code?),
        address: SecretText::new(address?),
        phone: SecretText::new(phone?),
    })
}

fn is_empty(text: &str) -> bool {
    text::one_line(text).is_empty()
}

fn words(typed: &SecretText, most: usize) -> Result<String, RequestFault> {
    let text = text::line_as_given(typed.expose());
    match text.chars().count() {
        0 => Err(RequestFault::Missing),
        length if length > most => Err(RequestFault::TooLong { most }),
        _ => Ok(text),
    }
}

fn chosen<T>(
    typed: &str,
    otherwise: Option<T>,
    read: impl Fn(&str) -> Option<T>,
) -> Result<T, RequestFault> {
    let typed = text::one_line(typed);
    if typed.is_empty() {
        otherwise.ok_or(RequestFault::Missing)
    } else {
        read(&typed).ok_or(RequestFault::NotAChoice)
    }
}

fn day(typed: &str) -> Result<Option<Date>, RequestFault> {
    if is_empty(typed) {
        return Ok(None);
    }
    date::parse_date(typed)
        .map(Some)
        .map_err(|date::NotADate| RequestFault::NotADay)
}

fn past_day(typed: &str, today: Date) -> Result<Date, RequestFault> {
    let on = day(typed)?.ok_or(RequestFault::Missing)?;
    if on > today {
        Err(RequestFault::InFuture { today })
    } else {
        Ok(on)
    }
}

fn clinic<'a>(
    raw: &RawOpinionRequest,
    facts: &RequestFacts<'a>,
) -> Result<&'a Clinic, RequestFault> {
    let key = text::half_width(&text::one_line(&raw.clinic));
    if key.is_empty() {
        return Err(RequestFault::Missing);
    }
    let found = facts
        .clinics
        .iter()
        .find(|clinic| clinic.id.to_string() == key || clinic.code == key)
        .ok_or(RequestFault::NotOnRoster)?;
    if found.retired_at.is_some() {
        Err(RequestFault::Retired)
    } else {
        Ok(found)
    }
}

fn physician<'a>(
    raw: &RawOpinionRequest,
    clinic: Option<&Clinic>,
    facts: &RequestFacts<'a>,
) -> Result<Option<&'a Physician>, RequestFault> {
    let key = text::half_width(&text::one_line(&raw.physician));
    if key.is_empty() {
        return Ok(None);
    }
    let found = facts
        .physicians
        .iter()
        .find(|physician| physician.id.to_string() == key || physician.code == key)
        .ok_or(RequestFault::NotOnRoster)?;
    if found.retired_at.is_some() {
        Err(RequestFault::Retired)
    } else if clinic.is_some_and(|clinic| clinic.id != found.clinic) {
        Err(RequestFault::OtherClinic)
    } else {
        Ok(Some(found))
    }
}

fn days(
    raw: &RawOpinionRequest,
    applied_on: Option<Date>,
    facts: &RequestFacts<'_>,
    faults: &mut Faults,
) -> (Option<Date>, Option<Date>) {
    let requested_on = match day(&raw.requested_on) {
        Ok(on) => {
            let on = on.unwrap_or(facts.today);
            if on > facts.today {
                Err(RequestFault::InFuture { today: facts.today })
            } else if applied_on.is_some_and(|applied_on| on < applied_on) {
                Err(RequestFault::BeforeApplication)
            } else {
                Ok(on)
            }
        }
        Err(fault) => Err(fault),
    };
    let requested_on = faults.take(RequestField::RequestedOn, requested_on);
    let from = requested_on.unwrap_or(facts.today);
    let days = facts.rule.most_due_days;
    let due_on = match day(&raw.due_on) {
        Ok(None) => Ok(facts.rule.due_on(from)),
        Ok(Some(on)) if on < from => Err(RequestFault::DueBeforeRequest),
        Ok(Some(on)) if on > after(from, days) => Err(RequestFault::DueTooFar { days }),
        Ok(Some(on)) => Ok(on),
        Err(fault) => Err(fault),
    };
    (requested_on, faults.take(RequestField::DueOn, due_on))
}
