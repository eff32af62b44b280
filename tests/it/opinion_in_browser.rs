//! Doctors in real Chromium: the form saves itself, a cut line and a second device lose nothing,
//! a □ unticks, faults lead to their fields; on phone, tablet and desk, by keyboard alone,
//! without scripts.

use crate::doctors_door::{CLINIC_COOKIE, write_soundly};
use crate::doctors_door::{InHand, SOUND, SOUND_TOO, asked, clinic_staff, inside};
use fantoccini::Locator;
use kairan_tests::browser::{Browser, WIDTHS};
use kairan_tests::world::World;
use serde_json::json;

const PHONE: (u32, u32) = WIDTHS[0];
const TABLET: (u32, u32) = WIDTHS[1];
const DESK: (u32, u32) = WIDTHS[2];
const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";

/// Whether the line of the bar says that everything is kept.
pub(crate) const SAVED: &str = "const line = document.querySelector('[data-saved]');\
    return line.textContent.startsWith('保存しました') && !line.dataset.state";

pub(crate) async fn enter(browser: &Browser, letter: &InHand) {
    browser.open(&letter.link).await;
    browser.wait_for("主治医意見書の入口").await;
    browser.fill("passcode", &letter.passcode).await;
    browser.press("意見書を開く").await;
    browser.wait_for("提出のしかたを選んでください").await;
    assert!(
        !browser.url().await.contains("/o/"),
        "the token stays in the address bar"
    );
}

/// Presses the words beside a box.
pub(crate) async fn tick(browser: &Browser, name: &str, code: &str) {
    let script = format!(
        "const box = document.querySelector(`[name=\"{name}\"][value=\"{code}\"]`);\
         box.scrollIntoView({{block: 'center'}}); box.closest('label').click(); return box.checked"
    );
    let _ = browser.run(&script).await;
}

async fn is_shown(browser: &Browser, field: &str) -> bool {
    let script =
        format!("return document.querySelector(`[data-field=\"{field}\"]`).checkVisibility()");
    browser.run(&script).await == json!(true)
}

pub(crate) async fn ticked(browser: &Browser, name: &str) -> serde_json::Value {
    let script = format!(
        "return [...document.querySelectorAll(`[name=\"{name}\"]:checked`)].map(e => e.value)"
    );
    browser.run(&script).await
}

/// A field's name holds dots: `fill` asks by attribute, so it can be used as it is.
pub(crate) async fn fill_soundly(browser: &Browser) {
    for (name, value) in SOUND.iter().chain(&SOUND_TOO) {
        let kind = format!("return document.querySelector(`[name=\"{name}\"]`).type");
        if browser.run(&kind).await == json!("radio") {
            tick(browser, name, value).await;
        } else {
            browser.fill(name, value).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doctor_writes_checks_mends_and_submits_at_three_widths() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let browser = Browser::start(true).await;
    browser.resize(DESK).await;
    browser.open(&letter.link).await;
    browser.must_be_sound("the door", DESK).await;
    enter(&browser, &letter).await;
    browser.must_be_sound("the first page", PHONE).await;
    browser.press("書きはじめる").await;
    browser.wait_for("主治医意見書の記入").await;
    browser.must_be_sound("the empty form", PHONE).await;
    boxes_behave_like_paper(&browser).await;

    browser.resize(TABLET).await;
    browser.fill("diagnosis.1.name", "脳梗塞").await;
    browser.wait_until(SAVED).await;
    browser.client().refresh().await.unwrap();
    browser.wait_for("主治医意見書の記入").await;
    let kept = "return document.querySelector('[name=\"diagnosis.1.name\"]').value";
    assert_eq!(browser.run(kept).await, json!("脳梗塞"), "a reload lost it");

    browser.press("確認へ進む").await;
    browser.wait_for("直すところが").await;
    browser.must_be_sound("the check with faults", TABLET).await;
    browser.press("記入日").await;
    browser.wait_for("主治医意見書の記入").await;
    browser
        .wait_until("return document.activeElement.name === 'entry_date'")
        .await;
    browser.must_be_sound("the form with faults", DESK).await;
    fill_soundly(&browser).await;
    browser
        .wait_until("return document.querySelectorAll('p[data-fault].field-error').length === 0")
        .await;
    browser.press("確認へ進む").await;
    browser
        .wait_for("直さなければならないところはありません")
        .await;
    browser.must_be_sound("the check", DESK).await;
    browser.press("この内容で提出する").await;
    browser.wait_for("提出を受け付けました").await;
    browser.must_be_sound("done", PHONE).await;
    browser.press("はじめの画面へ").await;
    browser.wait_for("第1版").await;
    browser
        .must_be_sound("the first page afterwards", DESK)
        .await;
    browser.press("画面を閉じる").await;
    browser.wait_for("画面を閉じました").await;
    browser.close().await;
}

/// A second press unticks; only what applies stands open; nothing beside "nothing".
async fn boxes_behave_like_paper(browser: &Browser) {
    assert!(!is_shown(browser, "instability_detail").await);
    tick(browser, "symptom_stability", "unstable").await;
    assert!(is_shown(browser, "instability_detail").await);
    let second = browser
        .client()
        .find(Locator::Css("[name=symptom_stability][value=unstable]"))
        .await
        .unwrap();
    second.click().await.unwrap();
    assert_eq!(ticked(browser, "symptom_stability").await, json!([]));
    assert!(!is_shown(browser, "instability_detail").await);

    tick(browser, "medical_need", "home_nursing").await;
    tick(browser, "medical_need_underlined", "home_nursing").await;
    assert_eq!(
        ticked(browser, "medical_need_underlined").await,
        json!(["home_nursing"])
    );
    tick(browser, "medical_need", "none").await;
    assert_eq!(ticked(browser, "medical_need").await, json!(["none"]));
    assert_eq!(ticked(browser, "medical_need_underlined").await, json!([]));
    tick(browser, "medical_need", "none").await;

    let sizes = "const all = [...document.querySelectorAll('.op-box, .op-bar .button, .op-sheet .input')].filter(e => e.checkVisibility());\
        return Math.min(...all.map(e => e.getBoundingClientRect().height))";
    let least = browser.run(sizes).await.as_f64().unwrap();
    assert!(least >= 48.0, "something to press is {least} px high");
    let size = browser
        .run("return parseFloat(getComputedStyle(document.querySelector('.op-box')).fontSize)")
        .await;
    assert!(size.as_f64().unwrap() >= 18.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_line_and_a_second_device_lose_nothing() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let browser = Browser::start(true).await;
    browser.resize(DESK).await;
    enter(&browser, &letter).await;
    browser.press("書きはじめる").await;
    browser.wait_for("主治医意見書の記入").await;

    let _ = browser.devtools("Network.enable", json!({})).await;
    let line = |offline: bool| json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    let _ = browser
        .devtools("Network.emulateNetworkConditions", line(true))
        .await;
    browser.fill("diagnosis.1.name", "線が切れても").await;
    browser
        .wait_for("通信できないため、まだ保存していません")
        .await;
    browser.press("確認へ進む").await;
    browser.wait_for("主治医意見書の記入").await;
    let _ = browser
        .devtools("Network.emulateNetworkConditions", line(false))
        .await;
    browser
        .run("window.dispatchEvent(new Event('online'))")
        .await;
    browser.wait_until(SAVED).await;
    let doctor = inside(&world, &letter).await;
    let path = format!("{}write", letter.room);
    let form = doctor.get(&path).await.expect(200).form("/write");
    assert_eq!(form.get("diagnosis.1.name"), "線が切れても");

    // Another device writes two fields; here one of them is being written too.
    let form = form
        .set("phone", "0123-45-9999")
        .set("special_notes", "別の端末で");
    let _ = doctor.submit(&form).await.expect(200);
    browser.fill("special_notes", "この端末で").await;
    browser
        .wait_for("書き換えられました。保存されている内容")
        .await;
    let shown = browser.text().await;
    assert!(shown.contains("別の端末で"), "the other text is not shown");
    let fresh = "return document.querySelector('[name=phone]').value";
    assert_eq!(browser.run(fresh).await, json!("0123-45-9999"));
    browser.must_be_sound("a clash", DESK).await;
    browser.press("この画面の内容にする").await;
    browser.wait_until(SAVED).await;
    let form = doctor.get(&path).await.expect(200).form("/write");
    assert_eq!(form.get("special_notes"), "この端末で");
    counts_agree(&browser).await;
    browser.close().await;
}

/// The script counts as the server does.
async fn counts_agree(browser: &Browser) {
    for text in ["ｶﾞが髙a1", "辻\u{E0100}さん", "改行\nして二行", "長い文"] {
        let script = "const f = document.querySelector('[name=special_notes]'); f.value = arguments[0];\
            for (const kind of ['input', 'change']) f.dispatchEvent(new Event(kind, {bubbles: true}));\
            return document.getElementById('f-special_notes-count').textContent";
        let counted = browser.client().execute(script, vec![json!(text)]).await;
        // The server's own page, asked for until it holds what was typed.
        let saved = "const [text, done] = arguments; const look = left => fetch(location.href).then(r => r.text()).then(t => {\
            const page = new DOMParser().parseFromString(t, 'text/html'); const held = page.getElementById('f-special_notes').value;\
            if (held === text || left === 0) done(page.getElementById('f-special_notes-count').textContent); else look(left - 1) }); look(200)";
        let drawn = browser
            .client()
            .execute_async(saved, vec![json!(text)])
            .await;
        assert_eq!(counted.unwrap(), drawn.unwrap(), "{text:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_alone_writes_and_goes_on() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let browser = Browser::start(true).await;
    browser.resize(DESK).await;
    enter(&browser, &letter).await;
    browser
        .open(&format!("{}{}write", world.url(), letter.room))
        .await;
    browser.wait_for("主治医意見書の記入").await;
    to(&browser, "entry_date").await;
    browser.keys("R8.11.22").await;
    to(&browser, "symptom_stability").await;
    browser.keys(" ").await;
    assert_eq!(
        ticked(&browser, "symptom_stability").await,
        json!(["stable"])
    );
    browser.keys(" ").await;
    assert_eq!(
        ticked(&browser, "symptom_stability").await,
        json!([]),
        "the space bar unticks"
    );
    browser.keys("\u{E015}").await;
    assert_eq!(
        ticked(&browser, "symptom_stability").await,
        json!(["unstable"])
    );
    browser.keys(TAB).await;
    assert_eq!(
        browser.focus().await,
        "instability_detail",
        "what opened comes next"
    );
    let ring =
        "const s = getComputedStyle(document.activeElement); return s.outlineStyle !== 'none'";
    assert_eq!(
        browser.run(ring).await,
        json!(true),
        "nothing shows where the focus is"
    );
    browser.keys("歩行が不安定").await;
    to(&browser, "paralysis").await;
    browser.keys(" ").await;
    browser.keys(TAB).await;
    assert_eq!(browser.focus().await, "paralysis.right_arm");
    let seen = "const r = document.activeElement.getBoundingClientRect(); const bar = document.querySelector('.op-bar').getBoundingClientRect();\
        return r.bottom <= bar.top || r.top >= bar.bottom";
    assert_eq!(
        browser.run(seen).await,
        json!(true),
        "the bar hides the focus"
    );
    for _ in 0..300 {
        let at = "return document.activeElement.value === 'check'";
        if browser.run(at).await == json!(true) {
            break;
        }
        browser.keys(TAB).await;
    }
    browser.keys(ENTER).await;
    browser.wait_for("直すところが").await;
    browser.close().await;
}

pub(crate) async fn to(browser: &Browser, name: &str) {
    for _ in 0..300 {
        browser.keys(TAB).await;
        if browser.focus().await == name {
            return;
        }
    }
    panic!("Tab does not lead to {name}");
}

/// Clicks what a person has scrolled to the middle: the bar at the foot stands over the edge.
pub(crate) async fn click(browser: &Browser, place: &str) {
    let found = browser.client().find(Locator::Css(place)).await.unwrap();
    let here = serde_json::to_value(&found).unwrap();
    let middle = "arguments[0].scrollIntoView({block: 'center'})";
    let _ = browser.client().execute(middle, vec![here]).await;
    found.click().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_everything_stands_there_and_says_when_it_applies() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let browser = Browser::start(false).await;
    browser.resize(PHONE).await;
    enter(&browser, &letter).await;
    browser.press("書きはじめる").await;
    browser.wait_for("主治医意見書の記入").await;
    let text = browser.text().await;
    assert!(text.contains("「症状としての安定性」が「不安定」のとき"));
    assert!(
        text.contains("選択を消す"),
        "a single choice cannot be taken back"
    );
    browser.fill("diagnosis.1.name", "脳梗塞").await;
    click(&browser, "[name=symptom_stability][value=unstable]").await;
    browser.press("保存する").await;
    browser.wait_for("保存しました").await;
    let doctor = inside(&world, &letter).await;
    let form = doctor
        .get(&format!("{}write", letter.room))
        .await
        .expect(200)
        .form("/write");
    assert_eq!(
        (form.get("diagnosis.1.name"), form.get("symptom_stability")),
        ("脳梗塞", "unstable")
    );
    click(&browser, "[name=symptom_stability][value='']").await;
    browser.press("確認へ進む").await;
    browser.wait_for("直すところが").await;
    assert!(browser.text().await.contains("症状としての安定性"));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photograph_goes_up_with_progress() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let browser = Browser::start(true).await;
    browser.resize(PHONE).await;
    enter(&browser, &letter).await;
    browser.press("PDF・画像を送る").await;
    browser.wait_for("できあがった意見書を送る").await;
    browser.must_be_sound("the upload", PHONE).await;
    browser.press("送って確かめる").await;
    browser.wait_for("ファイルが選ばれていません").await;
    let photo = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../crates/paper/src/images/fixtures/turned.jpg"
    );
    let input = browser
        .client()
        .find(Locator::Css("#f-files"))
        .await
        .unwrap();
    let photo = std::fs::canonicalize(photo).unwrap();
    input.send_keys(photo.to_str().unwrap()).await.unwrap();
    browser.press("送って確かめる").await;
    browser.wait_for("まだ提出していません").await;
    browser.must_be_sound("the question", PHONE).await;
    browser.press("この内容で提出する").await;
    browser.wait_for("提出を受け付けました").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinic_signs_in_and_answers_from_its_list() {
    let world = World::start().await;
    let (clerk, _, letter) = asked(&world).await;
    let clinics = clerk.get("/console/clinics").await.expect(200);
    let clinic = clinics.link("山田医院");
    let staff = clinic_staff(&world, &clerk, &clinic, "yamada.uketsuke").await;
    let browser = Browser::start(true).await;
    browser.resize(TABLET).await;
    browser
        .open(&format!("{}/clinic/sign-in", world.url()))
        .await;
    browser.must_be_sound("the clinic's sign-in", TABLET).await;
    browser
        .take_cookie(CLINIC_COOKIE, &staff.cookie(CLINIC_COOKIE).unwrap())
        .await;
    browser
        .open(&format!("{}/clinic/requests", world.url()))
        .await;
    browser.wait_for("書いていただくもの（1件）").await;
    browser.must_be_sound("the clinic's list", TABLET).await;
    browser.press("髙﨑").await;
    browser.wait_for("提出のしかたを選んでください").await;
    let check = write_soundly(&staff, &letter.room).await;
    let done = staff.submit(&check.form("/submit")).await.expect(200);
    let _ = done.showing("依頼の一覧へ");
    browser.press("依頼の一覧へ").await;
    browser.wait_for("提出済み（1件）").await;
    browser.close().await;
}
