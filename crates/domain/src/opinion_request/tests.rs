use super::*;
use crate::clinic::{RawClinic, RawPhysician};
use crate::date;
use crate::limits::Limits;
use crate::opinion::{FormFacts, check};
use crate::words;
use RequestField as F;
use jiff::civil::date;

type Change = Box<dyn FnOnce(&mut RawOpinionRequest)>;
type Try = fn(&mut OpinionRequest, Timestamp) -> Result<(), OpinionRefusal>;

fn today() -> Date {
    date(2026, 11, 22)
}

fn noon(on: Date) -> Timestamp {
    date::from_tokyo(on, jiff::civil::time(12, 0, 0, 0)).unwrap()
}

fn roster() -> (Clinic, Physician) {
    let raw = RawClinic {
        code: "1310123456".into(),
        name: "山田医院".into(),
        address: "回覧市本町1-2-3".into(),
        phone: "03-1234-5678".into(),
        ..RawClinic::default()
    };
    let ids = (
        ClinicId::from_bytes([1; 16]),
        InsurerId::from_bytes([2; 16]),
    );
    let (limits, now) = (Limits::default(), noon(today()));
    let clinic = raw.check(ids, &limits, now).unwrap();
    let name = SecretText::new("山田花子");
    let raw = RawPhysician {
        name,
        ..RawPhysician::default()
    };
    let id = PhysicianId::from_bytes([3; 16]);
    let physician = raw.check(id, &clinic, &limits, now).unwrap();
    (clinic, physician)
}

fn typed() -> RawOpinionRequest {
    let secret = |text: &str| SecretText::new(text);
    RawOpinionRequest {
        insurer_no: "121004".into(),
        insured_no: secret("H000123456"),
        name: secret("髙﨑　𠮷男"),
        kana: secret("タカサキ ヨシオ"),
        birth_date: secret("昭和15年5月10日"),
        sex: secret("男"),
        address: secret("回覧市中央4-5-6"),
        applied_on: "2026-11-16".into(),
        application: "新規".into(),
        times: "first".into(),
        care: "在宅".into(),
        clinic: "1310123456".into(),
        physician: PhysicianId::from_bytes([3; 16]).to_string(),
        ..RawOpinionRequest::default()
    }
}

fn judge(
    change: impl FnOnce(&mut RawOpinionRequest),
) -> Result<RequestPlan, Vec<RequestFieldFault>> {
    let mut raw = typed();
    change(&mut raw);
    let (clinic, physician) = roster();
    let facts = RequestFacts {
        today: today(),
        rule: &ChaseRule::default(),
        limits: &Limits::default(),
        clinics: &[clinic],
        physicians: &[physician],
    };
    check_request(&raw, &facts)
}

fn request() -> OpinionRequest {
    OpinionRequest {
        id: OpinionRequestId::from_bytes([9; 16]),
        insurer: InsurerId::from_bytes([2; 16]),
        plan: judge(|_| {}).unwrap(),
        made_at: noon(today()),
        made_by: StaffId::from_bytes([4; 16]),
        letter: None,
        versions: Vec::new(),
        reminders: Vec::new(),
        stage: Stage::Requested,
    }
}

fn version(at: Timestamp) -> OpinionVersion {
    OpinionVersion {
        number: 0,
        arrival: Arrival::Paper,
        at,
        late: false,
        form: None,
        pdf: None,
        masked: None,
        sent_back: None,
    }
}

fn in_state(state: RequestState) -> OpinionRequest {
    let mut request = request();
    let now = noon(today());
    match state {
        RequestState::Requested => {}
        RequestState::Drafting => request.begin_draft(now).unwrap(),
        RequestState::Cancelled => request.cancel("取下げ", now).unwrap(),
        RequestState::Reassigned => {
            request
                .reassign(OpinionRequestId::from_bytes([8; 16]), now)
                .unwrap();
        }
        RequestState::Submitted | RequestState::SentBack | RequestState::Accepted => {
            request.submit(version(now)).unwrap();
            match state {
                RequestState::SentBack => request.send_back("印影なし", now).unwrap(),
                RequestState::Accepted => request.accept(now).unwrap(),
                _ => {}
            }
        }
    }
    assert_eq!(request.state(), state);
    request
}

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
            RequestFault::Under40,
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
fn transitions_hold_in_every_state() {
    use RequestState as S;
    let now = noon(today());
    let transitions: [(Try, &[S]); 7] = [
        (
            |r, now| r.begin_draft(now),
            &[S::Requested, S::Drafting, S::SentBack],
        ),
        (
            |r, now| r.submit(version(now)).map(drop),
            &[S::Requested, S::Drafting, S::SentBack],
        ),
        (|r, now| r.send_back("理由", now), &[S::Submitted]),
        (|r, now| r.accept(now), &[S::Submitted]),
        (
            |r, now| r.cancel("理由", now),
            &[S::Requested, S::Drafting, S::SentBack, S::Submitted],
        ),
        (
            |r, now| r.reassign(OpinionRequestId::from_bytes([8; 16]), now),
            &[S::Requested, S::Drafting, S::SentBack],
        ),
        (
            |r, now| {
                r.remind(Reminder {
                    at: now,
                    by: StaffId::from_bytes([4; 16]),
                    method: ReminderMethod::Phone,
                    memo: SecretText::default(),
                })
            },
            &[S::Requested, S::Drafting, S::SentBack],
        ),
    ];
    for (number, (transition, allowed)) in transitions.into_iter().enumerate() {
        for state in S::ALL {
            let mut request = in_state(state);
            let before = request.clone();
            let done = transition(&mut request, now);
            if allowed.contains(&state) {
                assert_eq!(done, Ok(()), "{number} from {state:?}");
            } else {
                assert_eq!(done, Err(OpinionRefusal::Is(state)), "{number}");
                assert_eq!(request, before);
            }
        }
    }
}

#[test]
fn a_corrected_opinion_is_a_new_version_and_a_late_one_is_taken() {
    let mut request = in_state(RequestState::SentBack);
    assert_eq!(request.submit(version(noon(date(2026, 12, 6)))), Ok(2));
    assert_eq!(request.versions.len(), 2);
    assert!(!request.versions[0].late && request.versions[1].late);
    assert_eq!(
        request.versions[0].sent_back.as_ref().unwrap().1.expose(),
        "印影なし"
    );
    assert_eq!(request.days_taken(), Some(0));
    assert_eq!(
        request.send_back(" \n", noon(today())),
        Err(OpinionRefusal::Reason { most: 500 })
    );
}

#[test]
fn the_list_of_calls_follows_the_rule() {
    let rule = ChaseRule::default();
    let mut request = request();
    let on = |days| clock::after(today(), days);
    for (days, chase) in [
        (0, Chase::Wait),
        (6, Chase::Wait),
        (7, Chase::Check),
        (13, Chase::Check),
        (14, Chase::Call),
    ] {
        assert_eq!(request.chase(&rule, on(days)), chase, "{days}");
    }
    request.reminders.push(Reminder {
        at: noon(on(14)),
        by: StaffId::from_bytes([4; 16]),
        method: ReminderMethod::Phone,
        memo: SecretText::default(),
    });
    assert_eq!(request.chase(&rule, on(16)), Chase::Wait);
    assert_eq!(request.chase(&rule, on(17)), Chase::Call);
    assert_eq!(
        in_state(RequestState::Submitted).chase(&rule, on(30)),
        Chase::Wait
    );
    assert_eq!(
        in_state(RequestState::SentBack).chase(&rule, on(7)),
        Chase::Check
    );
}

#[test]
fn the_law_gives_thirty_days() {
    let limit = legal_limit(date(2026, 11, 16));
    assert_eq!(limit, date(2026, 12, 16));
    assert_eq!(days_left(limit, today()), DaysLeft::Left(24));
    assert_eq!(days_left(limit, limit), DaysLeft::Today);
    assert_eq!(days_left(limit, date(2027, 1, 1)), DaysLeft::Over(16));
}

#[test]
fn the_door_stays_open_some_days_after_acceptance() {
    let rule = ChaseRule::default();
    let accepted = in_state(RequestState::Accepted);
    assert!(accepted.is_open(&rule, noon(clock::after(today(), 14))));
    assert!(!accepted.is_open(&rule, noon(clock::after(today(), 15))));
    assert!(!in_state(RequestState::Cancelled).is_open(&rule, noon(today())));
    assert!(in_state(RequestState::SentBack).is_open(&rule, noon(clock::after(today(), 300))));
}

#[test]
fn the_head_of_the_form_is_filled_and_judged_without_fault() {
    let (clinic, physician) = roster();
    let plan = judge(|_| {}).unwrap();
    let raw = plan.prefilled(&clinic, Some(&physician));
    let facts = FormFacts {
        today: today(),
        birth_date: Some(plan.insured.birth_date),
        second_insured: plan.second_insured(),
    };
    let checked = check(FormEdition::of(today()), &raw, &facts);
    assert_eq!(checked.warnings, vec![]);
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
