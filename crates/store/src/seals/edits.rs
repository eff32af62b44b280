//! The six edits of 2026-12-01, as a hand makes them that has the folder or a backup and not the
//! key ring: each ends in a refusal that names the place.

use super::tests::{
    MINE, at, audit_key, broken, forged, record, reopened, row, seal_key, sealed_stores, tamper,
};
use super::{Broken, Noted, SealError, ledger_key};
use crate::changes::Changes;
use crate::engine::tip_key;
use crate::error::OpenError;
use crate::exchange::ImportError;
use crate::index::audit_stream;
use crate::store::Store;
use kairan_domain::audit::AuditEvent;

async fn cut(store: &Store, keys: impl IntoIterator<Item = Vec<u8>>) {
    for key in keys {
        tamper(store, key, None).await;
    }
}

async fn stands(store: &Store) -> Result<(), Broken> {
    store.audit_stands(MINE).await.unwrap()
}

#[tokio::test]
async fn one_sealed_record_changed_or_taken_away() {
    for (store, _folder) in sealed_stores().await {
        tamper(&store, audit_key(3), Some(forged(AuditEvent::SignedOut))).await;
        assert_eq!(broken(&store).await, Some(Broken::Changed(3)));
        tamper(&store, audit_key(3), None).await;
        assert_eq!(broken(&store).await, Some(Broken::Missing(3)));
    }
}

#[tokio::test]
async fn the_last_seal_and_what_follows_cut_off() {
    for (store, _folder) in sealed_stores().await {
        cut(&store, [seal_key(5)]).await;
        cut(&store, (5..=10).map(audit_key)).await;

        assert_eq!(broken(&store).await, Some(Broken::SealsCut(5, 8)));
        assert_eq!(stands(&store).await, Err(Broken::SealsCut(5, 8)));
        let refused = store.seal_audit(MINE, at(2)).await;
        assert_eq!(refused, Err(SealError::Broken(Broken::SealsCut(5, 8))));
    }
}

#[tokio::test]
async fn the_whole_chain_of_an_insurer_erased() {
    for (store, folder) in sealed_stores().await {
        cut(
            &store,
            [seal_key(1), seal_key(5), tip_key(&audit_stream(MINE))],
        )
        .await;
        cut(&store, (1..=10).map(audit_key)).await;

        assert_eq!(broken(&store).await, Some(Broken::SealsCut(1, 8)));
        assert_eq!(stands(&store).await, Err(Broken::SealsCut(1, 8)));
        // Nothing is sealed from 1 again, whatever is written now.
        store
            .commit(Changes::new(record(AuditEvent::SignedIn)))
            .await
            .unwrap();
        let refused = store.seal_audit(MINE, at(2)).await;
        assert_eq!(refused, Err(SealError::Broken(Broken::SealsCut(1, 8))));

        // With the ledger taken away too, the database does not open any more.
        cut(&store, [ledger_key()]).await;
        assert!(store.seal_audit(MINE, at(2)).await.is_err());
        if let Some(folder) = folder {
            store.close().await;
            let refused = reopened(folder.path()).await;
            assert_eq!(refused.err(), Some(OpenError::LedgerMissing));
        }
    }
}

#[tokio::test]
async fn seals_cut_a_record_rewritten_and_the_last_ones_cut() {
    for (store, _folder) in sealed_stores().await {
        cut(&store, [seal_key(1), seal_key(5)]).await;
        tamper(&store, audit_key(6), Some(forged(AuditEvent::GatePassed))).await;
        cut(&store, (7..=10).map(audit_key)).await;

        let refused = store.seal_audit(MINE, at(2)).await;
        assert_eq!(refused, Err(SealError::Broken(Broken::SealsCut(1, 8))));
        assert_eq!(broken(&store).await, Some(Broken::SealsCut(1, 8)));
    }
}

/// What no seal covers yet: the tip and the marks hold it.
#[tokio::test]
async fn records_behind_the_last_seal_cut_or_rewritten() {
    for (store, _folder) in sealed_stores().await {
        let tenth = row(&store, 10).await;
        cut(&store, [audit_key(10)]).await;
        assert_eq!(broken(&store).await, Some(Broken::Missing(10)));
        assert_eq!(stands(&store).await, Err(Broken::Missing(10)));
        let refused = store.seal_audit(MINE, at(2)).await;
        assert_eq!(refused, Err(SealError::Missing(10)));

        tamper(&store, audit_key(10), Some(forged(AuditEvent::GatePassed))).await;
        assert_eq!(broken(&store).await, Some(Broken::Forged(10)));
        let refused = store.seal_audit(MINE, at(2)).await;
        assert_eq!(refused, Err(SealError::Broken(Broken::Forged(10))));

        // A right row under another number.
        tamper(&store, audit_key(10), Some(tenth)).await;
        assert_eq!(broken(&store).await, None);
        tamper(&store, audit_key(10), Some(row(&store, 9).await)).await;
        assert_eq!(broken(&store).await, Some(Broken::Forged(10)));

        cut(&store, [tip_key(&audit_stream(MINE))]).await;
        assert_eq!(stands(&store).await, Err(Broken::TipWrong(10)));
    }
}

/// Takes lines out of a backup, or changes them, and puts the count right.
fn edited(export: &[u8], edit: impl Fn(&str) -> Option<String>) -> Vec<u8> {
    let text = std::str::from_utf8(export).unwrap();
    let lines: Vec<String> = text.lines().filter_map(edit).collect();
    let count = lines.len() - 2;
    let mut out = String::new();
    for line in lines {
        let line = match line.split_once(",\"digest\"") {
            Some((_, rest)) => format!("{{\"end\":{count},\"digest\"{rest}"),
            None => line,
        };
        out.push_str(&line);
        out.push('\n');
    }
    out.into_bytes()
}

#[tokio::test]
async fn a_backup_with_lines_dropped_or_changed() {
    let (store, _) = sealed_stores().await.swap_remove(0);
    let mut export = Vec::new();
    store.export(&mut export).await.unwrap();
    let import = async |bytes: Vec<u8>| {
        let other = super::tests::empty().await;
        other.import(&mut bytes.as_slice()).await
    };
    let same = |line: &str| Some(line.to_owned());
    assert!(import(edited(&export, same)).await.is_ok());

    // All seals dropped, the count lowered.
    let no_seals = |line: &str| (!line.contains("\"audit_seal\"")).then(|| line.to_owned());
    let refused = import(edited(&export, no_seals)).await.unwrap_err();
    assert!(
        matches!(
            &refused,
            ImportError::Audit {
                broken: Broken::SealsCut(1, 8),
                ..
            }
        ),
        "{refused}"
    );

    // The records behind the last seal dropped: the signature alone can tell.
    let tenth = format!("{:016x}", 10);
    let no_tenth = |line: &str| (!line.contains(&tenth)).then(|| line.to_owned());
    let refused = import(edited(&export, no_tenth)).await.unwrap_err();
    assert_eq!(refused, ImportError::Changed);

    // A record in another one's place: line 2 is record 1.
    let (second, third) = (lines(&export, 2), lines(&export, 3));
    let moved = |line: &str| {
        Some(
            if line.contains(&format!("{:016x}", 2)) && line.contains("\"audit\"") {
                let (front, _) = third.split_once("\"bytes\"").unwrap();
                let (_, bytes) = second.split_once("\"bytes\"").unwrap();
                format!("{front}\"bytes\"{bytes}")
            } else {
                line.to_owned()
            },
        )
    };
    let refused = import(edited(&export, moved)).await.unwrap_err();
    assert_eq!(refused, ImportError::AuditRecord { line: 3, no: 2 });

    // Made to look like a copy of before there were signatures.
    let old = |line: &str| Some(line.replace("\"kairan_export\":2", "\"kairan_export\":1"));
    let refused = import(edited(&export, old)).await.unwrap_err();
    assert_eq!(refused, ImportError::Unsigned);
}

fn lines(export: &[u8], no: usize) -> String {
    let text = std::str::from_utf8(export).unwrap();
    text.lines().nth(no - 1).unwrap().to_owned()
}

#[tokio::test]
async fn the_whole_database_put_back_is_found_by_a_digest_noted_elsewhere() {
    let (store, _) = sealed_stores().await.swap_remove(0);
    let mut older = Vec::new();
    store.export(&mut older).await.unwrap();
    store
        .commit(Changes::new(record(AuditEvent::StaffRetired)))
        .await
        .unwrap();
    store.seal_audit(MINE, at(5)).await.unwrap();
    let noted = store.last_seal(MINE).await.unwrap().unwrap().digest;

    let back = super::tests::empty().await;
    back.import(&mut older.as_slice()).await.unwrap();
    back.seal_audit(MINE, at(9)).await.unwrap();

    // Everything in it is right, and it is not what it was.
    assert_eq!(broken(&back).await, None);
    let found =
        |store: Store, noted| async move { store.audit_contains(MINE, noted).await.unwrap() };
    let seal = found(store.clone(), Noted::Digest(noted)).await.unwrap();
    assert_eq!((seal.from, seal.to, seal.sealed_at), (9, 11, at(5)));
    let text = kairan_domain::text::hex(&noted);
    let noted = text.parse().unwrap();
    assert_eq!(found(back.clone(), noted).await, None);
    let number = |no| Noted::Number(no);
    assert_eq!(
        found(back.clone(), number(10)).await.map(|seal| seal.to),
        Some(10)
    );
    assert_eq!(found(back, number(11)).await, None);
}
