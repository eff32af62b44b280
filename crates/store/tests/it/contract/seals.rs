//! Seals over audit records: one chain, whoever makes it; checked, pruned, moved.

use jiff::Timestamp;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_store::{Changes, Order, Store};

use crate::samples::{INSURER, OTHER, at, meeting_id};

async fn note(store: &Store, when: Timestamp, count: u32) {
    let record = |number| {
        AuditRecord::new(Some(INSURER), when, Actor::Kairan, AuditEvent::SignedIn)
            .of_meeting(meeting_id(number))
    };
    let mut changes = Changes::new(record(1));
    for number in 2..=count {
        changes.also_audit(record(number));
    }
    store.commit(changes).await.unwrap();
}

pub(super) async fn seals_close_what_was_written(store: &Store) {
    note(store, at(0), 5).await;
    let before = store.verify_audit(Some(INSURER)).await.unwrap();
    assert_eq!(
        (before.records, before.sealed_to, before.broken),
        (5, 0, None)
    );

    assert_eq!(store.seal_audit(Some(INSURER), at(10)).await.unwrap(), 5);
    let first = store.verify_audit(Some(INSURER)).await.unwrap();
    note(store, at(20), 2).await;
    assert_eq!(store.seal_audit(Some(INSURER), at(30)).await.unwrap(), 2);
    assert_eq!(store.seal_audit(Some(INSURER), at(40)).await.unwrap(), 0);
    note(store, at(50), 1).await;
    let second = store.verify_audit(Some(INSURER)).await.unwrap();

    assert_eq!((first.sealed_to, first.sealed_at), (5, Some(at(10))));
    assert_eq!((second.records, second.seals, second.sealed_to), (8, 2, 7));
    assert_eq!((second.sealed_at, second.broken), (Some(at(30)), None));
    assert_ne!(first.head, second.head);
    let last = store.last_seal(Some(INSURER)).await.unwrap().unwrap();
    assert_eq!((last.from, last.to, last.newest_at), (6, 7, at(20)));
    assert_eq!(last.previous, first.head);
    // Nobody else's records are under it.
    assert_eq!(store.verify_audit(Some(OTHER)).await.unwrap().seals, 0);
    assert_eq!(store.verify_audit(None).await.unwrap().records, 0);
}

pub(super) async fn thousands_take_several_seals(store: &Store) {
    note(store, at(0), 2_300).await;

    assert_eq!(store.seal_audit(Some(INSURER), at(1)).await.unwrap(), 2_300);

    let chain = store.verify_audit(Some(INSURER)).await.unwrap();
    assert_eq!((chain.seals, chain.records, chain.broken), (3, 2_300, None));
}

/// Sealers that start at the same moment, while others go on writing, make one chain.
pub(super) async fn sealers_at_once_make_one_chain(store: &Store) {
    note(store, at(0), 30).await;
    let sealers = (0..6).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut sealed = 0;
            for _ in 0..10 {
                sealed += store.seal_audit(Some(INSURER), at(1)).await.unwrap();
                note(&store, at(0), 1).await;
            }
            sealed
        })
    });
    let mut sealed = 0;
    for sealer in sealers.collect::<Vec<_>>() {
        sealed += sealer.await.unwrap();
    }
    sealed += store.seal_audit(Some(INSURER), at(2)).await.unwrap();

    assert_eq!(sealed, 30 + 60, "each record is sealed by one of them");
    let chain = store.verify_audit(Some(INSURER)).await.unwrap();
    assert_eq!(
        (chain.sealed_to, chain.records, chain.broken),
        (90, 90, None)
    );
}

pub(super) async fn pruning_takes_whole_old_stretches(store: &Store) {
    note(store, at(0), 3).await;
    note(store, at(5), 2).await;
    store.seal_audit(Some(INSURER), at(10)).await.unwrap();
    note(store, at(100), 3).await;
    store.seal_audit(Some(INSURER), at(110)).await.unwrap();
    note(store, at(0), 1).await;

    let prune = async |before| {
        store
            .prune_audit(Some(INSURER), before, at(200))
            .await
            .unwrap()
    };
    assert_eq!(prune(at(5)).await, 0, "its newest record is not older");
    assert_eq!(prune(at(6)).await, 5);
    assert_eq!(prune(at(6)).await, 0);

    let chain = store.verify_audit(Some(INSURER)).await.unwrap();
    assert_eq!(
        (chain.pruned_to, chain.sealed_to, chain.broken),
        (5, 8, None)
    );
    let left = store
        .audit_of(Some(INSURER), Order::Oldest, None, 100)
        .await;
    let left: Vec<_> = left
        .unwrap()
        .items
        .iter()
        .map(|it| (it.no, it.record.event))
        .collect();
    assert_eq!(left.first().map(|(no, _)| *no), Some(6));
    // What is not sealed stays however old it says it is; the removal has left its own record.
    assert_eq!(left.last(), Some(&(10, AuditEvent::AuditPruned)));
    assert_eq!(left.len(), 5);
    let of_meeting = store
        .audit_of_meeting(INSURER, meeting_id(1))
        .await
        .unwrap();
    assert_eq!(
        of_meeting.iter().map(|it| it.no).collect::<Vec<_>>(),
        [6, 9]
    );
}

/// Even when nothing is left, numbers go on where they were.
pub(super) async fn numbers_go_on_after_everything_was_pruned(store: &Store) {
    note(store, at(0), 4).await;
    store.seal_audit(Some(INSURER), at(1)).await.unwrap();

    assert_eq!(
        store
            .prune_audit(Some(INSURER), at(9), at(10))
            .await
            .unwrap(),
        4
    );
    note(store, at(11), 1).await;
    store.seal_audit(Some(INSURER), at(12)).await.unwrap();

    let chain = store.verify_audit(Some(INSURER)).await.unwrap();
    assert_eq!((chain.pruned_to, chain.sealed_to, chain.records), (4, 6, 2));
    assert_eq!(chain.broken, None);
}

pub(super) async fn a_check_is_remembered(store: &Store) {
    note(store, at(0), 4).await;
    assert_eq!(store.audit_check(Some(INSURER)).await.unwrap(), None);

    store.check_audit(Some(INSURER), at(1)).await.unwrap();
    store.check_audit(Some(INSURER), at(2)).await.unwrap();

    let check = store.audit_check(Some(INSURER)).await.unwrap().unwrap();
    assert_eq!((check.at, check.records, check.broken), (at(2), 4, None));
}

pub(super) async fn a_chain_moves_house(store: &Store) {
    note(store, at(0), 4).await;
    store.seal_audit(Some(INSURER), at(1)).await.unwrap();
    store
        .prune_audit(Some(INSURER), at(1), at(2))
        .await
        .unwrap();
    store.seal_audit(Some(INSURER), at(3)).await.unwrap();
    store.check_audit(Some(INSURER), at(4)).await.unwrap();
    let mut export = Vec::new();
    store.export(&mut export).await.unwrap();

    let other = crate::fresh::memory().await.store;
    other.import(&mut export.as_slice()).await.unwrap();

    assert_eq!(
        other.verify_audit(Some(INSURER)).await.unwrap(),
        store.verify_audit(Some(INSURER)).await.unwrap()
    );
    assert!(other.audit_check(Some(INSURER)).await.unwrap().is_some());
}
