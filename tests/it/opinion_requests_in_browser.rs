//! The clerk's path with doctors' opinions in real Chromium: every page sound for axe and at
//! every width, errors led to their fields, doctors offered by their clinic.

use kairan_tests::browser::{Browser, WIDTHS};
use kairan_tests::people::{STAFF_COOKIE, pdf};
use kairan_tests::requests::{ClinicPlan, REQUEST};
use kairan_tests::world::World;
use serde_json::json;

const DESK: (u32, u32) = WIDTHS[2];

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_asks_for_an_opinion_and_takes_it_in() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let clinic = clerk.add_clinic(&ClinicPlan::default()).await;
    let _ = clerk.add_physician(&clinic, "山田 花子").await;
    let other = ClinicPlan {
        name: "さくら診療所",
        code: "",
        ..ClinicPlan::default()
    };
    let second = clerk.add_clinic(&other).await;
    let _ = clerk.add_physician(&second, "佐倉 一").await;
    let browser = Browser::start(true).await;
    browser.resize(DESK).await;
    browser
        .open(&format!("{}/console/sign-in", world.url()))
        .await;
    let cookie = clerk.cookie(STAFF_COOKIE).unwrap();
    browser.take_cookie(STAFF_COOKIE, &cookie).await;

    browser
        .open(&format!("{}/console/clinics", world.url()))
        .await;
    browser.must_be_sound("the roster", DESK).await;
    browser.press("山田医院").await;
    browser.wait_for("提出までの日数").await;
    browser.must_be_sound("a clinic", DESK).await;
    browser.press("主治医意見書").await;
    browser.wait_for("作成依頼を登録する").await;
    browser.must_be_sound("the empty list", DESK).await;
    register(&browser).await;
    take_in(&world, &browser).await;
    browser.close().await;
}

async fn register(browser: &Browser) {
    browser.press("作成依頼を登録する").await;
    browser.wait_for("作成依頼の登録").await;
    browser.must_be_sound("the empty form", DESK).await;
    browser.fill("clinic", "さくら診療所").await;
    let offered =
        "return [...document.querySelectorAll('#f-physician option')].map(o => o.textContent)";
    let own = json!(["医療機関に任せる", "佐倉 一"]);
    assert_eq!(
        browser.run(offered).await,
        own,
        "doctors of other clinics are offered"
    );
    browser
        .client()
        .find(fantoccini::Locator::Css(".save-bar .button-big"))
        .await
        .unwrap()
        .click()
        .await
        .unwrap();
    browser.wait_for("入力を確かめてください").await;
    browser.must_be_sound("the form with faults", DESK).await;
    for (name, value) in REQUEST {
        match name {
            "sex" | "application" | "times" | "care" | "applied_on" => {
                browser.choose(name, value).await;
            }
            _ => browser.fill(name, value).await,
        }
    }
    browser.fill("clinic", "山田医院（1310123456）").await;
    browser.wait_for("令和8年11月20日(金)").await;
    browser
        .client()
        .find(fantoccini::Locator::Css(".save-bar .button-big"))
        .await
        .unwrap()
        .click()
        .await
        .unwrap();
    browser.wait_for("依頼書を印刷して送ってください").await;
    browser.must_be_sound("a request", DESK).await;
    browser.press("依頼書を印刷する").await;
    browser.wait_for("窓付き封筒").await;
    browser.must_be_sound("before the letter", DESK).await;
    browser.press("戻る").await;
    browser.wait_for("これまでの経過").await;
}

async fn take_in(world: &World, browser: &Browser) {
    browser.press("紙・FAXなどで届いた").await;
    browser.wait_for("ほかの方法で届いた意見書").await;
    browser.must_be_sound("an arrival", DESK).await;
    let scan = world.home().join("意見書.pdf");
    std::fs::write(&scan, pdf("意見書", 2)).unwrap();
    let input = browser
        .client()
        .find(fantoccini::Locator::Css("#f-files"))
        .await
        .unwrap();
    input.send_keys(scan.to_str().unwrap()).await.unwrap();
    browser
        .client()
        .find(fantoccini::Locator::Css("form .button-big"))
        .await
        .unwrap()
        .click()
        .await
        .unwrap();
    browser.wait_for("届いた意見書を確かめてください").await;
    browser.must_be_sound("an opinion that waits", DESK).await;
    browser.press("差し戻す").await;
    browser.wait_for("直してほしいところ").await;
    browser.must_be_sound("sending back", DESK).await;
    browser.press("やめる").await;
    browser.wait_for("届いた意見書を確かめてください").await;
    browser.press("受領する").await;
    browser.wait_for("意見書を受領しますか").await;
    browser.must_be_sound("accepting", DESK).await;
    browser.press("受領する").await;
    browser.wait_for("意見書を受領しました").await;
    browser.must_be_sound("an accepted opinion", DESK).await;
    browser.press("審査会用（名前なし）を作る").await;
    browser.wait_for("自分で消したPDFを使う").await;
    browser.must_be_sound("before masking", DESK).await;
    cover(browser).await;
}

/// Draws a rectangle with the mouse, moves and resizes it with the keys, and has the pages made.
async fn cover(browser: &Browser) {
    browser.press("四角を置いて消す").await;
    browser.wait_for("1ページ目の四角").await;
    browser
        .wait_until("return [...document.images].every(i => i.complete && i.naturalWidth > 400)")
        .await;
    browser.must_be_sound("covering", DESK).await;
    let script = "const s = document.querySelector('[data-boxes]'); s.scrollIntoView();\
        const b = s.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]";
    let sheet: Vec<f64> = serde_json::from_value(browser.run(script).await).unwrap();
    let mouse = async |kind: &str, x: f64, y: f64| {
        let held = i32::from(kind != "mouseReleased");
        let (x, y) = (sheet[0] + sheet[2] * x, sheet[1] + sheet[3] * y);
        let event = json!({"type": kind, "x": x, "y": y, "button": "left", "buttons": held, "clickCount": 1});
        let _ = browser.devtools("Input.dispatchMouseEvent", event).await;
    };
    mouse("mousePressed", 0.2, 0.1).await;
    mouse("mouseMoved", 0.4, 0.15).await;
    mouse("mouseMoved", 0.6, 0.2).await;
    mouse("mouseReleased", 0.6, 0.2).await;
    let numbers = "return [...document.querySelectorAll('.cover-row')[0].querySelectorAll('.input')].map(i => Number(i.value))";
    let drawn: Vec<f64> = serde_json::from_value(browser.run(numbers).await).unwrap();
    for (is, due) in drawn.iter().zip([20.0, 10.0, 40.0, 10.0]) {
        assert!((is - due).abs() < 1.0, "drawn at {drawn:?}");
    }
    browser.keys("\u{E014}\u{E014}").await;
    let moved: Vec<f64> = serde_json::from_value(browser.run(numbers).await).unwrap();
    assert!(
        (moved[0] - drawn[0] - 1.0).abs() < 0.11,
        "{drawn:?} moved to {moved:?}"
    );
    browser.fill("case_no", "12").await;
    browser.must_be_sound("a covered page", DESK).await;
    browser.press("審査会用を作る").await;
    browser
        .wait_for("2ページ目に隠す範囲が指定されていません")
        .await;
    browser
        .run("document.getElementById('f-nothing-2').click()")
        .await;
    browser.press("審査会用を作る").await;
    browser.wait_for("審査会用のページを確認する").await;
    browser
        .wait_until("return [...document.images].every(i => i.complete && i.naturalWidth > 400)")
        .await;
    browser.must_be_sound("masked pages to look at", DESK).await;
    browser.press("確認を記録する").await;
    browser.wait_for("1ページ目の確認が済んでいません").await;
    browser
        .run("for (const box of document.querySelectorAll('[name=page]')) box.click()")
        .await;
    browser.press("確認を記録する").await;
    browser.wait_for("確認を記録しました").await;
    browser.wait_for("資料番号 12").await;
}
