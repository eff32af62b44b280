//! The main job: a clerk signs in for the first time, registers a meeting of five with a PDF,
//! publishes; five letters leave; a reviewer passes the gate, reads, downloads; the board shows
//! it. Then everything that may change afterwards.

use http::Method;
use kairan_access::{By, RawStaff};
use kairan_domain::staff::Role;
use kairan_tests::html;
use kairan_tests::mailbox::Mailbox;
use kairan_tests::people::{CHOSEN, Clerk, Plan, Registered, code_of, pdf};
use kairan_tests::visitor::{Chosen, Page, Visitor};
use kairan_tests::world::{INSURER, PHONE, World};
use std::process::Command;

/// An account as the operator makes it; its initial password.
async fn new_account(world: &World, login: &str) -> String {
    let operator = kairan_access::operator();
    let raw = RawStaff {
        login,
        name: "佐藤 花子",
        role: Role::Clerk,
    };
    let made = kairan_access::add_staff(world.app(), By::Operator(&operator, world.insurer), raw)
        .await
        .unwrap();
    made.password.expose().to_owned()
}

async fn sign_in(visitor: &Visitor, login: &str, password: &str) -> Page {
    let page = visitor
        .get("/console/")
        .await
        .expect(200)
        .showing("ログイン");
    visitor
        .submit(
            &page
                .form("/console/sign-in")
                .set("login", login)
                .set("password", password),
        )
        .await
}

/// From the initial password to the console; the authenticator's secret and the recovery codes.
async fn first_sign_in(world: &World, visitor: &Visitor, login: &str) -> (String, Vec<String>) {
    let initial = new_account(world, login).await;
    let page = sign_in(visitor, login, &initial)
        .await
        .expect(200)
        .showing("新しいパスワードを決めてください");
    let form = page.form("/console/password").set("password", &initial);
    let form = form
        .set("new_password", CHOSEN)
        .set("new_password_again", CHOSEN);
    let page = visitor
        .submit(&form)
        .await
        .expect(200)
        .showing("認証アプリを登録してください");
    let secret = html::texts_of_class(page.html(), "password").remove(0);
    let form = page
        .form("/console/second-factor")
        .set("code", &code_of(&secret, world.now()));
    let page = visitor
        .submit(&form)
        .await
        .expect(200)
        .showing("回復コードを印刷してください");
    let codes = html::texts_of_class(page.html(), "codes").remove(0);
    (
        secret,
        codes.split_whitespace().map(str::to_owned).collect(),
    )
}

#[tokio::test]
async fn a_clerk_signs_in_for_the_first_time_and_again_with_both_factors() {
    let world = World::start().await;
    let visitor = world.stranger();
    let (secret, codes) = first_sign_in(&world, &visitor, "h.sato").await;
    assert_eq!(codes.len(), kairan_access::RECOVERY_CODES);
    let home = visitor
        .get("/console/")
        .await
        .expect(200)
        .showing("まだ審査会が登録されていません")
        .showing(INSURER);

    let out = visitor
        .submit(&home.form("/console/sign-out"))
        .await
        .expect(200)
        .showing("ログアウトしました");
    assert!(out.at.starts_with("/console/sign-in"), "{}", out.at);
    visitor
        .get("/console/")
        .await
        .showing("ログイン")
        .hiding("新しく登録する");

    let page = sign_in(&visitor, "h.sato", CHOSEN)
        .await
        .expect(200)
        .showing("認証アプリの数字を入れてください");
    let used = code_of(&secret, world.now());
    let page = visitor
        .submit(&page.form("/console/code").set("code", &used))
        .await;
    assert_ne!(page.status, 200, "a step that was used once opens again");
    world.advance(60);
    let fresh = code_of(&secret, world.now());
    visitor
        .submit(&page.form("/console/code").set("code", &fresh))
        .await
        .expect(200)
        .showing("審査会");

    let elsewhere = world.stranger();
    let page = sign_in(&elsewhere, "h.sato", CHOSEN).await.expect(200);
    elsewhere
        .submit(&page.form("/console/code").set("code", &codes[0]))
        .await
        .expect(200)
        .showing("新しく登録する");
    let third = world.stranger();
    let page = sign_in(&third, "h.sato", CHOSEN).await.expect(200);
    let page = third
        .submit(&page.form("/console/code").set("code", &codes[0]))
        .await;
    assert_eq!(page.status, 422, "a recovery code opens twice");
}

#[tokio::test]
async fn five_reviewers_get_what_the_clerk_publishes() {
    let world = World::with_smtp(Mailbox::open(), |_| {}).await;
    let clerk = world.clerk().await;
    let plan = Plan {
        remark: "当日は第2会議室です。\n駐車場は北側をお使いください。",
        ..Plan::default()
    };
    let draft = clerk.draft(&plan).await;
    let confirm = clerk.confirm(&draft).await.expect(200);
    let confirm = confirm
        .showing("令和8年12月3日(木)")
        .showing("第1合議体")
        .showing("審査会資料.pdf")
        .showing("当日は第2会議室です。");
    for (name, mail) in &plan.reviewers {
        assert!(
            confirm.shows(name) && confirm.shows(mail),
            "{name} is not on the confirmation page"
        );
    }
    assert_eq!(world.letters().len(), 0, "a letter left before publishing");

    let shown = clerk
        .submit(&confirm.form("/publish"))
        .await
        .expect(200)
        .showing("参照用パスワードの受け渡し");
    let passwords = html::texts_of_class(shown.html(), "password-big");
    assert_eq!(passwords.len(), 5);
    let mut different = passwords.clone();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), 5, "two reviewers got the same password");

    world.deliver().await;
    let letters = world.letters();
    let mut to: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
    to.sort_unstable();
    assert_eq!(
        to,
        ["iin1", "iin2", "iin3", "iin4", "iin5"].map(|who| format!("{who}@clinic.example.jp"))
    );
    for letter in &letters {
        assert!(letter.subject.contains(INSURER) || letter.text.contains(INSURER));
        assert!(
            letter.text.contains("令和8年12月3日(木)") && letter.text.contains(PHONE),
            "{}",
            letter.text
        );
        assert!(letter.link().starts_with(world.url()));
        let others = plan.reviewers.iter().filter(|(_, mail)| *mail != letter.to);
        assert!(
            others.clone().count() == 4
                && others
                    .into_iter()
                    .all(|(_, mail)| !letter.whole.contains(mail.as_str())),
            "a letter shows another reviewer"
        );
        assert!(
            passwords
                .iter()
                .all(|password| !letter.whole.contains(password.as_str())),
            "a letter holds a password"
        );
    }
}

/// A published meeting of five, its letters delivered.
async fn published(world: &World) -> (Clerk, Registered) {
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::default()).await;
    world.deliver().await;
    (clerk, meeting)
}

/// Where the first material on the room's page is opened.
fn first_material(room: &Page) -> String {
    let all = html::links(room.html());
    let open = all
        .into_iter()
        .find(|href| href.ends_with("/open"))
        .expect("nothing to open");
    open.trim_end_matches("/open").to_owned()
}

#[tokio::test]
async fn a_reviewer_reads_and_downloads_and_the_board_shows_it() {
    let world = World::start().await;
    let (clerk, meeting) = published(&world).await;
    let reviewer = world
        .reviewer(&meeting.mails[0], &meeting.passwords[0])
        .await;
    let room = reviewer
        .get("/room/")
        .await
        .expect(200)
        .showing("審査会資料")
        .showing("3ページ")
        .showing(PHONE);
    let material = first_material(&room);

    let opened = reviewer.get(&format!("{material}/open")).await.expect(200);
    assert_eq!(opened.body, pdf("審査会資料.pdf", 3));
    assert_eq!(opened.header("content-type"), "application/pdf");
    assert!(
        opened.header("content-disposition").starts_with("inline"),
        "{}",
        opened.header("content-disposition")
    );
    let saved = reviewer
        .get(&format!("{material}/download"))
        .await
        .expect(200);
    assert_eq!(saved.body, opened.body);
    let disposition = saved.header("content-disposition");
    assert!(
        disposition.starts_with("attachment")
            && disposition.contains("filename*=UTF-8''%E5%AF%A9%E6%9F%BB"),
        "{disposition}"
    );

    let board = clerk.get(&meeting.path).await.expect(200);
    assert!(
        board
            .html()
            .contains("<span class=\"figure-number\">1</span> / 5"),
        "{}",
        board.text()
    );
    clerk.get("/console/").await.expect(200).showing("1/5");
    let room = reviewer.get("/room/").await.expect(200);
    let done = reviewer
        .submit(&room.form("/read-all"))
        .await
        .expect(200)
        .showing("受け付けました");
    assert!(!done.shows("まだ開かれていない"), "{}", done.text());
    clerk.get(&meeting.path).await.showing("すべて読みました");

    let out = reviewer
        .submit(&reviewer.get("/room/").await.form("/sign-out"))
        .await
        .expect(200);
    let _ = out.showing("画面を閉じました");
    let after = reviewer.get_with(&format!("{material}/open"), &[]).await;
    assert_ne!(after.status, 200, "the room is open after leaving it");
}

/// A viewer opens a file on many connections at once: all get it, and it is one opening.
#[tokio::test]
async fn sixty_four_requests_of_one_reviewer_at_once_are_all_served() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(1)).await;
    world.deliver().await;
    let reviewer = world
        .reviewer(&meeting.mails[0], &meeting.passwords[0])
        .await;
    let at = format!("{}/download", first_material(&reviewer.get("/room/").await));

    let pages = futures_util::future::join_all((0..64).map(|_| reviewer.get(&at))).await;

    let statuses: Vec<u16> = pages.iter().map(|page| page.status).collect();
    assert!(statuses.iter().all(|status| *status == 200), "{statuses:?}");
}

#[tokio::test]
async fn a_download_is_resumed_where_it_stopped() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let draft = clerk
        .draft(&Plan {
            files: Vec::new(),
            ..Plan::of(1)
        })
        .await;
    let large = kairan_paper::placeholder_pdf("大きい資料", 2, 300_000);
    let page = clerk.get(&draft.at("/edit")).await;
    let _ = clerk
        .add_files(
            &page,
            &[Chosen {
                name: "大きい資料.pdf",
                bytes: &large,
            }],
        )
        .await
        .expect(200);
    let confirm = clerk.confirm(&draft).await.expect(200);
    let shown = clerk.submit(&confirm.form("/publish")).await.expect(200);
    let password = html::texts_of_class(shown.html(), "password-big").remove(0);
    world.deliver().await;
    let reviewer = world.reviewer(&draft.mails[0], &password).await;
    let at = format!("{}/download", first_material(&reviewer.get("/room/").await));

    let head = reviewer
        .send(Method::HEAD, &at, &[], Vec::new(), false)
        .await
        .expect(200);
    assert_eq!(head.header("accept-ranges"), "bytes");
    assert_eq!(head.header("content-length"), large.len().to_string());
    let etag = head.header("etag").to_owned();
    assert!(etag.starts_with('"'), "no strong tag: {etag}");
    for (range, from, to) in [
        ("bytes=0-99", 0, 100),
        ("bytes=65530-65545", 65_530, 65_546),
        ("bytes=200000-", 200_000, large.len()),
        ("bytes=-7", large.len() - 7, large.len()),
    ] {
        let part = reviewer
            .get_with(&at, &[("range", range), ("if-range", &etag)])
            .await
            .expect(206);
        assert_eq!(part.body, &large[from..to], "{range}");
        assert_eq!(
            part.header("content-range"),
            format!("bytes {from}-{}/{}", to - 1, large.len())
        );
    }
    let whole = reviewer
        .get_with(&at, &[("range", "bytes=5-9"), ("if-range", "\"old\"")])
        .await
        .expect(200);
    assert_eq!(whole.body, large);
    let outside = reviewer
        .get_with(&at, &[("range", "bytes=9999999-")])
        .await
        .expect(416);
    assert_eq!(
        outside.header("content-range"),
        format!("bytes */{}", large.len())
    );
    let _ = reviewer
        .get_with(&at, &[("if-none-match", &etag)])
        .await
        .expect(304);
}

fn run(program: &str, arguments: &[&str]) -> String {
    let done = Command::new(program)
        .args(arguments)
        .env("LC_ALL", "C.UTF-8")
        .output();
    let done = done.unwrap_or_else(|error| panic!("{program}: {error}; run ./tests/run once"));
    let said = format!(
        "{}{}",
        String::from_utf8(done.stdout).unwrap(),
        String::from_utf8(done.stderr).unwrap()
    );
    assert!(
        done.status.success(),
        "{program} {arguments:?} said:\n{said}"
    );
    said
}

#[tokio::test]
async fn everything_comes_as_one_zip_that_three_programs_accept() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let plan = Plan {
        files: vec![("一次判定 結果(1).pdf", 2), ("主治医意見書_髙橋.pdf", 1)],
        ..Plan::of(1)
    };
    let meeting = clerk.publish(&plan).await;
    world.deliver().await;
    let reviewer = world
        .reviewer(&meeting.mails[0], &meeting.passwords[0])
        .await;

    let zip = reviewer.get(&reviewer.room("all.zip")).await.expect(200);
    assert!(zip.header("content-disposition").starts_with("attachment"));
    let path = world.home().join("all.zip");
    std::fs::write(&path, &zip.body).unwrap();
    let path = path.to_str().unwrap();
    for (program, action) in [("unzip", "-t"), ("7z", "t")] {
        let _ = run(program, &[action, path]);
    }
    let script = "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint('\\n'.join(f'{i.filename} {i.file_size}' for i in z.infolist()))";
    let listed = run("python3", &["-c", script, path]);
    for (name, pages) in &plan.files {
        let stem = name.trim_end_matches(".pdf");
        let line = listed
            .lines()
            .find(|line| line.contains(stem))
            .unwrap_or_else(|| panic!("{name} is not in:\n{listed}"));
        assert!(
            line.ends_with(&format!(" {}", pdf(name, *pages).len())),
            "{line}"
        );
    }

    let etag = zip.header("etag").to_owned();
    let half = zip.body.len() / 2;
    let rest = reviewer
        .get_with(
            &reviewer.room("all.zip"),
            &[("range", &format!("bytes={half}-")), ("if-range", &etag)],
        )
        .await
        .expect(206);
    assert_eq!(rest.body, &zip.body[half..]);
    clerk
        .get(&meeting.path)
        .await
        .expect(200)
        .showing("すべて開きました");
}

#[tokio::test]
async fn a_new_date_is_told_and_shown_everywhere() {
    let world = World::start().await;
    let (clerk, meeting) = published(&world).await;
    let page = clerk
        .get(&meeting.at("/change"))
        .await
        .expect(200)
        .showing("リンクとパスワードは変わりません");
    let form = page
        .form("/change")
        .set("held_on", "2026-12-10")
        .set("until_on", "2026-12-10");
    let board = clerk
        .submit(&form)
        .await
        .expect(200)
        .showing("令和8年12月10日(木)");
    assert_eq!(board.at.split('?').next(), Some(meeting.path.as_str()));
    world.deliver().await;

    let letters = world.letters_to(&meeting.mails[2]);
    assert_eq!(letters.len(), 2);
    assert_eq!(
        letters[0].link(),
        letters[1].link(),
        "the link changed with the date"
    );
    assert!(
        letters[1].text.contains("令和8年12月10日(木)"),
        "{}",
        letters[1].text
    );
    let reviewer = world
        .reviewer(&meeting.mails[2], &meeting.passwords[2])
        .await;
    reviewer.get("/room/").await.showing("令和8年12月10日(木)");
}

async fn replace(clerk: &Clerk, meeting: &Registered, bytes: &[u8]) -> Page {
    let board = clerk.get(&meeting.path).await.expect(200);
    let page = clerk
        .get(&board.link("差し替える"))
        .await
        .expect(200)
        .showing("資料の差替え");
    let form = page.form("/replace");
    let files = [Chosen {
        name: "差替え.pdf",
        bytes,
    }];
    clerk.submit_files(&form.action, &form, &files).await
}

#[tokio::test]
async fn a_replaced_material_is_gone_for_reviewers_and_kept_for_the_clerk() {
    let world = World::start().await;
    let (clerk, meeting) = published(&world).await;
    let reviewer = world
        .reviewer(&meeting.mails[0], &meeting.passwords[0])
        .await;
    let old = first_material(&reviewer.get("/room/").await);
    let _ = reviewer.get(&format!("{old}/open")).await.expect(200);
    world.advance(600);

    let new = pdf("差し替えた資料", 4);
    let board = replace(&clerk, &meeting, &new)
        .await
        .expect(200)
        .showing("差替え.pdf")
        .showing("審査会資料.pdf");
    let gone = reviewer
        .get(&format!("{old}/open"))
        .await
        .expect(410)
        .showing("差し替えられました");
    assert!(gone.shows("新しい資料を開く"), "{}", gone.text());
    let _ = reviewer.get(&format!("{old}/download")).await.expect(410);
    let room = reviewer
        .get("/room/")
        .await
        .expect(200)
        .showing("差し替えられました");
    let now = first_material(&room);
    assert_ne!(now, old);
    assert_eq!(
        reviewer.get(&format!("{now}/open")).await.expect(200).body,
        new
    );
    let kept = html::links(board.html())
        .into_iter()
        .filter(|href| href.contains("/versions/"))
        .collect::<Vec<_>>();
    assert_eq!(kept.len(), 2, "the clerk does not see both versions");
    let bodies = [
        clerk.get(&kept[0]).await.expect(200).body,
        clerk.get(&kept[1]).await.expect(200).body,
    ];
    assert_eq!(bodies, [new, pdf("審査会資料.pdf", 3)]);

    world.deliver().await;
    assert_eq!(
        world.letters_to(&meeting.mails[0]).len(),
        2,
        "who had opened it is told"
    );
    assert_eq!(
        world.letters_to(&meeting.mails[1]).len(),
        1,
        "who had not is not"
    );
}

#[tokio::test]
async fn an_added_material_is_told_to_all_and_marked_as_new() {
    let world = World::start().await;
    let (clerk, meeting) = published(&world).await;
    let reviewer = world
        .reviewer(&meeting.mails[0], &meeting.passwords[0])
        .await;
    let room = reviewer.get("/room/").await.hiding("新しい資料");
    let _ = reviewer
        .get(&format!("{}/open", first_material(&room)))
        .await
        .expect(200);
    world.advance(600);

    let board = clerk.get(&meeting.path).await.expect(200);
    let form = board.form("/files");
    let added = pdf("追加資料", 1);
    let _ = clerk
        .submit_files(
            &form.action,
            &form,
            &[Chosen {
                name: "追加資料.pdf",
                bytes: &added,
            }],
        )
        .await
        .expect(200)
        .showing("追加資料");
    world.deliver().await;
    assert!(
        meeting
            .mails
            .iter()
            .all(|mail| world.letters_to(mail).len() == 2),
        "not all were told"
    );
    let room = reviewer
        .get("/room/")
        .await
        .expect(200)
        .showing("新しい資料");
    let first = room.text().find("追加資料").unwrap();
    assert!(
        first < room.text().find("審査会資料").unwrap(),
        "what is new does not stand first"
    );
}

#[tokio::test]
async fn a_withdrawn_meeting_closes_at_once_and_can_be_revived() {
    let world = World::start().await;
    let (clerk, meeting) = published(&world).await;
    let reviewer = world
        .reviewer(&meeting.mails[0], &meeting.passwords[0])
        .await;
    let material = first_material(&reviewer.get("/room/").await);
    let link = world.letter_to(&meeting.mails[1]).link();

    let page = clerk.get(&meeting.at("/withdraw")).await.expect(200);
    let _ = clerk
        .submit(&page.form("/withdraw"))
        .await
        .expect(200)
        .showing("取下げ");
    assert_ne!(
        reviewer
            .get_with(&format!("{material}/open"), &[])
            .await
            .status,
        200,
        "a session outlived the withdrawal"
    );
    let gate = world
        .stranger()
        .get(&link)
        .await
        .showing("取りやめ")
        .showing(PHONE);
    assert!(!gate.html().contains("name=\"password\""));
    world.deliver().await;
    assert_eq!(world.letters_to(&meeting.mails[1]).len(), 2);

    let board = clerk.get(&meeting.path).await.expect(200);
    let _ = clerk
        .submit(&board.form("/revive"))
        .await
        .expect(200)
        .showing("公開中");
    world.deliver().await;
    assert_eq!(world.letter_to(&meeting.mails[1]).link(), link);
    let room = world
        .try_gate(
            &world.stranger(),
            &link,
            &meeting.mails[1],
            &meeting.passwords[1],
        )
        .await;
    assert!(room.is_room());
}

#[tokio::test]
async fn a_deleted_draft_leaves_nothing() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let draft = clerk.draft(&Plan::of(2)).await;
    let page = clerk
        .get(&draft.at("/delete"))
        .await
        .expect(200)
        .showing("下書きを削除しますか");
    let _ = clerk
        .submit(&page.form("/delete"))
        .await
        .expect(200)
        .showing("まだ審査会が登録されていません");
    let _ = clerk.get(&draft.at("/edit")).await.expect(404);
    let _ = clerk.get(&draft.path).await.expect(404);
    world.deliver().await;
    assert_eq!(world.letters().len(), 0);
}

#[tokio::test]
async fn a_deleted_meeting_is_erased_in_time_and_its_records_stay() {
    let world = World::start().await;
    let (clerk, meeting) = published(&world).await;
    let link = world.letter_to(&meeting.mails[0]).link();
    let page = clerk
        .get(&meeting.at("/delete"))
        .await
        .expect(200)
        .showing("この審査会を削除しますか");
    let _ = clerk.submit(&page.form("/delete")).await.expect(200);
    world.stranger().get(&link).await.hiding("閲覧用パスワード");

    world.advance(60 * 24 * 3600);
    world.sweep().await;
    let _ = world.stranger().get(&link).await.expect(404);
    let files = world.folder().join("documents");
    assert_eq!(
        count_files(&files),
        0,
        "a sealed file is left in {}",
        files.display()
    );
}

fn count_files(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(Result::unwrap);
    entries
        .map(|entry| {
            if entry.path().is_dir() {
                count_files(&entry.path())
            } else {
                1
            }
        })
        .sum()
}

#[tokio::test]
async fn links_stop_at_the_minute_they_were_said_to() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let plan = Plan {
        window: ["2026-11-26", "09:00", "2026-12-03", "17:00"],
        ..Plan::of(1)
    };
    let meeting = clerk.publish(&plan).await;
    world.deliver().await;
    let link = world.letter_to(&meeting.mails[0]).link();
    let early = world
        .stranger()
        .get(&link)
        .await
        .expect(200)
        .showing("令和8年11月26日(木)");
    assert!(
        !early.html().contains("name=\"password\""),
        "the gate shows a form before its time"
    );
    world.set_japan("2026-11-26T08:59:59");
    world
        .stranger()
        .get(&link)
        .await
        .hiding("資料を見るための確認");
    world.set_japan("2026-11-26T09:00:00");
    let reviewer = world
        .reviewer(&meeting.mails[0], &meeting.passwords[0])
        .await;
    world.set_japan("2026-12-03T16:59:59");
    let reviewer_again = world
        .reviewer(&meeting.mails[0], &meeting.passwords[0])
        .await;
    let material = first_material(&reviewer_again.get("/room/").await.expect(200));
    world.set_japan("2026-12-03T17:00:00");
    world
        .stranger()
        .get(&link)
        .await
        .showing("閲覧の期限が過ぎました");
    for visitor in [reviewer, reviewer_again] {
        assert_ne!(
            visitor
                .get_with(&format!("{material}/open"), &[])
                .await
                .status,
            200
        );
    }
}
