//! One full record of every kind, and short ways to others.

mod opinions;

pub(crate) use opinions::*;

use jiff::civil::{date, time};
use jiff::{SignedDuration, Timestamp};
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::auth_key::{AuthKey, KeyScope, KeySecret, KeyUse, Rights};
use kairan_domain::credential::{Credential, Reviewer};
use kairan_domain::ids::{
    AuthKeyId, CredentialId, FileId, InsurerId, MaterialId, MeetingId, NoticeId, ReviewerId,
    SeatId, StaffId, UnsentId, UploadId, VersionId,
};
use kairan_domain::insurer::{Insurer, RawInsurer};
use kairan_domain::mail_address::MailAddress;
use kairan_domain::material::{Material, MaterialVersion, Part};
use kairan_domain::meeting::{
    AccessLink, AccessWindow, Body, Draft, Meeting, Packet, Place, Plan, Seat, Stage,
};
use kairan_domain::notice::{Notice, NoticeAbout, NoticeKind, NoticeState};
use kairan_domain::raw::{RawMeeting, RawSeat, SeatPassword};
use kairan_domain::secret::SecretText;
use kairan_domain::session::{Session, Step, Subject};
use kairan_domain::staff::{Login, PersonName, Role, SecondFactor, Staff};
use kairan_domain::throttle::Throttle;
use kairan_domain::unsent::{Unsent, UnsentField, Writer};
use kairan_domain::upload::{Upload, UploadTarget};
use kairan_domain::viewing::{Manner, Ranges, ViewingRecord};
use kairan_store::{HandOver, ThrottleKey, Throttled};

pub(crate) const INSURER: InsurerId = InsurerId::from_bytes([1; 16]);
pub(crate) const OTHER: InsurerId = InsurerId::from_bytes([2; 16]);
/// Personal texts of the samples: none may stand readable anywhere.
pub(crate) const PERSONAL: [&str; 8] = [
    "髙﨑 𠮷男",
    "taro.yamada@example.jp",
    "山田 花子",
    "秘密の資料",
    "登録番号",
    "秘密町",
    "H000123456",
    "受付の方",
];

pub(crate) fn auth_key() -> AuthKey {
    AuthKey {
        id: AuthKeyId::from_bytes(bytes(41)),
        insurer: INSURER,
        name: "介護保険システム".into(),
        scope: KeyScope::Insurer(Rights {
            meetings: true,
            opinions: false,
            changes: true,
        }),
        networks: vec!["10.1.0.0/16".parse().unwrap()],
        until: at(9_000),
        secrets: vec![
            KeySecret {
                digest: [31; 32],
                made_at: at(0),
                until: Some(at(700)),
            },
            KeySecret {
                digest: [32; 32],
                made_at: at(1),
                until: None,
            },
        ],
        revoked_at: Some(at(8)),
        used: Some(KeyUse {
            at: at(2),
            from: "10.1.2.3".parse().unwrap(),
        }),
        refused: Some(KeyUse {
            at: at(3),
            from: "2001:db8::1".parse().unwrap(),
        }),
        made_at: at(0),
        made_by: StaffId::from_bytes(bytes(1)),
    }
}

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::new(1_795_305_600 + second, 123_456_789).unwrap()
}

fn bytes(number: u32) -> [u8; 16] {
    let mut bytes = [7; 16];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    bytes
}

pub(crate) fn meeting_id(number: u32) -> MeetingId {
    MeetingId::from_bytes(bytes(number))
}

pub(crate) fn seat_id(number: u32) -> SeatId {
    SeatId::from_bytes(bytes(number))
}

pub(crate) fn audit(event: AuditEvent) -> AuditRecord {
    AuditRecord::new(Some(INSURER), at(0), Actor::Staff(staff().id), event)
}

pub(crate) fn full_audit() -> AuditRecord {
    audit(AuditEvent::MaterialReplaced)
        .of_meeting(meeting_id(1))
        .of_seat(seat_id(2))
        .of_material(MaterialId::from_bytes(bytes(3)))
        .of_version(VersionId::from_bytes(bytes(4)))
        .of_staff(staff().id)
}

pub(crate) fn insurer() -> Insurer {
    let raw = RawInsurer {
        number: "121004".to_owned(),
        name: "例示市".to_owned(),
        office: "例示市 介護保険課 認定係".to_owned(),
        address: String::new(),
        phone: "043-000-0000".to_owned(),
        mail: "nintei@city.example.jp".to_owned(),
    };
    raw.check(INSURER, at(0)).unwrap()
}

pub(crate) fn staff() -> Staff {
    Staff {
        id: StaffId::from_bytes(bytes(10)),
        insurer: INSURER,
        login: Login::check("hanako").unwrap(),
        name: PersonName::check("山田 花子", 40).unwrap(),
        role: Role::Administrator,
        password: SecretText::new("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA"),
        must_change: true,
        second_factor: Some(SecondFactor {
            secret: SecretText::new("JBSWY3DPEHPK3PXP"),
            last_step: 59_843_520,
            recovery: vec!["ab".repeat(32), "cd".repeat(32)],
            set_up_at: at(5),
        }),
        retired_at: Some(at(9)),
        made_at: at(0),
    }
}

pub(crate) fn staff_named(number: u32, login: &str) -> Staff {
    Staff {
        id: StaffId::from_bytes(bytes(number)),
        login: Login::check(login).unwrap(),
        ..staff()
    }
}

pub(crate) fn reviewer() -> Reviewer {
    Reviewer {
        id: ReviewerId::from_bytes(bytes(20)),
        insurer: INSURER,
        name: PersonName::check("髙﨑 𠮷男", 40).unwrap(),
        mail: MailAddress::check("Taro.Yamada@example.jp").unwrap(),
        credential: Some(credential().id),
        made_at: at(0),
    }
}

pub(crate) fn credential() -> Credential {
    Credential {
        id: CredentialId::from_bytes(bytes(30)),
        insurer: INSURER,
        reviewer: ReviewerId::from_bytes(bytes(20)),
        hash: SecretText::new("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA"),
        made_at: at(0),
        until: at(31_536_000),
        waits: false,
    }
}

pub(crate) fn staff_session() -> Session {
    let subject = Subject::Staff {
        insurer: INSURER,
        staff: staff().id,
        step: Step::EnterCode,
    };
    Session {
        digest: [40; 32],
        subject,
        made_at: at(0),
        used_at: at(60),
        ended: None,
    }
}

pub(crate) fn reviewer_session() -> Session {
    let subject = Subject::Reviewer {
        insurer: INSURER,
        meeting: meeting_id(1),
        seat: seat_id(2),
        credential: credential().id,
    };
    Session {
        digest: [41; 32],
        subject,
        made_at: at(100),
        used_at: at(160),
        ended: None,
    }
}

pub(crate) fn throttled() -> Throttled {
    let throttle = Throttle {
        failures: 10,
        until: Some(at(43_200)),
        locked: true,
    };
    Throttled {
        key: ThrottleKey::Credential(credential().id),
        throttle,
    }
}

pub(crate) fn hand_over() -> HandOver {
    HandOver {
        insurer: INSURER,
        meeting: meeting_id(1),
        author: staff().id.into(),
        sealed: vec![1, 2, 3, 250, 251],
        made_at: at(0),
    }
}

pub(crate) fn file_id(number: u32) -> FileId {
    FileId::from_bytes(bytes(number))
}

pub(crate) fn part(len: u64) -> Part {
    Part {
        len,
        wrapped_key: vec![9; 65],
    }
}

pub(crate) fn upload() -> Upload {
    Upload {
        id: UploadId::from_bytes(bytes(50)),
        insurer: INSURER,
        meeting: meeting_id(1),
        author: staff().id.into(),
        target: UploadTarget::NextVersion(MaterialId::from_bytes(bytes(3))),
        file_name: SecretText::new("秘密の資料(1〜15).pdf"),
        size: 200_000,
        file: file_id(51),
        parts: vec![part(65_536), part(131_072)],
        made_at: at(0),
        grew_at: at(30),
    }
}

pub(crate) fn unsent() -> Unsent {
    let field = |name: &str, value: &str| UnsentField {
        name: name.to_owned(),
        value: SecretText::new(value),
    };
    Unsent {
        id: UnsentId::from_bytes(bytes(70)),
        insurer: INSURER,
        writer: Writer::Account(staff().id),
        page: "/console/requests/new".to_owned(),
        action: "/console/requests/new".to_owned(),
        fields: vec![field("name", "秘密 花子"), field("seat_password", "")],
        files: vec![SecretText::new("秘密の資料.pdf")],
        at: at(30),
    }
}

pub(crate) fn notice() -> Notice {
    let about = NoticeAbout::Seat {
        meeting: meeting_id(1),
        seat: seat_id(2),
    };
    let mut notice = Notice::queued(
        NoticeId::from_bytes(bytes(60)),
        INSURER,
        about,
        NoticeKind::Published,
        at(0),
    );
    notice.tries = 3;
    notice.state = NoticeState::Queued { next_at: at(240) };
    notice.reply = SecretText::new("450 4.2.1 <taro.yamada@example.jp> mailbox busy");
    notice
}

pub(crate) fn notice_due(number: u32, second: i64) -> Notice {
    let state = NoticeState::Queued {
        next_at: at(second),
    };
    Notice {
        id: NoticeId::from_bytes(bytes(number)),
        state,
        ..notice()
    }
}

pub(crate) fn viewing() -> ViewingRecord {
    ViewingRecord {
        insurer: INSURER,
        meeting: meeting_id(1),
        seat: seat_id(2),
        version: VersionId::from_bytes(bytes(4)),
        manner: Manner::Download,
        first_at: at(1_000),
        last_at: at(2_000),
        times: 3,
        handed: Ranges(vec![(0, 65_536), (131_072, 200_000)]),
        complete_at: Some(at(2_000)),
    }
}

fn version(number: u32) -> MaterialVersion {
    MaterialVersion {
        id: VersionId::from_bytes(bytes(number)),
        file: file_id(number + 100),
        file_name: SecretText::new("秘密の資料.pdf"),
        size: 200_000,
        pages: 100,
        sha256: [0xAB; 32],
        crc32: 0xDEAD_BEEF,
        parts: vec![part(200_000)],
        added_at: at(0),
        added_by: staff().id.into(),
        examined: kairan_domain::examination::Examined::Never,
        original: None,
    }
}

pub(crate) fn material() -> Material {
    Material {
        id: MaterialId::from_bytes(bytes(3)),
        title: SecretText::new("秘密の資料 前半"),
        versions: vec![version(4), version(5)],
        withdrawn_at: Some(at(500)),
        shown_at: Some(at(400)),
        source: None,
        case_no: None,
    }
}

pub(crate) fn draft(number: u32, insurer: InsurerId, held_on: &str) -> Meeting {
    let raw = RawMeeting {
        held_on: held_on.to_owned(),
        meeting_no: number.to_string(),
        panel: "第1合議体".to_owned(),
        ..RawMeeting::default()
    };
    Meeting {
        id: meeting_id(number),
        insurer,
        made_at: at(0),
        made_by: staff().id.into(),
        changed_at: at(10),
        changed_by: staff().id.into(),
        body: Body::Draft(Draft {
            raw,
            materials: Vec::new(),
        }),
    }
}

pub(crate) fn full_draft() -> Meeting {
    let row = |number, password| RawSeat {
        id: seat_id(number),
        name: SecretText::new("髙﨑 𠮷男"),
        mail: SecretText::new("ｔａｒｏ．ｙａｍａｄａ＠ｅｘａｍｐｌｅ．ｊｐ"),
        paper: number == 3,
        password,
    };
    let new = SeatPassword::New {
        hash: SecretText::new("$argon2id$x"),
        made_at: at(3),
    };
    let carried = SeatPassword::CarriedOver {
        credential: credential().id,
        mail_key: SecretText::new("taro.yamada@example.jp"),
    };
    let raw = RawMeeting {
        held_on: "令和8年12月1日".to_owned(),
        starts_at: "午後1時半".to_owned(),
        meeting_no: "第１２回".to_owned(),
        panel: "だいいち".to_owned(),
        reviewer_count: "３".to_owned(),
        from_on: "2026-11-24".to_owned(),
        from_at: "9:00".to_owned(),
        until_on: "2026-12-08".to_owned(),
        until_at: "23:59".to_owned(),
        remark: SecretText::new("登録番号 12 は除斥"),
        seats: vec![row(1, SeatPassword::None), row(2, new), row(3, carried)],
    };
    Meeting {
        body: Body::Draft(Draft {
            raw,
            materials: vec![material()],
        }),
        ..draft(70, INSURER, "")
    }
}

pub(crate) fn electronic(number: u32, digest: [u8; 32]) -> Seat {
    Seat {
        id: seat_id(number),
        name: PersonName::check("髙﨑 𠮷男", 40).unwrap(),
        place: Place::Electronic {
            reviewer: reviewer().id,
            mail: reviewer().mail,
            credential: credential().id,
            link: AccessLink {
                token: SecretText::new("Zm9vYmFyYmF6"),
                digest,
            },
            handed_over_at: Some(at(700)),
            read_all_at: Some(at(800)),
        },
    }
}

pub(crate) fn packet(number: u32, digest: [u8; 32]) -> Meeting {
    let paper = Seat {
        id: seat_id(number + 1_000),
        name: PersonName::check("山田 花子", 40).unwrap(),
        place: Place::Paper { given_at: None },
    };
    let plan = Plan {
        held_on: date(2026, 12, 1),
        starts_at: Some(time(13, 30, 0, 0)),
        meeting_no: format!("第{number}回"),
        panel: Some("第1合議体".to_owned()),
        window: AccessWindow {
            from: at(0),
            until: at(1_000_000),
        },
        remark: Some(SecretText::new("登録番号 12 は除斥")),
    };
    let packet = Packet {
        plan,
        seats: vec![electronic(number, digest), paper],
        materials: vec![material()],
        published_at: at(300),
        stage: Stage::Published,
    };
    Meeting {
        body: Body::Packet(packet),
        ..draft(number, INSURER, "")
    }
}

pub(crate) fn withdrawn(meeting: &Meeting, purge_after: i64) -> Meeting {
    let stage = Stage::Withdrawn {
        at: at(900),
        purge_at: at(900) + SignedDuration::from_secs(purge_after),
    };
    with_stage(meeting, stage)
}

pub(crate) fn with_stage(meeting: &Meeting, stage: Stage) -> Meeting {
    let mut changed = meeting.clone();
    if let Body::Packet(packet) = &mut changed.body {
        packet.stage = stage;
    }
    changed
}
