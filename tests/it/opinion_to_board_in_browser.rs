//! A clerk's round with opinions in real Chromium: letters in one batch, today's calls, what came
//! on paper, files for the insurer's system, and the way to the board.

use crate::opinion_to_board::telling;
use kairan_domain::staff::Role;
use kairan_tests::browser::{Browser, WIDTHS};
use kairan_tests::people::{Clerk, Plan, STAFF_COOKIE, pdf};
use kairan_tests::requests::ClinicPlan;
use kairan_tests::world::World;
use std::path::PathBuf;
use std::time::{Duration, Instant};

const DESK: (u32, u32) = WIDTHS[2];

/// A browser signed in as this clerk, at this page of the console.
async fn at(world: &World, clerk: &Clerk, path: &str) -> Browser {
    let browser = Browser::start(true).await;
    browser.resize(DESK).await;
    go_on_as(world, &browser, clerk, path).await;
    browser
}

async fn go_on_as(world: &World, browser: &Browser, clerk: &Clerk, path: &str) {
    let sign_in = format!("{}/console/sign-in", world.url());
    browser.open(&sign_in).await;
    let cookie = clerk.cookie(STAFF_COOKIE).unwrap();
    browser.take_cookie(STAFF_COOKIE, &cookie).await;
    browser.open(&format!("{}{path}", world.url())).await;
}

/// The file with this ending that the browser has saved whole; ten seconds are enough.
async fn saved(browser: &Browser, ending: &str) -> (String, PathBuf) {
    let deadline = Instant::now() + Duration::from_secs(10);
    let mut looks = tokio::time::interval(Duration::from_millis(50));
    loop {
        looks.tick().await;
        let files = std::fs::read_dir(browser.downloads());
        let names = files.into_iter().flatten().map(|file| file.unwrap().path());
        for path in names {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.ends_with(ending) {
                return (name, path);
            }
        }
        assert!(Instant::now() < deadline, "no {ending} was saved");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_calls_and_arrivals_of_a_day() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let _ = clerk.add_clinic(&ClinicPlan::default()).await;
    let first = clerk.register(&[]).await;
    let _ = clerk
        .register(&[("insured_no", "0001234567"), ("name", "山本 花")])
        .await;

    let browser = at(&world, &clerk, "/console/requests").await;
    browser
        .wait_for("依頼書をまだ印刷していない依頼が2件")
        .await;
    browser.must_be_sound("the list", DESK).await;
    browser.press("まとめて印刷する").await;
    browser.wait_for("山本 花").await;
    browser.must_be_sound("the batch", DESK).await;
    browser.press("依頼書を作る（PDF）").await;
    let (name, paper) = saved(&browser, ".pdf").await;
    assert!(
        !name.contains("髙﨑") && !name.contains("H000123456"),
        "{name}"
    );
    assert!(std::fs::read(paper).unwrap().starts_with(b"%PDF-"));
    browser.wait_for("印刷していない依頼書はありません").await;

    // Two weeks and more later somebody else rings.
    world.set_japan("2026-12-08 10:00");
    let other = world.staff("m.suzuki", Role::Clerk).await;
    go_on_as(&world, &browser, &other, "/console/requests").await;
    browser.wait_for("今日の連絡（2件）").await;
    browser.must_be_sound("today's calls", DESK).await;
    browser.press("電話した").await;
    browser.wait_for("督促を記録しました").await;
    browser.wait_for("今日の連絡（1件）").await;

    browser.open(&format!("{}{first}", world.url())).await;
    browser.press("紙・FAXなどで届いた").await;
    browser.wait_for("ほかの方法で届いた意見書").await;
    let scan = world.home().join("意見書.pdf");
    std::fs::write(&scan, pdf("意見書", 2)).unwrap();
    let input = browser
        .client()
        .find(fantoccini::Locator::Css("#f-files"))
        .await
        .unwrap();
    input.send_keys(scan.to_str().unwrap()).await.unwrap();
    let send = fantoccini::Locator::Css("form .button-big");
    let send = browser.client().find(send).await.unwrap();
    send.click().await.unwrap();
    browser.wait_for("届いた意見書を確かめてください").await;
    browser.press("受領する").await;
    browser.wait_for("意見書を受領しますか").await;
    browser.press("受領する").await;
    browser.wait_for("意見書を受領しました").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accepted_opinions_are_saved_as_files_and_what_a_file_cannot_hold_is_told_first() {
    let world = World::start().await;
    let (clerk, _) = telling(&world).await;
    let browser = at(&world, &clerk, "/console/requests/export").await;
    browser.wait_for("受領した意見書を書き出す").await;
    browser.must_be_sound("exporting", DESK).await;
    let tick = "document.getElementById('f-request').click(); return true";
    let _ = browser.run(tick).await;
    for (kind, ending) in [("zip", ".zip"), ("pdf", ".pdf")] {
        browser.choose("kind", kind).await;
        browser.press("書き出す").await;
        let (name, _) = saved(&browser, ending).await;
        assert!(
            !name.contains("H000123456") && !name.contains("髙﨑"),
            "{name}"
        );
    }
    browser.choose("kind", "csv").await;
    browser.choose("encoding", "cp932").await;
    browser.press("書き出す").await;
    browser
        .wait_for("この文字コードでは書けない字があります")
        .await;
    browser.wait_for("U+20BB7").await;
    browser.must_be_sound("unwritable characters", DESK).await;
    assert!(saved_none(&browser, ".csv"), "written before it was told");
    browser.choose("encoding", "utf8").await;
    browser.press("書き出す").await;
    let (_, table) = saved(&browser, ".csv").await;
    let table = String::from_utf8(std::fs::read(table).unwrap()).unwrap();
    assert!(table.contains("髙﨑　𠮷男"));
    browser.close().await;
}

fn saved_none(browser: &Browser, ending: &str) -> bool {
    std::fs::read_dir(browser.downloads())
        .into_iter()
        .flatten()
        .all(|file| !file.unwrap().path().to_string_lossy().ends_with(ending))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_written_opinion_is_confirmed_masked_and_picked_for_the_board() {
    let world = World::start().await;
    let (clerk, request) = telling(&world).await;
    let draft = clerk.draft(&Plan::of(2)).await;
    let browser = at(&world, &clerk, &format!("{request}/masked")).await;
    browser.wait_for("名前などが見つかりました（1か所）").await;
    browser.must_be_sound("names that were found", DESK).await;
    browser.fill("case_no", "12").await;
    browser.press("審査会用を作る").await;
    browser.wait_for("委員に見せてよければチェック").await;
    browser
        .must_be_sound("names nobody has confirmed", DESK)
        .await;
    let tick = "document.getElementById('f-sure').click(); return true";
    let _ = browser.run(tick).await;
    browser.press("審査会用を作る").await;
    browser.wait_for("資料番号 12").await;

    browser
        .open(&format!("{}{}", world.url(), draft.at("/opinions")))
        .await;
    browser.wait_for("主治医意見書を資料に加える").await;
    browser.must_be_sound("picking", DESK).await;
    let tick = "document.getElementById('f-request').click(); return true";
    let _ = browser.run(tick).await;
    let add = fantoccini::Locator::Css("form .button-big");
    let add = browser.client().find(add).await.unwrap();
    add.click().await.unwrap();
    browser
        .wait_until("return [...document.querySelectorAll('input')].some(i => i.value.includes('12 主治医意見書'))")
        .await;
    browser.open(&format!("{}{request}", world.url())).await;
    browser.wait_for("使われた審査会").await;
    browser
        .must_be_sound("a request that went to the board", DESK)
        .await;
    browser.close().await;
}
