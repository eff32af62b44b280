//! What only the embedded engine has to show: reopening, rings, damage.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use kairan_domain::audit::AuditEvent;
use kairan_store::{Changes, Kind, OpenError, Order, Store, StoreError};
use kairan_vault::{SeededEntropy, Vault};
use std::path::Path;
use tempfile::TempDir;

use crate::contract::put_all;
use crate::fresh::{entropy, options, reopen, ring, sled, vault};
use crate::samples::{self, INSURER, audit, meeting_id};

#[tokio::test]
async fn everything_is_there_after_reopening() {
    let fresh = sled().await;
    put_all(&fresh.store).await;
    let before = fresh
        .store
        .meeting(INSURER, meeting_id(1))
        .await
        .unwrap()
        .unwrap();
    drop(fresh.store);

    let store = reopen(fresh.folder.as_ref().unwrap().path()).await;

    assert_eq!(
        store
            .meeting(INSURER, meeting_id(1))
            .await
            .unwrap()
            .unwrap(),
        before
    );
    assert!(store.check_all().await.unwrap().is_sound());
    store
        .commit(Changes::new(audit(AuditEvent::SignedIn)))
        .await
        .unwrap();
    let audits = store
        .audit_of(Some(INSURER), Order::Newest, None, 1)
        .await
        .unwrap();
    assert_eq!(audits.items[0].no, 2);
    // Versions go on growing: a form from before the restart conflicts as it should.
    let mut changes = Changes::new(audit(AuditEvent::MeetingChanged));
    changes.update(&before, samples::packet(1, [9; 32]));
    store.commit(changes).await.unwrap();
    let after = store
        .meeting(INSURER, meeting_id(1))
        .await
        .unwrap()
        .unwrap();
    assert!(after.version() > before.version());
}

async fn open_with(folder: &Path, vault: Vault) -> Result<Store, OpenError> {
    Store::sled(folder, vault, entropy(), options()).await
}

#[tokio::test]
async fn another_ring_and_an_older_copy_of_the_ring_are_refused() {
    let fresh = sled().await;
    let folder = fresh.folder.unwrap();
    drop(fresh.store);
    let mut rotated = ring(1);
    rotated.add(&SeededEntropy::new(9), "2027-01-01").unwrap();

    assert_eq!(
        open_with(folder.path(), Vault::new(&ring(77)))
            .await
            .unwrap_err(),
        OpenError::OtherRing
    );
    drop(
        open_with(folder.path(), Vault::new(&rotated))
            .await
            .unwrap(),
    );
    let older = open_with(folder.path(), vault()).await.unwrap_err();

    assert!(matches!(older, OpenError::OlderRing(_)), "{older}");
    assert!(older.to_string().contains("older copy"));
    drop(
        open_with(folder.path(), Vault::new(&rotated))
            .await
            .unwrap(),
    );
}

/// Changes bytes where the database keeps them, wherever that is.
fn tamper(folder: &Path, old: &[u8], new: &[u8]) {
    assert_eq!(old.len(), new.len());
    let config = sled::Config::new().path(folder).flush_every_ms(None);
    let db = config.open().unwrap();
    let tree = db.open_tree("blocks").unwrap();
    let mut found = 0;
    for entry in &tree {
        let (key, mut value) = entry.unwrap();
        let place = value.windows(old.len()).position(|window| window == old);
        if let Some(place) = place {
            value[place..place + old.len()].copy_from_slice(new);
            tree.insert(key, value).unwrap();
            found += 1;
        }
    }
    assert_eq!(found, 1);
    db.flush().unwrap();
}

#[tokio::test]
async fn a_newer_database_is_refused() {
    let fresh = sled().await;
    let folder = fresh.folder.unwrap();
    drop(fresh.store);
    tamper(folder.path(), b"{\"edition\":5", b"{\"edition\":9");

    let refused = open_with(folder.path(), vault()).await.unwrap_err();

    assert_eq!(refused, OpenError::Newer { found: 9, known: 5 });
}

/// The stored bytes of the sample meeting, as an export shows them.
async fn stored_meeting(store: &Store) -> Vec<u8> {
    let mut export = Vec::new();
    store.export(&mut export).await.unwrap();
    let text = String::from_utf8(export).unwrap();
    let line = text
        .lines()
        .find(|line| line.contains("\"meeting\",\"id\":\"00000001"))
        .unwrap();
    let base64 = line.split('"').rev().nth(1).unwrap();
    STANDARD_NO_PAD.decode(base64).unwrap()
}

/// Reads the sample meeting after something happened to its stored bytes.
async fn damaged(change: impl Fn(&mut [u8])) -> StoreError {
    let fresh = sled().await;
    let folder: TempDir = fresh.folder.unwrap();
    put_all(&fresh.store).await;
    let stored = stored_meeting(&fresh.store).await;
    drop(fresh.store);
    let mut changed = stored.clone();
    change(&mut changed);
    tamper(folder.path(), &stored, &changed);
    let store = reopen(folder.path()).await;
    assert!(
        store
            .meeting(INSURER, meeting_id(70))
            .await
            .unwrap()
            .is_some()
    );
    store.meeting(INSURER, meeting_id(1)).await.unwrap_err()
}

/// Puts the checksum right again, so that only the seal is left to notice.
fn with_right_sum(row: &mut [u8]) {
    let end = row.len() - 4;
    let sum = crc32fast::hash(&row[..end]).to_be_bytes();
    row[end..].copy_from_slice(&sum);
}

#[tokio::test]
async fn damage_is_loud_and_names_the_record() {
    let bit = damaged(|row| row[100] ^= 1).await;
    assert!(bit.to_string().contains("bad checksum"), "{bit}");
    let edition = damaged(|row| {
        row[0] = 77;
        with_right_sum(row);
    })
    .await;
    let insurer = damaged(|row| {
        row[1] ^= 1;
        with_right_sum(row);
    })
    .await;

    for fault in [bit, edition, insurer] {
        let StoreError::Corrupt { kind, id, .. } = &fault else {
            panic!("{fault}")
        };
        assert_eq!(*kind, Kind::Meeting);
        assert!(id.starts_with("00000001"), "{id}");
    }
}

#[tokio::test]
async fn a_database_in_use_is_not_opened_twice() {
    let fresh = sled().await;

    let second = open_with(fresh.folder.as_ref().unwrap().path(), vault()).await;

    assert_eq!(second.unwrap_err(), OpenError::InUse);
}

#[tokio::test]
async fn the_reserve_is_watched() {
    let folder = TempDir::new().unwrap();
    let all = kairan_store::SledOptions {
        reserve_bytes: u64::MAX,
        ..options()
    };
    let store = Store::sled(folder.path(), vault(), entropy(), all)
        .await
        .unwrap();

    assert!(!store.space_ok());
    assert!(store.healthy());
    assert!(sled().await.store.space_ok());
}

/// Closing notes where the pages lie, so that the next start need not read the whole log.
#[tokio::test]
async fn closing_after_much_writing_leaves_a_database_that_opens_as_it_was() {
    let fresh = sled().await;
    let folder = fresh.folder.unwrap();
    let notes = || {
        let names = std::fs::read_dir(folder.path()).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names
            .filter(|name| name.starts_with("snap."))
            .collect::<Vec<_>>()
    };
    let before = notes();
    let text = "あ".repeat(10_000);
    for number in 0..500 {
        let mut changes = Changes::new(audit(AuditEvent::DraftMade));
        let mut meeting = samples::full_draft();
        meeting.id = meeting_id(number);
        if let kairan_domain::meeting::Body::Draft(draft) = &mut meeting.body {
            draft.raw.remark = kairan_domain::secret::SecretText::new(text.clone());
        }
        changes.insert(meeting);
        fresh.store.commit(changes).await.unwrap();
    }
    assert!(fresh.store.size().unwrap() > 16 << 20);

    fresh.store.close().await;

    assert_ne!(notes(), before);
    let store = reopen(folder.path()).await;
    let checked = store.check_all().await.unwrap();
    assert!(checked.is_sound());
    // And the ledger.
    assert_eq!(checked.records, 1_000 + 1);
}
