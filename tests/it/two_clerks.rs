//! Two clerks at one meeting: the second sees what changed and keeps the own text.

use kairan_domain::staff::Role;
use kairan_tests::people::Plan;
use kairan_tests::world::World;

#[tokio::test]
async fn the_second_to_save_a_draft_sees_both_and_decides() {
    let world = World::start().await;
    let (first, second) = (
        world.clerk().await,
        world.staff("m.suzuki", Role::Clerk).await,
    );
    let draft = first.draft(&Plan::of(2)).await;
    let (page_1, page_2) = (
        first.get(&draft.at("/edit")).await,
        second.get(&draft.at("/edit")).await,
    );
    let _ = first
        .press(&page_1.form("/edit").set("panel", "第2合議体"), "save")
        .await
        .expect(200);
    let form = page_2
        .form("/edit")
        .set("panel", "第3合議体")
        .set("remark", "消えてはいけない文");
    let conflict = second.press(&form, "save").await;
    assert_eq!(conflict.status, 409, "{}", conflict.text());
    let conflict = conflict
        .showing("ほかの担当者が、先に変更しました")
        .showing("第2合議体")
        .showing("第3合議体")
        .showing("佐藤 花子");
    let kept = conflict.form("/edit");
    assert_eq!(
        (kept.get("panel"), kept.get("remark")),
        ("第3合議体", "消えてはいけない文")
    );
    first
        .get(&draft.at("/edit"))
        .await
        .showing("下書き")
        .hiding("消えてはいけない文");

    let saved = second.press(&kept, "save").await.expect(200);
    assert_eq!(saved.form("/edit").get("panel"), "第3合議体");
    let now = first.get(&draft.at("/edit")).await;
    assert_eq!(
        (
            now.form("/edit").get("panel"),
            now.form("/edit").get("remark")
        ),
        ("第3合議体", "消えてはいけない文")
    );
}

#[tokio::test]
async fn what_is_published_is_what_was_confirmed() {
    let world = World::start().await;
    let (first, second) = (
        world.clerk().await,
        world.staff("m.suzuki", Role::Clerk).await,
    );
    let draft = first.draft(&Plan::of(2)).await;
    let confirm = first.confirm(&draft).await.expect(200).showing("第1合議体");
    let page = second.get(&draft.at("/edit")).await;
    let _ = second
        .press(
            &page
                .form("/edit")
                .set("seat_mail", "betsu@clinic.example.jp"),
            "save",
        )
        .await
        .expect(200);
    let refused = first.submit(&confirm.form("/publish")).await;
    assert!(
        !refused.at.contains("/passwords"),
        "something was published that nobody confirmed"
    );
    world.deliver().await;
    assert_eq!(world.letters().len(), 0);
    let confirm = first
        .confirm(&draft)
        .await
        .expect(200)
        .showing("betsu@clinic.example.jp");
    let _ = first.submit(&confirm.form("/publish")).await.expect(200);
    world.deliver().await;
    assert_eq!(world.letters_to("betsu@clinic.example.jp").len(), 1);
}

#[tokio::test]
async fn two_changes_of_a_published_meeting() {
    let world = World::start().await;
    let (first, second) = (
        world.clerk().await,
        world.staff("m.suzuki", Role::Clerk).await,
    );
    let meeting = first.publish(&Plan::of(2)).await;
    let (page_1, page_2) = (
        first.get(&meeting.at("/change")).await,
        second.get(&meeting.at("/change")).await,
    );
    let _ = first
        .submit(
            &page_1
                .form("/change")
                .set("held_on", "2026-12-04")
                .set("until_on", "2026-12-04"),
        )
        .await
        .expect(200);
    let form = page_2
        .form("/change")
        .set("held_on", "2026-12-11")
        .set("until_on", "2026-12-11");
    let conflict = second.submit(&form).await;
    assert_eq!(conflict.status, 409, "{}", conflict.text());
    let conflict = conflict.showing("ほかの担当者が、先に変更しました");
    assert_eq!(
        conflict.form("/change").get("held_on"),
        "2026-12-11",
        "the second clerk's own text is lost"
    );
    first.get(&meeting.path).await.showing("令和8年12月4日(金)");
}

#[tokio::test]
async fn a_draft_deleted_by_one_is_gone_for_the_other() {
    let world = World::start().await;
    let (first, second) = (
        world.clerk().await,
        world.staff("m.suzuki", Role::Clerk).await,
    );
    let draft = first.draft(&Plan::of(1)).await;
    let page = second.get(&draft.at("/edit")).await;
    let delete = first.get(&draft.at("/delete")).await;
    let _ = first.submit(&delete.form("/delete")).await.expect(200);
    let gone = second.press(&page.form("/edit"), "save").await;
    assert_eq!(gone.status, 404, "{}", gone.text());
}
