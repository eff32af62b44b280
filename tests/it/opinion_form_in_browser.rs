//! The opinion form in real Chromium: slips told where they happen, nothing typed hidden or lost,
//! the way from section to section, a file or the last opinion to begin from, two browsers at
//! once, and a whole opinion without scripts.

use crate::doctors_door::{InHand, SOUND, SOUND_TOO, asked, inside, write_soundly};
use crate::opinion_answers::{asked_again, ikensyo_file};
use crate::opinion_in_browser::{SAVED, click, enter, fill_soundly, tick, ticked, to};
use crate::opinion_writing::at;
use fantoccini::Locator;
use kairan_tests::browser::{Browser, WIDTHS};
use kairan_tests::requests::ClinicPlan;
use kairan_tests::world::World;
use serde_json::json;

const PHONE: (u32, u32) = WIDTHS[0];
const TABLET: (u32, u32) = WIDTHS[1];
const DESK: (u32, u32) = WIDTHS[2];
const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";

/// Inside the form.
async fn writing(browser: &Browser, world: &World, letter: &InHand) {
    enter(browser, letter).await;
    browser
        .open(&format!("{}{}write", world.url(), letter.room))
        .await;
    browser.wait_for("主治医意見書の記入").await;
}

/// What stands in a field.
async fn held(browser: &Browser, name: &str) -> serde_json::Value {
    let script = format!("return document.querySelector(`[name=\"{name}\"]`).value");
    browser.run(&script).await
}

/// Waits until the line of the bar says that everything is kept.
async fn saved(browser: &Browser) {
    browser.wait_until(SAVED).await;
}

/// Axe and the three widths, at the top of the page: the bar may stand over half of a box, which
/// axe takes for a small one.
async fn must_be_sound(browser: &Browser, what: &str, at: (u32, u32)) {
    browser.run("window.scrollTo(0, 0)").await;
    browser.must_be_sound(what, at).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_is_told_at_its_field_and_what_was_typed_comes_back() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let browser = Browser::start(true).await;
    browser.resize(PHONE).await;
    writing(&browser, &world, &letter).await;

    browser.fill("last_exam_date", "11/17").await;
    let quiet = "return document.getElementById('f-last_exam_date-error') === null";
    saved(&browser).await;
    assert_eq!(
        browser.run(quiet).await,
        json!(true),
        "told while one types"
    );
    browser.keys(TAB).await;
    browser.wait_for("年がありません。").await;
    let tied = "const f = document.getElementById('f-last_exam_date');\
        return f.getAttribute('aria-invalid') === 'true' && f.getAttribute('aria-describedby').includes('f-last_exam_date-error')";
    browser.wait_until(tied).await;
    must_be_sound(&browser, "a day without year", PHONE).await;
    browser.fill("last_exam_date", "R8.11.17").await;
    browser.keys(TAB).await;
    browser.wait_for("令和8年11月17日(火)").await;
    browser.wait_until(quiet).await;

    // What a box unticks comes back at a press, underlining and all.
    tick(&browser, "medical_need", "home_nursing").await;
    tick(&browser, "medical_need", "home_visit").await;
    tick(&browser, "medical_need_underlined", "home_nursing").await;
    tick(&browser, "medical_need", "none").await;
    browser
        .wait_for("「訪問診療」「訪問看護」のチェックを外しました。")
        .await;
    must_be_sound(&browser, "what was unticked", PHONE).await;
    browser.press("元に戻す").await;
    assert_eq!(
        ticked(&browser, "medical_need").await,
        json!(["home_visit", "home_nursing"])
    );
    assert_eq!(
        ticked(&browser, "medical_need_underlined").await,
        json!(["home_nursing"])
    );

    // What an answer leaves out stays in sight until it is cleared.
    tick(&browser, "symptom_stability", "unstable").await;
    browser.fill("instability_detail", "夜間に悪化する").await;
    tick(&browser, "symptom_stability", "stable").await;
    browser.wait_for("いまの回答では使わない欄").await;
    assert_eq!(held(&browser, "instability_detail").await, "夜間に悪化する");
    must_be_sound(&browser, "something left over", PHONE).await;
    let clear = "[name=clear][value=symptom_stability]";
    click(&browser, clear).await;
    assert_eq!(held(&browser, "instability_detail").await, "");
    let gone = format!("return !document.querySelector('{clear}').checkVisibility()");
    browser.wait_until(&gone).await;
    saved(&browser).await;
    let doctor = inside(&world, &letter).await;
    let form = at(&doctor, &letter, "write")
        .await
        .expect(200)
        .form("/write");
    assert_eq!(form.get("symptom_stability"), "stable");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn place_and_way_are_in_sight_at_every_width_and_by_keyboard_alone() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let browser = Browser::start(true).await;
    browser.resize(PHONE).await;
    writing(&browser, &world, &letter).await;
    let here = "return document.querySelector('[data-here]').textContent";
    browser
        .wait_until("return document.querySelector('[data-here]').textContent === '基本情報'")
        .await;
    browser.press("次の区分へ：３．心身の状態").await;
    browser
        .wait_until(&format!("return (() => {{ {here} }})().startsWith('３．')"))
        .await;
    browser.fill("weight_kg", "52").await;
    saved(&browser).await;
    for size in [PHONE, TABLET, DESK] {
        browser.resize(size).await;
        let shown = "const bar = document.querySelector('.op-bar').getBoundingClientRect();\
            return bar.top >= 0 && bar.bottom <= innerHeight + 1 && bar.height < innerHeight / 4";
        assert_eq!(browser.run(shown).await, json!(true), "the bar at {size:?}");
    }
    click(&browser, ".op-where > summary").await;
    browser.wait_for("印刷したときの姿を見る").await;
    must_be_sound(&browser, "the list of sections", DESK).await;
    browser.keys("\u{E00C}").await;
    let shut = "return !document.querySelector('.op-where').open";
    assert_eq!(
        browser.run(shut).await,
        json!(true),
        "Escape does not close"
    );

    // By keyboard: a section is skipped, the next one is written, the bar is reached.
    browser
        .run("document.activeElement.blur(); window.scrollTo(0, 0)")
        .await;
    browser
        .run("document.getElementById('s-illness').focus()")
        .await;
    browser.keys(TAB).await;
    assert_eq!(browser.focus().await, "この区分をとばす");
    browser.keys(ENTER).await;
    browser
        .wait_until("return document.activeElement.id === 's-treatment'")
        .await;
    to(&browser, "special_treatment.procedure").await;
    browser.keys(" ").await;
    assert_eq!(
        ticked(&browser, "special_treatment.procedure").await,
        json!(["infusion"])
    );
    browser.keys(TAB).await;
    browser.keys(" ").await;
    to(&browser, "special_treatment.response").await;
    browser.keys(" ").await;
    to(&browser, "special_treatment.incontinence").await;
    browser.keys(" ").await;
    for (name, codes) in [
        (
            "special_treatment.procedure",
            json!(["infusion", "central_venous_nutrition"]),
        ),
        ("special_treatment.response", json!(["monitoring"])),
        ("special_treatment.incontinence", json!(["catheter"])),
    ] {
        assert_eq!(ticked(&browser, name).await, codes);
    }
    browser.keys(TAB).await;
    assert!(browser.focus().await.starts_with("次の区分へ：３．"));
    browser.keys(ENTER).await;
    browser
        .wait_until("return document.activeElement.id === 's-condition'")
        .await;
    browser.keys(TAB).await;
    browser.keys(TAB).await;
    assert_eq!(browser.focus().await, "区分の一覧・確認へ");
    browser.keys(ENTER).await;
    browser
        .wait_until("return document.activeElement.id === 'op-bar'")
        .await;
    for _ in 0..3 {
        browser.keys(TAB).await;
    }
    let at = "return document.activeElement.value";
    assert_eq!(browser.run(at).await, "check");
    browser.keys(ENTER).await;
    browser.wait_for("直すところが").await;
    let doctor = inside(&world, &letter).await;
    let form = at_write(&doctor, &letter).await;
    assert_eq!(
        form.all("special_treatment.procedure"),
        ["infusion", "central_venous_nutrition"]
    );
    browser.close().await;
}

async fn at_write(
    doctor: &kairan_tests::visitor::Visitor,
    letter: &InHand,
) -> kairan_tests::html::Form {
    at(doctor, letter, "write").await.expect(200).form("/write")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_fills_the_form_and_the_last_opinion_what_lasts() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let clinic = clerk.add_clinic(&ClinicPlan::default()).await;
    let _ = clerk.add_physician(&clinic, "山田 花子").await;
    let csv = ikensyo_file(&world, &clerk).await;
    let file = world.home().join("意見書.csv");
    std::fs::write(&file, csv).unwrap();
    let letter = asked_again(&world, &clerk).await;
    let browser = Browser::start(true).await;
    browser.resize(DESK).await;
    enter(&browser, &letter).await;

    browser.press("前回の意見書を使う").await;
    browser.wait_for("変わりにくい次の内容を写します").await;
    must_be_sound(&browser, "the last opinion", DESK).await;
    browser.press("写して、続きを書く").await;
    browser.wait_for("か所を記入しました").await;
    assert_eq!(held(&browser, "diagnosis.1.name").await, "脳梗塞後遺症");
    assert_eq!(
        held(&browser, "treatment_course").await,
        "",
        "it does not last"
    );
    browser.press("はじめの画面へ").await;

    browser.wait_for("提出のしかたを選んでください").await;
    browser.press("CSVを読み込む").await;
    browser.wait_for("医見書のCSVを読み込む").await;
    let input = browser.client().find(Locator::Css("#f-files")).await;
    let path = file.to_str().unwrap();
    input.unwrap().send_keys(path).await.unwrap();
    browser.press("読み込む").await;
    browser.wait_for("か所を記入しました").await;
    assert_eq!(
        held(&browser, "treatment_course").await,
        "令和５年に発症した。\n内服を続けている。",
        "the line break was lost"
    );
    assert_eq!(held(&browser, "applicant_name").await, "高崎　義男");
    must_be_sound(&browser, "the form out of a file", DESK).await;
    browser.press("確認へ進む").await;
    browser
        .wait_for("直さなければならないところはありません")
        .await;
    browser.press("この内容で提出する").await;
    browser.wait_for("提出を受け付けました").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_browsers_on_one_opinion_lose_nothing_and_are_both_told() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let (nurse, doctor) = (Browser::start(true).await, Browser::start(true).await);
    for browser in [&nurse, &doctor] {
        browser.resize(DESK).await;
        writing(browser, &world, &letter).await;
    }
    nurse.fill("weight_kg", "52").await;
    nurse.fill("special_notes", "看護師の所見").await;
    saved(&nurse).await;
    let kept = inside(&world, &letter).await;
    let form = at_write(&kept, &letter).await;
    assert_eq!(form.get("special_notes"), "看護師の所見");

    doctor.fill("height_cm", "160").await;
    doctor.fill("special_notes", "医師の所見").await;
    doctor
        .wait_for("書き換えられました。保存されている内容")
        .await;
    assert!(doctor.text().await.contains("看護師の所見"));
    assert_eq!(held(&doctor, "special_notes").await, "医師の所見");
    assert_eq!(
        held(&doctor, "weight_kg").await,
        "52",
        "it is not shown what the nurse wrote"
    );
    doctor.press("この画面の内容にする").await;
    saved(&doctor).await;

    // The nurse writes on and is told in turn.
    nurse
        .fill("special_notes", "看護師の所見。家族は長女。")
        .await;
    nurse
        .wait_for("書き換えられました。保存されている内容")
        .await;
    assert!(nurse.text().await.contains("医師の所見"));
    assert_eq!(held(&nurse, "height_cm").await, "160");
    nurse.press("保存されている内容にする").await;
    assert_eq!(held(&nurse, "special_notes").await, "医師の所見");
    let form = at_write(&kept, &letter).await;
    assert_eq!(
        (
            form.get("special_notes"),
            form.get("weight_kg"),
            form.get("height_cm")
        ),
        ("医師の所見", "52", "160")
    );
    doctor.close().await;
    nurse.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_a_whole_opinion_is_written_mended_and_submitted() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let browser = Browser::start(false).await;
    browser.resize(PHONE).await;
    writing(&browser, &world, &letter).await;
    for (name, value) in SOUND.iter().chain(&SOUND_TOO) {
        let kind = format!("return document.querySelector(`[name=\"{name}\"]`).type");
        if browser.run(&kind).await == json!("radio") {
            click(&browser, &format!("[name=\"{name}\"][value=\"{value}\"]")).await;
        } else {
            browser.fill(name, value).await;
        }
    }
    browser.fill("instability_detail", "夜間に悪化する").await;
    browser.fill("last_exam_date", "8.11.17").await;
    // Enter saves, and presses no button that clears a field.
    browser.keys(ENTER).await;
    browser.wait_for("保存しました").await;
    let text = browser.text().await;
    assert!(text.contains("元号がないため"), "the slip is not told");
    assert!(text.contains("いまの回答では使わない欄"));
    assert!(
        !browser.scrolls_sideways().await,
        "{}",
        browser.widest().await
    );
    browser.fill("last_exam_date", "R8.11.17").await;
    click(&browser, "[name=clear][value=symptom_stability]").await;
    browser.wait_for("令和8年11月17日(火)").await;
    browser.press("確認へ進む").await;
    browser
        .wait_for("直さなければならないところはありません")
        .await;
    browser.press("この内容で提出する").await;
    browser.wait_for("提出を受け付けました").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_put_right_by_the_clerk_is_taken_at_a_press() {
    let world = World::start().await;
    let (clerk, request, letter) = asked(&world).await;
    let doctor = inside(&world, &letter).await;
    let _ = write_soundly(&doctor, &letter.room).await;
    let page = clerk.get(&format!("{request}/change")).await.expect(200);
    let form = page.form("/change").set("name", "髙﨑　𠮷雄");
    let _ = clerk.press(&form, "register").await.expect(200);
    let browser = Browser::start(true).await;
    browser.resize(TABLET).await;
    writing(&browser, &world, &letter).await;
    browser.wait_for("市町村が依頼の内容を直しました").await;
    must_be_sound(&browser, "a name put right", TABLET).await;
    browser.press("新しい内容にする").await;
    saved(&browser).await;
    assert_eq!(held(&browser, "applicant_name").await, "髙﨑　𠮷雄");
    fill_soundly(&browser).await;
    browser.press("確認へ進む").await;
    browser
        .wait_for("直さなければならないところはありません")
        .await;
    assert!(!browser.text().await.contains("依頼の内容が"));
    browser.close().await;
}
