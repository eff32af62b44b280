//! What saves a clerk typing and doubt: the reviewers of an earlier meeting, the same file seen
//! twice, and whether it was oneself who changed the draft on another page.

use crate::world::{World, row};
use kairan_board::{
    ChangeError, Changer, create_draft, known_people, preview_publish, take_reviewers, who_changed,
};
use kairan_domain::ids::MeetingId;
use kairan_domain::secret::SecretText;

#[tokio::test]
async fn the_reviewers_of_an_earlier_meeting_fill_the_empty_rows() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let model = world.published(&clerk, 3).await;
    let offered = known_people(app, &clerk.by).await.unwrap().meetings;
    assert_eq!((offered[0].id, offered[0].reviewers), (model, 3));

    let id = create_draft(app, &clerk.by, None).await.unwrap();
    world
        .save(&clerk, id, |input| {
            input.rows[2] = row("委員2（代理）", "IIN2@example.jp");
            input.rows[4] = row("新しい委員", "");
        })
        .await;
    take_reviewers(app, &clerk.by, id, model).await.unwrap();

    let raw = world.form(&clerk, id).await.raw;
    let names: Vec<&str> = raw.seats.iter().map(|row| row.name.expose()).collect();
    assert_eq!(names, ["委員2（代理）", "新しい委員", "委員1", "委員3"]);
    assert_eq!(raw.reviewer_count, "4");
    let none = take_reviewers(app, &clerk.by, id, MeetingId::from_bytes([7; 16])).await;
    assert_eq!(none, Err(ChangeError::NotFound));
}

#[tokio::test]
async fn the_same_file_taken_twice_is_known_as_the_same() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.draft(&clerk, 1).await;
    let _ = world.add(&clerk, id, "追加.pdf", 2).await;
    let _ = world.add(&clerk, id, "追加.pdf", 2).await;

    let lines = world.form(&clerk, id).await.materials;
    let preview = preview_publish(&world.app, &clerk.by, &clerk.key, id).await;
    let seen: Vec<_> = preview
        .unwrap()
        .materials
        .iter()
        .map(|it| it.sha256)
        .collect();

    assert_eq!(lines[1].sha256, lines[2].sha256);
    assert_ne!(lines[0].sha256, lines[1].sha256);
    assert_eq!(seen, lines.iter().map(|it| it.sha256).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_change_on_another_page_of_ones_own_is_told_from_a_colleagues() {
    let world = World::new().await;
    let (clerk, other) = (world.clerk("jimu1").await, world.clerk("jimu2").await);
    let id = world.draft(&clerk, 1).await;

    let own = who_changed(&world.app, &clerk.by, id).await.unwrap();
    assert_eq!(own, Changer::Yourself);

    world
        .save(&other, id, |input| {
            input.fields.remark = SecretText::new("駐車場は北側です。");
        })
        .await;
    let theirs = who_changed(&world.app, &clerk.by, id).await.unwrap();
    assert!(matches!(theirs, Changer::Colleague(name) if name.expose() == "認定 花子"));
}
