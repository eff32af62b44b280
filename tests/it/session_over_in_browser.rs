//! The session ends under a page in real Chromium: the draft saves itself once somebody signed in
//! in another tab; a long form and a reason come back after the sign-in.

use kairan_tests::browser::Browser;
use kairan_tests::people::{CHOSEN, Clerk, STAFF_COOKIE, code_of, pdf};
use kairan_tests::requests::{ClinicPlan, REQUEST};
use kairan_tests::world::World;
use serde_json::json;

async fn at_desk(world: &World, clerk: &Clerk) -> Browser {
    let browser = Browser::start(true).await;
    browser.resize((1280, 900)).await;
    browser
        .open(&format!("{}/console/sign-in", world.url()))
        .await;
    let cookie = clerk.cookie(STAFF_COOKIE).unwrap();
    browser.take_cookie(STAFF_COOKIE, &cookie).await;
    browser
}

async fn sign_in_again(world: &World, browser: &Browser, clerk: &Clerk) {
    browser.wait_for("お預かりしています").await;
    browser.fill("login", &clerk.login).await;
    browser.fill("password", CHOSEN).await;
    browser.press("ログイン").await;
    browser.wait_for("6桁の数字").await;
    world.advance(30);
    browser
        .fill("code", &code_of(&clerk.secret, world.now()))
        .await;
    browser.press("確認する").await;
}

async fn value(browser: &Browser, name: &str) -> serde_json::Value {
    browser
        .run(&format!(
            "return document.querySelector('[name={name}]').value"
        ))
        .await
}

/// Signs in without the browser; its new cookie.
async fn elsewhere(world: &World, clerk: &Clerk) -> String {
    let page = clerk.get("/console/sign-in").await.expect(200);
    let form = page
        .form("/sign-in")
        .set("login", &clerk.login)
        .set("password", CHOSEN);
    let page = clerk.submit(&form).await.expect(200);
    world.advance(30);
    let form = page
        .form("/code")
        .set("code", &code_of(&clerk.secret, world.now()));
    let _ = clerk.submit(&form).await.expect(200);
    clerk.cookie(STAFF_COOKIE).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_draft_says_what_is_true_and_saves_itself_after_a_sign_in_elsewhere() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let browser = at_desk(&world, &clerk).await;
    browser.open(&format!("{}/console/", world.url())).await;
    browser.press("新しく登録する").await;
    browser.wait_for("新しい審査会の登録").await;
    let _ = clerk
        .submit(&clerk.get("/console/").await.form("/sign-out"))
        .await;

    browser.fill("remark", "玄関は東側です").await;
    browser
        .wait_for("別のタブでログインすると、自動で保存します")
        .await;
    let unsaved = "const leave = new Event('beforeunload', {cancelable: true}); window.dispatchEvent(leave); return leave.defaultPrevented";
    assert_eq!(
        browser.run(unsaved).await,
        json!(true),
        "leaving is not warned of"
    );

    let cookie = elsewhere(&world, &clerk).await;
    browser.take_cookie(STAFF_COOKIE, &cookie).await;
    let _ = browser
        .run("document.dispatchEvent(new Event('visibilitychange')); return 1")
        .await;
    let saved =
        "return document.querySelector('[data-saved]').textContent.includes('保存しました')";
    browser.wait_until(saved).await;
    assert_eq!(browser.run(unsaved).await, json!(false));
    assert_eq!(value(&browser, "remark").await, json!("玄関は東側です"));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_of_twenty_fields_and_a_reason_come_back_after_the_sign_in() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let _ = clerk.add_clinic(&ClinicPlan::default()).await;
    let request = clerk.register(&[("insured_no", "0000000077")]).await;
    let _ = clerk
        .arrive(&request, &[pdf("意見書", 1)])
        .await
        .expect(200);
    let browser = at_desk(&world, &clerk).await;

    browser
        .open(&format!("{}/console/requests/new", world.url()))
        .await;
    for (name, text) in REQUEST {
        let script = format!(
            "const field = document.querySelector('[name={name}]'); field.value = {}; return field.value",
            json!(text)
        );
        assert_eq!(browser.run(&script).await, json!(text), "{name}");
    }
    browser.forget().await;
    let _ = browser
        .run("document.querySelector('.save-bar button').click(); return 1")
        .await;
    sign_in_again(&world, &browser, &clerk).await;
    browser.wait_for("まだ送信されていません").await;
    for (name, text) in REQUEST {
        assert_eq!(value(&browser, name).await, json!(text), "{name}");
    }
    assert_eq!(browser.axe().await, Vec::<String>::new());

    browser
        .open(&format!("{}{request}/send-back", world.url()))
        .await;
    browser
        .fill("reason", "3ページ目の日付が読めません。")
        .await;
    browser.forget().await;
    browser.press("差し戻す").await;
    sign_in_again(&world, &browser, &clerk).await;
    browser.wait_for("まだ送信されていません").await;
    assert_eq!(
        value(&browser, "reason").await,
        json!("3ページ目の日付が読めません。")
    );
    browser.close().await;
}
