use super::*;
use crate::date::{self, through_minute, wareki_end};
use crate::ids::{CredentialId, FileId, MaterialId, SeatId, StaffId, VersionId};
use crate::material::{MaterialVersion, Part};
use crate::raw::{RawSeat, SeatPassword};
use crate::secret::SecretText;
use jiff::SignedDuration;
use jiff::civil::{Date, date, time};

const KEPT: SeatPassword = SeatPassword::None;

fn tokyo(day: Date, hour: i8, minute: i8) -> Timestamp {
    date::from_tokyo(day, time(hour, minute, 0, 0)).unwrap()
}

fn now() -> Timestamp {
    tokyo(date(2026, 11, 22), 10, 0)
}

fn seat(number: u8, mail: &str) -> RawSeat {
    let mut seat = RawSeat::empty(SeatId::from_bytes([number; 16]));
    seat.name = SecretText::new(format!("委員{number}"));
    seat.mail = SecretText::new(mail);
    seat.password = SeatPassword::New {
        hash: SecretText::new("h"),
        made_at: now(),
    };
    seat
}

fn typed() -> RawMeeting {
    RawMeeting {
        held_on: "令和8年12月3日".into(),
        starts_at: "13:30".into(),
        reviewer_count: "2".into(),
        seats: vec![seat(1, "a@example.jp"), seat(2, "b@example.jp")],
        ..RawMeeting::default()
    }
}

fn material() -> Material {
    let version = MaterialVersion {
        id: VersionId::from_bytes([1; 16]),
        file: FileId::from_bytes([1; 16]),
        file_name: SecretText::new("a.pdf"),
        size: 1,
        pages: 1,
        sha256: [0; 32],
        crc32: 0,
        parts: vec![Part {
            len: 1,
            wrapped_key: vec![1],
        }],
        added_at: now(),
        added_by: StaffId::from_bytes([1; 16]).into(),
        examined: crate::examination::Examined::Never,
        original: None,
    };
    let title = SecretText::new("資料");
    Material {
        id: MaterialId::from_bytes([1; 16]),
        title,
        versions: vec![version],
        withdrawn_at: None,
        shown_at: None,
        source: None,
        case_no: None,
    }
}

fn check(raw: &RawMeeting) -> Result<CheckedMeeting, Vec<Fault>> {
    check_meeting(raw, &[material()], &Limits::default(), now())
}

fn faults(change: impl FnOnce(&mut RawMeeting)) -> Vec<(Field, MeetingFault)> {
    let mut raw = typed();
    change(&mut raw);
    check(&raw)
        .unwrap_err()
        .into_iter()
        .map(|fault| (fault.field, fault.what))
        .collect()
}

#[test]
fn a_sound_meeting_gets_its_default_window() {
    let checked = check(&typed()).unwrap();
    assert_eq!(checked.plan.window.from, now());
    let named = tokyo(date(2026, 12, 10), 23, 59);
    assert_eq!(checked.plan.window.until, through_minute(named));
    assert_eq!(checked.seats.len(), 2);
}

/// What page, letter and form name is the last minute that counts, whichever minute it is.
#[test]
fn the_minute_that_a_deadline_names_counts() {
    for of_day in (0_i16..24 * 60).step_by(7).chain([23 * 60 + 59, 1]) {
        let part = |minutes: i16| i8::try_from(minutes).unwrap();
        let (hour, minute) = (part(of_day / 60), part(of_day % 60));
        let mut raw = typed();
        raw.until_on = "2026-12-10".into();
        raw.until_at = format!("{hour}:{minute:02}");
        let window = check(&raw).unwrap().plan.window;
        let named = tokyo(date(2026, 12, 10), hour, minute);
        assert_eq!(
            wareki_end(window.until),
            wareki_end(named),
            "{hour}:{minute}"
        );
        let second = |count: i64| named + SignedDuration::from_secs(count);
        if (hour, minute) == (0, 0) {
            assert_eq!(wareki_end(window.until), "令和8年12月9日(水) 夜12時");
            assert_eq!(window.until, named);
        } else {
            assert!(second(59) < window.until, "{hour}:{minute} ends too soon");
            assert!(second(60) > window.until, "{hour}:{minute} ends too late");
        }
    }
}

#[test]
fn number_and_rows_must_agree_and_both_are_named() {
    let found = faults(|raw| raw.reviewer_count = "５名".into());
    assert_eq!(
        found,
        [(
            Field::ReviewerCount,
            MeetingFault::CountDiffers { given: 5, rows: 2 }
        )]
    );
}

#[test]
fn a_second_row_with_the_same_address_names_the_first() {
    let found = faults(|raw| raw.seats[1].mail = SecretText::new("Ａ＠example.jp"));
    assert_eq!(
        found,
        [(
            Field::SeatMail(SeatId::from_bytes([2; 16])),
            MeetingFault::SameMail { row: 1 }
        )]
    );
}

#[test]
fn today_is_allowed_and_yesterday_is_not_around_midnight_in_tokyo() {
    let limits = Limits::default();
    let mut raw = typed();
    raw.held_on = "2026-11-22".into();
    raw.starts_at = String::new();
    for (hour, minute) in [(0, 0), (8, 59), (9, 0), (23, 58)] {
        let at = tokyo(date(2026, 11, 22), hour, minute);
        assert!(
            check_meeting(&raw, &[material()], &limits, at).is_ok(),
            "{hour}:{minute}"
        );
    }
    let next = tokyo(date(2026, 11, 23), 0, 0);
    let found = check_meeting(&raw, &[material()], &limits, next).unwrap_err();
    assert_eq!(
        found[0].what,
        MeetingFault::PastMeeting {
            today: date(2026, 11, 23)
        }
    );
}

#[test]
fn a_window_is_judged_to_the_minute() {
    let same = |raw: &mut RawMeeting, until: &str| {
        raw.from_on = "2026-12-04".into();
        raw.from_at = "0:00".into();
        raw.until_on = "2026-12-04".into();
        raw.until_at = until.into();
    };
    let found = faults(|raw| same(raw, "0:00"));
    assert_eq!(found, [(Field::AccessUntil, MeetingFault::WindowEndsFirst)]);
    let mut raw = typed();
    same(&mut raw, "0:01");
    assert!(check(&raw).is_ok());
    let found = faults(|raw| raw.until_on = "2026-12-02".into());
    assert_eq!(
        found,
        [(Field::AccessUntil, MeetingFault::WindowEndsBeforeMeeting)]
    );
}

#[test]
fn while_the_address_is_wrong_nothing_is_said_of_the_password() {
    let found = faults(|raw| {
        raw.seats[0].mail = SecretText::new("a@@example.jp");
        raw.seats[0].password = SeatPassword::None;
    });
    let fields: Vec<Field> = found.iter().map(|(field, _)| *field).collect();
    assert_eq!(fields, [Field::SeatMail(SeatId::from_bytes([1; 16]))]);
}

#[test]
fn a_carried_over_password_does_not_follow_to_another_address() {
    let carried = |key: &str| SeatPassword::CarriedOver {
        credential: CredentialId::from_bytes([9; 16]),
        mail_key: SecretText::new(key),
    };
    let found = faults(|raw| raw.seats[0].password = carried("other@example.jp"));
    assert_eq!(
        found,
        [(
            Field::SeatPassword(SeatId::from_bytes([1; 16])),
            MeetingFault::NoPassword
        )]
    );
    let mut raw = typed();
    raw.seats[0].password = carried("a@example.jp");
    assert!(check(&raw).is_ok());
}

#[test]
fn an_empty_form_names_everything_at_once() {
    let found = check_meeting(&RawMeeting::default(), &[], &Limits::default(), now()).unwrap_err();
    let fields: Vec<Field> = found.iter().map(|fault| fault.field).collect();
    assert_eq!(
        fields,
        [Field::HeldOn, Field::ReviewerCount, Field::Materials]
    );
}

#[test]
fn paper_rows_need_no_address_and_no_password() {
    let mut raw = typed();
    raw.seats[1].mail = SecretText::default();
    raw.seats[1].paper = true;
    raw.seats[1].password = KEPT;
    assert!(check(&raw).unwrap().seats[1].electronic.is_none());
}

#[test]
fn what_was_put_right_is_named() {
    let mut raw = typed();
    raw.seats[0].mail = SecretText::new("ａ＠example.jp ");
    let found = corrections(&raw);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].to.expose(), "a@example.jp");
}

#[test]
fn a_meeting_that_was_held_keeps_its_day_when_its_window_changes() {
    let plan = check(&typed()).unwrap().plan;
    let later = tokyo(date(2026, 12, 5), 9, 0);
    let mut raw = typed();
    raw.until_on = "2026-12-20".into();
    let changed = check_plan(&raw, &plan, &Limits::default(), later).unwrap();
    assert_eq!(changed.held_on, plan.held_on);

    raw.held_on = "2026-12-04".into();
    let faults = check_plan(&raw, &plan, &Limits::default(), later).unwrap_err();
    let today = date(2026, 12, 5);
    assert_eq!(faults[0].what, MeetingFault::PastMeeting { today });
}
