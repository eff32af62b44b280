//! Meetings that end: withdrawn, revived, deleted, purged, over.

use crate::publish_and_read::{first_material, published};
use kairan_tests::people::Plan;
use kairan_tests::world::{PHONE, World};

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
    world.set_japan("2026-12-03T17:01:00");
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
