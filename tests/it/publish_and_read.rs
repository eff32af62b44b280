//! The main job: a clerk signs in for the first time, registers a meeting of five with a PDF,
//! publishes; five letters leave; a reviewer passes the gate, reads, downloads; the board shows
//! it. Then everything that may change afterwards.

use http::Method;
use kairan_tests::html;
use kairan_tests::mailbox::Mailbox;
use kairan_tests::people::{Clerk, Plan, Registered, pdf};
use kairan_tests::visitor::{Chosen, Page};
use kairan_tests::world::{INSURER, PHONE, World};
use std::process::Command;

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
pub(crate) async fn published(world: &World) -> (Clerk, Registered) {
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::default()).await;
    world.deliver().await;
    (clerk, meeting)
}

/// Where the first material on the room's page is opened.
pub(crate) fn first_material(room: &Page) -> String {
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
