//! What becomes of a request, pressed in real Chromium: reminded, sent back, given to another
//! doctor, cancelled; a clinic with a login, then retired. Every page sound at every width.

use kairan_tests::browser::{Browser, WIDTHS};
use kairan_tests::people::{Clerk, STAFF_COOKIE, pdf};
use kairan_tests::requests::ClinicPlan;
use kairan_tests::world::World;

const DESK: (u32, u32) = WIDTHS[2];

/// A browser signed in as this clerk.
async fn desk_of(world: &World, clerk: &Clerk) -> Browser {
    let browser = Browser::start(true).await;
    browser.resize(DESK).await;
    let sign_in = format!("{}/console/sign-in", world.url());
    browser.open(&sign_in).await;
    let cookie = clerk.cookie(STAFF_COOKIE).unwrap();
    browser.take_cookie(STAFF_COOKIE, &cookie).await;
    browser
}

/// Sends the one form of the page without the reason it needs, which is told; then with it.
async fn with_a_reason(browser: &Browser, (what, button): (&str, &str), done: &str) {
    browser.must_be_sound(what, DESK).await;
    browser.press(button).await;
    browser.wait_for("入力を確かめてください").await;
    browser
        .must_be_sound(&format!("{what}, refused"), DESK)
        .await;
    browser.fill("reason", "電話で聞いたとおり").await;
    browser.press(button).await;
    browser.wait_for(done).await;
    browser.must_be_sound(&format!("{what}, done"), DESK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_reminded_sent_back_given_on_and_cancelled() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let _ = clerk.add_clinic(&ClinicPlan::default()).await;
    let other = ClinicPlan {
        name: "さくら診療所",
        code: "1310654321",
        ..ClinicPlan::default()
    };
    let _ = clerk.add_clinic(&other).await;
    let came = clerk.register(&[]).await;
    let page = clerk.arrive(&came, &[pdf("意見書", 1)]).await;
    let _ = page.expect(200).showing("届いた意見書を確かめてください");
    let awaited = clerk
        .register(&[("insured_no", "0001234567"), ("name", "山本 花")])
        .await;
    let browser = desk_of(&world, &clerk).await;
    let at = |path: &str| format!("{}{path}", world.url());

    browser.open(&at(&format!("{came}/send-back"))).await;
    let sending_back = ("sending back", "差し戻す");
    with_a_reason(&browser, sending_back, "意見書を差し戻しました").await;

    browser.open(&at(&format!("{awaited}/reminder"))).await;
    browser.must_be_sound("a reminder", DESK).await;
    browser.choose("method", "phone").await;
    browser.fill("memo", "来週の月曜に出してもらえる").await;
    browser.press("記録する").await;
    browser.wait_for("督促を記録しました").await;
    browser.wait_for("来週の月曜に出してもらえる").await;

    browser.open(&at(&format!("{awaited}/reassign"))).await;
    browser.must_be_sound("another doctor", DESK).await;
    browser.fill("clinic", "どこにもない医院").await;
    browser.press("この医師に頼む").await;
    browser.wait_for("入力を確かめてください").await;
    browser.must_be_sound("another doctor, refused", DESK).await;
    browser.fill("clinic", "さくら診療所（1310654321）").await;
    browser.press("この医師に頼む").await;
    browser.wait_for("別の医師への作成依頼を登録しました").await;
    let made = browser.url().await;
    assert!(!made.contains(&awaited), "still the old request: {made}");
    browser.open(&at(&awaited)).await;
    browser.wait_for("別の医師").await;
    browser.must_be_sound("given to another doctor", DESK).await;

    let made = made.split('?').next().unwrap().to_owned();
    browser.open(&format!("{made}/cancel")).await;
    let cancelling = ("cancelling", "取り消す");
    with_a_reason(&browser, cancelling, "作成依頼を取り消しました").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinic_gets_a_login_and_is_retired_with_it() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let clinic = clerk.add_clinic(&ClinicPlan::default()).await;
    let request = clerk.register(&[]).await;
    clerk.receive(&request, &[pdf("意見書", 1)]).await;
    let browser = desk_of(&world, &clerk).await;

    browser.open(&format!("{}{clinic}", world.url())).await;
    browser.press("ログインを加える").await;
    browser.wait_for("山田医院のログインを加える").await;
    browser.must_be_sound("a new login", DESK).await;
    browser.fill("login", "yamada-uketsuke").await;
    browser.fill("name", "受付 桜子").await;
    browser.press("加える").await;
    browser.wait_for("医療機関のログインを加えました").await;
    browser.must_be_sound("a login that was made", DESK).await;
    browser.press("山田医院に戻る").await;
    browser.wait_for("受付 桜子").await;
    browser.must_be_sound("a clinic with a login", DESK).await;

    browser.press("この医療機関を停止する").await;
    browser
        .must_be_sound("before a clinic is retired", DESK)
        .await;
    let retire = "document.querySelector('form[action$=\"/retire\"]:not([action*=\"/staff/\"]):not([action*=\"/physicians/\"])').requestSubmit(); return true";
    let _ = browser.run(retire).await;
    browser.wait_for("また依頼できるようにする").await;
    browser.must_be_sound("a retired clinic", DESK).await;
    browser.close().await;
}
