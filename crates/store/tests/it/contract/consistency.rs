//! Many writers at once, and long runs of random changes.

use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::InsurerId;
use kairan_domain::meeting::Meeting;
use kairan_domain::throttle::Throttle;
use kairan_store::{
    Changes, CommitError, ConflictOn, Housekeeping, Kind, MeetingsQuery, Order, Store, Throttled,
    Versioned,
};
use kairan_vault::SeededEntropy;
use kairan_vault::entropy::below;
use std::collections::BTreeMap;

use crate::samples::{self, INSURER, OTHER, audit, meeting_id};

async fn count_up(store: Store, times: u32) {
    let key = samples::throttled().key;
    let mut done = 0;
    while done < times {
        let read = store.throttle(key).await.unwrap().unwrap();
        let failures = read.throttle.failures + 1;
        let mut changes = Changes::housekeeping(Housekeeping::Throttle);
        changes.update(
            &read,
            Throttled {
                key,
                throttle: Throttle {
                    failures,
                    ..Throttle::default()
                },
            },
        );
        match store.commit(changes).await {
            Ok(()) => done += 1,
            Err(refused) => assert_eq!(
                refused,
                CommitError::Conflict(ConflictOn::Record(Kind::Throttle))
            ),
        }
    }
}

pub(super) async fn writers_never_lose_each_others_work(store: &Store) {
    let key = samples::throttled().key;
    let mut changes = Changes::housekeeping(Housekeeping::Throttle);
    changes.insert(Throttled {
        key,
        throttle: Throttle::default(),
    });
    store.commit(changes).await.unwrap();

    let writers: Vec<_> = (0..16)
        .map(|_| tokio::spawn(count_up(store.clone(), 20)))
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }

    assert_eq!(
        store
            .throttle(key)
            .await
            .unwrap()
            .unwrap()
            .throttle
            .failures,
        16 * 20
    );
}

async fn write_audits(store: Store, insurer: InsurerId, from: u32) {
    for number in from..from + 10 {
        let mut audit = audit(AuditEvent::DraftMade);
        audit.insurer = Some(insurer);
        let mut changes = Changes::new(audit.clone());
        changes
            .also_audit(audit)
            .insert(samples::draft(number, insurer, ""));
        store.commit(changes).await.unwrap();
    }
}

pub(super) async fn audit_numbers_have_no_gaps(store: &Store) {
    let writers = (0..10).map(|writer| {
        let insurer = if writer % 2 == 0 { INSURER } else { OTHER };
        tokio::spawn(write_audits(store.clone(), insurer, writer * 100))
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }

    for insurer in [INSURER, OTHER] {
        let page = store
            .audit_of(Some(insurer), Order::Oldest, None, 1_000)
            .await
            .unwrap();
        let numbers: Vec<u64> = page.items.iter().map(|audit| audit.no).collect();
        assert_eq!(numbers, (1..=100).collect::<Vec<u64>>());
    }
}

/// What the store should hold, kept in the plainest way.
type Model = BTreeMap<u32, Meeting>;

fn random_meeting(entropy: &SeededEntropy, number: u32) -> Meeting {
    let insurer = if number.is_multiple_of(2) {
        INSURER
    } else {
        OTHER
    };
    let day = ["", "2026-12-01", "2026-12-02", "R8.12.3", "someday"][below(entropy, 5) as usize];
    match below(entropy, 4) {
        0 => {
            let mut packet = samples::packet(number, [u8::try_from(number).unwrap(); 32]);
            packet.insurer = insurer;
            packet
        }
        1 => samples::withdrawn(
            &samples::packet(number, [u8::try_from(number).unwrap(); 32]),
            i64::from(number),
        ),
        _ => samples::draft(number, insurer, day),
    }
}

async fn random_step(store: &Store, entropy: &SeededEntropy, model: &mut Model) {
    let number = below(entropy, 40);
    let new = random_meeting(entropy, number);
    let mut changes = Changes::new(audit(AuditEvent::DraftSaved).of_meeting(meeting_id(number)));
    let read = match model.get(&number) {
        Some(known) => store
            .meeting(known.insurer, meeting_id(number))
            .await
            .unwrap(),
        None => None,
    };
    assert_eq!(read.as_deref(), model.get(&number));
    match &read {
        Some(read) if below(entropy, 3) == 0 => {
            changes.delete(read);
            model.remove(&number);
        }
        Some(read) => {
            changes.update(read, new.clone());
            model.insert(number, new);
        }
        None => {
            changes.insert(new.clone());
            model.insert(number, new);
        }
    }
    store.commit(changes).await.unwrap();
}

pub(super) async fn index_and_records_agree_after_random_changes(store: &Store) {
    let entropy = SeededEntropy::new(20_261_122);
    let mut model = Model::new();
    for _ in 0..400 {
        random_step(store, &entropy, &mut model).await;
    }

    assert!(store.check_all().await.unwrap().is_sound());
    for insurer in [INSURER, OTHER] {
        let query = MeetingsQuery {
            limit: 1_000,
            ..MeetingsQuery::default()
        };
        let page = store.meetings_page(insurer, &query).await.unwrap();
        let mut listed: Vec<Meeting> = page.items.into_iter().map(Versioned::into_value).collect();
        listed.sort_by_key(|meeting| meeting.id);
        let known: Vec<Meeting> = model
            .values()
            .filter(|meeting| meeting.insurer == insurer)
            .cloned()
            .collect();
        assert_eq!(listed, known);
    }
}
