//! Sealing everything again under a new ring key, while others write.

use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::StaffId;
use kairan_domain::meeting::Meeting;
use kairan_domain::opinion_request::OpinionRequest;
use kairan_domain::throttle::Throttle;
use kairan_domain::upload::Upload;
use kairan_store::{Changes, Housekeeping, Store, ThrottleKey, Throttled};
use kairan_vault::document::{DataKey, FileId, PartNo, WrappedKey};
use kairan_vault::{KeyId, KeyRing, SeededEntropy, Vault};

use crate::contract::put_all;
use crate::fresh::{entropy, ring, vault};
use crate::samples::{self, INSURER, at, audit, meeting_id};

/// The sample upload, meeting and request with data keys that really open.
fn with_keys(vault: &Vault) -> (Upload, Meeting, OpinionRequest, DataKey) {
    let entropy = SeededEntropy::new(5);
    let key = DataKey::random(&entropy);
    let wrap = |file: kairan_domain::ids::FileId, part| {
        vault
            .wrap_key(&entropy, FileId(*file.as_bytes()), PartNo(part), &key)
            .as_bytes()
            .to_vec()
    };
    let mut upload = samples::upload();
    let file = upload.file;
    for (number, part) in (0..).zip(&mut upload.parts) {
        part.wrapped_key = wrap(file, number);
    }
    let mut meeting = samples::packet(2, [9; 32]);
    for version in meeting
        .materials_mut()
        .iter_mut()
        .flat_map(|material| &mut material.versions)
    {
        version.parts[0].wrapped_key = wrap(version.file, 0);
    }
    let mut request = samples::opinion_request();
    for version in &mut request.versions {
        for file in version.pdf.iter_mut().chain(&mut version.masked) {
            file.parts[0].wrapped_key = wrap(file.file, 0);
        }
    }
    (upload, meeting, request, key)
}

async fn filled(vault: &Vault) -> (Store, DataKey) {
    let store = Store::memory(vault.clone(), entropy()).await.unwrap();
    let (upload, meeting, request, key) = with_keys(vault);
    let mut changes = Changes::new(audit(AuditEvent::MaterialAdded));
    changes
        .insert(upload)
        .insert(meeting)
        .insert(request)
        .insert(samples::opinion_draft())
        .insert(samples::kept_form())
        .insert(samples::staff())
        .insert(samples::reviewer());
    store.commit(changes).await.unwrap();
    (store, key)
}

fn rotated(vault: &Vault) -> KeyRing {
    let mut ring = ring(1);
    ring.add(&SeededEntropy::new(9), "2027-01-01").unwrap();
    vault.adopt(&ring).unwrap();
    ring
}

#[tokio::test]
async fn after_rewrapping_the_old_key_can_go() {
    let vault = vault();
    let (store, key) = filled(&vault).await;
    assert_eq!(store.stale_records().await.unwrap(), 0);
    let mut ring = rotated(&vault);
    // Seven records and the ledger; the audit record, which is not sealed yet; a tip.
    assert_eq!(store.stale_records().await.unwrap(), 8 + 1 + 1);

    assert_eq!(store.rewrap().await.unwrap(), 8);
    assert_eq!(store.stale_records().await.unwrap(), 1);
    store.seal_audit(Some(INSURER), at(1)).await.unwrap();

    assert_eq!(store.stale_records().await.unwrap(), 0);
    assert_eq!(store.rewrap().await.unwrap(), 0);
    ring.retire(KeyId::new(1), 0).unwrap();
    vault.adopt(&ring).unwrap();
    // The record's mark can no longer be checked: its seal vouches for it.
    let chain = store.verify_audit(Some(INSURER)).await.unwrap();
    assert_eq!((chain.records, chain.broken), (1, None));
    assert_eq!(store.audit_stands(Some(INSURER)).await.unwrap(), Ok(()));
    assert!(store.check_all().await.unwrap().is_sound());
    assert_eq!(
        *store
            .staff_by_login(&samples::staff().login)
            .await
            .unwrap()
            .unwrap(),
        samples::staff()
    );
    let upload = store.upload(samples::upload().id).await.unwrap().unwrap();
    let second = WrappedKey::from_bytes(upload.parts[1].wrapped_key.clone());
    assert!(
        vault
            .unwrap_key(FileId(*upload.file.as_bytes()), PartNo(1), &second)
            .unwrap()
            == key
    );
    let meeting = store
        .meeting(INSURER, meeting_id(2))
        .await
        .unwrap()
        .unwrap();
    let version = &meeting.materials()[0].versions[1];
    let wrapped = WrappedKey::from_bytes(version.parts[0].wrapped_key.clone());
    assert!(
        vault
            .unwrap_key(FileId(*version.file.as_bytes()), PartNo(0), &wrapped)
            .unwrap()
            == key
    );
    let request = samples::opinion_request().id;
    let request = store.opinion_request(INSURER, request).await.unwrap();
    let request = request.unwrap();
    let masked = request.versions[1].masked.as_ref().unwrap();
    let wrapped = WrappedKey::from_bytes(masked.parts[0].wrapped_key.clone());
    let file = FileId(*masked.file.as_bytes());
    assert!(vault.unwrap_key(file, PartNo(0), &wrapped).unwrap() == key);
}

/// A record saved since the rotation is sealed anew, but its documents' keys are not.
#[tokio::test]
async fn a_data_key_under_the_old_key_is_not_overlooked() {
    let vault = vault();
    let (store, _) = filled(&vault).await;
    rotated(&vault);
    let read = store
        .meeting(INSURER, meeting_id(2))
        .await
        .unwrap()
        .unwrap();
    let mut changes = Changes::new(audit(AuditEvent::MeetingChanged));
    changes.update(&read, (*read).clone());
    store.commit(changes).await.unwrap();

    store.seal_audit(Some(INSURER), at(1)).await.unwrap();
    assert_eq!(store.stale_records().await.unwrap(), 7);
    assert_eq!(store.rewrap().await.unwrap(), 7);
    assert_eq!(store.stale_records().await.unwrap(), 0);
}

async fn count_up(store: Store) {
    let key = ThrottleKey::Staff(StaffId::from_bytes([7; 16]));
    for _ in 0..200 {
        loop {
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
            if store.commit(changes).await.is_ok() {
                break;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rewrapping_loses_nobodys_work() {
    let vault = vault();
    let store = Store::memory(vault.clone(), entropy()).await.unwrap();
    let key = ThrottleKey::Staff(StaffId::from_bytes([7; 16]));
    put_all(&store).await;
    // Its made-up data keys would not open.
    let upload = store.upload(samples::upload().id).await.unwrap().unwrap();
    let mut changes = Changes::new(audit(AuditEvent::DraftDeleted));
    changes.delete(&upload);
    for id in [meeting_id(1), meeting_id(70)] {
        changes.delete(&store.meeting(INSURER, id).await.unwrap().unwrap());
    }
    changes.insert(Throttled {
        key,
        throttle: Throttle::default(),
    });
    store.commit(changes).await.unwrap();

    let writer = tokio::spawn(count_up(store.clone()));
    rotated(&vault);
    store.seal_audit(Some(INSURER), at(1)).await.unwrap();
    store.rewrap().await.unwrap();
    writer.await.unwrap();

    assert_eq!(store.stale_records().await.unwrap(), 0);
    assert_eq!(
        store
            .throttle(key)
            .await
            .unwrap()
            .unwrap()
            .throttle
            .failures,
        200
    );
    assert!(store.check_all().await.unwrap().is_sound());
}
