//! The same journeys in real Chromium: the clerk's whole job with scripts at a desk, a reviewer
//! on phone and tablet and without scripts, the gate by keyboard alone; axe on every page in
//! every state, and no page that scrolls sideways.

use axum::Router;
use axum::extract::Path as At;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use kairan_access::{By, RawStaff};
use kairan_domain::staff::Role;
use kairan_tests::browser::{Browser, WIDTHS};
use kairan_tests::people::{CHOSEN, Plan, STAFF_COOKIE, code_of, pdf};
use kairan_tests::world::World;
use kairan_web::Pages;
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::sync::Arc;

const PHONE: (u32, u32) = WIDTHS[0];
const TABLET: (u32, u32) = WIDTHS[1];
const DESK: (u32, u32) = WIDTHS[2];

/// A file on disk for a file input.
fn file(world: &World, name: &str, bytes: &[u8]) -> PathBuf {
    let path = world.home().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

async fn first_sign_in(world: &World, browser: &Browser) {
    let operator = kairan_access::operator();
    let raw = RawStaff {
        login: "h.sato",
        name: "佐藤 花子",
        role: Role::Clerk,
    };
    let made = kairan_access::add_staff(world.app(), By::Operator(&operator, world.insurer), raw)
        .await
        .unwrap();
    browser.open(&format!("{}/console/", world.url())).await;
    browser.must_be_sound("sign-in", DESK).await;
    browser.fill("login", "h.sato").await;
    browser.fill("password", made.password.expose()).await;
    browser.press("ログイン").await;
    browser.wait_for("新しいパスワードを決めてください").await;
    browser.must_be_sound("change of password", DESK).await;
    browser.fill("password", made.password.expose()).await;
    browser.fill("new_password", CHOSEN).await;
    browser.fill("new_password_again", CHOSEN).await;
    browser.press("パスワードを変える").await;
    browser.wait_for("認証アプリを登録してください").await;
    browser.must_be_sound("second factor", DESK).await;
    let secret = browser
        .run("return document.querySelector('.password').textContent")
        .await;
    browser
        .fill("code", &code_of(secret.as_str().unwrap(), world.now()))
        .await;
    browser.press("登録する").await;
    browser.wait_for("回復コードを印刷してください").await;
    browser.must_be_sound("recovery codes", DESK).await;
    browser.press("次へ進む").await;
    browser.wait_for("まだ審査会が登録されていません").await;
}

async fn fill_the_form(world: &World, browser: &Browser) {
    browser.press("新しく登録する").await;
    browser.wait_for("新しい審査会の登録").await;
    browser.must_be_sound("the empty form", DESK).await;
    browser.choose("held_on", "2026-12-03").await;
    browser.wait_for("令和8年12月3日").await;
    browser.choose("starts_at", "13:30").await;
    browser.fill("panel", "第1合議体").await;
    browser.fill("reviewer_count", "5").await;
    browser.choose("until_on", "2026-12-03").await;
    browser.choose("until_at", "17:00").await;
    for (row, (name, mail)) in Plan::of(5).reviewers.iter().enumerate() {
        browser.fill_row("seat_name", row, name).await;
        browser.fill_row("seat_mail", row, mail).await;
    }
    // Typed text is saved by itself: nobody presses a button here.
    browser
        .wait_until(
            "return document.querySelector('[data-saved]').textContent.includes('保存しました')",
        )
        .await;
    let packet = file(
        world,
        "審査会資料.pdf",
        &kairan_paper::placeholder_pdf("審査会資料", 100, 2_000_000),
    );
    browser
        .client()
        .find(fantoccini::Locator::Css("#f-files"))
        .await
        .unwrap()
        .send_keys(packet.to_str().unwrap())
        .await
        .unwrap();
    browser
        .wait_until("return document.querySelectorAll('[name=material_id]').length === 1")
        .await;
    let dropped = "const zone = document.querySelector('[data-uploads]'); const bytes = Uint8Array.from(atob(arguments[0]), c => c.charCodeAt(0));\
        const data = new DataTransfer(); data.items.add(new File([bytes], '置いた資料.pdf', {type: 'application/pdf'}));\
        for (const kind of ['dragenter', 'dragover', 'drop']) zone.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: data}));";
    use base64::Engine;
    let bytes = base64::engine::general_purpose::STANDARD.encode(pdf("置いた資料", 2));
    browser
        .client()
        .execute(dropped, vec![json!(bytes)])
        .await
        .unwrap();
    browser
        .wait_until("return document.querySelectorAll('[name=material_id]').length === 2")
        .await;
    browser.must_be_sound("the filled form", DESK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_does_the_whole_job_at_a_desk() {
    let world = World::start().await;
    let browser = Browser::start(true).await;
    browser.resize(DESK).await;
    first_sign_in(&world, &browser).await;
    fill_the_form(&world, &browser).await;

    browser.press("確認へ進む").await;
    browser.wait_for("公開前の確認").await;
    browser.must_be_sound("confirmation", DESK).await;
    for shown in ["審査会資料.pdf", "置いた資料.pdf", "100ページ", "渡邉 誠"] {
        assert!(
            browser.text().await.contains(shown),
            "{shown} is not confirmed"
        );
    }
    browser.press("公開する").await;
    browser.wait_for("参照用パスワードの受け渡し").await;
    browser.must_be_sound("passwords", DESK).await;
    let passwords = browser
        .run(
            "return [...document.querySelectorAll('.password-big')].map(e => e.textContent.trim())",
        )
        .await;
    let passwords: Vec<String> = serde_json::from_value(passwords).unwrap();
    assert_eq!(passwords.len(), 5);
    world.deliver().await;
    assert_eq!(world.letters().len(), 5);

    let reviewer = world
        .reviewer("iin2@clinic.example.jp", &passwords[1])
        .await;
    let _ = reviewer.get(&reviewer.room("all.zip")).await.expect(200);
    browser.press("閲覧の状況を見る").await;
    browser.wait_for("すべて開きました").await;
    browser.must_be_sound("the board", DESK).await;
    change_and_withdraw(&world, &browser).await;
    browser.press("ログアウト").await;
    browser.wait_for("ログアウトしました").await;
    browser.close().await;
}

async fn change_and_withdraw(world: &World, browser: &Browser) {
    browser.press("日時・期間・連絡を変える").await;
    browser.wait_for("日時・期間・連絡の変更").await;
    browser.must_be_sound("change", DESK).await;
    browser.choose("held_on", "2026-12-10").await;
    browser.choose("until_on", "2026-12-10").await;
    browser.press("変更する").await;
    // The date alone stands on the page just left, too.
    browser.wait_for("差し替える").await;
    browser.wait_for("令和8年12月10日(木)").await;

    browser.press("差し替える").await;
    browser.wait_for("資料の差替え").await;
    browser.must_be_sound("replace", DESK).await;
    let new = file(world, "差替え.pdf", &pdf("差替え", 3));
    browser
        .client()
        .find(fantoccini::Locator::Css("#f-files"))
        .await
        .unwrap()
        .send_keys(new.to_str().unwrap())
        .await
        .unwrap();
    let form = browser
        .client()
        .find(fantoccini::Locator::Css(
            "form[data-send-files] button.button-big",
        ))
        .await
        .unwrap();
    form.click().await.unwrap();
    browser.wait_for("第2版").await;

    browser.press("審査会を取り下げる").await;
    browser.wait_for("この審査会を取り下げますか").await;
    browser.must_be_sound("withdraw", DESK).await;
    let button = browser
        .client()
        .find(fantoccini::Locator::Css("button.button-danger"))
        .await
        .unwrap();
    button.click().await.unwrap();
    browser.wait_for("ふたたび公開する").await;
    browser.must_be_sound("a withdrawn meeting", DESK).await;
    browser.press("審査会の一覧").await;
    browser.wait_for("取下げ").await;
    browser.must_be_sound("the list", DESK).await;
}

/// A meeting with two materials and a reviewer's link and password.
async fn invited(world: &World) -> (String, String, String) {
    let clerk = world.clerk().await;
    let plan = Plan {
        files: vec![("審査会資料.pdf", 30), ("追加資料.pdf", 2)],
        remark: "駐車場は北側です。",
        ..Plan::of(1)
    };
    let meeting = clerk.publish(&plan).await;
    world.deliver().await;
    (
        world.letter_to(&meeting.mails[0]).link(),
        meeting.mails[0].clone(),
        meeting.passwords[0].clone(),
    )
}

async fn read_everything(browser: &Browser, size: (u32, u32), scripts: bool) {
    browser.wait_for("の資料").await;
    if scripts {
        browser.must_be_sound("the room", size).await;
    }
    let script = "const px = e => parseFloat(getComputedStyle(e).fontSize); const big = [...document.querySelectorAll('.button-big')];\
        return {text: px(document.querySelector('main p')), buttons: Math.min(...big.map(e => e.getBoundingClientRect().height)), n: big.length}";
    let seen = browser.run(script).await;
    assert!(
        seen["text"].as_f64().unwrap() >= 18.0,
        "text of {} px for a reader of 75",
        seen["text"]
    );
    assert!(
        seen["buttons"].as_f64().unwrap() >= 48.0,
        "a button of {} px",
        seen["buttons"]
    );
    // On the second device it is known already.
    if !browser.text().await.contains("受け付けました") {
        browser.press("すべて読みました").await;
        browser.wait_for("まだ開かれていません").await;
        if scripts {
            browser.must_be_sound("the question", size).await;
        }
        browser.press("それでも送る").await;
        browser.wait_for("受け付けました").await;
        if scripts {
            browser.must_be_sound("thanks", size).await;
        }
    }
    browser.press("この画面を閉じる").await;
    browser.wait_for("画面を閉じました").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_reads_on_phone_and_tablet() {
    let world = World::start().await;
    let (link, mail, password) = invited(&world).await;
    let browser = Browser::start(true).await;
    for size in [PHONE, TABLET] {
        browser.resize(size).await;
        browser.open(&link).await;
        browser.wait_for("資料を見るための確認").await;
        browser.must_be_sound("the gate", size).await;
        browser.fill("mail", &mail).await;
        browser.fill("password", "chigau-password-1").await;
        browser.press("資料を見る").await;
        browser
            .wait_for("メールアドレスかパスワードが違います")
            .await;
        browser.must_be_sound("a wrong entry", size).await;
        browser.fill("password", &password).await;
        browser.press("資料を見る").await;
        browser.wait_for("駐車場は北側です。").await;
        assert!(
            !browser.url().await.contains("/r/"),
            "the token stays in the address bar"
        );
        let open = browser.run("return [...document.querySelectorAll('a[href$=\"/download\"], a[href$=\"/all.zip\"]')].length").await;
        assert_eq!(open, json!(3), "two materials and one ZIP to save");
        let fetched = browser.client().execute_async("const done = arguments[0]; fetch(document.querySelector('a[href$=\"/open\"]').href).then(r => r.blob()).then(b => done([b.size, b.type]))", Vec::new()).await.unwrap();
        assert_eq!(
            fetched,
            json!([pdf("審査会資料.pdf", 30).len(), "application/pdf"])
        );
        browser.open(&format!("{}/room/", world.url())).await;
        read_everything(&browser, size, true).await;
        browser.forget().await;
    }
    by_keyboard_alone(&browser, &link, &mail, &password).await;
    browser.close().await;
}

/// Tab, type, Tab, type, Enter.
async fn by_keyboard_alone(browser: &Browser, link: &str, mail: &str, password: &str) {
    const TAB: &str = "\u{E004}";
    const ENTER: &str = "\u{E007}";
    browser.open(link).await;
    browser.wait_for("資料を見るための確認").await;
    for _ in 0..12 {
        if browser.focus().await == "mail" {
            break;
        }
        browser.keys(TAB).await;
    }
    assert_eq!(
        browser.focus().await,
        "mail",
        "Tab does not lead to the first field"
    );
    let ring = browser.run("const s = getComputedStyle(document.activeElement); return s.outlineStyle !== 'none' || s.boxShadow !== 'none'").await;
    assert_eq!(ring, json!(true), "nothing shows where the focus is");
    browser.keys(mail).await;
    browser.keys(TAB).await;
    assert_eq!(browser.focus().await, "password");
    browser.keys(password).await;
    browser.keys(ENTER).await;
    browser.wait_for("駐車場は北側です。").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_and_a_clerk_need_no_scripts() {
    let world = World::start().await;
    let (link, mail, password) = invited(&world).await;
    let browser = Browser::start(false).await;
    browser.resize(PHONE).await;
    browser.open(&link).await;
    browser.fill("mail", &mail).await;
    browser.fill("password", &password).await;
    browser.press("資料を見る").await;
    browser.wait_for("駐車場は北側です。").await;
    read_everything(&browser, PHONE, false).await;

    let clerk = world.staff("m.suzuki", Role::Clerk).await;
    browser.resize(DESK).await;
    browser
        .take_cookie(STAFF_COOKIE, &clerk.cookie(STAFF_COOKIE).unwrap())
        .await;
    browser.open(&format!("{}/console/", world.url())).await;
    browser.press("新しく登録する").await;
    browser.wait_for("新しい審査会の登録").await;
    browser.fill("panel", "第9合議体").await;
    let packet = file(&world, "資料.pdf", &pdf("資料", 2));
    browser
        .client()
        .find(fantoccini::Locator::Css("#f-files"))
        .await
        .unwrap()
        .send_keys(packet.to_str().unwrap())
        .await
        .unwrap();
    browser.press("選んだファイルを送る").await;
    browser.wait_for("資料.pdf").await;
    let kept = browser
        .client()
        .find(fantoccini::Locator::Css("[name=panel]"))
        .await
        .unwrap()
        .prop("value")
        .await
        .unwrap();
    assert_eq!(
        kept.as_deref(),
        Some("第9合議体"),
        "sending a file lost what was typed"
    );
    browser.press("確認へ進む").await;
    browser.wait_for("入力を確かめてください").await;
    browser.close().await;
}

/// The sample contexts with their defaults laid below them, as `samples.json` says.
fn states() -> Vec<(String, String, Value)> {
    let all: Value =
        serde_json::from_str(kairan_web::samples().expect("samples in the binary")).unwrap();
    let mut found = Vec::new();
    for (template, states) in all["pages"].as_object().unwrap() {
        let folder = format!("{}/", template.split('/').next().unwrap());
        for name in states.as_object().unwrap().keys() {
            let mut context = all["defaults"][&folder]
                .as_object()
                .cloned()
                .unwrap_or_default();
            lay(&mut context, states, name);
            found.push((template.clone(), name.clone(), Value::Object(context)));
        }
    }
    found
}

fn lay(context: &mut Map<String, Value>, states: &Value, name: &str) {
    let own = states[name].as_object().unwrap();
    if let Some(below) = own.get("_from").and_then(Value::as_str) {
        lay(context, states, below);
    }
    context.extend(
        own.iter()
            .filter(|(key, _)| *key != "_from")
            .map(|(key, value)| (key.clone(), value.clone())),
    );
}

/// Serves every state of every page under `/{number}`, with the real style sheet and scripts.
async fn gallery() -> (String, Vec<(String, String, Value)>) {
    let pages = Pages::load().unwrap();
    let states = states();
    let rendered = states.iter().map(|(template, name, context)| {
        let page = pages.text(
            template,
            minijinja::Value::from(minijinja::value::Serde(context)),
        );
        page.unwrap_or_else(|error| panic!("{template} in state {name}: {error:#}"))
    });
    let rendered: Arc<Vec<String>> = Arc::new(rendered.collect());
    let shown = move |At(number): At<usize>| {
        let rendered = Arc::clone(&rendered);
        async move { Html(rendered[number].clone()) }
    };
    let router = Router::new()
        .route("/{number}", get(shown))
        .route("/assets/sample/{name}", get(asset));
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", socket.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(socket, router).await });
    (address, states)
}

async fn asset(At(name): At<String>) -> impl IntoResponse {
    let bytes = std::fs::read(
        PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("../templates/assets")
            .join(&name),
    )
    .unwrap();
    let kind = match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        _ => "image/svg+xml",
    };
    ([("content-type", kind)], bytes)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_in_every_state_is_sound_at_every_width() {
    let (address, states) = gallery().await;
    let browser = Browser::start(true).await;
    let mut wrong = Vec::new();
    for size in WIDTHS {
        browser.resize(size).await;
        for (number, (template, name, _)) in states.iter().enumerate() {
            browser.open(&format!("{address}/{number}")).await;
            if size == TABLET {
                wrong.extend(
                    browser
                        .axe()
                        .await
                        .into_iter()
                        .map(|finding| format!("{template} {name}: {finding}")),
                );
            }
            if browser.scrolls_sideways().await {
                wrong.push(format!(
                    "{template} {name} scrolls sideways at {}: {}",
                    size.0,
                    browser.widest().await
                ));
            }
        }
    }
    browser.close().await;
    assert!(states.len() > 60, "only {} states", states.len());
    assert!(
        wrong.is_empty(),
        "{} findings:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
