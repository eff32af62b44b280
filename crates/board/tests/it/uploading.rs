//! Files coming in: whole, in pieces, broken, refused.

use crate::world::{World, broken, collect, whole};
use futures_util::stream::{self, StreamExt};
use kairan_board::{
    UploadError, append_upload, finish_upload, open_version, receive_whole, sweep_uploads,
    upload_offset,
};
use kairan_domain::audit::AuditEvent;
use kairan_domain::limits::Limits;
use kairan_domain::upload::{FileFault, UploadTarget};
use kairan_paper::placeholder_pdf;
use sha2::{Digest, Sha256};

const NEW: UploadTarget = UploadTarget::NewMaterial;

#[tokio::test]
async fn a_file_comes_back_as_it_came_in_with_its_pages_and_digests() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.draft(&clerk, 1).await;
    let pdf = placeholder_pdf("packet", 12, 300_000);

    let version = world
        .upload(&clerk, id, NEW, ("審査会資料(1〜15).pdf", &pdf))
        .await
        .unwrap();

    let meeting = world.meeting(id).await;
    let kept = meeting.materials()[1].current().unwrap();
    assert_eq!(
        (kept.id, kept.pages, kept.size),
        (version, 12, pdf.len() as u64)
    );
    assert_eq!(kept.sha256.as_slice(), Sha256::digest(&pdf).as_slice());
    assert_eq!(kept.crc32, crc32fast::hash(&pdf));
    assert_eq!(kept.file_name.expose(), "審査会資料(1〜15).pdf");
    let reading = open_version(&world.app, &clerk.by, id, version)
        .await
        .unwrap();
    assert_eq!(
        collect(reading.file.stream(0..u64::MAX)).await.unwrap(),
        pdf
    );
    assert_eq!(
        world.events(id).await.last(),
        Some(&AuditEvent::MaterialAdded)
    );
}

#[tokio::test]
async fn any_range_of_a_file_in_several_parts_is_what_it_should_be() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.draft(&clerk, 1).await;
    let pdf = placeholder_pdf("packet", 3, 700_000);
    let upload = world
        .begin(&clerk, id, NEW, ("a.pdf", pdf.len()))
        .await
        .unwrap();

    // Broken off twice: only whole chunks are safe, the rest is sent again.
    let mut safe = 0;
    for cut in [200_000, 300_000] {
        let rest = &pdf[usize::try_from(safe).unwrap()..cut];
        let Err(UploadError::Cut { safe: now }) =
            append_upload(app, &clerk.by, id, upload, safe, broken(rest)).await
        else {
            panic!("a broken line must say how far it came");
        };
        assert_eq!(now % 65_536, 0);
        assert!(now > safe && now <= cut as u64);
        safe = now;
        assert_eq!(upload_offset(app, &clerk.by, id, upload).await, Ok(safe));
    }
    let early = finish_upload(app, &clerk.by, id, upload).await;
    assert_eq!(early, Err(UploadError::Refused(FileFault::Incomplete)));
    let wrong = append_upload(app, &clerk.by, id, upload, 5, whole(&pdf[5..])).await;
    assert_eq!(wrong, Err(UploadError::Offset { expected: safe }));
    let rest = &pdf[usize::try_from(safe).unwrap()..];
    append_upload(app, &clerk.by, id, upload, safe, whole(rest))
        .await
        .unwrap();
    let version = finish_upload(app, &clerk.by, id, upload).await.unwrap();

    let reading = open_version(app, &clerk.by, id, version).await.unwrap();
    let parts = world.meeting(id).await.materials()[1].versions[0]
        .parts
        .len();
    assert_eq!(parts, 3);
    let size = pdf.len() as u64;
    for range in [
        0..1,
        65_535..65_537,
        0..size,
        196_600..400_000,
        size - 1..size,
        70_000..70_000,
    ] {
        let bytes = collect(reading.file.stream(range.clone())).await.unwrap();
        let expected =
            &pdf[usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap()];
        assert_eq!(bytes, expected, "{range:?}");
    }
}

#[tokio::test]
async fn a_newcomer_makes_the_hanging_line_save_what_it_has() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.draft(&clerk, 1).await;
    let pdf = placeholder_pdf("packet", 3, 300_000);
    let upload = world
        .begin(&clerk, id, NEW, ("a.pdf", pdf.len()))
        .await
        .unwrap();

    let hanging = whole(&pdf[..150_000]).chain(stream::pending());
    let hanging = append_upload(app, &clerk.by, id, upload, 0, hanging);
    let (cut, safe) = tokio::join!(hanging, upload_offset(app, &clerk.by, id, upload));

    let safe = safe.unwrap();
    assert_eq!(cut, Err(UploadError::Cut { safe }));
    let rest = &pdf[usize::try_from(safe).unwrap()..];
    append_upload(app, &clerk.by, id, upload, safe, whole(rest))
        .await
        .unwrap();
    assert!(finish_upload(app, &clerk.by, id, upload).await.is_ok());
}

#[tokio::test]
async fn what_is_no_sound_pdf_is_refused_by_name_and_erased() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.draft(&clerk, 1).await;
    let pdf = placeholder_pdf("packet", 5, 100_000);
    let locked = locked(&pdf);
    for (bytes, fault) in [
        (b"PK\x03\x04 a spreadsheet".to_vec(), FileFault::NotPdf),
        (pdf[..pdf.len() / 2].to_vec(), FileFault::Damaged),
        (pdf[..pdf.len() * 9 / 10].to_vec(), FileFault::Damaged),
        (locked, FileFault::NeedsPassword),
        (Vec::new(), FileFault::Empty),
    ] {
        let refused = world.upload(&clerk, id, NEW, ("a.pdf", &bytes)).await;
        assert_eq!(refused, Err(UploadError::Refused(fault)));
    }
    assert_eq!(world.form(&clerk, id).await.materials.len(), 1);
    assert!(world.app.store.uploads_of(id).await.unwrap().is_empty());
    assert_eq!(world.app.documents.list().await.unwrap().len(), 1);
}

/// The same file with an encryption dictionary nobody has a password for.
fn locked(pdf: &[u8]) -> Vec<u8> {
    let at = pdf
        .windows(7)
        .rposition(|bytes| bytes == b"trailer")
        .unwrap();
    let open = at
        + 2
        + pdf[at..]
            .windows(2)
            .position(|bytes| bytes == b"<<")
            .unwrap();
    let key = "ab".repeat(32);
    let encrypt = format!(
        " /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{key}> /U <{key}> >> /ID [ <0011> <0011> ] "
    );
    [&pdf[..open], encrypt.as_bytes(), &pdf[open..]].concat()
}

#[tokio::test]
async fn limits_refuse_before_a_byte_is_sent() {
    let limits = Limits {
        max_file_size: 300_000,
        max_total_size: 500_000,
        max_materials: 2,
        ..Limits::default()
    };
    let world = World::with(limits).await;
    let clerk = world.clerk("jimu").await;
    let id = world.draft(&clerk, 1).await;

    let begin = async |size| world.begin(&clerk, id, NEW, ("a.pdf", size)).await;
    let most = 300_000;
    let refused = begin(2_000_000_000).await;
    assert_eq!(
        refused,
        Err(UploadError::Refused(FileFault::TooLarge { most }))
    );
    let most = 500_000;
    let refused = begin(300_000).await;
    assert_eq!(
        refused,
        Err(UploadError::Refused(FileFault::TotalTooLarge { most }))
    );
    let small = placeholder_pdf("small", 1, 0);
    world
        .upload(&clerk, id, NEW, ("b.pdf", &small))
        .await
        .unwrap();
    let refused = begin(100).await;
    assert_eq!(
        refused,
        Err(UploadError::Refused(FileFault::TooMany { most: 2 }))
    );
}

#[tokio::test]
async fn more_bytes_than_announced_end_the_upload() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.draft(&clerk, 1).await;
    let pdf = placeholder_pdf("packet", 1, 100_000);
    let upload = world.begin(&clerk, id, NEW, ("a.pdf", 1000)).await.unwrap();

    let refused = append_upload(app, &clerk.by, id, upload, 0, whole(&pdf)).await;

    assert_eq!(refused, Err(UploadError::Refused(FileFault::Incomplete)));
    assert_eq!(
        upload_offset(app, &clerk.by, id, upload).await,
        Err(UploadError::NotFound)
    );
}

#[tokio::test]
async fn evil_names_are_stored_safely_and_japanese_ones_as_given() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.draft(&clerk, 1).await;
    let pdf = placeholder_pdf("packet", 1, 0);
    for (given, kept) in [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\jimu\\資料.PDF", "資料.pdf"),
        ("a\u{202E}fdp.exe", "afdp.exe.pdf"),
        // As a Mac sends it; Windows would show か゛いこ゛.
        ("か\u{3099}いこ\u{3099}😀𠮷.pdf", "がいご😀𠮷.pdf"),
        ("\u{E000}外字.pdf", "\u{E000}外字.pdf"),
        ("..", "資料.pdf"),
    ] {
        world.upload(&clerk, id, NEW, (given, &pdf)).await.unwrap();
        let form = world.form(&clerk, id).await;
        assert_eq!(form.materials.last().unwrap().file_name.expose(), kept);
    }
    world
        .upload(&clerk, id, NEW, (&"あ".repeat(300), &pdf))
        .await
        .unwrap();
    let form = world.form(&clerk, id).await;
    assert_eq!(
        form.materials
            .last()
            .unwrap()
            .file_name
            .expose()
            .chars()
            .count(),
        120
    );
}

#[tokio::test]
async fn a_plain_form_without_size_comes_in_too() {
    let limits = Limits {
        max_file_size: 250_000,
        ..Limits::default()
    };
    let world = World::with(limits).await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.draft(&clerk, 1).await;
    let pdf = placeholder_pdf("packet", 2, 131_072);

    let version = receive_whole(app, &clerk.by, id, NEW, "フォーム.pdf", whole(&pdf)).await;
    let reading = open_version(app, &clerk.by, id, version.unwrap())
        .await
        .unwrap();
    assert_eq!(
        collect(reading.file.stream(0..u64::MAX)).await.unwrap(),
        pdf
    );

    let large = placeholder_pdf("packet", 2, 300_000);
    let refused = receive_whole(app, &clerk.by, id, NEW, "大.pdf", whole(&large)).await;
    let most = 250_000;
    assert_eq!(
        refused,
        Err(UploadError::Refused(FileFault::TooLarge { most }))
    );
    let cut = receive_whole(app, &clerk.by, id, NEW, "切.pdf", broken(&pdf)).await;
    assert_eq!(cut, Err(UploadError::Cut { safe: 0 }));
    let empty = receive_whole(app, &clerk.by, id, NEW, "空.pdf", whole(b"")).await;
    assert_eq!(empty, Err(UploadError::Refused(FileFault::Empty)));
    assert!(app.store.uploads_of(id).await.unwrap().is_empty());
    assert_eq!(app.documents.list().await.unwrap().len(), 2);
}

#[tokio::test]
async fn an_upload_forgotten_for_a_day_leaves_nothing() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.draft(&clerk, 1).await;
    let pdf = placeholder_pdf("packet", 1, 300_000);
    let upload = world
        .begin(&clerk, id, NEW, ("a.pdf", pdf.len()))
        .await
        .unwrap();
    let cut = append_upload(app, &clerk.by, id, upload, 0, broken(&pdf[..200_000])).await;
    assert!(matches!(cut, Err(UploadError::Cut { .. })));

    assert_eq!(world.form(&clerk, id).await.uploads.len(), 1);
    assert_eq!(sweep_uploads(app).await, Ok(0));
    world.hours(25);
    assert_eq!(sweep_uploads(app).await, Ok(1));

    assert!(world.form(&clerk, id).await.uploads.is_empty());
    assert_eq!(app.documents.list().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_part_left_by_a_killed_process_stands_in_nobodys_way() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.draft(&clerk, 1).await;
    let pdf = placeholder_pdf("packet", 1, 200_000);
    let leave_behind = async |upload, part: &str| {
        let file = app
            .store
            .upload(upload)
            .await
            .unwrap()
            .unwrap()
            .file
            .to_string();
        let folder = app.documents.root().join(&file[24..]).join(&file);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(part), b"half a part").unwrap();
    };

    let upload = world
        .begin(&clerk, id, NEW, ("a.pdf", pdf.len()))
        .await
        .unwrap();
    leave_behind(upload, "0").await;
    append_upload(app, &clerk.by, id, upload, 0, whole(&pdf))
        .await
        .unwrap();
    assert!(finish_upload(app, &clerk.by, id, upload).await.is_ok());

    let upload = world
        .begin(&clerk, id, NEW, ("b.pdf", pdf.len()))
        .await
        .unwrap();
    let cut = append_upload(app, &clerk.by, id, upload, 0, broken(&pdf[..100_000])).await;
    assert_eq!(cut, Err(UploadError::Cut { safe: 65_536 }));
    leave_behind(upload, "1").await;
    append_upload(app, &clerk.by, id, upload, 65_536, whole(&pdf[65_536..]))
        .await
        .unwrap();
    let version = finish_upload(app, &clerk.by, id, upload).await.unwrap();
    let reading = open_version(app, &clerk.by, id, version).await.unwrap();
    assert_eq!(
        collect(reading.file.stream(0..u64::MAX)).await.unwrap(),
        pdf
    );
}

#[tokio::test]
async fn a_large_file_may_come_in_slices_and_is_kept_in_one_piece() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.draft(&clerk, 1).await;
    let pdf = placeholder_pdf("packet", 1, 400_000);
    let upload = world
        .begin(&clerk, id, NEW, ("a.pdf", pdf.len()))
        .await
        .unwrap();

    let mut at = 0;
    for slice in pdf.chunks(65_536) {
        at = append_upload(app, &clerk.by, id, upload, at, whole(slice))
            .await
            .unwrap();
    }
    let version = finish_upload(app, &clerk.by, id, upload).await.unwrap();

    let kept = world.meeting(id).await.materials()[1].versions[0].clone();
    assert_eq!((kept.id, kept.parts.len()), (version, 1));
    assert_eq!(kept.sha256.as_slice(), Sha256::digest(&pdf).as_slice());
    let reading = open_version(app, &clerk.by, id, version).await.unwrap();
    assert_eq!(
        collect(reading.file.stream(0..u64::MAX)).await.unwrap(),
        pdf
    );
    assert_eq!(app.documents.list().await.unwrap().len(), 2);
}

#[tokio::test]
async fn an_upload_belongs_to_its_clerk_and_its_meeting() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let colleague = world.clerk("sumi").await;
    let id = world.draft(&clerk, 1).await;
    let other = world.draft(&clerk, 1).await;
    let pdf = placeholder_pdf("a.pdf", 1, 1000);
    let upload = world
        .begin(&clerk, id, NEW, ("a.pdf", pdf.len()))
        .await
        .unwrap();

    for (by, meeting) in [(&colleague, id), (&clerk, other)] {
        let none = Some(UploadError::NotFound);
        let sent = append_upload(app, &by.by, meeting, upload, 0, whole(&pdf)).await;
        assert_eq!(sent.err(), none);
        assert_eq!(
            upload_offset(app, &by.by, meeting, upload).await.err(),
            none
        );
        assert_eq!(
            finish_upload(app, &by.by, meeting, upload).await.err(),
            none
        );
    }

    append_upload(app, &clerk.by, id, upload, 0, whole(&pdf))
        .await
        .unwrap();
    assert!(finish_upload(app, &clerk.by, id, upload).await.is_ok());
}

#[tokio::test]
async fn what_is_announced_counts_until_it_is_finished_or_given_up() {
    let limits = Limits {
        max_total_size: 1_000_000,
        max_materials: 5,
        ..Limits::default()
    };
    let world = World::with(limits).await;
    let clerk = world.clerk("jimu").await;
    let id = world.draft(&clerk, 1).await;
    // A second apart each, so that it is known which is the oldest.
    let begin = async |size| {
        world.seconds(1);
        world.begin(&clerk, id, NEW, ("a.pdf", size)).await
    };

    assert!(begin(300_000).await.is_ok());
    assert!(begin(300_000).await.is_ok());
    let most = 1_000_000;
    let full = UploadError::Refused(FileFault::TotalTooLarge { most });
    assert_eq!(begin(300_000).await.err(), Some(full));
    assert!(begin(10).await.is_ok());
    assert!(begin(10).await.is_ok());
    let full = UploadError::Refused(FileFault::TooMany { most: 5 });
    assert_eq!(begin(10).await.err(), Some(full));

    // Those that have not moved for a while make room, and no more of them than needed.
    world.seconds(16 * 60);
    assert!(begin(300_000).await.is_ok());
    let open = world.app.store.uploads_of(id).await.unwrap();
    assert_eq!(open.len(), 4);
}
