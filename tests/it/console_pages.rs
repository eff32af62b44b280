//! The clerk's other pages: list and search, passwords and their sheets, the next meeting of
//! the same panel, reviewers on paper, accounts, the audit.

use crate::password_pages::text_of_pdf;
use kairan_domain::staff::Role;
use kairan_tests::html;
use kairan_tests::people::Plan;
use kairan_tests::world::World;

#[tokio::test]
async fn reviewers_on_paper_get_no_mail_and_are_counted_apart() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let draft = clerk.draft(&Plan::of(3)).await;
    let page = clerk.get(&draft.at("/edit")).await;
    let form = page
        .form("/edit")
        .set_nth("seat_way", 2, "paper")
        .set_nth("seat_mail", 2, "");
    let _ = clerk.press(&form, "save").await.expect(200);
    let confirm = clerk
        .confirm(&draft)
        .await
        .expect(200)
        .showing("紙")
        .showing("公開前の確認");
    let _ = clerk.submit(&confirm.form("/publish")).await.expect(200);
    world.deliver().await;
    assert_eq!(world.letters().len(), 2);
    clerk
        .get(&draft.path)
        .await
        .expect(200)
        .showing("紙で渡す委員");
}

#[tokio::test]
async fn meetings_are_found_by_day_number_and_panel() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let _ = clerk.publish(&Plan::of(1)).await;
    let plan = Plan {
        meeting_no: "77",
        held_on: "2026-12-17",
        panel: "第2合議体",
        window: ["2026-11-22", "09:00", "2026-12-17", "17:00"],
        ..Plan::of(1)
    };
    let _ = clerk.publish(&plan).await;
    for (words, count) in [
        ("12月17日", 1),
        ("2026-12-17", 1),
        ("令和8年12月17日", 1),
        ("77", 1),
        ("第2合議体", 1),
        ("第２合議体", 1),
        ("2026年12月", 2),
        ("令和8年12月", 2),
        ("どこにもない", 0),
        ("<b>", 0),
    ] {
        let encoded = kairan_tests::visitor::urlencoded(&[("q".to_owned(), words.to_owned())]);
        let page = clerk.get(&format!("/console/?{encoded}")).await.expect(200);
        assert_eq!(
            page.html().matches("class=\"meeting-row\"").count(),
            count,
            "{words}:\n{}",
            page.text()
        );
    }
}

#[tokio::test]
async fn read_only_staff_see_everything_and_can_press_nothing() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(2)).await;
    let reader = world.staff("y.reader", Role::ReadOnly).await;
    for path in ["/console/", meeting.path.as_str()] {
        let page = reader.get(path).await.expect(200);
        let actions: Vec<String> = html::forms(page.html())
            .into_iter()
            .map(|form| form.action)
            .filter(|action| !action.ends_with("/sign-out") && action != "/console/")
            .collect();
        assert_eq!(
            actions,
            Vec::<String>::new(),
            "{path} offers what would be refused"
        );
        for link in html::links(page.html())
            .into_iter()
            .filter(|link| link.starts_with("/console/"))
        {
            let status = reader.get_with(&link, &[]).await.status;
            assert_ne!(status, 403, "{path} leads read-only staff to {link}");
        }
    }
    let register = reader.get(&meeting.at("/register.pdf")).await.expect(200);
    let text = text_of_pdf(&register.body);
    assert!(text.replace([' ', '　'], "").contains("中村一郎"), "{text}");
}

#[tokio::test]
async fn an_administrator_makes_resets_and_retires_accounts() {
    let world = World::start().await;
    let administrator = world.administrator().await;
    let page = administrator.get("/console/staff/new").await.expect(200);
    let form = page
        .form("/console/staff")
        .set("name", "田中 次郎")
        .set("login", "Ｊ．Tanaka")
        .set("role", "clerk");
    let made = administrator
        .submit(&form)
        .await
        .expect(200)
        .showing("田中 次郎");
    let initial = html::texts_of_class(made.html(), "password").remove(0);
    let taken = administrator.submit(&form).await;
    assert!(taken.error_at("login").is_some(), "{}", taken.text());
    assert_eq!(taken.form("/console/staff").get("name"), "田中 次郎");

    let tanaka = world.stranger();
    let sign_in = async |password: &str| {
        let page = tanaka.get("/console/sign-in").await.expect(200);
        tanaka
            .submit(
                &page
                    .form("/console/sign-in")
                    .set("login", "j.tanaka")
                    .set("password", password),
            )
            .await
    };
    sign_in(&initial)
        .await
        .expect(200)
        .showing("新しいパスワードを決めてください");
    let list = administrator
        .get("/console/staff")
        .await
        .expect(200)
        .showing("j.tanaka");
    let reset = administrator.get(&list.link("やり直し")).await.expect(200);
    let shown = administrator
        .submit(&reset.form("/reset"))
        .await
        .expect(200);
    let again = html::texts_of_class(shown.html(), "password").remove(0);
    assert_ne!(again, initial);
    assert!(
        sign_in(&initial).await.shows("利用者ID"),
        "the old initial password still opens"
    );
    sign_in(&again)
        .await
        .expect(200)
        .showing("新しいパスワードを決めてください");

    let list = administrator.get("/console/staff").await.expect(200);
    let _ = administrator
        .submit(&list.form("/retire"))
        .await
        .expect(200);
    let refused = sign_in(&again).await;
    assert!(
        !refused.shows("新しいパスワードを決めてください"),
        "a retired account signs in"
    );
}

#[tokio::test]
async fn unknown_wrong_and_locked_look_alike_at_the_console() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let mut answers = Vec::new();
    for (login, password) in [
        ("nobody.here", "chigau-password-1"),
        (clerk.login.as_str(), "chigau-password-1"),
    ] {
        let visitor = world.stranger();
        for turn in 0..15 {
            let page = visitor.get("/console/sign-in").await.expect(200);
            let form = page
                .form("/console/sign-in")
                .set("login", login)
                .set("password", password);
            let answer = visitor.submit(&form).await;
            answers.push((turn, answer.status, answer.html().replace(login, "")));
        }
    }
    let (_, status, first) = &answers[0];
    assert_ne!(*status, 200);
    for (turn, other_status, html) in &answers {
        assert_eq!(
            (other_status, html),
            (status, first),
            "attempt {turn} looks different"
        );
    }
    let visitor = world.stranger();
    let page = visitor.get("/console/sign-in").await.expect(200);
    let right = page
        .form("/console/sign-in")
        .set("login", &clerk.login)
        .set("password", kairan_tests::people::CHOSEN);
    let answer = visitor.submit(&right).await;
    assert_eq!(
        answer.html().replace(&clerk.login, ""),
        *first,
        "a locked account tells that the password was right"
    );
}

#[tokio::test]
async fn the_audit_tells_who_did_what_and_no_secret() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(1)).await;
    world.deliver().await;
    let reviewer = world
        .reviewer(&meeting.mails[0], &meeting.passwords[0])
        .await;
    let _ = reviewer.get(&reviewer.room("all.zip")).await.expect(200);
    let administrator = world.administrator().await;
    let page = administrator
        .get("/console/audit")
        .await
        .expect(200)
        .showing("審査会を公開")
        .showing("資料をダウンロード")
        .showing("佐藤 花子");
    for secret in [&meeting.passwords[0], &meeting.mails[0]] {
        assert!(!page.shows(secret), "the audit tells {secret}");
    }
}

#[tokio::test]
async fn path_tricks_and_unknown_ids_get_the_same_plain_page() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(1)).await;
    let other = world.add_insurer("131029", "あおば市").await;
    let foreign = world.staff_of(other, "f.clerk", Role::Clerk).await;
    let made_up = "/console/meetings/01kx0z3v9c7m5h2q8r4t6w1y3b";
    let expected = foreign.get(made_up).await.expect(404).text();
    let number = |text: &str| {
        text.lines()
            .filter(|line| !line.contains("お問い合わせの番号"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    for path in [
        meeting.path.as_str(),
        &meeting.at("/edit"),
        &meeting.at("/passwords"),
        &meeting.at("/register.pdf"),
        &meeting.at("/passwords.pdf"),
    ] {
        let page = foreign.get(path).await;
        assert_eq!(page.status, 404, "{path}");
        assert_eq!(
            number(&page.text()),
            number(&expected),
            "{path} tells that it exists"
        );
    }
    for path in [
        "/console/meetings/..%2f..%2f",
        "/console/meetings/%00",
        "/console/../console/staff",
        "//console/",
        "/console/meetings/01kx0z3v9c7m5h2q8r4t6w1y3b%0d%0aset-cookie:x",
        "/assets/../Cargo.toml",
        "/assets/x/..%2f..%2fCargo.toml",
    ] {
        let page = clerk.get_with(path, &[]).await;
        assert!(
            matches!(page.status, 303 | 400 | 403 | 404),
            "{path}: {}",
            page.status
        );
        assert!(
            page.headers.get("set-cookie").is_none() && !page.html().contains("[workspace]"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn every_page_forbids_what_browsers_should_not_do() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(1)).await;
    world.deliver().await;
    let link = world.letter_to(&meeting.mails[0]).link();
    for path in [
        "/console/",
        meeting.path.as_str(),
        &link,
        "/help/reviewer",
        "/nowhere",
    ] {
        let page = clerk.get(path).await;
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(page.header("referrer-policy"), "same-origin", "{path}");
        let policy = page.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && !policy.contains("unsafe"),
            "{path}: {policy}"
        );
        assert!(
            !page.html().contains("style=\"") && !page.html().contains(" onclick="),
            "{path} needs what its policy forbids"
        );
        assert!(
            !page.html().contains("src=\"http") && !page.html().contains("href=\"http"),
            "{path} calls somebody else"
        );
    }
}

/// Half of a reviewer's name, as a clerk types it who remembers no more.
#[tokio::test]
async fn half_a_reviewers_name_finds_the_meeting() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(2)).await;
    let _other = clerk
        .publish(&Plan {
            meeting_no: "35",
            ..Plan::of(1)
        })
        .await;
    // 橋恵
    let list = clerk
        .get("/console/?q=%E6%A9%8B%E6%81%B5")
        .await
        .expect(200);
    assert_eq!(list.html().matches("class=\"meeting-row\"").count(), 1);
    let links = kairan_tests::html::links(list.html());
    assert!(
        links.iter().any(|link| link.starts_with(&meeting.at(""))),
        "the other one was found: {links:?}"
    );
    // 太郎八
    let list = clerk.get("/console/?q=%E5%A4%AA%E9%83%8E%E5%85%AB").await;
    assert!(list.expect(200).shows("見つかりませんでした。"));
}

/// What the audit page says of seals and checks.
#[tokio::test]
async fn the_audit_page_says_how_far_records_are_sealed() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let _meeting = clerk.publish(&Plan::of(1)).await;
    let administrator = world.staff("kanri", Role::Administrator).await;
    let page = administrator.get("/console/audit").await.expect(200);
    assert!(page.shows("まだ確定した記録はありません。"));

    kairan::loops::seal_round(world.installation_in_use())
        .await
        .unwrap();
    kairan::loops::audit_care_round(world.installation_in_use())
        .await
        .unwrap();

    let page = administrator.get("/console/audit").await.expect(200);
    assert!(page.shows("までの記録は確定しています。"));
    assert!(page.shows("異常はありませんでした。"));
}
