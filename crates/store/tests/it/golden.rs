//! Records as earlier Kairans wrote them, one line of an export per kind and edition. They
//! are read for ever: a file here is never changed, a new edition adds one.

use kairan_store::{Order, Store};
use kairan_vault::{KeyRing, SeededEntropy, Vault};
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::contract::{expect_all, expect_opinions, put_all, put_opinions};
use crate::samples::{self, INSURER, at};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden")
}

/// The ring the golden records are sealed with. A ring's file must be its owner's alone,
/// which a checkout does not keep: so it is copied first.
fn ring() -> KeyRing {
    let kept = fs::read(folder().join("ring.json")).unwrap();
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("ring.json");
    let mut options = fs::OpenOptions::new();
    options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .unwrap()
        .write_all(&kept)
        .unwrap();
    KeyRing::load(&path).unwrap()
}

async fn golden_store() -> Store {
    Store::memory(Vault::new(&ring()), Arc::new(SeededEntropy::new(3)))
        .await
        .unwrap()
}

fn editions() -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "line"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// An import of exactly these lines.
fn export_of(lines: &[String]) -> Vec<u8> {
    let rows: String = lines.concat();
    format!(
        "{{\"kairan_export\":1}}\n{rows}{{\"end\":{}}}\n",
        lines.len()
    )
    .into_bytes()
}

#[tokio::test]
async fn records_of_edition_1_are_read() {
    let lines: Vec<String> = editions()
        .into_iter()
        // A copy of that time has no ledger.
        .filter(|(name, _)| name.ends_with(".1") && name != "audit_ledger.1")
        .map(|(_, line)| line)
        .collect();
    let store = golden_store().await;
    store
        .import_unsigned(&mut export_of(&lines).as_slice())
        .await
        .unwrap();

    expect_all(&store).await;
    expect_opinions(&store).await;
}

/// Every line the store writes today has a golden file of its kind: whoever adds a kind or an
/// edition finds its first record in `target` when this fails, to be looked at and kept.
#[tokio::test]
async fn every_kind_has_a_golden_record() {
    let store = golden_store().await;
    put_all(&store).await;
    put_opinions(&store).await;
    let mut export = Vec::new();
    store.export(&mut export).await.unwrap();
    let text = String::from_utf8(export).unwrap();

    let known: Vec<String> = editions()
        .into_iter()
        .map(|(_, line)| place_of(&line))
        .collect();
    let missing: Vec<&str> = text
        .lines()
        .filter(|line| line.contains("\"kind\"") && !known.contains(&place_of(line)))
        .collect();

    let proposal = Path::new(env!("CARGO_TARGET_TMPDIR")).join("golden.lines");
    fs::write(&proposal, missing.join("\n")).unwrap();
    assert!(
        missing.is_empty(),
        "not kept yet: {} lines, see {}",
        missing.len(),
        proposal.display()
    );
}

/// Kind and id of a line, which do not change with the nonce of its seal.
fn place_of(line: &str) -> String {
    line.split("\"bytes\"").next().unwrap().to_owned()
}

/// A whole signed copy as the first Kairan with marks wrote it: audit records of edition 2, a seal,
/// the ledger, the signature.
#[tokio::test]
async fn a_signed_export_of_edition_2_is_read() {
    let kept = folder().join("export.2.jsonl");
    if !kept.exists() {
        let store = golden_store().await;
        put_all(&store).await;
        store.seal_audit(Some(INSURER), at(1)).await.unwrap();
        let mut export = Vec::new();
        store.export(&mut export).await.unwrap();
        fs::write(&kept, export).unwrap();
    }
    let export = fs::read(kept).unwrap();
    let store = golden_store().await;

    store.import(&mut export.as_slice()).await.unwrap();

    // Kinds that came later are not in it.
    let insurer = store.insurer(INSURER).await.unwrap().unwrap();
    assert_eq!(*insurer, samples::insurer());
    let first = store.audit_of(Some(INSURER), Order::Oldest, None, 1).await;
    assert_eq!(first.unwrap().items[0].record, samples::full_audit());
    let chain = store.verify_audit(Some(INSURER)).await.unwrap();
    assert_eq!((chain.sealed_to, chain.broken), (1, None));
    assert_eq!(store.audit_stands(Some(INSURER)).await.unwrap(), Ok(()));
}
