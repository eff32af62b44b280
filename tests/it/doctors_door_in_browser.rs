//! The doctors' doors in real Chromium: a clinic's first sign-in, typed to the last digit; a
//! passcode mistyped until the door locks; files looked at before they are handed in; letters
//! whose request is over.

use crate::doctors_door::{InHand, asked, letter};
use crate::opinion_files::fixture;
use fantoccini::Locator;
use kairan_domain::staff::Role;
use kairan_tests::browser::{Browser, WIDTHS};
use kairan_tests::html;
use kairan_tests::people::{CHOSEN, Clerk, code_of};
use kairan_tests::world::World;
use serde_json::json;

const PHONE: (u32, u32) = WIDTHS[0];
const TABLET: (u32, u32) = WIDTHS[1];
const DESK: (u32, u32) = WIDTHS[2];
/// Of a passcode's shape, and nobody's.
const WRONG: &str = "aaaa-bbbb-cccccc";

async fn type_passcode(browser: &Browser, passcode: &str) {
    browser.fill("passcode", passcode).await;
    browser.press("意見書を開く").await;
}

async fn value_of(browser: &Browser, field: &str) -> serde_json::Value {
    let script = format!("return document.querySelector('[name={field}]').value");
    browser.run(&script).await
}

/// A login of the clinic, made by the clerk on the pages; its id and initial password.
async fn new_login(clerk: &Clerk) -> (&'static str, String) {
    let clinics = clerk.get("/console/clinics").await.expect(200);
    let clinic = clinics.link("山田医院");
    let page = clerk.get(&format!("{clinic}/staff/new")).await.expect(200);
    let form = page.form("/staff/new").set("name", "受付 花子");
    let login = "yamada.uketsuke";
    let made = clerk.submit(&form.set("login", login)).await.expect(200);
    let initial = html::texts_of_class(made.html(), "password").remove(0);
    (login, initial.trim().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinic_signs_in_for_the_first_time_and_goes_from_its_list_to_the_form() {
    let world = World::start().await;
    let (clerk, _, letter) = asked(&world).await;
    let (login, initial) = new_login(&clerk).await;
    let browser = Browser::start(true).await;
    browser.resize(TABLET).await;
    browser.open(&format!("{}/clinic", world.url())).await;
    browser.wait_for("利用者ID").await;
    browser.fill("login", login).await;
    browser.fill("password", &initial).await;
    browser.press("ログイン").await;

    browser.wait_for("新しいパスワードを決めてください").await;
    browser
        .must_be_sound("the clinic's new password", TABLET)
        .await;
    browser.fill("password", &initial).await;
    browser.fill("new_password", CHOSEN).await;
    browser.fill("new_password_again", CHOSEN).await;
    browser.press("パスワードを変える").await;

    browser.wait_for("認証アプリを登録してください").await;
    browser
        .must_be_sound("the clinic's second factor", PHONE)
        .await;
    let secret = "return document.querySelector('.password').textContent";
    let secret = browser.run(secret).await;
    let code = code_of(secret.as_str().unwrap().trim(), world.now());
    browser.fill("code", &code).await;
    browser
        .client()
        .find(Locator::Css("[name=code]"))
        .await
        .unwrap()
        .send_keys("\u{E007}")
        .await
        .unwrap();
    browser.wait_for("回復コードを印刷してください").await;
    browser.press("次へ進む").await;

    browser.wait_for("書いていただくもの（1件）").await;
    browser.must_be_sound("the clinic's list", DESK).await;
    browser.press("髙﨑").await;
    browser.wait_for("提出のしかたを選んでください").await;
    assert!(browser.url().await.ends_with(&letter.room));
    browser.press("書きはじめる").await;
    browser.wait_for("主治医意見書の記入").await;
    browser.fill("diagnosis.1.name", "脳梗塞").await;
    let saved =
        "return document.querySelector('[data-saved]').textContent.startsWith('保存しました')";
    browser.wait_until(saved).await;
    browser.press("依頼の一覧へ").await;
    browser.wait_for("書きかけ").await;
    browser.close().await;
}

/// Mistypes the passcode until the page says `until`, as time goes by.
async fn mistype_until(world: &World, browser: &Browser, letter: &InHand, until: &str) -> usize {
    for attempt in 1..=20 {
        browser.open(&letter.link).await;
        browser.wait_for("意見書を開く").await;
        type_passcode(browser, WRONG).await;
        let answered = "return /パスコードが違います|しばらくお待ちください|確認を止めています/.test(document.body.textContent)";
        browser.wait_until(answered).await;
        if browser.text().await.contains(until) {
            return attempt;
        }
        world.advance(31 * 60);
    }
    panic!("{until} never came");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passcode_mistyped_often_waits_then_locks_and_the_other_door_is_not_touched() {
    let world = World::start().await;
    let (_, request, own) = asked(&world).await;
    let browser = Browser::start(true).await;
    browser.resize(PHONE).await;

    // What cannot be a passcode is told before it is sent, and stays to be put right.
    browser.open(&own.link).await;
    browser.wait_for("意見書を開く").await;
    let short = &own.passcode[..own.passcode.len() - 1];
    type_passcode(&browser, short).await;
    browser.wait_for("いま13文字入っています").await;
    assert_eq!(value_of(&browser, "passcode").await, json!(short));
    browser.must_be_sound("the door with a slip", PHONE).await;

    // A slip in what was missing is told without what the last answer said of it.
    type_passcode(&browser, "").await;
    browser.wait_for("パスコードが入力されていません").await;
    type_passcode(&browser, short).await;
    browser.wait_for("いま13文字入っています").await;
    let text = browser.text().await;
    assert!(!text.contains("入力されていません"), "{text}");

    // At the short code's door mistakes wait, and count for nothing at the link.
    for _ in 0..6 {
        browser.open(&format!("{}/o", world.url())).await;
        browser.fill("code", &own.code).await;
        type_passcode(&browser, WRONG).await;
        browser
            .wait_until("return /違います|お待ちください/.test(document.body.textContent)")
            .await;
    }
    browser.wait_for("しばらくお待ちください").await;
    browser
        .must_be_sound("the short code's door while it waits", PHONE)
        .await;
    browser.open(&own.link).await;
    type_passcode(&browser, WRONG).await;
    browser.wait_for("パスコードが違います").await;
    assert_eq!(
        value_of(&browser, "passcode").await,
        json!(""),
        "a refused passcode came back"
    );
    world.advance(31 * 60);

    let attempts = mistype_until(&world, &browser, &own, "確認を止めています").await;
    assert!((5..=10).contains(&attempts), "locked after {attempts}");
    browser.must_be_sound("the locked door", PHONE).await;
    let text = browser.text().await;
    assert!(text.contains("まで") && text.contains("電話番号"), "{text}");
    // Not even the right one, until it is printed anew.
    browser.open(&own.link).await;
    type_passcode(&browser, &own.passcode).await;
    browser.wait_for("確認を止めています").await;
    // Hours have gone by: the clerk of the morning is signed out.
    let clerk = world.staff("m.suzuki", Role::Clerk).await;
    let new = letter(&world, &clerk, &request).await;
    browser.open(&new.link).await;
    // As somebody in a hurry types it on a telephone.
    let typed = format!(" {}　", new.passcode.replace('-', "").to_uppercase());
    type_passcode(&browser, &typed).await;
    browser.wait_for("提出のしかたを選んでください").await;
    browser.close().await;
}

async fn enter(browser: &Browser, letter: &InHand) {
    browser.open(&letter.link).await;
    browser.wait_for("意見書を開く").await;
    type_passcode(browser, &letter.passcode).await;
    browser.wait_for("提出のしかたを選んでください").await;
}

async fn choose(browser: &Browser, names: &[&str]) {
    let input = browser
        .client()
        .find(Locator::Css("#f-files"))
        .await
        .unwrap();
    let paths: Vec<String> = names
        .iter()
        .map(|name| fixture(name).to_str().unwrap().to_owned())
        .collect();
    input.send_keys(&paths.join("\n")).await.unwrap();
}

/// How many pictures of pages are there and have been drawn.
const DRAWN: &str = "const all = [...document.querySelectorAll('.sheet img')]; for (const one of all) one.loading = 'eager';\
    return all.length > 0 && all.every(one => one.complete && one.naturalWidth > 100)";

#[tokio::test(flavor = "multi_thread")]
async fn photographs_are_looked_at_before_they_are_handed_in() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let browser = Browser::start(true).await;
    browser.resize(PHONE).await;
    enter(&browser, &letter).await;
    browser.press("PDF・画像を送る").await;
    browser.wait_for("できあがった意見書を送る").await;
    choose(&browser, &["turned.jpg", "g4.tif"]).await;
    browser.press("送って確かめる").await;
    browser.wait_for("全部で3ページの意見書になりました").await;
    browser.wait_until(DRAWN).await;
    browser.must_be_sound("what was sent", TABLET).await;
    assert!(browser.text().await.contains("turned.jpg"));

    // Left lying: the first page leads back to it.
    browser.press("はじめの画面へ").await;
    browser
        .wait_for("送ったファイルは、まだ提出されていません")
        .await;
    browser
        .must_be_sound("the first page with files", DESK)
        .await;
    browser.press("確かめて提出する").await;
    browser.wait_for("全部で3ページ").await;
    browser.press("選び直す").await;
    browser.wait_for("まだ提出されていません").await;
    browser.must_be_sound("choosing anew", PHONE).await;
    choose(&browser, &["g4.tif"]).await;
    browser.press("送って確かめる").await;
    browser.wait_for("全部で2ページ").await;
    browser.press("この内容で提出する").await;
    browser.wait_for("提出を受け付けました").await;
    browser.must_be_sound("the receipt", PHONE).await;
    let pdf = "const done = arguments[0]; fetch([...document.querySelectorAll('a')].find(a => a.textContent.includes('提出した意見書')).href)\
        .then(r => r.text()).then(t => done(t.slice(0, 5)))";
    let begins = browser
        .client()
        .execute_async(pdf, Vec::new())
        .await
        .unwrap();
    assert_eq!(begins, json!("%PDF-"));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_files_are_looked_at_too() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let browser = Browser::start(false).await;
    browser.resize(PHONE).await;
    enter(&browser, &letter).await;
    browser.press("PDF・画像を送る").await;
    browser.wait_for("できあがった意見書を送る").await;
    choose(&browser, &["turned.jpg"]).await;
    browser.press("送って確かめる").await;
    browser.wait_for("全部で1ページ").await;
    browser.press("この内容で提出する").await;
    browser.wait_for("提出を受け付けました").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_of_requests_that_are_over_say_so() {
    let world = World::start().await;
    let (clerk, request, cancelled) = asked(&world).await;
    let browser = Browser::start(true).await;
    browser.resize(PHONE).await;

    let form = clerk.get(&format!("{request}/cancel")).await.expect(200);
    let form = form.form("/cancel").set("reason", "申請の取下げ");
    let _ = clerk.submit(&form).await.expect(200);
    browser.open(&cancelled.link).await;
    browser.wait_for("この依頼は取り消されました").await;
    browser
        .must_be_sound("a cancelled request's letter", PHONE)
        .await;

    let other = [("insured_no", "0001234567"), ("name", "山本 花")];
    let request = clerk.register(&other).await;
    let given = letter(&world, &clerk, &request).await;
    let form = clerk.get(&format!("{request}/reassign")).await.expect(200);
    let form = form.form("/reassign").set("clinic", "山田医院");
    let _ = clerk.submit(&form).await.expect(200);
    browser.open(&given.link).await;
    browser.wait_for("この依頼は終わりました").await;
    browser
        .must_be_sound("a reassigned request's letter", PHONE)
        .await;

    let other = [("insured_no", "0002345678"), ("name", "川上 緑")];
    let request = clerk.register(&other).await;
    let accepted = letter(&world, &clerk, &request).await;
    clerk
        .receive(&request, &[kairan_tests::people::pdf("意見書", 1)])
        .await;
    browser.open(&accepted.link).await;
    browser.wait_for("意見書を開く").await;
    type_passcode(&browser, &accepted.passcode).await;
    browser.wait_for("意見書は受領されました").await;
    browser.must_be_sound("an accepted request", PHONE).await;
    // Some weeks later it opens no more.
    world.advance(60 * 24 * 3600);
    browser.open(&accepted.link).await;
    browser.wait_for("この意見書は受領されました").await;
    for name in ["山本", "川上", "髙﨑"] {
        assert!(
            !browser.text().await.contains(name),
            "the closed door names {name}"
        );
    }
    browser.close().await;
}
