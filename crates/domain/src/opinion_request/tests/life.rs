use super::*;
use crate::ids::StaffId;

type Try = fn(&mut OpinionRequest, Timestamp) -> Result<(), OpinionRefusal>;

#[test]
fn transitions_hold_in_every_state() {
    use RequestState as S;
    let now = noon(today());
    let transitions: [(Try, &[S]); 8] = [
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
                    by: StaffId::from_bytes([4; 16]).into(),
                    method: ReminderMethod::Phone,
                    memo: SecretText::default(),
                })
            },
            &[S::Requested, S::Drafting, S::SentBack],
        ),
        (
            |r, _| r.change(r.plan.clone()),
            &[S::Requested, S::Drafting],
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
fn a_printed_letter_stays_with_its_clinic() {
    let mut request = request();
    let mut plan = request.plan.clone();
    plan.clinic = ClinicId::from_bytes([7; 16]);
    assert_eq!(request.clone().change(plan.clone()), Ok(()));
    request.letter = Some(Letter {
        link: AccessLink {
            token: SecretText::default(),
            digest: [0; 32],
        },
        short_code: [0; 32],
        passcode: SecretText::default(),
        printed_at: noon(today()),
    });
    assert_eq!(request.change(plan.clone()), Err(OpinionRefusal::Printed));
    plan.clinic = request.plan.clinic;
    plan.physician = None;
    assert_eq!(request.change(plan.clone()), Ok(()));
    assert_eq!(request.plan, plan);
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
        by: StaffId::from_bytes([4; 16]).into(),
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
fn the_clerk_is_stopped_before_a_version_too_many_not_the_doctor() {
    let now = noon(today());
    let mut request = request();
    for _ in 1..OpinionRequest::MOST_VERSIONS {
        request.submit(version(now)).unwrap();
        request.send_back("日付を確認してください", now).unwrap();
    }
    request.submit(version(now)).unwrap();
    let most = OpinionRequest::MOST_VERSIONS;
    assert_eq!(
        request.send_back("もう一度", now),
        Err(OpinionRefusal::SentBackOften { most })
    );
    request.accept(now).unwrap();
}

#[test]
fn a_memo_is_kept_without_marks_that_show_nothing() {
    let mut request = request();
    let reminder = |memo: &str| Reminder {
        at: noon(today()),
        by: StaffId::from_bytes([4; 16]).into(),
        method: ReminderMethod::Phone,
        memo: SecretText::new(memo),
    };
    let typed = "受付へ電話\u{7}\u{202E}\r\n来週に\u{0}なる見込み ";
    request.remind(reminder(typed)).unwrap();
    assert_eq!(
        request.reminders[0].memo.expose(),
        "受付へ電話\n来週になる見込み"
    );
    let long = request.remind(reminder(&"あ".repeat(MOST_REASON + 1)));
    assert_eq!(long, Err(OpinionRefusal::Memo { most: MOST_REASON }));
}

#[test]
fn reminders_are_bounded() {
    let now = noon(today());
    let mut request = request();
    let reminder = Reminder {
        at: now,
        by: request.made_by,
        method: ReminderMethod::Phone,
        memo: SecretText::default(),
    };
    for _ in 0..OpinionRequest::MOST_REMINDERS {
        request.remind(reminder.clone()).unwrap();
    }
    let most = OpinionRequest::MOST_REMINDERS;
    let refused = request.remind(reminder);
    assert_eq!(refused, Err(OpinionRefusal::RemindedOften { most }));
}

#[test]
fn files_wait_only_while_it_can_be_written_and_for_thirty_days() {
    let now = noon(today());
    for state in RequestState::ALL {
        let mut request = in_state(state);
        let kept = request.keep_waiting(waiting(now));
        assert_eq!(kept.is_ok(), state.is_writable(), "{state:?}");
        assert_eq!(request.waiting.is_some(), state.is_writable());
    }
    let asked = {
        let mut request = in_state(RequestState::Requested);
        request.keep_waiting(waiting(now)).unwrap();
        request
    };
    let ends: [Try; 3] = [
        |r, now| r.submit(version(now)).map(drop),
        |r, now| r.cancel("理由", now),
        |r, now| r.reassign(OpinionRequestId::from_bytes([8; 16]), now),
    ];
    for end in ends {
        let mut request = asked.clone();
        end(&mut request, now).unwrap();
        assert_eq!(request.waiting, None);
    }
    let last = asked.waiting.as_ref().unwrap().wait_until();
    assert!(!asked.has_waited_long(last));
    assert!(asked.has_waited_long(last.tomorrow().unwrap()));
    assert!(asked.waiting_as(FileId::from_bytes([9; 16])).is_some());
    assert!(asked.waiting_as(FileId::from_bytes([8; 16])).is_none());
}

#[test]
fn a_long_name_keeps_its_beginning_and_its_kind() {
    let name = format!("{}\r\nの意見書.pdf", "あ".repeat(60));
    let files = [(name.as_str(), 5), ("短い.tif", 6)];
    let kept = WaitingFiles::new(
        waiting(noon(today())).pages,
        files.into_iter(),
        noon(today()),
    );
    let [long, short] = kept.chosen.as_slice() else {
        panic!("two files");
    };
    let long = long.name.expose();
    assert_eq!(long.chars().count(), 40);
    assert!(long.starts_with("あああ") && long.contains('…') && long.ends_with("の意見書.pdf"));
    assert_eq!((short.name.expose(), short.size), ("短い.tif", 6));
}

fn waiting(at: Timestamp) -> WaitingFiles {
    let pages = OpinionFile {
        file: FileId::from_bytes([9; 16]),
        size: 10,
        pages: 1,
        sha256: [0; 32],
        parts: Vec::new(),
    };
    WaitingFiles::new(pages, [("1.jpg", 10)].into_iter(), at)
}

#[test]
fn a_page_is_settled_by_a_cover_that_hides_something_or_by_the_clerks_word() {
    let page = |width, height, nothing_to_hide| PageCovers {
        boxes: vec![CoverBox {
            left: 0,
            top: 0,
            width,
            height,
        }],
        nothing_to_hide,
    };
    let least = CoverBox::LEAST;
    let pages = [
        page(least, least, false),
        page(least - 1, 10_000, false),
        page(10_000, least - 1, false),
        page(0, 0, true),
        PageCovers::default(),
    ];
    assert_eq!(pages_left(6, &pages), [2, 3, 5, 6]);
}
