//! Hands that reach past the store, into the rows of the engine.

use jiff::Timestamp;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::ids::InsurerId;
use kairan_vault::{KeyRing, SeededEntropy, Vault};
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

use super::{Broken, PruneError, SealError};
use crate::changes::Changes;
use crate::engine::{Batch, Key};
use crate::error::OpenError;
use crate::index::{audit_stream, record_key};
use crate::record::{Kind, stream_id};
use crate::store::{SledOptions, Store};

pub(super) const MINE: Option<InsurerId> = Some(InsurerId::from_bytes([1; 16]));

pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

pub(super) fn record(event: AuditEvent) -> AuditRecord {
    AuditRecord::new(MINE, at(0), Actor::Operator, event)
}

fn vault() -> Vault {
    Vault::new(&KeyRing::generate(&SeededEntropy::new(1), "2026-11-22"))
}

pub(super) async fn empty() -> Store {
    let entropy = Arc::new(SeededEntropy::new(2));
    Store::memory(vault(), entropy).await.unwrap()
}

pub(super) async fn reopened(folder: &Path) -> Result<Store, OpenError> {
    let entropy = Arc::new(SeededEntropy::new(2));
    Store::sled(folder, vault(), entropy, SledOptions::default()).await
}

/// A store on each engine, with seals over 1–4 and 5–8 and two records behind them.
pub(super) async fn sealed_stores() -> Vec<(Store, Option<TempDir>)> {
    let folder = TempDir::new().unwrap();
    let sled = reopened(folder.path()).await.unwrap();
    let stores = vec![(empty().await, None), (sled, Some(folder))];
    for (store, _) in &stores {
        for (count, sealed) in [(4, true), (4, true), (2, false)] {
            for _ in 0..count {
                let changes = Changes::new(record(AuditEvent::SignedIn));
                store.commit(changes).await.unwrap();
            }
            if sealed {
                store.seal_audit(MINE, at(1)).await.unwrap();
            }
        }
    }
    stores
}

pub(super) fn audit_key(no: u64) -> Key {
    [audit_stream(MINE).as_slice(), &no.to_be_bytes()].concat()
}

pub(super) fn seal_key(from: u64) -> Key {
    let id = [stream_id(MINE).as_slice(), &from.to_be_bytes()].concat();
    record_key(Kind::AuditSeal, &id)
}

/// A row as a hand without the ring makes one: well-formed, of the edition before there were
/// marks, with a right checksum.
pub(super) fn forged(event: AuditEvent) -> Vec<u8> {
    let mut bytes = vec![1];
    bytes.extend(
        crate::record::write_audit(&record(event))
            .unwrap()
            .split_off(1),
    );
    bytes.extend_from_slice(&crc32fast::hash(&bytes).to_be_bytes());
    bytes
}

pub(super) async fn tamper(store: &Store, key: Key, bytes: Option<Vec<u8>>) {
    let mut batch = Batch::default();
    batch.writes.insert(key, bytes);
    store.0.engine.commit(batch).await.unwrap();
}

pub(super) async fn row(store: &Store, no: u64) -> Vec<u8> {
    let row = store.0.engine.get(&audit_key(no)).await.unwrap();
    row.unwrap().bytes
}

pub(super) async fn broken(store: &Store) -> Option<Broken> {
    store.verify_audit(MINE).await.unwrap().broken
}

#[tokio::test]
async fn a_changed_record_is_named() {
    for (store, _folder) in sealed_stores().await {
        assert_eq!(broken(&store).await, None);
        // Well-formed, with a right checksum: only the seal can tell.
        let other = forged(AuditEvent::SignInRefused);
        tamper(&store, audit_key(7), Some(other.clone())).await;
        assert_eq!(broken(&store).await, Some(Broken::Changed(7)));
        assert!(
            broken(&store)
                .await
                .unwrap()
                .to_string()
                .contains("audit record 7")
        );

        tamper(&store, audit_key(2), Some(other)).await;
        let chain = store.check_audit(MINE, at(9)).await.unwrap();
        assert_eq!(chain.broken, Some(Broken::Changed(2)));
        let check = store.audit_check(MINE).await.unwrap().unwrap();
        assert_eq!(check.broken, Some(2));
    }
}

#[tokio::test]
async fn two_records_that_changed_places_are_named() {
    for (store, _folder) in sealed_stores().await {
        store
            .commit(Changes::new(record(AuditEvent::SignedOut)))
            .await
            .unwrap();
        store.seal_audit(MINE, at(2)).await.unwrap();
        let (other, same) = (row(&store, 11).await, row(&store, 10).await);
        tamper(&store, audit_key(10), Some(other)).await;
        tamper(&store, audit_key(11), Some(same)).await;
        assert_eq!(broken(&store).await, Some(Broken::Changed(10)));
    }
}

#[tokio::test]
async fn a_missing_record_is_named_and_nothing_behind_it_is_sealed() {
    for (store, _folder) in sealed_stores().await {
        tamper(&store, audit_key(9), None).await;
        assert_eq!(broken(&store).await, Some(Broken::Missing(9)));
        assert_eq!(
            store.seal_audit(MINE, at(2)).await,
            Err(SealError::Missing(9))
        );

        tamper(&store, audit_key(8), None).await;
        assert_eq!(broken(&store).await, Some(Broken::Missing(8)));
    }
}

#[tokio::test]
async fn an_unreadable_record_is_named() {
    for (store, _folder) in sealed_stores().await {
        tamper(&store, audit_key(10), Some(b"rubbish".to_vec())).await;
        assert_eq!(broken(&store).await, Some(Broken::Unreadable(10)));
        assert!(matches!(
            store.seal_audit(MINE, at(2)).await,
            Err(SealError::Unreadable { no: 10, .. })
        ));
        tamper(&store, audit_key(1), Some(b"rubbish".to_vec())).await;
        assert_eq!(broken(&store).await, Some(Broken::Changed(1)));
    }
}

#[tokio::test]
async fn a_seal_that_is_missing_or_another_ones_is_named() {
    for (store, _folder) in sealed_stores().await {
        let second = store.0.engine.get(&seal_key(5)).await.unwrap().unwrap();
        tamper(&store, seal_key(1), None).await;
        assert_eq!(broken(&store).await, Some(Broken::SealMissing(1)));
        tamper(&store, seal_key(1), Some(second.bytes)).await;
        assert_eq!(broken(&store).await, Some(Broken::SealUnreadable(1)));
    }
}

/// A seal that was rightly made, but over another past.
#[tokio::test]
async fn a_seal_from_another_chain_is_named() {
    for (store, _folder) in sealed_stores().await {
        let first = store.0.engine.get(&seal_key(1)).await.unwrap().unwrap();
        let codec = &store.0.codec;
        let key = seal_key(1);
        let mut seal = codec
            .read::<crate::record::AuditSeal>(&key, &first)
            .unwrap()
            .into_value();
        seal.digest = [9; 32];
        tamper(&store, key, Some(codec.write(&seal).unwrap())).await;
        assert_eq!(broken(&store).await, Some(Broken::SealUnlinked(1)));
        seal.pruned_at = Some(at(3));
        tamper(&store, seal_key(1), Some(codec.write(&seal).unwrap())).await;
        assert_eq!(broken(&store).await, Some(Broken::SealUnlinked(5)));
    }
}

#[tokio::test]
async fn what_is_broken_is_not_pruned() {
    for (store, _folder) in sealed_stores().await {
        tamper(&store, audit_key(6), None).await;
        let refused = store.prune_audit(MINE, at(100), at(200)).await;
        assert_eq!(refused, Err(PruneError::Broken(Broken::Missing(6))));
        assert_eq!(store.verify_audit(MINE).await.unwrap().pruned_to, 0);
    }
}
