//! The opinion comes as files: what is taken, what is refused and why, before anything is
//! decoded.

use crate::world::{SOUND, World};
use bytes::Bytes;
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::{FileId, OpinionRequestId};
use kairan_domain::limits::Limits;
use kairan_domain::opinion_file::{OpinionFileFault, PictureKind, PieceFault};
use kairan_domain::opinion_request::{Arrival, RequestState};
use kairan_domain::upload::ActiveContent;
use kairan_domain::words::opinion_file_fault;
use kairan_opinion::{
    ChangeError, PagesError, Receipt, SentFile, SubmitError, UploadError, accept_opinion,
    cancel_request, draw_preview, drop_waiting, keep_files, open_writing, picture_of_waiting,
    read_version, read_waiting, send_back_opinion, submit_waiting, sweep_waiting,
};
use kairan_paper::placeholder_pdf;
use std::io::Cursor;
use tiff::encoder::{TiffEncoder, colortype::Gray8};

const PHOTO: &[u8] = include_bytes!("../../../paper/src/images/fixtures/turned.jpg");
const FAX: &[u8] = include_bytes!("../../../paper/src/images/fixtures/g4.tif");
const SCREEN: &[u8] = include_bytes!("../../../paper/src/images/fixtures/turned.png");

fn tiff_of(pages: usize) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut file).unwrap();
    for _ in 0..pages {
        encoder
            .write_image::<Gray8>(2, 2, &[0, 255, 255, 0])
            .unwrap();
    }
    file.into_inner()
}

/// The head of a PNG that claims these sides.
fn png_of(width: u32, height: u32) -> Vec<u8> {
    let sides = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let head = [b"IHDR".as_slice(), &sides, &[8, 0, 0, 0, 0]].concat();
    let check = crc32fast::hash(&head).to_be_bytes();
    [b"\x89PNG\r\n\x1a\n\0\0\0\r".as_slice(), &head, &check].concat()
}

fn with_script() -> Vec<u8> {
    let mut pdf = placeholder_pdf("x", 2, 500);
    pdf.extend(b"9 0 obj << /S /JavaScript /JS (app.alert\\(1\\)) >> endobj\n");
    pdf
}

fn sent(files: &[&[u8]]) -> Vec<SentFile> {
    let one = |file: &&[u8]| SentFile {
        name: "紙.jpg".to_owned(),
        bytes: Bytes::copy_from_slice(file),
    };
    files.iter().map(one).collect()
}

/// Sends files; answers with what they became.
async fn keep(world: &World, id: OpinionRequestId, files: &[&[u8]]) -> FileId {
    let by = world.doctor(id).await;
    keep_files(&world.app, &by, sent(files)).await.unwrap();
    waiting(world, id).await.unwrap()
}

async fn waiting(world: &World, id: OpinionRequestId) -> Option<FileId> {
    let request = world.request(id).await;
    request.waiting.as_ref().map(|files| files.pages.file)
}

async fn submit(world: &World, id: OpinionRequestId, file: FileId) -> Result<Receipt, SubmitError> {
    submit_waiting(&world.app, &world.doctor(id).await, file).await
}

async fn refused(world: &World, files: &[&[u8]]) -> OpinionFileFault {
    let id = world.asked().await;
    let by = world.doctor(id).await;
    let outcome = keep_files(&world.app, &by, sent(files)).await;
    let request = world.request(id).await;
    assert_eq!(
        (request.state(), &request.waiting),
        (RequestState::Requested, &None)
    );
    let Err(UploadError::Refused(fault)) = outcome else {
        panic!("refused: {outcome:?}");
    };
    let told = opinion_file_fault(&fault);
    assert!(told.ends_with("。") || told.ends_with("。)"), "{told}");
    fault
}

#[tokio::test]
async fn what_was_sent_waits_to_be_looked_at_and_is_submitted_as_it_lies() {
    let world = World::new().await;
    let id = world.asked().await;
    let pdf = placeholder_pdf("x", 3, 200_000);
    let file = keep(&world, id, &[&pdf]).await;
    let request = world.request(id).await;
    assert_eq!(
        request.state(),
        RequestState::Requested,
        "nothing is submitted"
    );
    let kept = request.waiting.as_ref().unwrap();
    assert_eq!((kept.pages.pages, kept.count), (3, 1));
    assert_eq!(kept.chosen[0].name.expose(), "紙.jpg");
    let by = world.doctor(id).await;
    let looked = read_waiting(&world.app, &by, file).await.unwrap();
    assert_eq!(looked.pdf, pdf);
    for page in 1..=3 {
        let picture = picture_of_waiting(&world.app, &by, file, page).await;
        assert!(picture.unwrap().starts_with(b"\x89PNG"));
    }
    assert!(picture_of_waiting(&world.app, &by, file, 4).await.is_err());

    let receipt = submit(&world, id, file).await.unwrap();
    assert_eq!((receipt.arrival, receipt.pages), (Arrival::Upload, Some(3)));
    assert_eq!(waiting(&world, id).await, None);
    let by = world.doctor(id).await;
    assert_eq!(read_version(&world.app, &by, 1).await.unwrap().pdf, pdf);
    assert_eq!(world.request(id).await.versions[0].form, None);
    assert_eq!(world.files().await, 1, "it is not sealed twice");
    let gone = read_waiting(&world.app, &by, file).await;
    assert!(matches!(gone, Err(PagesError::NotFound)));
    assert!(world.events().await.contains(&AuditEvent::OpinionFilesKept));
}

#[tokio::test]
async fn pictures_become_one_pdf() {
    let world = World::new().await;
    let id = world.asked().await;
    let file = keep(&world, id, &[PHOTO, FAX, SCREEN]).await;
    let receipt = submit(&world, id, file).await.unwrap();
    assert_eq!(receipt.pages, Some(4), "the fax has two");
}

#[tokio::test]
async fn others_take_the_place_of_those_that_wait_and_only_what_was_looked_at_is_submitted() {
    let world = World::new().await;
    let id = world.asked().await;
    let first = keep(&world, id, &[PHOTO]).await;
    let second = keep(&world, id, &[FAX]).await;
    assert_eq!(world.files().await, 1, "the first set is erased");
    let outdated = submit(&world, id, first).await;
    assert!(matches!(outdated, Err(SubmitError::Outdated)));
    let by = world.doctor(id).await;
    let other = drop_waiting(&world.app, &by, first).await;
    assert!(matches!(other, Err(ChangeError::NotFound)));
    // What is refused leaves what waits.
    let bad = keep_files(&world.app, &by, sent(&[b"PK\x03\x04"])).await;
    assert!(matches!(bad, Err(UploadError::Refused(_))));
    assert_eq!(waiting(&world, id).await, Some(second));

    drop_waiting(&world.app, &by, second).await.unwrap();
    assert_eq!((waiting(&world, id).await, world.files().await), (None, 0));
    let gone = submit(&world, id, second).await;
    assert!(matches!(gone, Err(SubmitError::Outdated)));
}

#[tokio::test]
async fn a_draft_stays_beside_an_upload_and_a_second_tap_gets_the_same_receipt() {
    let world = World::new().await;
    let id = world.asked().await;
    world.save(&world.doctor(id).await, SOUND).await;
    let before = world.draft(id).await.unwrap();
    let file = keep(&world, id, &[PHOTO]).await;
    let first = submit(&world, id, file).await.unwrap();
    assert_eq!(submit(&world, id, file).await.unwrap(), first);
    let by = world.doctor(id).await;
    let late = keep_files(&world.app, &by, sent(&[FAX])).await;
    assert!(matches!(late, Err(UploadError::Submit(_))));
    assert_eq!(world.files().await, 1);
    // To be read meanwhile, and to be written on after a return.
    let set_aside = open_writing(&world.app, &by).await.unwrap();
    assert!(set_aside.is_set_aside());
    draw_preview(&world.app, &by).await.unwrap();

    let sent_back = send_back_opinion(&world.app, &world.clerk, id, 1, "読めません").await;
    sent_back.unwrap();
    assert_eq!(world.draft(id).await.unwrap(), before);
    let writing = open_writing(&world.app, &world.doctor(id).await).await;
    assert!(!writing.unwrap().is_set_aside());
    let again = keep(&world, id, &[PHOTO]).await;
    let second = submit(&world, id, again).await.unwrap();
    assert_eq!(
        second.version, 2,
        "the same files may be meant after a return"
    );
    accept_opinion(&world.app, &world.clerk, id, 2)
        .await
        .unwrap();
    assert_eq!(world.draft(id).await, None);
}

#[tokio::test]
async fn what_waits_goes_with_the_form_with_the_request_and_with_time() {
    let world = World::new().await;
    let written = world.asked().await;
    keep(&world, written, &[PHOTO]).await;
    world.written(written).await;
    assert_eq!(waiting(&world, written).await, None);
    assert_eq!(world.files().await, 1, "only what was written");

    let cancelled = world.asked().await;
    keep(&world, cancelled, &[PHOTO]).await;
    let ended = cancel_request(&world.app, &world.clerk, cancelled, "取下げ").await;
    ended.unwrap();
    assert_eq!(world.files().await, 1);

    let left = world.asked().await;
    let file = keep(&world, left, &[PHOTO]).await;
    world.days(30);
    assert_eq!(sweep_waiting(&world.app).await.unwrap(), 0);
    assert_eq!(waiting(&world, left).await, Some(file));
    world.days(1);
    assert_eq!(sweep_waiting(&world.app).await.unwrap(), 1);
    assert_eq!(
        (waiting(&world, left).await, world.files().await),
        (None, 1)
    );
    let last = world.events().await.pop();
    assert_eq!(last, Some(AuditEvent::OpinionFilesDropped));
}

#[tokio::test]
async fn what_a_pdf_does_besides_showing_is_refused() {
    let world = World::new().await;
    let at_first = |what| OpinionFileFault::File { file: 1, what };
    let script = at_first(PieceFault::Active(ActiveContent::JavaScript));
    assert_eq!(refused(&world, &[&with_script()]).await, script);
    let whole = placeholder_pdf("x", 2, 5000);
    let damaged = at_first(PieceFault::Damaged);
    assert_eq!(refused(&world, &[&whole[..whole.len() / 2]]).await, damaged);
    assert_eq!(world.files().await, 0);
}

#[tokio::test]
async fn limits_hold_before_anything_is_decoded() {
    let world = World::new().await;
    let most = Limits::default().max_opinion_pages;
    let pages = OpinionFileFault::TooManyPages { most };
    assert_eq!(refused(&world, &[&tiff_of(300)]).await, pages);
    assert_eq!(
        refused(&world, &[&placeholder_pdf("x", 21, 0)]).await,
        pages
    );
    assert_eq!(refused(&world, &[SCREEN; 21]).await, pages);
    let (width, height) = (100_000, 100_000);
    let bomb = OpinionFileFault::File {
        file: 2,
        what: PieceFault::TooManyPixels { width, height },
    };
    assert_eq!(
        refused(&world, &[SCREEN, &png_of(width, height)]).await,
        bomb
    );

    let small = Limits {
        max_opinion_upload: 1000,
        ..Limits::default()
    };
    let world = World::with(small).await;
    let large = OpinionFileFault::TooLarge { most: 1000 };
    assert_eq!(refused(&world, &[&[b'x'; 600], &[b'x'; 600]]).await, large);
}

#[tokio::test]
async fn what_is_no_opinion_is_named_with_its_place() {
    let world = World::new().await;
    assert_eq!(refused(&world, &[]).await, OpinionFileFault::NoFile);
    let at = |file, what| OpinionFileFault::File { file, what };
    assert_eq!(
        refused(&world, &[SCREEN, b""]).await,
        at(2, PieceFault::Empty)
    );
    let word = b"PK\x03\x04 a word file";
    assert_eq!(
        refused(&world, &[SCREEN, word]).await,
        at(2, PieceFault::NotTaken)
    );
    let pdf = placeholder_pdf("x", 1, 0);
    assert_eq!(
        refused(&world, &[SCREEN, &pdf]).await,
        OpinionFileFault::PdfAndOthers
    );
    assert_eq!(
        refused(&world, &[&pdf, &pdf]).await,
        OpinionFileFault::PdfAndOthers
    );
    let half = &PHOTO[..PHOTO.len() / 2];
    assert_eq!(refused(&world, &[half]).await, at(1, PieceFault::Damaged));
    let iphone = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    let heic = PieceFault::Picture(PictureKind::Heic);
    assert_eq!(refused(&world, &[iphone]).await, at(1, heic));
}
