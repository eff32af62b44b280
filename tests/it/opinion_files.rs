//! Files instead of the form: what is refused is told at the field and takes nothing along, what
//! was taken waits for its sender's word, and nobody else sees it.

use crate::doctors_door::{
    CLINIC_COOKIE, InHand, asked, clinic_staff, fill, inside, letter, type_passcode,
};
use kairan_tests::html;
use kairan_tests::people::pdf;
use kairan_tests::visitor::{Chosen, Page, Visitor};
use kairan_tests::world::World;
use lopdf::{Dictionary, Object};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A picture or scan of `paper`'s tests.
pub(crate) fn fixture(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/paper/src/images/fixtures");
    std::fs::canonicalize(folder.join(name)).unwrap()
}

fn read(name: &str) -> Vec<u8> {
    std::fs::read(fixture(name)).unwrap()
}

/// Sends files as a browser without scripts does.
async fn send(doctor: &Visitor, letter: &InHand, files: &[(&str, &[u8])]) -> Page {
    let path = format!("{}upload", letter.room);
    let form = doctor.get(&path).await.expect(200).form("/upload");
    let files: Vec<Chosen<'_>> = files
        .iter()
        .map(|(name, bytes)| Chosen { name, bytes })
        .collect();
    doctor.submit_files(&path, &form, &files).await
}

/// What stands in a field of the draft.
async fn drafted(doctor: &Visitor, letter: &InHand, field: &str) -> String {
    let page = doctor.get(&format!("{}write", letter.room)).await;
    page.expect(200).form("/write").get(field).to_owned()
}

fn encrypted(world: &World, sound: &[u8]) -> Vec<u8> {
    let folder = world.home();
    std::fs::write(folder.join("open.pdf"), sound).unwrap();
    let done = Command::new("qpdf")
        .args([
            "--encrypt",
            "",
            "nushi",
            "256",
            "--",
            "open.pdf",
            "shut.pdf",
        ])
        .current_dir(folder)
        .status()
        .expect("qpdf is missing; run ./tests/run once");
    assert!(done.success());
    std::fs::read(folder.join("shut.pdf")).unwrap()
}

/// A sound PDF that runs a script when it is opened.
fn with_script(sound: &[u8]) -> Vec<u8> {
    let mut document = lopdf::Document::load_mem(sound).unwrap();
    let mut action = Dictionary::new();
    action.set("S", Object::Name(b"JavaScript".to_vec()));
    action.set("JS", Object::string_literal("app.alert(1)"));
    let action = document.add_object(action);
    document
        .catalog_mut()
        .unwrap()
        .set("OpenAction", Object::Reference(action));
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// A TIFF of so many pages of two by two pixels, chained as scanners do.
fn tiff_of(pages: u32) -> Vec<u8> {
    let mut file = b"II*\0\x08\0\0\0".to_vec();
    for page in 0..pages {
        let at = u32::try_from(file.len()).unwrap();
        let strip = at + 2 + 9 * 12 + 4;
        let entries: [(u16, u16, u32); 9] = [
            (256, 3, 2),
            (257, 3, 2),
            (258, 3, 8),
            (259, 3, 1),
            (262, 3, 1),
            (273, 4, strip),
            (277, 3, 1),
            (278, 3, 2),
            (279, 4, 4),
        ];
        file.extend(9_u16.to_le_bytes());
        for (tag, kind, value) in entries {
            file.extend(tag.to_le_bytes());
            file.extend(kind.to_le_bytes());
            file.extend(1_u32.to_le_bytes());
            file.extend(value.to_le_bytes());
        }
        let next = if page + 1 < pages { strip + 4 } else { 0 };
        file.extend(next.to_le_bytes());
        file.extend([0, 255, 255, 0]);
    }
    file
}

/// The head of a PNG that claims a hundred thousand pixels a side.
fn bomb() -> Vec<u8> {
    let side = 100_000_u32.to_be_bytes();
    let head = [b"IHDR".as_slice(), &side, &side, &[8, 0, 0, 0, 0]].concat();
    let sum = head.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg())
        })
    });
    let check = (!sum).to_be_bytes();
    [b"\x89PNG\r\n\x1a\n\0\0\0\r".as_slice(), &head, &check].concat()
}

#[tokio::test]
async fn what_is_refused_is_told_at_the_field_and_takes_nothing_along() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let doctor = inside(&world, &letter).await;
    let form = doctor.get(&format!("{}write", letter.room)).await;
    let form = fill(
        form.expect(200).form("/write"),
        &[("diagnosis.1.name", "脳梗塞")],
    );
    let _ = doctor.submit(&form).await.expect(200);
    let first = send(&doctor, &letter, &[("先の写真.jpg", &read("turned.jpg"))]).await;
    let _ = first.expect(200).showing("先の写真.jpg");

    let sound = pdf("意見書", 2);
    let cases: [(&str, Vec<u8>, &str); 7] = [
        (
            "三百枚.tif",
            tiff_of(300),
            "ページが多すぎます。全部で20ページまで",
        ),
        (
            "スクリプト.pdf",
            with_script(&sound),
            "プログラム(JavaScript)を含む",
        ),
        ("爆弾.png", bomb(), "画像が大きすぎます(100000×100000画素)"),
        ("暗号.pdf", encrypted(&world, &sound), "暗号化されたPDF"),
        (
            "途中まで.pdf",
            sound[..sound.len() / 2].to_vec(),
            "途中で切れているか壊れています",
        ),
        (
            "名前だけ.pdf",
            b"PK\x03\x04 a word file".to_vec(),
            "PDFでも画像でもありません",
        ),
        ("名前だけ.jpg", b"GIF89a".to_vec(), "GIF形式の画像です"),
    ];
    for (name, bytes, told) in &cases {
        let page = send(&doctor, &letter, &[(name, bytes)]).await.expect(422);
        let at_field = page.error_at("files").unwrap_or_default();
        assert!(at_field.contains(told), "{name}: {at_field}");
        assert!(
            page.errors()[0].contains(told),
            "{name}: {:?}",
            page.errors()
        );
        let _ = page.showing("まだ提出されていません");
    }
    assert_eq!(
        drafted(&doctor, &letter, "diagnosis.1.name").await,
        "脳梗塞"
    );
    let waits = doctor.get(&format!("{}files", letter.room)).await;
    let _ = waits.expect(200).showing("先の写真.jpg");
    let room = doctor.get(&letter.room).await.expect(200);
    let _ = room.showing("確かめて提出する").showing("続きを書く");
}

#[tokio::test]
async fn what_was_sent_is_looked_at_replaced_dropped_and_submitted() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let doctor = inside(&world, &letter).await;
    let photo = ("一枚め.jpg", &*read("turned.jpg"));
    let scan = ("ファクス.tif", &*read("g4.tif"));
    let first = send(&doctor, &letter, &[photo]).await.expect(200);
    let of_first = first.link("大きく見る");
    let submit_first = first.form("/files/submit");
    let _ = doctor
        .get(&letter.room)
        .await
        .expect(200)
        .showing("まだ提出されていません");

    let both = send(&doctor, &letter, &[photo, scan]).await.expect(200);
    let both = both.showing("全部で3ページ").showing("ファクス.tif");
    let pages = doctor.get(&both.link("大きく見る")).await.expect(200);
    assert!(pages.body.starts_with(b"%PDF-"));
    assert_eq!(pages.header("cache-control"), "no-store");
    let picture = both.link("大きく見る").replace("opinion.pdf", "pages/3");
    let picture = doctor.get(&picture).await.expect(200);
    assert_eq!(picture.header("content-type"), "image/png");
    // What was replaced is gone, and cannot be submitted from a page that still shows it.
    let gone = doctor.get(&of_first).await.expect(200);
    assert_eq!(gone.at, format!("{}files", letter.room));
    let late = doctor.submit(&submit_first).await.expect(409);
    let _ = late
        .showing("別のファイルが送られました")
        .showing("ファクス.tif");

    let dropped = doctor.submit(&both.form("/files/drop")).await.expect(200);
    assert_eq!(dropped.at, format!("{}upload", letter.room));
    let again = send(&doctor, &letter, &[scan]).await.expect(200);
    let done = doctor
        .submit(&again.form("/files/submit"))
        .await
        .expect(200);
    let done = done.showing("提出を受け付けました");
    let twice = doctor
        .submit(&again.form("/files/submit"))
        .await
        .expect(200);
    assert_eq!(done.at, twice.at);
    let kept = doctor.get(&done.link("提出した意見書")).await.expect(200);
    assert_eq!(
        lopdf::Document::load_mem(&kept.body)
            .unwrap()
            .get_pages()
            .len(),
        2
    );
}

#[tokio::test]
async fn nobody_else_sees_what_waits() {
    let world = World::start().await;
    let (clerk, request, own) = asked(&world).await;
    let doctor = inside(&world, &own).await;
    let sent = send(&doctor, &own, &[("紙.jpg", &read("turned.jpg"))]).await;
    let pages = sent.expect(200).link("大きく見る");
    let other = clerk
        .register(&[("insured_no", "0001234567"), ("name", "山本 花")])
        .await;
    let other = letter(&world, &clerk, &other).await;
    let stranger = world.stranger();
    let _ = type_passcode(&stranger, &other, &other.passcode)
        .await
        .expect(200)
        .showing("山本 花");
    let elsewhere = clerk
        .get("/console/clinics")
        .await
        .expect(200)
        .link("山田医院");
    let colleague = clinic_staff(&world, &clerk, &elsewhere, "yamada.iji").await;
    assert!(colleague.cookie(CLINIC_COOKIE).is_some());
    for visitor in [&stranger, &world.stranger()] {
        let _ = visitor.get(&pages).await.expect(401);
    }
    // On the request, and in the list before anybody rings the clinic.
    for place in [request.as_str(), "/console/requests"] {
        let page = clerk.get(place).await.expect(200);
        let _ = page.showing("ファイルが提出前");
    }
    // A colleague with the clinic's account is told of it, and may go on.
    let _ = colleague
        .get("/clinic/requests")
        .await
        .expect(200)
        .showing("ファイルの提出がまだ");
    let _ = colleague.get(&pages).await.expect(200);
}

#[tokio::test]
async fn a_draft_is_set_aside_by_files_and_told_before_and_after() {
    let world = World::start().await;
    let (clerk, request, letter) = asked(&world).await;
    let doctor = inside(&world, &letter).await;
    let form = doctor.get(&format!("{}write", letter.room)).await;
    let form = fill(
        form.expect(200).form("/write"),
        &[("diagnosis.1.name", "脳梗塞")],
    );
    let _ = doctor.submit(&form).await.expect(200);
    let _ = doctor
        .get(&letter.room)
        .await
        .expect(200)
        .showing("画面の書きかけは、提出されずに残ります");
    let asks = send(&doctor, &letter, &[("紙.jpg", &read("turned.jpg"))]).await;
    let asks = asks.expect(200).showing("画面で書きかけた内容");
    // The other way round it is told as well.
    let check = doctor.get(&format!("{}check", letter.room)).await;
    let _ = check
        .expect(200)
        .showing("送ったファイルは使われずに消えます");
    let _ = doctor.submit(&asks.form("/files/submit")).await.expect(200);
    let room = doctor.get(&letter.room).await.expect(200);
    let room = room.showing("画面で書きかけた内容");
    let draft = doctor
        .get(&room.link("書きかけの内容を見る"))
        .await
        .expect(200);
    assert!(draft.body.starts_with(b"%PDF-"));

    let page = clerk.get(&format!("{request}/send-back")).await;
    let form = page
        .expect(200)
        .form("/send-back")
        .set("reason", "字が読めません");
    let _ = clerk.submit(&form).await.expect(200);
    let room = doctor.get(&letter.room).await.expect(200);
    let _ = room.showing("字が読めません").showing("続きを書く");
    assert_eq!(
        drafted(&doctor, &letter, "diagnosis.1.name").await,
        "脳梗塞"
    );
}

#[tokio::test]
async fn files_after_the_due_date_are_taken_and_marked() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    world.advance(40 * 24 * 3600);
    let doctor = inside(&world, &letter).await;
    let asks = send(&doctor, &letter, &[("紙.jpg", &read("turned.jpg"))]).await;
    let asks = asks.expect(200).showing("を過ぎていますが、提出できます");
    let done = doctor.submit(&asks.form("/files/submit")).await.expect(200);
    let _ = done.showing("期限を過ぎていましたが、受け付けています");
    let room = doctor.get(&letter.room).await.expect(200);
    let _ = room.showing("期限後");
}

#[tokio::test]
async fn the_first_page_tells_what_is_asked_and_the_numbers_lead_to_the_request() {
    let world = World::start().await;
    let (clerk, request, letter) = asked(&world).await;
    let doctor = inside(&world, &letter).await;
    let room = doctor.get(&letter.room).await.expect(200);
    let room = room.showing("生年月日・性別").showing("作成回数・場所");
    assert!(!room.text().contains("依頼区分"), "初回 beside ２回目以上");
    let number = room.text();
    let number = number
        .split("依頼番号")
        .nth(1)
        .unwrap()
        .split_whitespace()
        .next();
    let number = number.unwrap().to_owned();
    let asks = send(&doctor, &letter, &[("紙.jpg", &read("turned.jpg"))]).await;
    let done = doctor
        .submit(&asks.expect(200).form("/files/submit"))
        .await
        .expect(200);
    let text = done.text();
    let receipt = text
        .split("受付番号：")
        .nth(1)
        .unwrap()
        .split_whitespace()
        .next();
    let receipt = receipt.unwrap().chars().take(19).collect::<String>();
    assert!(receipt.ends_with(&number), "{receipt} of {number}");
    assert!(receipt.as_bytes()[..6].iter().all(u8::is_ascii_digit));
    for typed in [number, receipt] {
        let list = clerk.get("/console/requests").await.expect(200);
        let form = list.form("/console/requests/search").set("q", &typed);
        let found = clerk.submit(&form).await.expect(200);
        let leads = html::links(found.html()).contains(&request);
        assert!(leads, "{typed} leads nowhere");
    }
}
