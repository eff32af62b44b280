//! The named scans.

use jiff::civil::date;
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::MeetingId;
use kairan_domain::material::Material;
use kairan_domain::meeting::{Body, Meeting, Stage};
use kairan_domain::notice::{Notice, NoticeState};
use kairan_domain::raw::RawSeat;
use kairan_domain::secret::SecretText;
use kairan_store::{
    Changes, Cursor, Housekeeping, MeetingsQuery, Order, SessionOwner, Store, Versioned,
};

use super::kinds::put_all;
use crate::samples::{self, INSURER, OTHER, at, audit, file_id, meeting_id, notice_due, seat_id};

async fn put_meetings(store: &Store, meetings: impl IntoIterator<Item = Meeting>) {
    let mut changes = Changes::new(audit(AuditEvent::DraftMade));
    for meeting in meetings {
        changes.insert(meeting);
    }
    store.commit(changes).await.unwrap();
}

fn ids(meetings: &[Versioned<Meeting>]) -> Vec<MeetingId> {
    meetings.iter().map(|meeting| meeting.id).collect()
}

async fn walk_with(store: &Store, piece: &str, limit: usize) -> Vec<MeetingId> {
    let (mut seen, mut cursor) = (Vec::new(), None::<Cursor>);
    loop {
        let page = store
            .meetings_with(INSURER, piece, cursor.as_ref(), limit)
            .await
            .unwrap();
        assert!(page.items.len() <= limit);
        seen.extend(ids(&page.items));
        cursor = page.next.map(|next| next.to_string().parse().unwrap());
        if cursor.is_none() {
            return seen;
        }
    }
}

fn seated(number: u32, day: &str, panel: &str, names: &[&str]) -> Meeting {
    let mut meeting = samples::draft(number, INSURER, day);
    if let Body::Draft(draft) = &mut meeting.body {
        panel.clone_into(&mut draft.raw.panel);
        draft.raw.seats = (1..)
            .zip(names)
            .map(|(seat, name)| RawSeat {
                name: SecretText::new(*name),
                ..RawSeat::empty(seat_id(seat))
            })
            .collect();
    }
    meeting
}

/// Half a name and the middle of a panel; latest day first, each meeting once however many
/// of its names match.
pub(super) async fn pieces_of_names_are_found_by_day(store: &Store) {
    let meetings = [
        seated(1, "2026-12-01", "東合議体", &["佐藤 一郎", "佐藤 花子"]),
        seated(2, "2026-12-03", "西合議体", &["佐々木 花子"]),
        seated(3, "2026-12-02", "佐倉合議体", &["鈴木 二郎"]),
        seated(4, "", "", &["佐藤　花子"]),
        seated(5, "2026-12-04", "", &["", "高橋 三郎"]),
    ];
    put_meetings(store, meetings).await;
    let numbers = |list: &[u32]| list.iter().copied().map(meeting_id).collect::<Vec<_>>();

    for limit in [1, 2, 10] {
        assert_eq!(walk_with(store, "藤花", limit).await, numbers(&[1, 4]));
        assert_eq!(walk_with(store, "佐", limit).await, numbers(&[2, 3, 1, 4]));
        assert_eq!(walk_with(store, "合議", limit).await, numbers(&[2, 3, 1]));
        assert_eq!(walk_with(store, "三郎", limit).await, numbers(&[5]));
        assert!(walk_with(store, "郎二", limit).await.is_empty());
    }

    // A name that is taken away is found no more.
    let read = store
        .meeting(INSURER, meeting_id(4))
        .await
        .unwrap()
        .unwrap();
    let mut changes = Changes::new(audit(AuditEvent::DraftSaved));
    changes.update(&read, seated(4, "", "", &["中村"]));
    store.commit(changes).await.unwrap();
    assert_eq!(walk_with(store, "藤花", 9).await, numbers(&[1]));
}

/// More panels than are merged: then meetings are looked at one by one, and all are found.
pub(super) async fn a_piece_of_everything_finds_everything(store: &Store) {
    let of = |number: u32| {
        let day = format!("2026-{:02}-{:02}", 1 + number % 12, 1 + number % 28);
        let panel = if number == 7 { "別" } else { "合議体" };
        seated(number, &day, &format!("{number}{panel}"), &["林"])
    };
    put_meetings(store, (1..=400).map(of)).await;

    let mut found = walk_with(store, "合議", 30).await;
    found.sort_unstable();
    let expected: Vec<_> = (1..=400).filter(|n| *n != 7).map(meeting_id).collect();
    assert_eq!(found, expected);
    assert_eq!(walk_with(store, "別", 30).await, [meeting_id(7)]);
}

pub(super) async fn numbers_are_paged(store: &Store) {
    let of = |number: u32| {
        let mut meeting = seated(number, &format!("2026-12-{number:02}"), "", &[]);
        if let Body::Draft(draft) = &mut meeting.body {
            let no = if number < 4 { "2" } else { "21" };
            no.clone_into(&mut draft.raw.meeting_no);
        }
        meeting
    };
    put_meetings(store, (1..=6).map(of)).await;
    let (mut seen, mut cursor) = (Vec::new(), None::<Cursor>);
    loop {
        let page = store.meetings_by_number(INSURER, "2", cursor.as_ref(), 2);
        let page = page.await.unwrap();
        seen.extend(ids(&page.items));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, [3, 2, 1, 6, 5, 4].map(meeting_id));
}

async fn walk(store: &Store, mut query: MeetingsQuery) -> Vec<MeetingId> {
    let mut seen = Vec::new();
    loop {
        let page = store.meetings_page(INSURER, &query).await.unwrap();
        assert!(page.items.len() <= query.limit);
        seen.extend(ids(&page.items));
        // As a page hands it to the browser and gets it back.
        query.cursor = page.next.map(|cursor| cursor.to_string().parse().unwrap());
        if query.cursor.is_none() {
            return seen;
        }
    }
}

pub(super) async fn pages_visit_every_meeting_once(store: &Store) {
    let days = [
        "",
        "2026-12-02",
        "まだ未定",
        "2026-12-01",
        "2027-01-05",
        "令和9年1月5日",
        "",
    ];
    let mine = days
        .iter()
        .zip(1..)
        .map(|(day, number)| samples::draft(number, INSURER, day));
    put_meetings(store, mine.chain([samples::draft(50, OTHER, "2026-12-01")])).await;
    let numbers = |list: [u32; 7]| list.map(meeting_id).to_vec();

    for limit in [1, 2, 3, 4, 7, 100] {
        let oldest = MeetingsQuery {
            limit,
            order: Order::Oldest,
            ..MeetingsQuery::default()
        };
        assert_eq!(
            walk(store, oldest).await,
            numbers([1, 3, 7, 4, 2, 5, 6]),
            "{limit}"
        );
        let newest = MeetingsQuery {
            limit,
            order: Order::Newest,
            ..MeetingsQuery::default()
        };
        assert_eq!(
            walk(store, newest).await,
            numbers([7, 3, 1, 6, 5, 2, 4]),
            "{limit}"
        );
    }
}

pub(super) async fn days_narrow_the_list(store: &Store) {
    let days = ["", "2026-11-30", "2026-12-01", "2026-12-31", "2027-01-01"];
    put_meetings(
        store,
        days.iter()
            .zip(1..)
            .map(|(day, number)| samples::draft(number, INSURER, day)),
    )
    .await;
    let december = MeetingsQuery {
        from: Some(date(2026, 12, 1)),
        to: Some(date(2026, 12, 31)),
        limit: 1,
        ..MeetingsQuery::default()
    };

    assert_eq!(walk(store, december).await, [meeting_id(4), meeting_id(3)]);
    let later = MeetingsQuery {
        from: Some(date(2026, 12, 31)),
        limit: 9,
        order: Order::Oldest,
        ..MeetingsQuery::default()
    };
    assert_eq!(walk(store, later).await, [meeting_id(4), meeting_id(5)]);
    let earlier = MeetingsQuery {
        to: Some(date(2026, 11, 30)),
        limit: 9,
        ..MeetingsQuery::default()
    };
    assert_eq!(walk(store, earlier).await, [meeting_id(2)]);
}

pub(super) async fn a_page_costs_the_same_however_many_there_are(store: &Store) {
    let day = |number: u32| format!("2026-{:02}-{:02}", 1 + number % 12, 1 + number / 12 % 28);
    let draft = |number| samples::draft(number, INSURER, &day(number));
    let query = MeetingsQuery {
        limit: 20,
        ..MeetingsQuery::default()
    };
    let mut costs = Vec::new();
    for (from, to) in [(1, 100), (100, 10_000)] {
        for start in (from..to).step_by(500) {
            put_meetings(store, (start..to.min(start + 500)).map(draft)).await;
        }
        let before = store.counts().rows_read;
        let page = store.meetings_page(INSURER, &query).await.unwrap();
        assert_eq!(page.items.len(), 20);
        let found = store.meetings_by_number(INSURER, "42", None, 20).await;
        assert!(!found.unwrap().items.is_empty());
        let found = store
            .meetings_with(INSURER, "ない", None, 20)
            .await
            .unwrap();
        assert!(found.items.is_empty());
        costs.push(store.counts().rows_read - before);
    }

    assert!(costs[1] <= costs[0].max(100), "{costs:?}");
}

pub(super) async fn numbers_panels_and_names_are_found_as_people_write_them(store: &Store) {
    put_all(store).await;
    let number = async |insurer, begins: &str| {
        let page = store.meetings_by_number(insurer, begins, None, 10).await;
        ids(&page.unwrap().items)
    };
    let piece = async |insurer, piece: &str| {
        let page = store.meetings_with(insurer, piece, None, 10).await;
        ids(&page.unwrap().items)
    };

    assert_eq!(
        number(INSURER, " 第１").await,
        [meeting_id(70), meeting_id(1)]
    );
    assert_eq!(number(INSURER, "第12回").await, [meeting_id(70)]);
    assert!(number(INSURER, "第13").await.is_empty());
    assert!(number(OTHER, "第").await.is_empty());
    assert_eq!(piece(INSURER, "ﾀﾞｲ").await, [meeting_id(70)]);
    assert_eq!(piece(INSURER, "１合").await, [meeting_id(1)]);
    assert!(piece(INSURER, "第9合議体").await.is_empty());
    assert!(piece(INSURER, " ").await.is_empty());
    assert!(piece(OTHER, "合").await.is_empty());
    let used = store
        .meetings_of_credential(samples::credential().id)
        .await
        .unwrap();
    assert_eq!(ids(&used), [meeting_id(1), meeting_id(70)]);
}

pub(super) async fn the_outbox_finds_what_is_due(store: &Store) {
    let mut changes = Changes::housekeeping(Housekeeping::Lease);
    for (number, second) in [(1, 30), (2, 10), (3, 20), (4, 90)] {
        changes.queue(notice_due(number, second));
    }
    store.commit(changes).await.unwrap();
    assert_eq!(store.next_notice_at().await.unwrap(), Some(at(10)));

    let due = store.notices_due(at(30), 10).await.unwrap();
    assert_eq!(
        due.iter().map(|n| n.due_at().unwrap()).collect::<Vec<_>>(),
        [at(10), at(20), at(30)]
    );
    assert_eq!(store.notices_due(at(30), 2).await.unwrap().len(), 2);

    let mut changes = Changes::housekeeping(Housekeeping::Lease);
    let states = [
        NoticeState::Sent { at: at(31) },
        NoticeState::Leased { until: at(60) },
    ];
    for (read, state) in due.iter().zip(states) {
        changes.update(
            read,
            Notice {
                state,
                ..(**read).clone()
            },
        );
    }
    store.commit(changes).await.unwrap();

    assert_eq!(store.notices_due(at(59), 10).await.unwrap().len(), 1);
    assert_eq!(store.notices_due(at(60), 10).await.unwrap().len(), 2);
    assert_eq!(store.notices_of(meeting_id(1)).await.unwrap().len(), 4);
}

pub(super) async fn sessions_end_with_their_owner(store: &Store) {
    put_all(store).await;
    let owners = [
        SessionOwner::Meeting(meeting_id(1)),
        SessionOwner::Seat(seat_id(2)),
        SessionOwner::Credential(samples::credential().id),
    ];
    for owner in owners {
        let sessions = store.sessions_of(owner).await.unwrap();
        assert_eq!(
            sessions.iter().map(|s| s.digest).collect::<Vec<_>>(),
            [[41; 32]],
            "{owner:?}"
        );
    }
    let staff = store
        .sessions_of(SessionOwner::Staff(samples::staff().id))
        .await
        .unwrap();
    assert_eq!(staff.len(), 1);

    let mut changes = Changes::housekeeping(Housekeeping::SessionTouch);
    changes.delete(&staff[0]);
    store.commit(changes).await.unwrap();

    assert!(store.session(&[40; 32]).await.unwrap().is_none());
    assert!(
        store
            .sessions_of(SessionOwner::Staff(samples::staff().id))
            .await
            .unwrap()
            .is_empty()
    );
}

pub(super) async fn purge_finds_withdrawn_and_ended_meetings(store: &Store) {
    let published = samples::packet(1, [1; 32]);
    let withdrawn = samples::withdrawn(&samples::packet(2, [2; 32]), 100);
    let purged = samples::with_stage(&samples::packet(3, [3; 32]), Stage::Purged { at: at(0) });
    put_meetings(
        store,
        [
            published,
            withdrawn,
            purged,
            samples::draft(4, INSURER, "2020-01-01"),
        ],
    )
    .await;
    let due = |now, ended| store.meetings_to_purge(at(now), at(ended), 10);

    assert!(due(999, 999_999).await.unwrap().is_empty());
    assert_eq!(ids(&due(1_000, 999_999).await.unwrap()), [meeting_id(2)]);
    assert_eq!(
        ids(&due(1_000, 1_000_000).await.unwrap()),
        [meeting_id(2), meeting_id(1)]
    );
    assert_eq!(
        store
            .meetings_to_purge(at(1_000), at(1_000_000), 1)
            .await
            .unwrap()
            .len(),
        1
    );
    assert!(store.meeting_by_link(&[3; 32]).await.unwrap().is_none());
}

pub(super) async fn files_are_named_until_purged(store: &Store) {
    put_all(store).await;
    let mut files: Vec<_> = store.files().await.unwrap().into_iter().collect();
    files.sort();
    assert_eq!(files, [file_id(51), file_id(104), file_id(105)]);
    assert!(store.names_file(file_id(104)).await.unwrap());

    for id in [meeting_id(1), meeting_id(70)] {
        let read = store.meeting(INSURER, id).await.unwrap().unwrap();
        let mut purged = (*read).clone();
        let forget = |material: &mut Material| {
            for version in &mut material.versions {
                version.parts.clear();
            }
        };
        purged.materials_mut().iter_mut().for_each(forget);
        assert!(matches!(purged.body, Body::Draft(_) | Body::Packet(_)));
        let mut changes = Changes::new(audit(AuditEvent::MeetingPurged));
        changes.update(&read, purged);
        store.commit(changes).await.unwrap();
    }

    assert!(!store.names_file(file_id(104)).await.unwrap());
    assert_eq!(store.files().await.unwrap().len(), 1);
}

pub(super) async fn audit_is_paged_and_found_by_meeting(store: &Store) {
    for number in 0..7 {
        let audit = audit(AuditEvent::DraftSaved).of_meeting(meeting_id(number % 2));
        store.commit(Changes::new(audit)).await.unwrap();
    }

    let (mut seen, mut cursor): (Vec<u64>, Option<Cursor>) = (Vec::new(), None);
    loop {
        let page = store
            .audit_of(Some(INSURER), Order::Newest, cursor.as_ref(), 3)
            .await
            .unwrap();
        seen.extend(page.items.iter().map(|audit| audit.no));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }

    assert_eq!(seen, [7, 6, 5, 4, 3, 2, 1]);
    let nothing_yet = store.audit_before(Some(INSURER), at(0)).await.unwrap();
    let page = |cursor| async move {
        let page = store.audit_of(Some(INSURER), Order::Newest, Some(&cursor), 3);
        let items = page.await.unwrap().items;
        items.iter().map(|audit| audit.no).collect::<Vec<_>>()
    };
    assert_eq!(page(nothing_yet).await, [0_u64; 0]);
    let mut later = audit(AuditEvent::SignedIn);
    later.at = at(5_000);
    store.commit(Changes::new(later)).await.unwrap();
    let day_before = store.audit_before(Some(INSURER), at(5_000)).await.unwrap();
    assert_eq!(page(day_before).await, [7, 6, 5]);
    let now = store.audit_before(Some(INSURER), at(5_001)).await.unwrap();
    assert_eq!(page(now).await, [8, 7, 6]);
    let about = store
        .audit_of_meeting(INSURER, meeting_id(1))
        .await
        .unwrap();
    assert_eq!(
        about.iter().map(|audit| audit.no).collect::<Vec<_>>(),
        [2, 4, 6]
    );
}

pub(super) async fn old_uploads_envelopes_and_sessions_are_found(store: &Store) {
    put_all(store).await;

    assert!(
        store
            .uploads_idle_before(at(30), 10)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        store.uploads_idle_before(at(31), 10).await.unwrap().len(),
        1
    );
    assert_eq!(store.uploads_of(meeting_id(1)).await.unwrap().len(), 1);
    assert!(store.envelopes_before(at(0), 10).await.unwrap().is_empty());
    assert_eq!(store.envelopes_before(at(1), 10).await.unwrap().len(), 1);
    assert_eq!(store.envelopes_of(meeting_id(1)).await.unwrap().len(), 1);
    assert_eq!(store.sessions_before(at(100), 10).await.unwrap().len(), 1);
    assert_eq!(store.sessions_before(at(101), 10).await.unwrap().len(), 2);
    assert_eq!(store.viewings_of(meeting_id(1)).await.unwrap().len(), 1);
    assert_eq!(
        store
            .viewings_of_seat(meeting_id(1), seat_id(2))
            .await
            .unwrap()
            .len(),
        1
    );
    assert!(
        store
            .viewings_of_seat(meeting_id(1), seat_id(3))
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(store.reviewers_of(INSURER).await.unwrap().len(), 1);
    assert_eq!(store.credentials_of(INSURER).await.unwrap().len(), 1);
    assert_eq!(
        store
            .credentials_of_reviewer(samples::reviewer().id)
            .await
            .unwrap()
            .len(),
        1
    );
}
