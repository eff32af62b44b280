//! The gate: what a wrong entry gets, what a guesser gets, what a mail scanner gets, and what
//! the other twenty-nine notice of it.

use http::Method;
use kairan_tests::people::{Plan, ROOM_COOKIE, Registered, STAFF_COOKIE};
use kairan_tests::visitor::{Page, Visitor};
use kairan_tests::world::{PHONE, World};

/// A published meeting of so many, its letters delivered.
async fn published(world: &World, count: usize) -> Registered {
    let meeting = world.clerk().await.publish(&Plan::of(count)).await;
    world.deliver().await;
    meeting
}

fn link_of(world: &World, meeting: &Registered, seat: usize) -> String {
    world.letter_to(&meeting.mails[seat]).link()
}

async fn enter(visitor: &Visitor, link: &str, mail: &str, password: &str) -> Page {
    let fields = [("mail", mail), ("password", password)]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    visitor.post(link, &fields).await
}

/// What differs between two pages because different things were typed, not because of the answer.
fn without(page: &Page, typed: &str) -> String {
    page.html().replace(typed, "")
}

#[tokio::test]
async fn wrong_mail_and_wrong_password_look_alike() {
    let world = World::start().await;
    let meeting = published(&world, 2).await;
    let link = link_of(&world, &meeting, 0);
    let (mail, password) = (&meeting.mails[0], &meeting.passwords[0]);
    let stranger = world.stranger();
    let wrong_password = enter(&stranger, &link, mail, "chigau-password-1").await;
    let others_password = enter(&stranger, &link, mail, &meeting.passwords[1]).await;
    let wrong_mail = enter(&stranger, &link, "dareka@example.jp", password).await;
    let others_mail = enter(&stranger, &link, &meeting.mails[1], password).await;
    let both = enter(&stranger, &link, "dareka@example.jp", "chigau-password-1").await;

    let expected = without(&wrong_password, mail);
    for (page, typed) in [
        (&others_password, mail.as_str()),
        (&wrong_mail, "dareka@example.jp"),
        (&others_mail, &meeting.mails[1]),
        (&both, "dareka@example.jp"),
    ] {
        assert_eq!(page.status, wrong_password.status);
        assert_eq!(without(page, typed), expected, "the answers differ");
        assert_eq!(
            page.headers.keys().collect::<Vec<_>>(),
            wrong_password.headers.keys().collect::<Vec<_>>()
        );
    }
    assert_eq!(wrong_password.status, 422);
    let page = wrong_password
        .showing("メールアドレスかパスワードが違います")
        .showing(PHONE);
    assert!(
        page.html().contains(&format!("value=\"{mail}\"")),
        "the address typed is lost"
    );
    assert!(
        !page.html().contains("chigau-password-1"),
        "the password typed is sent back"
    );
}

#[tokio::test]
async fn addresses_and_passwords_are_read_as_people_type_them() {
    let world = World::start().await;
    let meeting = published(&world, 1).await;
    let link = link_of(&world, &meeting, 0);
    let password = &meeting.passwords[0];
    let wide: String = password
        .chars()
        .map(|c| {
            char::from_u32(u32::from(c) + 0xFEE0)
                .filter(|_| c.is_ascii_alphanumeric())
                .unwrap_or(c)
        })
        .collect();
    let typed = [
        password.replace('-', ""),
        password.replace('-', " "),
        password.to_uppercase(),
        format!("　{password} "),
        wide,
    ];
    for password in typed {
        let page = enter(
            &world.stranger(),
            &link,
            "　ＩＩＮ１＠clinic.example.jp ",
            &password,
        )
        .await;
        assert!(page.is_room(), "{password:?} was refused:\n{}", page.text());
    }
}

#[tokio::test]
async fn an_empty_field_is_named_and_costs_nothing() {
    let world = World::start().await;
    let meeting = published(&world, 1).await;
    let link = link_of(&world, &meeting, 0);
    let stranger = world.stranger();
    for _ in 0..20 {
        let page = enter(&stranger, &link, &meeting.mails[0], " ")
            .await
            .expect(422);
        assert!(
            page.error_at("password")
                .is_some_and(|error| error.contains("パスワードが入力されていません")),
            "{}",
            page.text()
        );
        assert!(
            enter(&stranger, &link, "", "x")
                .await
                .error_at("mail")
                .is_some()
        );
    }
    let room = enter(&stranger, &link, &meeting.mails[0], &meeting.passwords[0]).await;
    assert!(room.is_room());
}

#[tokio::test]
async fn mistakes_cost_a_doubling_wait_then_a_lock_that_the_clerk_clears() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(1)).await;
    world.deliver().await;
    let link = link_of(&world, &meeting, 0);
    let (mail, password) = (&meeting.mails[0], &meeting.passwords[0]);
    let stranger = world.stranger();
    let mut waits = Vec::new();
    let mut mistakes = 0;
    let locked = loop {
        let page = enter(&stranger, &link, mail, "chigau-password-1").await;
        match page.status {
            422 => mistakes += 1,
            429 => {
                assert!(page.shows(PHONE), "whom to phone is missing");
                let seconds: i64 = page.header("retry-after").parse().unwrap();
                if page.shows("いまはパスワードを受け付けていません") {
                    break page;
                }
                let right = enter(&stranger, &link, mail, password).await;
                assert_eq!(right.status, 429, "an entry during the wait was looked at");
                waits.push(seconds);
                world.advance(seconds);
            }
            other => panic!("status {other}:\n{}", page.text()),
        }
        assert!(mistakes < 50, "never locked");
    };
    assert!(
        waits.len() >= 3
            && waits
                .windows(2)
                .all(|two| two[1] >= two[0] && two[1] <= two[0] * 2 + 1),
        "{waits:?}"
    );
    assert!(waits[1] > waits[0], "the wait does not grow: {waits:?}");
    assert!(
        locked.shows("12時間") || locked.shows("時間"),
        "the time left is not told:\n{}",
        locked.text()
    );
    assert!(locked.shows("日本時間"), "{}", locked.text());

    let board = clerk
        .get(&meeting.path)
        .await
        .expect(200)
        .showing("電話が必要");
    let _ = clerk.submit(&board.form("/unlock")).await.expect(200);
    let room = enter(&stranger, &link, mail, password).await;
    assert!(room.is_room(), "{}", room.text());
}

/// Everything the store counts as written so far.
fn writes(world: &World) -> u64 {
    world.app().store.counts().commits
}

#[tokio::test]
async fn a_mail_scanner_may_come_a_thousand_times_and_changes_nothing() {
    let world = World::start().await;
    let meeting = published(&world, 1).await;
    let link = link_of(&world, &meeting, 0);
    let scanner = world
        .stranger()
        .from_address("203.0.113.9".parse().unwrap());
    let before = writes(&world);
    let first = scanner.get(&link).await.expect(200);
    let pages = first.form(link.strip_prefix(world.url()).unwrap());
    for turn in 0..250 {
        let head = scanner
            .send(Method::HEAD, &link, &[], Vec::new(), false)
            .await;
        let again = scanner
            .get_with(
                &link,
                &[("purpose", "prefetch"), ("sec-purpose", "prefetch")],
            )
            .await;
        let empty = scanner.submit(&pages).await;
        let filled = scanner
            .submit(
                &pages
                    .clone()
                    .set("mail", "scanner@security.example.com")
                    .set("password", ""),
            )
            .await;
        assert_eq!((head.status, again.status), (200, 200), "visit {turn}");
        assert!(
            matches!(empty.status, 422 | 429) && matches!(filled.status, 422 | 429),
            "visit {turn}"
        );
        assert_eq!(
            again.html(),
            first.html(),
            "the scanner sees another page than a person"
        );
    }
    assert_eq!(writes(&world), before, "a scanner wrote something");
    assert_eq!(scanner.cookies(), "", "a scanner got a session");
    let room = world
        .try_gate(
            &world.stranger(),
            &link,
            &meeting.mails[0],
            &meeting.passwords[0],
        )
        .await;
    assert!(
        room.is_room(),
        "the first real visit fails:\n{}",
        room.text()
    );
}

#[tokio::test]
async fn thirty_behind_one_address_do_not_notice_the_one_who_guesses() {
    let world = World::start().await;
    let meeting = published(&world, 30).await;
    let hall = "198.51.100.7".parse().unwrap();
    let guesser = world.stranger().from_address(hall);
    let link = link_of(&world, &meeting, 29);
    for turn in 0..60 {
        let page = enter(&guesser, &link, &meeting.mails[29], "chigau-password-1").await;
        assert!(
            matches!(page.status, 422 | 429),
            "guess {turn}: {}",
            page.status
        );
        let seat = turn / 2;
        if turn % 2 == 0 && seat < 29 {
            let visitor = world.stranger().from_address(hall);
            let room = world
                .try_gate(
                    &visitor,
                    &link_of(&world, &meeting, seat),
                    &meeting.mails[seat],
                    &meeting.passwords[seat],
                )
                .await;
            assert!(room.is_room(), "reviewer {seat} noticed:\n{}", room.text());
        }
    }
    let last = world.stranger().from_address(hall);
    let page = enter(&last, &link, &meeting.mails[29], &meeting.passwords[29]).await;
    assert_eq!(page.status, 429, "sixty guesses cost nothing");
}

#[tokio::test]
async fn a_guessed_link_is_answered_without_writing_or_hashing() {
    let world = World::start().await;
    let meeting = published(&world, 1).await;
    let link = link_of(&world, &meeting, 0);
    let token = link.rsplit('/').next().unwrap();
    let last = if token.ends_with('A') { 'B' } else { 'A' };
    let near = format!("/r/{}{last}", &token[..token.len() - 1]);
    let before = writes(&world);
    let stranger = world.stranger();
    let long = format!("/r/{}", "A".repeat(4000));
    for path in [
        near.as_str(),
        "/r/x",
        "/r/",
        "/r/%00",
        "/r/..%2f..%2fetc%2fpasswd",
        "/r/%E3%81%82",
        &long,
    ] {
        let shown = stranger.get(path).await;
        assert_eq!(shown.status, 404, "{path}");
        let posted = enter(&stranger, path, &meeting.mails[0], &meeting.passwords[0]).await;
        assert_eq!(posted.status, 404, "{path}");
        assert!(!posted.shows("みどり市"), "{path} tells an insurer");
    }
    assert_eq!(writes(&world), before);
}

#[tokio::test]
async fn cookies_that_were_forged_ended_or_meant_for_another_door_open_nothing() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(1)).await;
    world.deliver().await;
    let reviewer = world
        .reviewer(&meeting.mails[0], &meeting.passwords[0])
        .await;
    let (key, own) = reviewer.room_cookie();
    let name = format!("{ROOM_COOKIE}{key}");
    let staff = clerk.cookie(STAFF_COOKIE).unwrap();
    let flipped = format!(
        "{}{}",
        if own.starts_with('A') { "B" } else { "A" },
        &own[1..]
    );
    for (name, value) in [
        (name.as_str(), flipped.as_str()),
        (&name, &staff),
        (&name, ""),
        (&name, "x"),
        ("kairan_room_0123456789ab", &own),
        ("kairan_room_", &own),
        ("kairan_room", &own),
        ("kairan_staff", &own),
    ] {
        let visitor = world.stranger();
        visitor.take_cookie(name, value);
        let list = format!("/room/{key}/");
        let zip = format!("/room/{key}/all.zip");
        let other = "/room/0123456789ab/all.zip";
        for path in ["/room/", list.as_str(), &zip, other, "/console/"] {
            let page = visitor.get_with(path, &[]).await;
            assert_ne!(page.status, 200, "{name}={value} opened {path}");
            assert!(!page.shows(PHONE), "{name}={value} tells the office");
        }
    }
    let room = reviewer.get("/room/").await.expect(200);
    let _ = reviewer.submit(&room.form("/sign-out")).await.expect(200);
    let replay = world.stranger();
    replay.take_cookie(&name, &own);
    assert_ne!(
        replay.get_with(&replay.room("all.zip"), &[]).await.status,
        200,
        "an ended session was replayed"
    );
}

#[tokio::test]
async fn a_new_password_ends_the_old_one_and_its_sessions() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(2)).await;
    world.deliver().await;
    let reviewer = world
        .reviewer(&meeting.mails[0], &meeting.passwords[0])
        .await;
    let other = world
        .reviewer(&meeting.mails[1], &meeting.passwords[1])
        .await;
    let board = clerk.get(&meeting.path).await.expect(200);
    let shown = clerk.submit(&board.form("/reissue")).await.expect(200);
    let fresh = kairan_tests::html::texts_of_class(shown.html(), "password-big");
    let new: Vec<&String> = fresh
        .iter()
        .filter(|password| !meeting.passwords.contains(password))
        .collect();
    assert_eq!(new.len(), 1, "{}", shown.text());

    let link_0 = link_of(&world, &meeting, 0);
    let outcomes = [
        reviewer
            .get_with(&reviewer.room("all.zip"), &[])
            .await
            .status
            == 200,
        other.get_with(&other.room("all.zip"), &[]).await.status == 200,
    ];
    assert_eq!(
        outcomes.iter().filter(|open| **open).count(),
        1,
        "exactly one session ends: {outcomes:?}"
    );
    if !outcomes[0] {
        assert_eq!(
            enter(
                &world.stranger(),
                &link_0,
                &meeting.mails[0],
                &meeting.passwords[0]
            )
            .await
            .status,
            422
        );
        let room = enter(&world.stranger(), &link_0, &meeting.mails[0], new[0]).await;
        assert!(room.is_room(), "{}", room.text());
    }
}
