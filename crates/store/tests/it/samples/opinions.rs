//! Samples of requests for doctors' opinions and what belongs to them.

use jiff::civil::date;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::clinic::{Clinic, Physician};
use kairan_domain::ids::{ClinicId, NoticeId, OpinionRequestId, PhysicianId, StaffId};
use kairan_domain::incoming::{CaseNo, MaterialSource};
use kairan_domain::insured::{Insured, InsuredNo, Sex};
use kairan_domain::insurer::InsurerNo;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::material::Material;
use kairan_domain::meeting::AccessLink;
use kairan_domain::notice::{Notice, NoticeAbout, NoticeKind};
use kairan_domain::opinion::{FormEdition, RawOpinion, id};
use kairan_domain::opinion_request::{
    ApplicationKind, Arrival, CareSetting, CoverBox, DoctorKind, KeptForm, Letter, OpinionDraft,
    OpinionFile, OpinionRequest, OpinionTimes, OpinionVersion, Reminder, ReminderMethod,
    RequestKind, RequestPlan, Stage, WaitingFiles,
};
use kairan_domain::secret::SecretText;
use kairan_domain::session::{Ending, Session, Subject};
use kairan_domain::staff::{Login, PersonName, Role, Staff};
use kairan_domain::throttle::Throttle;
use kairan_store::{ThrottleKey, Throttled};
use std::collections::BTreeMap;

use super::{INSURER, at, audit, bytes, file_id, material, part, staff};

pub(crate) fn request_id(number: u32) -> OpinionRequestId {
    OpinionRequestId::from_bytes(bytes(number))
}

pub(crate) fn clinic_id(number: u32) -> ClinicId {
    ClinicId::from_bytes(bytes(number))
}

pub(crate) fn clinic() -> Clinic {
    Clinic {
        id: clinic_id(300),
        insurer: INSURER,
        code: "1210000001".to_owned(),
        name: "例示クリニック".to_owned(),
        postal_code: "260-0001".to_owned(),
        address: "千葉県例示市例示1-2-3".to_owned(),
        phone: "043-000-0001".to_owned(),
        fax: "043-000-0002".to_owned(),
        mail: Some(MailAddress::check("jimu@clinic.example.jp").unwrap()),
        made_at: at(0),
        retired_at: Some(at(90)),
    }
}

pub(crate) fn physician() -> Physician {
    Physician {
        id: PhysicianId::from_bytes(bytes(301)),
        insurer: INSURER,
        clinic: clinic().id,
        code: "D-01".to_owned(),
        name: PersonName::check("髙﨑 𠮷男", 40).unwrap(),
        department: "内科".to_owned(),
        made_at: at(0),
        retired_at: Some(at(91)),
    }
}

pub(crate) fn clinic_staff() -> Staff {
    Staff {
        id: StaffId::from_bytes(bytes(302)),
        login: Login::check("uketsuke").unwrap(),
        role: Role::Clinic(clinic().id),
        second_factor: None,
        retired_at: None,
        ..staff()
    }
}

pub(crate) fn insured() -> Insured {
    Insured {
        insurer_no: InsurerNo::check("121004").unwrap(),
        number: InsuredNo::check("H000123456").unwrap(),
        name: PersonName::check("辻\u{E0100} 花子", 40).unwrap(),
        kana: PersonName::check("つじ はなこ", 40).unwrap(),
        birth_date: date(1941, 5, 6),
        sex: Sex::Female,
        postal_code: SecretText::new("260-0002"),
        address: SecretText::new("例示市秘密町9-9"),
        phone: SecretText::new("043-000-0003"),
    }
}

fn file(number: u32) -> OpinionFile {
    OpinionFile {
        file: file_id(number),
        size: 65_000,
        pages: 2,
        sha256: [0xCD; 32],
        parts: vec![part(65_000)],
    }
}

/// A request that is only asked, without a letter.
pub(crate) fn plain_request(number: u32) -> OpinionRequest {
    OpinionRequest {
        id: request_id(number),
        insurer: INSURER,
        plan: RequestPlan {
            insured: insured(),
            applied_on: date(2026, 11, 20),
            application: ApplicationKind::Renewal,
            kind: RequestKind::Again,
            times: OpinionTimes::Later,
            care: CareSetting::Facility,
            doctor: DoctorKind::Designated,
            clinic: clinic().id,
            physician: Some(physician().id),
            requested_on: date(2026, 11, 23),
            due_on: date(2026, 12, 6),
        },
        made_at: at(0),
        made_by: staff().id.into(),
        letter: None,
        versions: Vec::new(),
        reminders: Vec::new(),
        waiting: None,
        stage: Stage::Requested,
    }
}

/// A request whose doctor sent files and has not submitted them.
pub(crate) fn waiting_request() -> OpinionRequest {
    let chosen = [("花子さん 1.jpg", 30_000), ("花子さん 2.jpg", 35_000)];
    OpinionRequest {
        waiting: Some(WaitingFiles::new(file(330), chosen.into_iter(), at(250))),
        ..plain_request(306)
    }
}

/// A request whose pages were covered for the board and looked at.
pub(crate) fn masked_request() -> OpinionRequest {
    let covers = vec![
        vec![CoverBox {
            left: 1_000,
            top: 850,
            width: 4_000,
            height: 400,
        }],
        Vec::new(),
    ];
    OpinionRequest {
        versions: vec![OpinionVersion {
            number: 1,
            arrival: Arrival::Paper,
            at: at(200),
            late: false,
            form: None,
            pdf: Some(file(340)),
            masked: Some(file(341)),
            masked_as: Some(CaseNo::check("12").unwrap()),
            covers,
            confirmed: Some((at(260), staff().id.into())),
            sent_back: None,
        }],
        stage: Stage::Accepted { at: at(270) },
        ..plain_request(307)
    }
}

/// A request with everything a request can have.
pub(crate) fn opinion_request() -> OpinionRequest {
    let version = |number, form: Option<FormEdition>| OpinionVersion {
        number,
        arrival: form.map_or(Arrival::Upload, |_| Arrival::Form),
        at: at(200),
        late: true,
        form,
        pdf: Some(file(310 + number)),
        masked: None,
        masked_as: None,
        covers: Vec::new(),
        confirmed: None,
        sent_back: Some((at(210), SecretText::new("日付の確認をお願いします。"))),
    };
    let last = OpinionVersion {
        masked: Some(file(320)),
        masked_as: None,
        covers: Vec::new(),
        confirmed: None,
        sent_back: None,
        ..version(2, None)
    };
    OpinionRequest {
        letter: Some(letter([61; 32], [62; 32])),
        versions: vec![version(1, Some(FormEdition::E2026)), last],
        reminders: vec![Reminder {
            at: at(150),
            by: staff().id.into(),
            method: ReminderMethod::Phone,
            memo: SecretText::new("受付の方に伝言"),
        }],
        stage: Stage::Accepted { at: at(400) },
        ..plain_request(303)
    }
}

pub(crate) fn letter(digest: [u8; 32], short_code: [u8; 32]) -> Letter {
    Letter {
        link: AccessLink {
            token: SecretText::new("bGV0dGVyLXRva2Vu"),
            digest,
        },
        short_code,
        passcode: SecretText::new("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA"),
        printed_at: at(100),
    }
}

fn texts() -> RawOpinion {
    let mut raw = RawOpinion::new();
    raw.put(id::APPLICANT_NAME, "辻\u{E0100} 花子");
    raw.put(id::BIRTH_DATE, "1941-05-06");
    raw.put(id::CLINIC_NAME, "例示クリニック");
    raw
}

pub(crate) fn opinion_draft() -> OpinionDraft {
    OpinionDraft {
        insurer: INSURER,
        request: opinion_request().id,
        edition: FormEdition::E2026,
        texts: texts(),
        revision: 7,
        changed: BTreeMap::from([(id::CLINIC_NAME, 6), (id::BIRTH_DATE, 7)]),
        saved_at: at(180),
    }
}

pub(crate) fn kept_form() -> KeptForm {
    KeptForm {
        insurer: INSURER,
        request: opinion_request().id,
        version: 1,
        edition: FormEdition::E2026,
        texts: texts(),
    }
}

pub(crate) fn clinic_notice() -> Notice {
    let about = NoticeAbout::Clinic {
        clinic: clinic().id,
        request: opinion_request().id,
    };
    let id = NoticeId::from_bytes(bytes(304));
    Notice::queued(id, INSURER, about, NoticeKind::OpinionReminded, at(300))
}

pub(crate) fn physician_session() -> Session {
    Session {
        digest: [42; 32],
        subject: Subject::Physician {
            insurer: INSURER,
            request: opinion_request().id,
            printed_at: at(100),
        },
        made_at: at(200),
        used_at: at(260),
        ended: Some(Ending::Reprinted),
    }
}

pub(crate) fn letter_throttle() -> Throttled {
    Throttled {
        key: ThrottleKey::Letter(opinion_request().id),
        throttle: Throttle {
            failures: 2,
            until: None,
            locked: false,
        },
    }
}

pub(crate) fn request_audit() -> AuditRecord {
    let actor = Actor::Physician(opinion_request().id);
    AuditRecord {
        actor,
        ..audit(AuditEvent::OpinionSubmitted)
    }
    .of_request(opinion_request().id)
    .of_clinic(clinic().id)
}

/// The second version of the sample request.
pub(crate) fn source() -> MaterialSource {
    MaterialSource::Opinion {
        request: opinion_request().id,
        version: 2,
    }
}

/// A material that came from an opinion.
pub(crate) fn opinion_material() -> Material {
    Material {
        source: Some(source()),
        case_no: Some(CaseNo::check("12-3").unwrap()),
        ..material()
    }
}
