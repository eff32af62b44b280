//! What meets a reviewer who comes back: to two meetings at once, to a session that is over, to
//! a restored tab, to materials that changed after "I have read everything".

use kairan_tests::people::{Clerk, Plan, Registered, pdf};
use kairan_tests::visitor::{Chosen, Page, Visitor};
use kairan_tests::world::{PHONE, World};
use std::sync::LazyLock;

const HOURS: i64 = 3600;

fn plan_of(no: &'static str, held_on: &'static str) -> Plan {
    Plan {
        meeting_no: no,
        held_on,
        window: ["2026-11-22", "09:00", "2026-12-17", "17:00"],
        files: vec![("一覧.pdf", 1), ("資料.pdf", 2)],
        ..Plan::of(1)
    }
}

async fn inside(world: &World, plan: &Plan) -> (Clerk, Registered, Visitor) {
    let clerk = world.clerk().await;
    let meeting = clerk.publish(plan).await;
    world.deliver().await;
    let (mail, password) = (&meeting.mails[0], &meeting.passwords[0]);
    let reviewer = world.reviewer(mail, password).await;
    (clerk, meeting, reviewer)
}

static PLAN: LazyLock<Plan> = LazyLock::new(|| plan_of("34", "2026-12-03"));

#[tokio::test]
async fn two_meetings_lie_side_by_side_in_two_tabs() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let mut tabs = Vec::new();
    let browser = world.stranger();
    for plan in [PLAN.clone(), plan_of("35", "2026-12-10")] {
        let meeting = clerk.publish(&plan).await;
        world.deliver().await;
        let link = world.letter_to(&meeting.mails[0]).link();
        let password = meeting
            .passwords
            .first()
            .or(tabs.first().map(|(_, kept)| kept));
        let password = password.unwrap().clone();
        let room = world
            .try_gate(&browser, &link, &meeting.mails[0], &password)
            .await;
        assert!(room.is_room(), "{}", room.text());
        tabs.push((room, password));
    }
    let days = ["令和8年12月3日(木)", "令和8年12月10日(木)"];

    for ((tab, _), day) in tabs.iter().zip(days) {
        browser.get(&tab.at).await.expect(200).showing(day);
        let open = browser.get(&tab.link("開く")).await;
        assert_eq!(open.status, 200, "{day}: {}", open.at);
        let sent = browser.submit(&tab.form("/read-all")).await;
        sent.expect(200).showing("まだ開かれていません");
    }

    let choice = browser.get("/room/").await.expect(200);
    for day in days {
        let room = browser.get(&choice.link(day)).await;
        assert!(room.is_room() && room.shows(day), "{}", room.text());
    }
    let _ = browser
        .submit(&tabs[0].0.form("/sign-out"))
        .await
        .expect(200);
    let last = browser.get("/room/").await;
    assert_eq!(last.at, tabs[1].0.at, "one room is left");
}

#[tokio::test]
async fn the_page_of_an_ended_session_tells_why_and_whom_to_phone() {
    let world = World::start().await;
    let (clerk, meeting, reviewer) = inside(&world, &PLAN).await;
    let room = reviewer.room("");
    let told = async |words: &str| {
        let page = reviewer.get(&room).await.expect(401);
        let _ = page.showing(words).showing(PHONE).showing("みどり市");
    };

    let page = clerk.get(&meeting.at("/withdraw")).await.expect(200);
    let _ = clerk.submit(&page.form("/withdraw")).await.expect(200);
    told("配布を取りやめました").await;
    let board = clerk.get(&meeting.path).await.expect(200);
    let _ = clerk.submit(&board.form("/revive")).await.expect(200);
    told("ご覧になれない時間があった").await;

    let link = world.letter_to(&meeting.mails[0]).link();
    let again = world
        .try_gate(&reviewer, &link, &meeting.mails[0], &meeting.passwords[0])
        .await;
    assert!(again.is_room(), "{}", again.text());
    world.advance(4 * HOURS);
    told("しばらく操作がなかったため").await;
    let _ = world
        .try_gate(&reviewer, &link, &meeting.mails[0], &meeting.passwords[0])
        .await;
    let left = reviewer.get(&room).await.form("/sign-out");
    let _ = reviewer
        .submit(&left)
        .await
        .expect(200)
        .showing("画面を閉じました")
        .showing(PHONE);
    told("画面を閉じました").await;

    let forged = world.stranger();
    let (key, _) = reviewer.room_cookie();
    forged.take_cookie(&format!("kairan_room_{key}"), "x");
    let page = forged.get(&room).await.expect(401);
    let _ = page.hiding(PHONE).hiding("みどり市").hiding("12月3日");
}

#[tokio::test]
async fn a_new_password_is_named_as_the_reason() {
    let world = World::start().await;
    let (clerk, meeting, reviewer) = inside(&world, &PLAN).await;
    let board = clerk.get(&meeting.path).await.expect(200);
    let _ = clerk.submit(&board.form("/reissue")).await.expect(200);
    let page = reviewer.get(&reviewer.room("")).await.expect(401);
    let _ = page
        .showing("参照用パスワードが新しくなった")
        .showing(PHONE);
}

#[tokio::test]
async fn a_browser_without_cookies_is_told_so() {
    let world = World::start().await;
    let (_, meeting, reviewer) = inside(&world, &PLAN).await;
    let room = reviewer.room("in");
    let _ = world
        .stranger()
        .get(&room)
        .await
        .expect(401)
        .showing("Cookie");
    let page = reviewer.get(&room).await;
    assert!(page.is_room(), "{} {}", page.at, meeting.path);
}

#[tokio::test]
async fn a_restored_tab_finds_a_page_behind_every_address() {
    let world = World::start().await;
    let (_, _, reviewer) = inside(&world, &PLAN).await;
    let _ = reviewer.get(&reviewer.room("all.zip")).await.expect(200);
    let room = reviewer.get(&reviewer.room("")).await.expect(200);
    for below in ["read-all", "sign-out", "read-done"] {
        let back = reviewer.get(&reviewer.room(below)).await;
        assert!(back.is_room(), "{below}: {}", back.at);
    }
    let done = reviewer.submit(&room.form("/read-all")).await.expect(200);
    let again = reviewer.get(&done.at).await.expect(200);
    let _ = again.showing("受け付けました");
    let out = reviewer.submit(&room.form("/sign-out")).await.expect(200);
    let _ = reviewer
        .get(&out.at)
        .await
        .expect(200)
        .showing("画面を閉じました");
    for below in ["", "read-all", "sign-out", "read-done"] {
        let page = reviewer.get(&reviewer.room(below)).await.expect(401);
        let _ = page.showing("画面を閉じました");
    }
}

#[tokio::test]
async fn a_link_opened_again_from_inside_leads_on_and_is_the_same_for_everybody_else() {
    let world = World::start().await;
    let (_, meeting, reviewer) = inside(&world, &PLAN).await;
    let link = world.letter_to(&meeting.mails[0]).link();
    let before = world.app().store.counts().commits;
    let gate = reviewer.get(&link).await.expect(200);
    let list = gate
        .clone()
        .showing("すでに入っています")
        .link("資料の一覧へ");
    assert!(reviewer.get(&list).await.is_room());
    let plain = world.stranger().get(&link).await.expect(200);
    let forged = world.stranger();
    let (key, _) = reviewer.room_cookie();
    forged.take_cookie(&format!("kairan_room_{key}"), "x");
    assert_eq!(forged.get(&link).await.html(), plain.html());
    assert_eq!(world.app().store.counts().commits, before, "a GET wrote");
    let _ = plain.hiding("すでに入っています");
    for end in [".", ")", "%E3%80%80"] {
        let _ = world
            .stranger()
            .get(&format!("{link}{end}"))
            .await
            .expect(200);
    }
}

/// Says to have read everything, having opened it.
async fn read_all(reviewer: &Visitor) -> Page {
    let _ = reviewer.get(&reviewer.room("all.zip")).await.expect(200);
    let room = reviewer.get(&reviewer.room("")).await.expect(200);
    let sent = reviewer.submit(&room.form("/read-all")).await;
    sent.expect(200).showing("受け付けました")
}

#[tokio::test]
async fn everything_read_holds_until_something_new_comes_in() {
    let world = World::start().await;
    let (clerk, meeting, reviewer) = inside(&world, &PLAN).await;
    let _ = read_all(&reviewer).await;
    let _ = clerk
        .get(&meeting.path)
        .await
        .showing("「すべて読みました」：");
    world.advance(60);

    let form = clerk.get(&meeting.path).await.form("/files");
    let bytes = pdf("追加", 1);
    let file = [Chosen {
        name: "追加.pdf",
        bytes: &bytes,
    }];
    let _ = clerk
        .submit_files(&form.action, &form, &file)
        .await
        .expect(200);

    let room = reviewer.get(&reviewer.room("")).await.expect(200);
    let room = room
        .showing("新しい資料も読みました")
        .hiding("を受け付けました");
    let _ = clerk
        .get(&meeting.path)
        .await
        .hiding("「すべて読みました」：");
    let ask = reviewer.submit(&room.form("/read-all")).await.expect(200);
    let ask = ask.showing("1件が、まだ開かれていません");
    let _ = clerk
        .get(&meeting.path)
        .await
        .hiding("「すべて読みました」：");
    let sent = reviewer.submit(&ask.form("/read-all")).await.expect(200);
    let _ = sent.showing("受け付けました");
    let _ = clerk
        .get(&meeting.path)
        .await
        .showing("「すべて読みました」：");
}

#[tokio::test]
async fn what_cannot_be_right_is_named_at_its_field_and_counts_for_nothing() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&PLAN).await;
    world.deliver().await;
    let link = world.letter_to(&meeting.mails[0]).link();
    let (mail, password) = (&meeting.mails[0], &meeting.passwords[0]);
    let stranger = world.stranger();
    for _ in 0..20 {
        for typed in ["aoki", "青木一郎", password.as_str()] {
            let page = world
                .try_gate(&stranger, &link, typed, password)
                .await
                .expect(422);
            assert!(
                page.error_at("mail")
                    .is_some_and(|error| error.contains('@'))
            );
        }
        let page = world
            .try_gate(&stranger, &link, mail, mail)
            .await
            .expect(422);
        assert!(
            page.error_at("password")
                .is_some_and(|error| error.contains("メールアドレス"))
        );
    }
    let pasted = format!("石川 <{}>", mail.replace('.', "。"));
    for between in ["・", "_", ".", "一"] {
        let typed = format!("「{}」", password.replace('-', between));
        let room = world
            .try_gate(&world.stranger(), &link, &pasted, &typed)
            .await;
        assert!(room.is_room(), "{typed}: {}", room.text());
    }
}

#[tokio::test]
async fn a_wait_keeps_the_address_and_tells_when_it_would_lock() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&PLAN).await;
    world.deliver().await;
    let link = world.letter_to(&meeting.mails[0]).link();
    let mail = &meeting.mails[0];
    let stranger = world.stranger();
    let wait = loop {
        let page = world
            .try_gate(&stranger, &link, mail, "chigau-password-1")
            .await;
        if page.status == 429 {
            break page;
        }
    };
    let wait = wait.showing("10回になると、12時間").showing(PHONE);
    assert!(wait.html().contains(&format!("value=\"{mail}\"")));
    let seconds = wait.header("retry-after").parse().unwrap();
    world.advance(seconds);
    let form = wait.form(link.strip_prefix(world.url()).unwrap());
    let room = stranger
        .submit(&form.set("password", &meeting.passwords[0]))
        .await;
    assert!(room.is_room(), "{}", room.text());
}
