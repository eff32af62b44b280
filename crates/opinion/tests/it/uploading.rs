//! The opinion comes as files: what is taken, what is refused and why, before anything is
//! decoded.

use crate::world::{SOUND, World};
use bytes::Bytes;
use kairan_domain::limits::Limits;
use kairan_domain::opinion_file::{OpinionFileFault, PictureKind, PieceFault};
use kairan_domain::opinion_request::{Arrival, RequestState};
use kairan_domain::upload::ActiveContent;
use kairan_domain::words::opinion_file_fault;
use kairan_opinion::{UploadError, read_version, send_back_opinion, submit_files};
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

async fn refused(world: &World, files: &[&[u8]]) -> OpinionFileFault {
    let id = world.asked().await;
    let by = world.doctor(id).await;
    let files = files
        .iter()
        .map(|file| Bytes::copy_from_slice(file))
        .collect();
    let outcome = submit_files(&world.app, &by, files).await;
    assert_eq!(world.request(id).await.state(), RequestState::Requested);
    let Err(UploadError::Refused(fault)) = outcome else {
        panic!("refused: {outcome:?}");
    };
    let told = opinion_file_fault(&fault);
    assert!(told.ends_with("。") || told.ends_with("。)"), "{told}");
    fault
}

#[tokio::test]
async fn a_pdf_is_kept_byte_by_byte_and_pictures_become_one() {
    let world = World::new().await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    let pdf = placeholder_pdf("x", 3, 200_000);
    let receipt = submit_files(&world.app, &by, vec![pdf.clone().into()]).await;
    let receipt = receipt.unwrap();
    assert_eq!((receipt.arrival, receipt.pages), (Arrival::Upload, Some(3)));
    let by = world.doctor(id).await;
    assert_eq!(read_version(&world.app, &by, 1).await.unwrap().pdf, pdf);
    assert_eq!(world.request(id).await.versions[0].form, None);

    let id = world.asked().await;
    let by = world.doctor(id).await;
    let files = [PHOTO, FAX, SCREEN].map(Bytes::from_static).to_vec();
    let receipt = submit_files(&world.app, &by, files).await.unwrap();
    assert_eq!(receipt.pages, Some(4), "the fax has two");
}

#[tokio::test]
async fn a_draft_stays_beside_an_upload_and_the_same_files_are_one_version() {
    let world = World::new().await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    world.save(&by, SOUND).await;
    let by = world.doctor(id).await;
    let files = vec![Bytes::from_static(PHOTO)];
    let first = submit_files(&world.app, &by, files.clone()).await.unwrap();
    let again = submit_files(&world.app, &by, files.clone()).await.unwrap();
    assert_eq!(first, again);
    let other = submit_files(&world.app, &by, vec![Bytes::from_static(FAX)]).await;
    assert!(matches!(other, Err(UploadError::Submit(_))));
    assert_eq!(world.files().await, 1);
    assert!(world.draft(id).await.is_some());

    let sent = send_back_opinion(&world.app, &world.clerk, (id, 1), "読めません").await;
    sent.unwrap();
    let by = world.doctor(id).await;
    let second = submit_files(&world.app, &by, files).await.unwrap();
    assert_eq!(
        second.version, 2,
        "the same files may be meant after a return"
    );
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
