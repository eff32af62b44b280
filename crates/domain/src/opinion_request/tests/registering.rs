use super::*;
use crate::opinion::{OpinionFault, check};
use crate::words;
use RequestField as F;

type Change = Box<dyn FnOnce(&mut RawOpinionRequest)>;

#[test]
fn a_typed_request_becomes_a_plan_with_defaults() {
    let plan = judge(|_| {}).unwrap();
    assert_eq!(
        (plan.kind, plan.doctor),
        (RequestKind::First, DoctorKind::Attending)
    );
    assert_eq!(
        (plan.requested_on, plan.due_on),
        (today(), date(2026, 12, 5))
    );
    assert_eq!(plan.insured.name.expose(), "髙﨑　𠮷男");
    assert!(!plan.second_insured());
    assert!(
        judge(|raw| raw.birth_date = SecretText::new("S40.1.1"))
            .unwrap()
            .second_insured()
    );
}

#[test]
fn an_empty_request_names_what_is_missing_in_order() {
    let faults = check_request(
        &RawOpinionRequest::default(),
        &RequestFacts {
            today: today(),
            rule: &ChaseRule::default(),
            limits: &Limits::default(),
            clinics: &[],
            physicians: &[],
        },
    )
    .unwrap_err();
    let fields: Vec<F> = faults.iter().map(|fault| fault.field).collect();
    let missing = [
        F::InsurerNo,
        F::InsuredNo,
        F::Name,
        F::Kana,
        F::BirthDate,
        F::Sex,
        F::Address,
        F::AppliedOn,
        F::Application,
        F::Times,
        F::Care,
        F::Clinic,
    ];
    assert_eq!(fields, missing);
    assert!(
        faults
            .iter()
            .all(|fault| fault.what == RequestFault::Missing)
    );
}

#[test]
fn each_fault_of_a_request_stands_at_its_field() {
    let secret = |text: &str| SecretText::new(text);
    let cases: Vec<(Change, RequestField, RequestFault)> = vec![
        (
            Box::new(|r| r.insurer_no = "121005".into()),
            RequestField::InsurerNo,
            RequestFault::NotAnInsurerNo,
        ),
        (
            Box::new(move |r| r.insured_no = secret("123")),
            RequestField::InsuredNo,
            RequestFault::NotAnInsuredNo,
        ),
        (
            Box::new(move |r| r.kana = secret("高崎")),
            RequestField::Kana,
            RequestFault::NotKana,
        ),
        (
            Box::new(move |r| r.birth_date = secret("2000-01-01")),
            RequestField::BirthDate,
            RequestFault::Under40,
        ),
        (
            Box::new(move |r| r.birth_date = secret("2026-11-20")),
            RequestField::BirthDate,
            RequestFault::BornAfter,
        ),
        (
            Box::new(move |r| r.birth_date = secret("1890-01-01")),
            RequestField::BirthDate,
            RequestFault::TooOld,
        ),
        (
            Box::new(move |r| r.sex = secret("x")),
            RequestField::Sex,
            RequestFault::NotAChoice,
        ),
        (
            Box::new(move |r| r.name = secret(&"あ".repeat(41))),
            RequestField::Name,
            RequestFault::TooLong { most: 40 },
        ),
        (
            Box::new(|r| r.applied_on = "2026-11-23".into()),
            RequestField::AppliedOn,
            RequestFault::InFuture { today: today() },
        ),
        (
            Box::new(|r| r.requested_on = "2026-11-15".into()),
            RequestField::RequestedOn,
            RequestFault::BeforeApplication,
        ),
        (
            Box::new(|r| r.due_on = "2026-11-21".into()),
            RequestField::DueOn,
            RequestFault::DueBeforeRequest,
        ),
        (
            Box::new(|r| r.due_on = "2027-11-21".into()),
            RequestField::DueOn,
            RequestFault::DueTooFar { days: 60 },
        ),
        (
            Box::new(|r| r.clinic = "9".into()),
            RequestField::Clinic,
            RequestFault::NotOnRoster,
        ),
    ];
    for (change, field, what) in cases {
        assert_eq!(judge(change), Err(vec![RequestFieldFault { field, what }]));
        assert!(!words::request_fault(&what).is_empty());
    }
}

#[test]
fn the_head_of_the_form_is_filled_and_judged_without_fault() {
    let (clinic, physician) = roster();
    let plan = judge(|_| {}).unwrap();
    let raw = plan.prefilled(&clinic, Some(&physician));
    let facts = plan.form_facts(today());
    let checked = check(FormEdition::of(today()), &raw, &facts);
    let warned: Vec<OpinionFault> = checked.warnings.iter().map(|fault| fault.what).collect();
    assert_eq!(warned, [OpinionFault::NoLastExam, OpinionFault::Wanted]);
    let given: Vec<_> = raw.iter().map(|(id, _)| id).collect();
    assert!(
        checked
            .errors
            .iter()
            .all(|fault| !given.contains(&fault.field))
    );
    assert_eq!(checked.answers.text(id::APPLICANT_NAME), Some("髙﨑　𠮷男"));
    assert_eq!(
        checked.answers.chosen(id::REPORT_COUNT).unwrap().label,
        "初回"
    );
}
