//! The draft's form in real Chromium: what saves itself takes nothing out of the clerk's hands,
//! buttons and Enter leave the clerk where the work is, errors are seen with their label, files
//! chosen come along without scripts too.

use kairan_domain::staff::Role;
use kairan_tests::browser::{Browser, WIDTHS};
use kairan_tests::people::{STAFF_COOKIE, pdf};
use kairan_tests::world::World;
use serde_json::json;

const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";

/// A new draft, open in a browser at a small desk screen.
async fn new_draft(world: &World, scripts: bool) -> Browser {
    let clerk = world.staff("m.suzuki", Role::Clerk).await;
    let browser = Browser::start(scripts).await;
    browser.resize((1280, 720)).await;
    browser.open(&format!("{}/console/", world.url())).await;
    let cookie = clerk.cookie(STAFF_COOKIE).unwrap();
    browser.take_cookie(STAFF_COOKIE, &cookie).await;
    browser.open(&format!("{}/console/", world.url())).await;
    browser.press("新しく登録する").await;
    browser.wait_for("新しい審査会の登録").await;
    browser
}

async fn choose_file(world: &World, browser: &Browser, name: &str) {
    let path = world.home().join(name);
    std::fs::write(&path, pdf(name, 2)).unwrap();
    let field = fantoccini::Locator::Css("#f-files");
    let field = browser.client().find(field).await.unwrap();
    field.send_keys(path.to_str().unwrap()).await.unwrap();
}

/// Waits until the line beside the buttons says this.
async fn saved(browser: &Browser, text: &str) {
    let says =
        format!("return document.querySelector('[data-saved]').textContent.includes('{text}')");
    browser.wait_until(&says).await;
}

async fn first_row(browser: &Browser) -> serde_json::Value {
    let script = "const row = document.querySelector('.seat-row'); const field = row.querySelector('[name=seat_password]');\
        return {choice: row.querySelector('[name=seat_password_choice]').value, typed: field.value,\
        focus: document.activeElement === field, error: row.querySelector('.field-password .field-error')?.textContent ?? ''}";
    browser.run(script).await
}

async fn focus(browser: &Browser) -> String {
    let id = browser.run("return document.activeElement.id").await;
    id.as_str().unwrap_or_default().to_owned()
}

/// Whether the element's top edge is in the window.
async fn in_sight(browser: &Browser, script: &str) -> bool {
    let script = format!(
        "const box = ({script}).getBoundingClientRect(); return box.top >= 0 && box.top < window.innerHeight"
    );
    browser.run(&script).await == json!(true)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_being_typed_stays_in_the_clerks_hands() {
    let world = World::start().await;
    let browser = new_draft(&world, true).await;
    browser.fill_row("seat_name", 0, "中村 一郎").await;
    browser
        .fill_row("seat_mail", 0, "iin1@clinic.example.jp")
        .await;
    browser.choose("seat_password_choice", "type").await;
    saved(&browser, "委員1の参照用パスワードは、まだ保存していません").await;
    let row = first_row(&browser).await;
    assert_eq!(
        (&row["choice"], &row["error"]),
        (&json!("type"), &json!(""))
    );

    browser.fill_row("seat_password", 0, "hibari").await;
    browser
        .wait_until("return document.querySelector('.field-password .field-error') !== null")
        .await;
    let row = first_row(&browser).await;
    assert_eq!(row["choice"], "type");
    assert_eq!(row["typed"], "hibari");
    assert_eq!(row["focus"], true, "the focus went");
    let error = row["error"].as_str().unwrap();
    assert!(
        error.contains("10文字以上") && error.contains("まだ保存していません"),
        "{error}"
    );
    browser
        .must_be_sound("a refused password", (1280, 720))
        .await;

    browser.fill_row("seat_password", 0, "himawari-2x").await;
    browser
        .wait_until("return document.querySelector('.field-password .field-error') === null")
        .await;
    let row = first_row(&browser).await;
    assert_eq!(
        (&row["choice"], &row["typed"]),
        (&json!("type"), &json!("himawari-2x"))
    );
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_and_enter_leave_the_clerk_where_the_work_is() {
    let world = World::start().await;
    let browser = new_draft(&world, true).await;
    browser.press("委員の行を増やす").await;
    browser
        .wait_until("return document.querySelectorAll('.seat-row').length === 6")
        .await;
    assert_eq!(focus(&browser).await, "f-seat_name-6");
    let label = "document.querySelector('label[for=f-seat_name-6]')";
    assert!(
        in_sight(&browser, label).await,
        "the new row is out of sight"
    );

    // Enter saves and stays.
    let _ = browser.run("window.sameYet = true").await;
    browser.keys("小林 洋子").await;
    let before = browser.run("return window.scrollY").await;
    browser.keys(ENTER).await;
    saved(&browser, "保存しました").await;
    assert_eq!(
        browser.run("return window.sameYet === true").await,
        json!(true)
    );
    assert_eq!(browser.run("return window.scrollY").await, before);
    assert_eq!(focus(&browser).await, "f-seat_name-6");

    // From a name the next stop is the address, not the button that takes the row away.
    browser.keys(TAB).await;
    assert_eq!(focus(&browser).await, "f-seat_mail-6");

    browser.press("この行を消す").await;
    browser
        .wait_until("return document.querySelectorAll('.seat-row').length === 5")
        .await;
    assert_eq!(focus(&browser).await, "f-seat_name-1");
    let key = browser.devtools("Network.getCookies", json!({})).await;
    let key = key["cookies"].as_array().unwrap().iter();
    let key: Vec<_> = key.filter(|it| it["name"] == "kairan_envelope").collect();
    assert_eq!(
        key[0]["session"], false,
        "closing the browser loses the passwords"
    );
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_are_seen_with_their_label_and_go_when_mended() {
    let world = World::start().await;
    let browser = new_draft(&world, true).await;
    browser.fill_row("seat_name", 2, "中村 一郎").await;
    browser.fill_row("seat_mail", 2, "iin1@@clinic").await;
    browser.press("確認へ進む").await;
    browser.wait_for("入力を確かめてください").await;
    let text = browser.text().await;
    assert!(
        !text.contains("参照用パスワードが決まっていません"),
        "{text}"
    );
    assert!(!in_sight(&browser, "document.querySelector('#f-seat_mail-3')").await);
    let link = fantoccini::Locator::Css(".error-summary a[href='#f-seat_mail-3']");
    let link = browser.client().find(link).await.unwrap();
    link.click().await.unwrap();
    let label = "document.querySelector('label[for=f-seat_mail-3]')";
    browser
        .wait_until("return document.activeElement.id === 'f-seat_mail-3'")
        .await;
    assert!(
        in_sight(&browser, label).await,
        "the label is above the window"
    );

    choose_file(&world, &browser, "資料.pdf").await;
    browser
        .wait_until("return document.querySelectorAll('[name=material_id]').length === 1")
        .await;
    browser
        .wait_until("return document.querySelector('.error-summary a[href=\"#f-files\"], #f-files-error') === null")
        .await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_chosen_files_come_along_with_every_button() {
    let world = World::start().await;
    let browser = new_draft(&world, false).await;
    browser.resize(WIDTHS[2]).await;
    browser.fill("panel", "第9合議体").await;
    choose_file(&world, &browser, "初めの資料.pdf").await;
    browser.press("確認へ進む").await;
    browser.wait_for("入力を確かめてください").await;
    let text = browser.text().await;
    assert!(
        text.contains("初めの資料.pdf"),
        "the file was dropped:\n{text}"
    );
    assert!(!text.contains("審査会資料がありません"), "{text}");
    browser.close().await;
}
