//! What a commit refuses, and that refusing changes nothing.

use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::ReviewerId;
use kairan_domain::raw::RawSeat;
use kairan_domain::secret::SecretText;
use kairan_store::{Changes, CommitError, ConflictOn, Housekeeping, Kind, Order, Store};

use crate::samples::{self, INSURER, audit, meeting_id, staff_named};

fn saved() -> Changes {
    Changes::new(audit(AuditEvent::DraftSaved).of_meeting(meeting_id(1)))
}

async fn insert_meeting(store: &Store) {
    let mut changes = saved();
    changes.insert(samples::draft(1, INSURER, "2026-12-01"));
    store.commit(changes).await.unwrap();
}

async fn audits(store: &Store) -> usize {
    store
        .audit_of(Some(INSURER), Order::Oldest, None, 1_000)
        .await
        .unwrap()
        .items
        .len()
}

pub(super) async fn a_stale_version_changes_nothing(store: &Store) {
    insert_meeting(store).await;
    let stale = store
        .meeting(INSURER, meeting_id(1))
        .await
        .unwrap()
        .unwrap();
    let mut changes = saved();
    changes.update(&stale, samples::draft(1, INSURER, "2026-12-02"));
    store.commit(changes).await.unwrap();
    let fresh = store
        .meeting(INSURER, meeting_id(1))
        .await
        .unwrap()
        .unwrap();
    assert!(fresh.version() > stale.version());

    let before = audits(store).await;
    for how in 0..3 {
        let mut changes = saved();
        match how {
            0 => changes.update(&stale, samples::draft(1, INSURER, "2026-12-03")),
            1 => changes.delete(&stale),
            _ => changes.expect(&stale),
        };
        changes.queue(samples::notice()).insert(samples::staff());
        let refused = store.commit(changes).await;
        assert_eq!(
            refused,
            Err(CommitError::Conflict(ConflictOn::Record(Kind::Meeting))),
            "{how}"
        );
    }

    assert_eq!(audits(store).await, before);
    assert!(store.notice(samples::notice().id).await.unwrap().is_none());
    assert!(
        store
            .staff_by_login(&samples::staff().login)
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(
        store
            .meeting(INSURER, meeting_id(1))
            .await
            .unwrap()
            .unwrap(),
        fresh
    );
}

pub(super) async fn unique_keys_are_taken_once(store: &Store) {
    let mut changes = saved();
    changes
        .insert(staff_named(1, "hanako"))
        .insert(samples::reviewer())
        .insert(samples::packet(1, [8; 32]));
    changes.insert(samples::insurer());
    store.commit(changes).await.unwrap();

    let mut login = saved();
    login.insert(staff_named(2, "HANAKO"));
    assert_eq!(
        store.commit(login).await,
        Err(CommitError::Conflict(ConflictOn::Login))
    );

    let mut mail = saved();
    let mut reviewer = samples::reviewer();
    reviewer.id = ReviewerId::from_bytes([5; 16]);
    mail.insert(reviewer);
    assert_eq!(
        store.commit(mail).await,
        Err(CommitError::Conflict(ConflictOn::ReviewerMail))
    );

    let mut link = saved();
    link.insert(samples::packet(2, [8; 32]));
    assert_eq!(
        store.commit(link).await,
        Err(CommitError::Conflict(ConflictOn::Link))
    );

    let mut number = saved();
    let mut insurer = samples::insurer();
    insurer.id = samples::OTHER;
    number.insert(insurer);
    assert_eq!(
        store.commit(number).await,
        Err(CommitError::Conflict(ConflictOn::InsurerNumber))
    );

    let mut again = saved();
    again.insert(staff_named(1, "another"));
    assert_eq!(
        store.commit(again).await,
        Err(CommitError::Conflict(ConflictOn::Record(Kind::Staff)))
    );
}

pub(super) async fn a_unique_key_may_change_hands_within_a_commit(store: &Store) {
    let mut changes = saved();
    changes.insert(staff_named(1, "hanako"));
    store.commit(changes).await.unwrap();
    let first = store
        .staff(staff_named(1, "hanako").id)
        .await
        .unwrap()
        .unwrap();

    let mut changes = saved();
    changes
        .insert(staff_named(2, "hanako"))
        .update(&first, staff_named(1, "hanako-old"));
    store.commit(changes).await.unwrap();

    let found = store.staff_by_login(&first.login).await.unwrap().unwrap();
    assert_eq!(found.id, staff_named(2, "hanako").id);
}

pub(super) async fn a_record_made_anew_is_not_the_one_that_was_read(store: &Store) {
    insert_meeting(store).await;
    let first = store
        .meeting(INSURER, meeting_id(1))
        .await
        .unwrap()
        .unwrap();
    let mut changes = saved();
    changes.delete(&first);
    store.commit(changes).await.unwrap();
    assert!(
        store
            .meeting(INSURER, meeting_id(1))
            .await
            .unwrap()
            .is_none()
    );
    insert_meeting(store).await;

    let mut changes = saved();
    changes.delete(&first);

    let refused = store.commit(changes).await;
    assert_eq!(
        refused,
        Err(CommitError::Conflict(ConflictOn::Record(Kind::Meeting)))
    );
}

pub(super) async fn meeting_numbers_are_never_given_to_another(store: &Store) {
    let claim = |no: &str, year, meeting| {
        let mut changes = saved();
        changes.claim_number(INSURER, year, no, meeting);
        changes
    };
    store
        .commit(claim("第3回", 2026, meeting_id(1)))
        .await
        .unwrap();
    store
        .commit(claim("第３回", 2026, meeting_id(1)))
        .await
        .unwrap();
    store
        .commit(claim("第3回", 2027, meeting_id(2)))
        .await
        .unwrap();

    let refused = store.commit(claim(" 第３回", 2026, meeting_id(2))).await;

    assert_eq!(
        refused,
        Err(CommitError::Conflict(ConflictOn::MeetingNumber))
    );
    assert_eq!(
        store
            .meeting_of_number(INSURER, 2026, "第3回")
            .await
            .unwrap(),
        Some(meeting_id(1))
    );
}

pub(super) async fn housekeeping_reaches_only_its_own_kinds(store: &Store) {
    let mut lease = Changes::housekeeping(Housekeeping::Lease);
    lease.queue(samples::notice());
    store.commit(lease).await.unwrap();

    let mut sly = Changes::housekeeping(Housekeeping::Lease);
    sly.insert(samples::staff());
    assert_eq!(
        store.commit(sly).await,
        Err(CommitError::NeedsAudit(Kind::Staff))
    );

    let mut honest = Changes::housekeeping(Housekeeping::Throttle);
    honest
        .insert(samples::staff())
        .also_audit(audit(AuditEvent::StaffAdded));
    store.commit(honest).await.unwrap();
    assert_eq!(audits(store).await, 1);
}

pub(super) async fn a_record_has_a_largest_size(store: &Store) {
    let mut meeting = samples::draft(1, INSURER, "");
    if let kairan_domain::meeting::Body::Draft(draft) = &mut meeting.body {
        let mut seat = RawSeat::empty(samples::seat_id(1));
        seat.name = SecretText::new("あ".repeat(30_000));
        draft.raw.seats.push(seat);
    }
    let mut changes = saved();
    changes.insert(meeting);

    let refused = store.commit(changes).await;

    assert!(
        matches!(
            refused,
            Err(CommitError::TooLarge {
                kind: Kind::Meeting,
                bytes: 90_000..,
                most: 65_536
            })
        ),
        "{refused:?}"
    );
    assert_eq!(audits(store).await, 0);
}

pub(super) async fn one_record_changes_once_per_commit(store: &Store) {
    let mut changes = saved();
    changes.queue(samples::notice()).queue(samples::notice());

    assert_eq!(
        store.commit(changes).await,
        Err(CommitError::Twice(Kind::Notice))
    );
}
