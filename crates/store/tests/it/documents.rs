//! The folder of sealed files.

use jiff::{SignedDuration, Timestamp};
use kairan_domain::audit::AuditEvent;
use kairan_store::{Changes, Documents, DocumentsError, sweep_orphans};
use std::fs::File;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

use crate::fresh;
use crate::samples::{self, audit, file_id};

fn folder() -> (TempDir, Documents) {
    let folder = TempDir::new().unwrap();
    let documents = Documents::open(&folder.path().join("documents")).unwrap();
    (folder, documents)
}

fn content(len: usize) -> Vec<u8> {
    (0..len)
        .map(|at| u8::try_from(at * 7 % 251).unwrap())
        .collect()
}

async fn put(documents: &Documents, number: u32, part: u32, bytes: &[u8]) {
    let mut writer = documents.create(file_id(number), part).await.unwrap();
    for piece in bytes.chunks(70_000) {
        writer.write(piece).await.unwrap();
    }
    assert_eq!(
        writer.finish().await.unwrap(),
        u64::try_from(bytes.len()).unwrap()
    );
}

#[tokio::test]
async fn parts_are_read_at_any_place() {
    let (_folder, documents) = folder();
    let bytes = content(3_000_000);
    put(&documents, 1, 0, &bytes).await;
    put(&documents, 1, 1, b"").await;

    let reader = documents.open_part(file_id(1), 0).unwrap();

    assert_eq!(reader.len(), 3_000_000);
    for (from, len) in [(0, 10), (1_048_570, 20), (2_999_999, 1), (0, 3_000_000)] {
        let mut room = vec![0; len];
        reader.read_at(from as u64, &mut room).await.unwrap();
        assert!(room == bytes[from..from + len], "{from}");
    }
    assert_eq!(
        reader.read_at(2_999_999, &mut [0; 2]).await,
        Err(DocumentsError::Short)
    );
    assert!(documents.open_part(file_id(1), 1).unwrap().is_empty());
    assert_eq!(
        documents.open_part(file_id(1), 2).unwrap_err(),
        DocumentsError::Missing
    );
    assert_eq!(documents.size(file_id(1)).await.unwrap(), 3_000_000);
    assert_eq!(documents.size(file_id(2)).await.unwrap(), 0);
}

#[tokio::test]
async fn nothing_is_seen_of_a_part_before_it_is_finished() {
    let (_folder, documents) = folder();
    let mut writer = documents.create(file_id(1), 0).await.unwrap();
    writer.write(&content(2_500_000)).await.unwrap();

    assert_eq!(
        documents.open_part(file_id(1), 0).unwrap_err(),
        DocumentsError::Missing
    );
    writer.abandon().await.unwrap();
    assert_eq!(
        documents.open_part(file_id(1), 0).unwrap_err(),
        DocumentsError::Missing
    );
    assert_eq!(documents.size(file_id(1)).await.unwrap(), 0);
}

#[tokio::test]
async fn a_part_never_takes_anothers_place() {
    let (_folder, documents) = folder();
    let mut slow = documents.create(file_id(1), 0).await.unwrap();
    put(&documents, 1, 0, b"first").await;
    slow.write(b"second").await.unwrap();

    assert_eq!(slow.finish().await, Err(DocumentsError::Exists));
    let mut room = [0; 5];
    documents
        .open_part(file_id(1), 0)
        .unwrap()
        .read_at(0, &mut room)
        .await
        .unwrap();
    assert_eq!(&room, b"first");
    assert_eq!(documents.size(file_id(1)).await.unwrap(), 5);

    // Nobody committed it: the next one to have the turn begins anew.
    put(&documents, 1, 0, b"third").await;
    documents
        .open_part(file_id(1), 0)
        .unwrap()
        .read_at(0, &mut room)
        .await
        .unwrap();
    assert_eq!(&room, b"third");
}

#[tokio::test]
async fn a_deleted_file_is_gone_and_may_be_deleted_again() {
    let (_folder, documents) = folder();
    put(&documents, 1, 0, b"x").await;
    put(&documents, 1, 1, b"y").await;
    put(&documents, 2, 0, b"z").await;

    documents.delete(file_id(1)).await.unwrap();
    documents.delete(file_id(1)).await.unwrap();

    let left = documents.list().await.unwrap();
    assert_eq!(
        left.iter()
            .map(|stored| (stored.file, stored.bytes))
            .collect::<Vec<_>>(),
        [(file_id(2), 1)]
    );
}

/// Makes a part look as old as this.
fn age(documents: &Documents, number: u32, part: &str, age: Duration) {
    let id = file_id(number).to_string();
    let path = documents.root().join(&id[id.len() - 2..]).join(&id);
    for path in [path.join(part), path] {
        File::open(path)
            .unwrap()
            .set_modified(SystemTime::UNIX_EPOCH + age)
            .unwrap();
    }
}

#[tokio::test]
async fn the_sweep_takes_orphans_and_leaves_what_is_named_or_young() {
    let (_folder, documents) = folder();
    let store = fresh::memory().await.store;
    for number in [51, 200, 201, 202] {
        put(&documents, number, 0, &content(1_000)).await;
    }
    let mut killed = documents.create(file_id(51), 1).await.unwrap();
    killed.write(&content(100)).await.unwrap();
    std::mem::forget(killed);
    for number in [51, 200, 201] {
        age(&documents, number, "0", Duration::from_secs(1_000));
    }
    let id = file_id(51).to_string();
    let place = documents.root().join(&id[id.len() - 2..]).join(&id);
    for entry in std::fs::read_dir(&place).unwrap() {
        let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000);
        File::open(entry.unwrap().path())
            .unwrap()
            .set_modified(old)
            .unwrap();
    }
    // The sample upload names file 51.
    let mut changes = Changes::new(audit(AuditEvent::MaterialAdded));
    changes.insert(samples::upload());
    store.commit(changes).await.unwrap();
    let cut = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(2_000);

    let swept = sweep_orphans(&store, &documents, cut).await.unwrap();

    assert_eq!((swept.files, swept.bytes), (2, 2_000));
    let mut left: Vec<_> = documents
        .list()
        .await
        .unwrap()
        .into_iter()
        .map(|stored| stored.file)
        .collect();
    left.sort();
    assert_eq!(left, [file_id(51), file_id(202)]);
    assert_eq!(
        std::fs::read_dir(&place).unwrap().count(),
        1,
        "the killed writer's file is gone"
    );
}

#[tokio::test]
async fn a_copy_holds_finished_parts_alone() {
    let (place, documents) = folder();
    put(&documents, 1, 0, &content(100_000)).await;
    put(&documents, 1, 1, b"end").await;
    put(&documents, 2, 0, b"other").await;
    let mut growing = documents.create(file_id(3), 0).await.unwrap();
    growing.write(b"not yet").await.unwrap();

    let copied = documents.copy_to(&place.path().join("copy")).await.unwrap();

    assert_eq!(copied, 2);
    let copy = Documents::open(&place.path().join("copy")).unwrap();
    assert_eq!(copy.list().await.unwrap().len(), 2);
    assert_eq!(copy.size(file_id(1)).await.unwrap(), 100_003);
    let mut room = vec![0; 100_000];
    copy.open_part(file_id(1), 0)
        .unwrap()
        .read_at(0, &mut room)
        .await
        .unwrap();
    assert!(room == content(100_000));
}
