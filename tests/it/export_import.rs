//! A copy made while people work, and a second machine that goes on from it.

use kairan_tests::people::{Plan, STAFF_COOKIE};
use kairan_tests::visitor::Visitor;
use kairan_tests::world::World;

#[tokio::test]
async fn a_copy_made_while_serving_opens_on_another_machine() {
    let world = World::start().await;
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
    // The record of a download is written when its last byte has left, which
    // may be a moment after the reviewer has it: a copy made before would
    // show 「途中まで」.
    for _ in 0..500 {
        if clerk.get(&meeting.path).await.expect(200).shows("全部") {
            break;
        }
    }
    let copy = world.home().join("copy");
    world.export(&copy).await;

    let restored = world.restored(&copy).await;
    let there = Visitor::new(restored.office_url());
    there.take_cookie(STAFF_COOKIE, &clerk.cookie(STAFF_COOKIE).unwrap());
    for path in [meeting.path.as_str(), &draft.at("/edit"), "/console/"] {
        let (here, there) = (
            clerk.get(path).await.expect(200).text(),
            there.get(path).await.expect(200).text(),
        );
        assert_eq!(here, there, "{path} differs on the restored machine");
    }
    let link = world.letter_to(&meeting.mails[1]).link();
    let visitor = Visitor::new(restored.url());
    let path = link.strip_prefix(world.url()).unwrap().to_owned();
    let room = world
        .try_gate(&visitor, &path, &meeting.mails[1], &meeting.passwords[1])
        .await;
    assert!(room.is_room());
    assert_eq!(
        visitor
            .get(&visitor.room("all.zip"))
            .await
            .expect(200)
            .body
            .len(),
        zip.body.len()
    );
}

#[tokio::test]
async fn nothing_personal_can_be_read_in_a_copy() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(2)).await;
    world.deliver().await;
    let copy = world.home().join("copy");
    world.export(&copy).await;
    let token = world
        .letter_to(&meeting.mails[0])
        .link()
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    let mut open = vec![copy];
    let mut seen = 0;
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                open.push(entry.path());
                continue;
            }
            seen += 1;
            let bytes = std::fs::read(entry.path()).unwrap();
            for secret in [
                meeting.mails[0].as_str(),
                "中村 一郎",
                &meeting.passwords[0],
                &token,
                &clerk.secret,
            ] {
                let found = bytes
                    .windows(secret.len())
                    .any(|part| part == secret.as_bytes());
                assert!(
                    !found,
                    "{} holds {secret} in the clear",
                    entry.path().display()
                );
            }
        }
    }
    assert!(seen > 1, "the copy is empty");
}
