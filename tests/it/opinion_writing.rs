//! A doctor writes, checks, hands in, corrects and reads, without scripts; and as a script saves.

use crate::doctors_door::{InHand, SOUND, asked, fill, inside, write_soundly};
use crate::password_pages::text_of_pdf;
use http::Method;
use kairan_tests::visitor::{Chosen, Page, Visitor, urlencoded};
use kairan_tests::world::World;

pub(crate) async fn at(doctor: &Visitor, letter: &InHand, below: &str) -> Page {
    doctor.get(&format!("{}{below}", letter.room)).await
}

#[tokio::test]
async fn written_checked_submitted_and_kept() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let doctor = inside(&world, &letter).await;
    let page = at(&doctor, &letter, "write").await.expect(200);
    let form = page.form("/write");
    assert_eq!(form.get("applicant_name"), "髙﨑　𠮷男");
    let form = fill(
        form,
        &[
            ("entry_date", "令和9年1月1日"),
            ("diagnosis.1.name", "脳梗塞"),
        ],
    );
    let check = doctor.submit(&form.with("then", "check")).await.expect(200);
    let check = check.showing("直すところが").showing("これからの日付です");
    assert!(!check.has_form("/submit"), "faults can be submitted");
    let back = check.link("記入日");
    assert!(back.ends_with("write?tell=1#f-entry_date"), "{back}");
    let told = doctor.get(&back).await.expect(200);
    assert!(
        told.error_at("entry_date")
            .unwrap()
            .contains("これからの日付")
    );
    assert_eq!(told.form("/write").get("diagnosis.1.name"), "脳梗塞");

    let check = write_soundly(&doctor, &letter.room).await;
    let check = check.showing("直さなければならないところはありません");
    let preview = at(&doctor, &letter, "preview.pdf").await.expect(200);
    assert!(text_of_pdf(&preview.body).contains("脳梗塞後遺症"));
    let form = check.form("/submit");
    let done = doctor.submit(&form).await.expect(200);
    let done = done.showing("提出を受け付けました").showing("261122-");
    assert!(done.at.ends_with("/done"));
    // A second click, or the button of another tab, hands in nothing more.
    let again = doctor.submit(&form).await.expect(200);
    assert_eq!(again.text(), done.text());
    let kept = doctor.get(&done.link("提出した意見書")).await.expect(200);
    assert!(text_of_pdf(&kept.body).contains("髙﨑"));
    let receipt = doctor.get(&done.link("受付票")).await.expect(200);
    assert!(text_of_pdf(&receipt.body).contains("261122-"));
    let first = at(&doctor, &letter, "").await.expect(200);
    let _ = first.showing("提出を受け付けました").showing("第1版");
    let write = at(&doctor, &letter, "write").await.expect(200);
    assert_eq!(write.at, letter.room, "what is handed in can be written on");
    let _ = at(&doctor, &letter, "versions/2/opinion.pdf")
        .await
        .expect(404);
}

#[tokio::test]
async fn sent_back_it_is_corrected_and_both_versions_stay() {
    let world = World::start().await;
    let (clerk, request, letter) = asked(&world).await;
    let doctor = inside(&world, &letter).await;
    let check = write_soundly(&doctor, &letter.room).await;
    let _ = doctor.submit(&check.form("/submit")).await.expect(200);
    let page = clerk.get(&format!("{request}/send-back")).await.expect(200);
    let form = page
        .form("/send-back")
        .set("reason", "診断名をご確認ください。");
    let _ = clerk.submit(&form).await.expect(200);

    let first = at(&doctor, &letter, "").await.expect(200);
    let _ = first
        .showing("差し戻されました")
        .showing("診断名をご確認ください。")
        .showing("続きを書く");
    let page = at(&doctor, &letter, "write").await.expect(200);
    let form = page.showing("診断名をご確認ください。").form("/write");
    assert_eq!(form.get("diagnosis.1.name"), "脳梗塞後遺症");
    let form = form.set("diagnosis.1.name", "脳出血後遺症");
    let check = doctor.submit(&form.with("then", "check")).await.expect(200);
    let done = doctor.submit(&check.form("/submit")).await.expect(200);
    let _ = done.showing("提出を受け付けました");
    for (number, words) in [(1, "脳梗塞後遺症"), (2, "脳出血後遺症")] {
        let pdf = at(&doctor, &letter, &format!("versions/{number}/opinion.pdf")).await;
        assert!(text_of_pdf(&pdf.expect(200).body).contains(words));
    }
}

#[tokio::test]
async fn two_people_write_at_once_and_neither_loses_anything() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let (nurse, doctor) = (inside(&world, &letter).await, inside(&world, &letter).await);
    let hers = at(&nurse, &letter, "write")
        .await
        .expect(200)
        .form("/write");
    let his = at(&doctor, &letter, "write")
        .await
        .expect(200)
        .form("/write");
    let hers = hers
        .set("phone", "0123-45-9999")
        .set("special_notes", "看護師の所見");
    let _ = nurse.submit(&hers).await.expect(200);
    let his = his
        .set("diagnosis.1.name", "パーキンソン病")
        .set("special_notes", "医師の所見");
    let both = doctor.submit(&his).await.expect(409);
    let both = both
        .showing("書き換えられた欄が1か所")
        .showing("看護師の所見");
    let form = both.form("/write");
    assert_eq!(
        form.get("special_notes"),
        "医師の所見",
        "the own words are gone"
    );
    assert_eq!(form.get("phone"), "0123-45-9999");
    assert_eq!(form.get("diagnosis.1.name"), "パーキンソン病");
    let _ = doctor.submit(&form).await.expect(200);
    let kept = at(&nurse, &letter, "write")
        .await
        .expect(200)
        .form("/write");
    assert_eq!(kept.get("special_notes"), "医師の所見");
}

/// As the page's script saves: named fields alone.
pub(crate) async fn save(
    doctor: &Visitor,
    letter: &InHand,
    seen: &str,
    fields: &[(&str, &str)],
) -> Page {
    let page = at(doctor, letter, "write").await.expect(200);
    let token = page.form("/write").get("csrf").to_owned();
    let mut sent = vec![
        ("csrf", token.as_str()),
        ("seen", seen),
        ("edition", "2026"),
    ];
    for (name, value) in fields {
        sent.extend([("changed", *name), (*name, *value)]);
    }
    let sent: Vec<(String, String)> = sent
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let headers = [
        ("accept", "application/json"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let path = format!("{}write", letter.room);
    let body = urlencoded(&sent).into_bytes();
    doctor
        .send(Method::POST, &path, &headers, body, false)
        .await
}

#[tokio::test]
async fn a_script_saves_field_by_field_and_is_told_in_sentences() {
    let world = World::start().await;
    let (clerk, request, letter) = asked(&world).await;
    let doctor = inside(&world, &letter).await;
    let page = at(&doctor, &letter, "write").await.expect(200);
    let seen = page.form("/write").get("seen").to_owned();
    let fields = [("entry_date", "R8.11.22"), ("diagnosis.1.onset", "H20")];
    let saved = save(&doctor, &letter, &seen, &fields).await.expect(200);
    let reply: serde_json::Value = serde_json::from_slice(&saved.body).unwrap();
    assert!(reply["said"].as_str().unwrap().starts_with("保存しました "));
    assert_eq!(reply["read"]["entry_date"], "令和8年11月22日(日)");
    assert_eq!(reply["read"]["diagnosis.1.onset"], "平成20年");
    assert_eq!(reply["read"]["age"], "86歳");
    assert_ne!(reply["seen"], seen.as_str());

    // The old marks, another text: both are told.
    let clash = save(&doctor, &letter, &seen, &[("entry_date", "R8.11.20")]).await;
    let reply: serde_json::Value = serde_json::from_slice(&clash.expect(200).body).unwrap();
    assert_eq!(reply["clashes"][0]["field"], "entry_date");
    assert_eq!(reply["clashes"][0]["shown"], "令和8年11月22日(日)");
    let _ = save(&doctor, &letter, "no mark", &fields).await.expect(400);
    let _ = save(&doctor, &letter, &seen, &[("no_field", "x")])
        .await
        .expect(400);
    let long = "長".repeat(30_000);
    let much = save(&doctor, &letter, &seen, &[("special_notes", &long)]).await;
    let _ = much.expect(422).showing("長すぎる");

    let form = clerk.get(&format!("{request}/cancel")).await.expect(200);
    let form = form.form("/cancel").set("reason", "取下げ");
    let _ = clerk.submit(&form).await.expect(200);
    let path = format!("{}write", letter.room);
    let headers = [("accept", "application/json")];
    let late = doctor
        .send(Method::POST, &path, &headers, Vec::new(), false)
        .await;
    assert_eq!(late.header("content-type"), "application/problem+json");
    let _ = late.expect(401).showing("取り消されたため");
}

#[tokio::test]
async fn a_photograph_is_taken_and_what_is_no_opinion_is_refused_by_name() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let doctor = inside(&world, &letter).await;
    let path = format!("{}upload", letter.room);
    let form = doctor.get(&path).await.expect(200).form("/upload");
    let none = doctor.submit_files(&path, &form, &[]).await.expect(422);
    assert!(none.errors()[0].contains("ファイルが選ばれていません"));
    let text = Chosen {
        name: "意見書.docx",
        bytes: b"PK\x03\x04 not a picture",
    };
    let refused = doctor.submit_files(&path, &form, &[text]).await.expect(422);
    assert!(
        refused.errors()[0].contains("PDFでも画像でもありません"),
        "{:?}",
        refused.errors()
    );
    let photo = std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../crates/paper/src/images/fixtures/turned.jpg"
    ))
    .unwrap();
    let photo = Chosen {
        name: "写真.jpg",
        bytes: &photo,
    };
    let asks = doctor
        .submit_files(&path, &form, &[photo])
        .await
        .expect(200);
    let asks = asks
        .showing("まだ提出していません")
        .showing("写真.jpg")
        .showing("全部で1ページ");
    assert_eq!(asks.at, format!("{}files", letter.room));
    let done = doctor.submit(&asks.form("/files/submit")).await.expect(200);
    let done = done.showing("提出を受け付けました");
    let pdf = doctor.get(&done.link("提出した意見書")).await.expect(200);
    assert!(pdf.body.starts_with(b"%PDF-"));
    let first = at(&doctor, &letter, "").await.expect(200);
    let _ = first.showing("ファイル提出");
}

#[tokio::test]
async fn a_foreign_form_and_anothers_letter_change_nothing() {
    let world = World::start().await;
    let (clerk, _, letter) = asked(&world).await;
    let doctor = inside(&world, &letter).await;
    let other = clerk
        .register(&[("insured_no", "0001234567"), ("name", "山本 花")])
        .await;
    let other = crate::doctors_door::letter(&world, &clerk, &other).await;
    let page = doctor.get(&other.room).await.expect(401);
    let _ = page.hiding("山本");
    let form = at(&doctor, &letter, "write")
        .await
        .expect(200)
        .form("/write");
    let forged = fill(form, &SOUND).set("csrf", "forged");
    let _ = doctor.submit(&forged).await.expect(403);
    let page = at(&doctor, &letter, "write").await.expect(200);
    assert_eq!(page.form("/write").get("diagnosis.1.name"), "");
}
