//! Answers that cannot be, files that are no opinion, letters past their day: each is told in a
//! sentence at its field, and nothing typed is lost. Without scripts, and as a script saves.

use crate::doctors_door::{InHand, SOUND, SOUND_TOO, asked, fill, inside, letter, write_soundly};
use crate::opinion_writing::{at, save};
use kairan_domain::staff::Role;
use kairan_tests::people::Clerk;
use kairan_tests::requests::ClinicPlan;
use kairan_tests::visitor::{Chosen, Page, Visitor};
use kairan_tests::world::World;

/// What nobody can mean, with the beginning of what is said to it.
const WRONG: [(&str, &str, &str); 7] = [
    ("entry_date", "11/17", "年がありません。"),
    ("last_exam_date", "R8.11", "日までの記入が必要です。"),
    ("birth_date", "令和9年1月1日", "これからの日付です。"),
    ("diagnosis.1.onset", "令和9年1月", "これからの日付です。"),
    ("diagnosis.2.onset", "８．１１．１７", "元号がないため"),
    ("weight_kg", "6.5t", "数値として読み取れません。"),
    ("height_cm", "6500", "ありえない数値です。"),
];

#[tokio::test]
async fn what_cannot_be_is_told_at_its_field_and_kept_as_typed() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let doctor = inside(&world, &letter).await;
    let long = "あ".repeat(5000);
    let mut wrong: Vec<(&str, &str)> = WRONG.map(|(name, typed, _)| (name, typed)).to_vec();
    wrong.push(("special_notes", &long));
    let form = at(&doctor, &letter, "write")
        .await
        .expect(200)
        .form("/write");
    let saved = doctor.submit(&fill(form, &wrong)).await.expect(200);
    let told = |page: &Page, name: &str, words: &str| {
        let said = page.error_at(name);
        let said = said.unwrap_or_else(|| panic!("nothing is said at {name}"));
        assert!(said.contains(words), "{name}: {said}");
    };
    for (name, _, words) in WRONG {
        told(&saved, name, words);
    }
    told(&saved, "special_notes", "2000文字以内に短く");
    let kept = saved.form("/write");
    for (name, typed) in &wrong {
        assert_eq!(kept.get(name), *typed, "{name} was changed");
    }
    assert!(
        saved.error_at("diagnosis.1.name").is_none(),
        "what is still to come is not asked for while one writes"
    );

    let check = at(&doctor, &letter, "check").await.expect(200);
    let errors = check.errors().join("\n");
    for (_, _, words) in WRONG {
        assert!(errors.contains(words), "{words} is not on the check page");
    }
    assert!(!check.has_form("/submit"));
}

#[tokio::test]
async fn a_script_is_told_the_same_sentences_while_one_writes() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let doctor = inside(&world, &letter).await;
    let page = at(&doctor, &letter, "write").await.expect(200);
    let seen = page.form("/write").get("seen").to_owned();
    let long = "あ".repeat(5000);
    let mut wrong: Vec<(&str, &str)> = WRONG.map(|(name, typed, _)| (name, typed)).to_vec();
    wrong.push(("special_notes", &long));
    let saved = save(&doctor, &letter, &seen, &wrong).await.expect(200);
    let reply: serde_json::Value = serde_json::from_slice(&saved.body).unwrap();
    for (name, _, words) in WRONG {
        let said = reply["faults"][name]["error"][0].as_str();
        assert!(
            said.is_some_and(|said| said.starts_with(words)),
            "{name}: {said:?}"
        );
    }
    assert!(reply["faults"]["special_notes"]["error"][0].is_string());
    assert!(
        reply["faults"]["diagnosis.1.name"].is_null(),
        "it is only empty"
    );

    // Born after the entry, once both can be read.
    let mended = [("entry_date", "R8.11.17"), ("birth_date", "R8.11.18")];
    let seen = reply["seen"].as_str().unwrap();
    let saved = save(&doctor, &letter, seen, &mended).await.expect(200);
    let reply: serde_json::Value = serde_json::from_slice(&saved.body).unwrap();
    assert_eq!(reply["read"]["entry_date"], "令和8年11月17日(火)");
    assert!(reply["faults"]["entry_date"].is_null());
    let said = reply["faults"]["birth_date"]["error"][0].as_str().unwrap();
    assert!(said.contains("生年月日が記入日より後"), "{said}");
}

#[tokio::test]
async fn what_an_answer_leaves_out_is_seen_and_cleared_without_scripts() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let doctor = inside(&world, &letter).await;
    let _ = write_soundly(&doctor, &letter.room).await;
    let form = at(&doctor, &letter, "write")
        .await
        .expect(200)
        .form("/write");
    let left = [
        ("instability_detail", "夜間に悪化する"),
        ("paralysis.left_arm", "1"),
        ("walking_aid", "none"),
    ];
    let form = fill(form, &left).with("walking_aid", "indoors");
    let check = doctor.submit(&form.with("then", "check")).await.expect(200);
    assert!(
        check.errors()[0].contains("「用いていない」とほかの項目が両方選ばれています"),
        "{:?}",
        check.errors()
    );
    let to = check.link("不安定の具体的な状況");
    let page = doctor.get(&to).await.expect(200);
    let page = page.showing("いまの回答では使わない欄");
    assert!(page.error_at("walking_aid").is_some());
    assert_eq!(
        page.form("/write").get("instability_detail"),
        "夜間に悪化する"
    );

    let form = page.form("/write").with("clear", "symptom_stability");
    let cleared = doctor.submit(&form).await.expect(200);
    assert!(cleared.at.ends_with("write?tell=1"), "{}", cleared.at);
    let form = cleared.form("/write");
    assert_eq!(form.get("instability_detail"), "");
    assert_eq!(form.get("symptom_stability"), "stable");
    assert_eq!(
        form.get("paralysis.left_arm"),
        "1",
        "another question was cleared"
    );
    let form = form.with("clear", "paralysis").without("walking_aid");
    let page = doctor.submit(&form).await.expect(200);
    assert!(page.form("/write").all("paralysis.left_arm").is_empty());
    let check = at(&doctor, &letter, "check").await.expect(200);
    let _ = check
        .showing("直さなければならないところはありません")
        .hiding("意見書に載りません");
}

#[tokio::test]
async fn the_clerks_correction_is_offered_at_its_field_and_taken_at_a_press() {
    let world = World::start().await;
    let (clerk, request, letter) = asked(&world).await;
    let doctor = inside(&world, &letter).await;
    let _ = write_soundly(&doctor, &letter.room).await;
    let page = clerk.get(&format!("{request}/change")).await.expect(200);
    let form = page.form("/change").set("name", "髙﨑　𠮷雄");
    let _ = clerk.press(&form, "register").await.expect(200);

    let check = at(&doctor, &letter, "check").await.expect(200);
    let check = check.showing("依頼の内容が「髙﨑 𠮷雄」に変わりました");
    let to = check.link("氏名");
    assert!(to.ends_with("#f-applicant_name"), "{to}");
    let page = doctor.get(&to).await.expect(200);
    let page = page
        .showing("市町村が依頼の内容を直しました（1か所）")
        .showing("新しい内容にする");
    let form = page.form("/write");
    assert_eq!(
        form.get("applicant_name"),
        "髙﨑　𠮷男",
        "written over unasked"
    );
    let form = form.with("take", "applicant_name");
    let page = doctor.submit(&form).await.expect(200);
    let page = page.hiding("新しい内容にする");
    assert_eq!(page.form("/write").get("applicant_name"), "髙﨑　𠮷雄");
    assert_eq!(page.form("/write").get("diagnosis.1.name"), "脳梗塞後遺症");
    let check = at(&doctor, &letter, "check").await.expect(200);
    let _ = check.hiding("依頼の内容が");
}

#[tokio::test]
async fn a_person_under_65_is_asked_for_a_specified_disease_and_never_forced() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let clinic = clerk.add_clinic(&ClinicPlan::default()).await;
    let _ = clerk.add_physician(&clinic, "山田 花子").await;
    let request = clerk.register(&[("birth_date", "昭和45年5月10日")]).await;
    let letter = letter(&world, &clerk, &request).await;
    let doctor = inside(&world, &letter).await;
    let page = at(&doctor, &letter, "write").await.expect(200);
    let page = page
        .showing("第2号被保険者")
        .showing("初老期における認知症");
    let form = fill(fill(page.form("/write"), &SOUND), &SOUND_TOO);
    let form = form.set("diagnosis.1.name", "高血圧症");
    let check = doctor.submit(&form.with("then", "check")).await.expect(200);
    let check = check
        .showing("特定疾病の名前が見あたりません")
        .showing("診断名１");
    let page = at(&doctor, &letter, "write").await.expect(200);
    let _ = page.showing("特定疾病の名前が見あたりません");
    let done = doctor.submit(&check.form("/submit")).await.expect(200);
    let _ = done.showing("提出を受け付けました");
}

#[tokio::test]
async fn days_left_empty_are_named_before_submitting() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let doctor = inside(&world, &letter).await;
    let form = at(&doctor, &letter, "write")
        .await
        .expect(200)
        .form("/write");
    let form = fill(fill(form, &SOUND), &SOUND_TOO).set("diagnosis.1.onset", "");
    let check = doctor.submit(&form.with("then", "check")).await.expect(200);
    let check = check.showing("わからないときは「不詳」と記入してください");
    for (name, field) in [
        ("最終診察日", "last_exam_date"),
        ("診断名１の発症年月日", "diagnosis.1.onset"),
    ] {
        let to = check.link(name);
        assert!(to.ends_with(&format!("#f-{field}")), "{to}");
    }
    assert!(check.has_form("/submit"), "it may be left empty");
}

#[tokio::test]
async fn past_the_due_date_it_is_taken_and_marked() {
    let world = World::start().await;
    let (_, request, old) = asked(&world).await;
    world.advance(20 * 24 * 3600);
    let doctor = inside(&world, &old).await;
    let check = write_soundly(&doctor, &old.room).await;
    let check = check.showing("過ぎていますが、提出できます");
    let done = doctor.submit(&check.form("/submit")).await.expect(200);
    let _ = done.showing("期限を過ぎていましたが、受け付けています");
    let clerk = world.staff("m.suzuki", Role::Clerk).await;
    let _ = clerk.get(&request).await.expect(200).showing("期限後");
}

/// A file as 医見書 writes it: taken from the clerk's own export of an accepted opinion about
/// the same person, in CP932.
pub(crate) async fn ikensyo_file(world: &World, clerk: &Clerk) -> Vec<u8> {
    let request = clerk.register(&PERSON).await;
    let letter = letter(world, clerk, &request).await;
    let doctor = world.stranger();
    let page = crate::doctors_door::type_passcode(&doctor, &letter, &letter.passcode).await;
    drop(page.expect(200));
    let check = write_soundly(&doctor, &letter.room).await;
    let _ = doctor.submit(&check.form("/submit")).await.expect(200);
    let page = clerk.get(&request).await.expect(200);
    let _ = clerk.accept(&page).await.expect(200);
    let form = clerk.get("/console/requests/export").await.expect(200);
    let form = form.form("/export");
    let form = form.with("request", request.rsplit('/').next().unwrap());
    let form = form.set("kind", "csv").set("layout", "ikensyo");
    let csv = clerk
        .submit(&form.set("encoding", "cp932"))
        .await
        .expect(200);
    assert!(csv.body.contains(&0x0B), "no line break is written as VT");
    assert!(std::str::from_utf8(&csv.body).is_err(), "not CP932");
    csv.body
}

/// Somebody whose name CP932 holds.
pub(crate) const PERSON: [(&str, &str); 3] = [
    ("insured_no", "0001234567"),
    ("name", "高崎　義男"),
    ("applied_on", "2026-11-19"),
];

/// A second request about [`PERSON`], and its letter.
pub(crate) async fn asked_again(world: &World, clerk: &Clerk) -> InHand {
    let mut again = PERSON.to_vec();
    again.push(("applied_on", "2026-11-20"));
    let request = clerk.register(&again).await;
    letter(world, clerk, &request).await
}

/// Somebody inside a letter about [`PERSON`].
async fn inside_again(world: &World, letter: &InHand) -> Visitor {
    let doctor = world.stranger();
    let page = crate::doctors_door::type_passcode(&doctor, letter, &letter.passcode).await;
    let _ = page.expect(200).showing("高崎 義男 様");
    doctor
}

#[tokio::test]
async fn a_file_that_is_no_opinion_is_named_and_the_form_stays() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let clinic = clerk.add_clinic(&ClinicPlan::default()).await;
    let _ = clerk.add_physician(&clinic, "山田 花子").await;
    let good = ikensyo_file(&world, &clerk).await;
    let letter = asked_again(&world, &clerk).await;
    let doctor = inside_again(&world, &letter).await;
    let form = at(&doctor, &letter, "write")
        .await
        .expect(200)
        .form("/write");
    let _ = doctor
        .submit(&form.set("special_notes", "手で書いた"))
        .await
        .expect(200);

    let last = good.iter().rposition(|byte| *byte == b',').unwrap();
    let narrow = [&good[..last], b"\r\n"].concat();
    // Neither CP932 nor UTF-8.
    let other = [&good[..last], b",\"\xC7\xBE\xB9\xBC\xBA\xC9\xFF\"\r\n"].concat();
    let path = format!("{}ikensyo", letter.room);
    for (bytes, words) in [
        (narrow.as_slice(), "120個"),
        (other.as_slice(), "文字が読み取れません"),
        (b"PK\x03\x04 a workbook".as_slice(), "ください。"),
        (b"".as_slice(), "ください。"),
    ] {
        let page = at(&doctor, &letter, "ikensyo").await.expect(200);
        let (form, name) = (page.form("/ikensyo"), "意見書.csv");
        let chosen = [Chosen { name, bytes }];
        let sent = doctor.submit_files(&path, &form, &chosen);
        let refused = sent.await.expect(422);
        assert!(
            refused.errors()[0].contains(words),
            "{:?}",
            refused.errors()
        );
    }
    let page = at(&doctor, &letter, "ikensyo").await.expect(200);
    let chosen = Chosen {
        name: "一覧.csv",
        bytes: &b"another program's line\r\n".repeat(30),
    };
    let refused = doctor
        .submit_files(&path, &page.form("/ikensyo"), &[chosen])
        .await
        .expect(422)
        .errors();
    assert_eq!(refused.len(), 4, "{refused:?}");
    assert!(refused[3].contains("ほかの行も"), "{refused:?}");
    let form = at(&doctor, &letter, "write")
        .await
        .expect(200)
        .form("/write");
    assert_eq!(form.get("special_notes"), "手で書いた");
    assert_eq!(form.get("diagnosis.1.name"), "");

    // A formula in a cell is words like any other.
    let formula = [
        &good[..last],
        b",\"=HYPERLINK(\"\"http://x.example\"\")\"\r\n",
    ]
    .concat();
    let page = at(&doctor, &letter, "ikensyo").await.expect(200);
    let chosen = Chosen {
        name: "意見書.csv",
        bytes: &formula,
    };
    let filled = doctor
        .submit_files(&path, &page.form("/ikensyo"), &[chosen])
        .await;
    let filled = filled
        .expect(200)
        .showing("置き換わった欄：特記すべき事項。");
    let form = filled.form("/write");
    assert_eq!(
        form.get("special_notes"),
        "=HYPERLINK(\"http://x.example\")"
    );
    assert_eq!(form.get("diagnosis.1.name"), "脳梗塞後遺症");
}
