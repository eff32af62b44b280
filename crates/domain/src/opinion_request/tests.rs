//! A made-up request in every state; what is tried with it lies in the folder.

mod drafts;
mod life;
mod registering;

use super::*;
use crate::clinic::{RawClinic, RawPhysician};
use crate::date;
use crate::ids::StaffId;
use crate::limits::Limits;
use jiff::civil::date;

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
    let id = ClinicId::from_bytes([1; 16]);
    let insurer = InsurerId::from_bytes([2; 16]);
    let (limits, now) = (Limits::default(), noon(today()));
    let clinic = raw.check(id, insurer, &limits, now).unwrap();
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
        made_by: StaffId::from_bytes([4; 16]).into(),
        letter: None,
        versions: Vec::new(),
        reminders: Vec::new(),
        waiting: None,
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
        masked_as: None,
        covers: Vec::new(),
        confirmed: None,
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
