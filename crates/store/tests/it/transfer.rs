//! Export and import: a consistent copy while serving, and its restore.

use kairan_domain::audit::AuditEvent;
use kairan_domain::throttle::Throttle;
use kairan_store::{
    Changes, Housekeeping, ImportError, OpenError, Order, Store, StoreError, ThrottleKey, Throttled,
};
use kairan_vault::Vault;

use crate::contract::{put_all, put_opinions};
use crate::fresh::{self, entropy, options, ring};
use crate::samples::{self, INSURER, PERSONAL, audit, meeting_id};

async fn exported(store: &Store) -> Vec<u8> {
    let mut export = Vec::new();
    store.export(&mut export).await.unwrap();
    export
}

#[tokio::test]
async fn what_is_exported_is_imported_by_the_other_engine() {
    let (one, other) = (fresh::sled().await.store, fresh::memory().await.store);
    put_all(&one).await;
    put_opinions(&one).await;
    let export = exported(&one).await;

    let taken = other.import(&mut export.as_slice()).await.unwrap();

    assert_eq!(exported(&other).await, export);
    assert!(other.check_all().await.unwrap().is_sound());
    assert_eq!(
        other.check_all().await.unwrap().index_rows,
        one.check_all().await.unwrap().index_rows
    );
    assert_eq!(taken.records, one.check_all().await.unwrap().records);

    // Audit goes on where it was.
    other
        .commit(Changes::new(audit(AuditEvent::Imported)))
        .await
        .unwrap();
    let audits = other
        .audit_of(Some(INSURER), Order::Newest, None, 1)
        .await
        .unwrap();
    assert_eq!(audits.items[0].no, 3);
}

#[tokio::test]
async fn nothing_personal_is_readable_in_an_export_or_on_the_disk() {
    let fresh = fresh::sled().await;
    put_all(&fresh.store).await;
    put_opinions(&fresh.store).await;
    let mut heap = exported(&fresh.store).await;
    fresh.store.close().await;
    for entry in std::fs::read_dir(fresh.folder.as_ref().unwrap().path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            heap.extend(std::fs::read(path).unwrap());
        }
    }

    assert!(
        heap.windows(9).any(|window| window == "合議体".as_bytes()),
        "the heap is the right one"
    );
    for text in PERSONAL {
        assert!(
            !heap
                .windows(text.len())
                .any(|window| window == text.as_bytes()),
            "{text}"
        );
    }
    assert!(!heap.windows(9).any(|window| window == b"$argon2id"));
}

/// Two counters that are always written together, so that a torn copy shows.
async fn write_pairs(store: Store, times: u32) {
    let keys = pair();
    for failures in 1..=times {
        let mut changes = Changes::housekeeping(Housekeeping::Throttle);
        for key in keys {
            let read = store.throttle(key).await.unwrap().unwrap();
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
        }
        store.commit(changes).await.unwrap();
    }
}

/// Far apart in the order of keys: the export passes one long before the other.
fn pair() -> [ThrottleKey; 2] {
    [[0; 16], [255; 16]].map(|id| ThrottleKey::Staff(kairan_domain::ids::StaffId::from_bytes(id)))
}

async fn fill(store: &Store) {
    let mut changes = Changes::new(audit(AuditEvent::DraftMade));
    for number in 1..1_500 {
        changes.insert(samples::draft(number, INSURER, "2026-12-01"));
        let key = ThrottleKey::Staff(kairan_domain::ids::StaffId::from_bytes(
            [u8::try_from(number % 250 + 1).unwrap(); 16],
        ));
        if number <= 250 {
            changes.insert(Throttled {
                key,
                throttle: Throttle::default(),
            });
        }
    }
    for key in pair() {
        changes.insert(Throttled {
            key,
            throttle: Throttle::default(),
        });
    }
    store.commit(changes).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_shows_one_moment_while_commits_go_on() {
    for fresh in [fresh::memory().await, fresh::sled().await] {
        fill(&fresh.store).await;
        let writer = tokio::spawn(write_pairs(fresh.store.clone(), 300));
        let mut exports = Vec::new();
        while !writer.is_finished() || exports.is_empty() {
            exports.push(exported(&fresh.store).await);
        }
        writer.await.unwrap();

        for export in exports {
            let copy = fresh::memory().await.store;
            copy.import(&mut export.as_slice()).await.unwrap();
            let [one, other] = pair();
            let (one, other) = (
                copy.throttle(one).await.unwrap(),
                copy.throttle(other).await.unwrap(),
            );
            assert_eq!(
                one.unwrap().throttle.failures,
                other.unwrap().throttle.failures
            );
            assert!(copy.check_all().await.unwrap().is_sound());
        }
    }
}

#[tokio::test]
async fn an_export_in_pieces_keeps_what_is_overwritten_and_deleted_meanwhile() {
    use tokio::io::AsyncReadExt as _;

    for fresh in [fresh::memory().await, fresh::sled().await] {
        fill(&fresh.store).await;
        let before = exported(&fresh.store).await;
        // The pipe holds less than one line, so the export stands still until it is read.
        let (mut reader, mut pipe) = tokio::io::duplex(64);
        let store = fresh.store.clone();
        let export = tokio::spawn(async move { store.export(&mut pipe).await });
        let mut copy = vec![0; 100];
        reader.read_exact(&mut copy).await.unwrap();

        let last = fresh
            .store
            .meeting(INSURER, meeting_id(1_499))
            .await
            .unwrap()
            .unwrap();
        let changed = fresh
            .store
            .meeting(INSURER, meeting_id(1_498))
            .await
            .unwrap()
            .unwrap();
        let mut changes = Changes::new(audit(AuditEvent::DraftDeleted));
        changes
            .delete(&last)
            .update(&changed, samples::draft(1_498, INSURER, ""))
            .insert(samples::staff());
        fresh.store.commit(changes).await.unwrap();
        assert_eq!(
            fresh.store.export(&mut Vec::new()).await,
            Err(StoreError::ExportRuns)
        );

        reader.read_to_end(&mut copy).await.unwrap();
        export.await.unwrap().unwrap();
        assert!(
            copy == before,
            "the copy is not the moment the export began"
        );
        assert!(exported(&fresh.store).await != before);
    }
}

#[tokio::test]
async fn a_damaged_export_is_refused_and_the_database_with_it() {
    let one = fresh::memory().await.store;
    put_all(&one).await;
    let export = String::from_utf8(exported(&one).await).unwrap();
    let lines: Vec<&str> = export.lines().collect();
    let cut = lines[..lines.len() - 1].join("\n");
    let missing = [&lines[..3], &lines[4..]].concat().join("\n");
    let twice = [&lines[..4], &lines[3..4], &lines[4..]].concat().join("\n");
    let swapped = export.replacen(
        lines[5].split("\"bytes\"").next().unwrap(),
        lines[6].split("\"bytes\"").next().unwrap(),
        1,
    );

    for (damaged, why) in [
        (cut, "cut off"),
        (missing, "cut off"),
        (twice, "line 5"),
        (swapped, "damaged"),
        (String::new(), "no export"),
    ] {
        let fresh = fresh::sled().await;
        let refused = fresh
            .store
            .import(&mut damaged.as_bytes())
            .await
            .unwrap_err();
        assert!(refused.to_string().contains(why), "{refused}");
        drop(fresh.store);
        let again = Store::sled(
            fresh.folder.unwrap().path(),
            fresh::vault(),
            entropy(),
            options(),
        )
        .await;
        assert!(matches!(again, Err(OpenError::HalfImported)), "{why}");
    }
}

#[tokio::test]
async fn import_needs_an_empty_store_and_the_same_ring() {
    let one = fresh::memory().await.store;
    put_all(&one).await;
    let export = exported(&one).await;

    assert_eq!(
        one.import(&mut export.as_slice()).await,
        Err(ImportError::NotEmpty)
    );
    let stranger = Store::memory(Vault::new(&ring(77)), entropy())
        .await
        .unwrap();
    let refused = stranger.import(&mut export.as_slice()).await;
    assert!(
        matches!(refused, Err(ImportError::Open(OpenError::OtherRing))),
        "{refused:?}"
    );
}
