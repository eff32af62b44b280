//! Stop and start: same answers, same sessions, same links; nothing that was said is forgotten.

use kairan_tests::people::{Plan, code_of};
use kairan_tests::world::World;

#[tokio::test]
async fn everything_said_before_a_restart_holds_after_it() {
    let mut world = World::start().await;
    let clerk = world.clerk().await;
    let draft = clerk
        .draft(&Plan {
            meeting_no: "35",
            ..Plan::of(2)
        })
        .await;
    let meeting = clerk.publish(&Plan::of(3)).await;
    world.deliver().await;
    let reviewer = world
        .reviewer(&meeting.mails[0], &meeting.passwords[0])
        .await;
    let zip = reviewer.get(&reviewer.room("all.zip")).await.expect(200);
    let pages = [
        meeting.path.clone(),
        meeting.at("/passwords"),
        draft.at("/edit"),
        "/console/".to_owned(),
    ];
    let mut before = Vec::new();
    for path in &pages {
        before.push(clerk.get(path).await.expect(200).text());
    }

    world.restart().await;

    for (path, before) in pages.iter().zip(&before) {
        assert_eq!(
            &clerk.get(path).await.expect(200).text(),
            before,
            "{path} differs after a restart"
        );
    }
    let again = reviewer.get(&reviewer.room("all.zip")).await.expect(200);
    assert_eq!(
        (again.body, again.headers.get("etag")),
        (zip.body, zip.headers.get("etag"))
    );
    world.deliver().await;
    assert_eq!(world.letters().len(), 3, "a restart sent letters again");
    let late = world
        .reviewer(&meeting.mails[2], &meeting.passwords[2])
        .await;
    let _ = late.get("/room/").await.expect(200);
}

#[tokio::test]
async fn letters_queued_before_a_restart_leave_after_it() {
    let mut world = World::start().await;
    let clerk = world.clerk().await;
    let _ = clerk.publish(&Plan::of(4)).await;
    world.restart().await;
    world.deliver().await;
    assert_eq!(world.letters().len(), 4);
}

#[tokio::test]
async fn a_lock_outlives_a_restart() {
    let mut world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(1)).await;
    world.deliver().await;
    let link = world.letter_to(&meeting.mails[0]).link();
    let stranger = world.stranger();
    let path = link.strip_prefix(world.url()).unwrap().to_owned();
    let wrong = [
        ("mail".to_owned(), meeting.mails[0].clone()),
        ("password".to_owned(), "chigau-password".to_owned()),
    ];
    while stranger.post(&path, &wrong).await.status == 422 {}
    world.restart().await;
    let right = [
        wrong[0].clone(),
        ("password".to_owned(), meeting.passwords[0].clone()),
    ];
    assert_eq!(
        world.stranger().post(&path, &right).await.status,
        429,
        "a restart forgave the mistakes"
    );
}

#[tokio::test]
async fn another_key_ring_stops_the_start() {
    let mut world = World::start().await;
    let _ = world.clerk().await.draft(&Plan::of(1)).await;
    world.stop().await;
    let ring = world.config.data.key_ring_file.clone();
    std::fs::remove_file(&ring).unwrap();
    kairan_vault::KeyRing::generate(&kairan_vault::SystemEntropy, "2026-11-22T00:00:00Z")
        .save_new(&ring)
        .unwrap();
    let error = world
        .try_open()
        .await
        .expect_err("a foreign key ring opened the data");
    assert!(error.contains("key ring"), "{error}");
    std::fs::remove_file(&ring).unwrap();
    let error = world
        .try_open()
        .await
        .expect_err("the start went on without a key ring");
    assert!(error.contains("key"), "{error}");
}

#[tokio::test]
async fn the_authenticator_still_fits_after_a_restart() {
    let mut world = World::start().await;
    let clerk = world.clerk().await;
    world.restart().await;
    world.advance(60);
    let visitor = world.stranger();
    let page = visitor.get("/console/").await;
    let form = page
        .form("/console/sign-in")
        .set("login", &clerk.login)
        .set("password", kairan_tests::people::CHOSEN);
    let page = visitor.submit(&form).await.expect(200);
    let form = page
        .form("/console/code")
        .set("code", &code_of(&clerk.secret, world.now()));
    let _ = visitor
        .submit(&form)
        .await
        .expect(200)
        .showing("新しく登録する");
}
