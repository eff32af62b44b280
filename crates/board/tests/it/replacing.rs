//! Adding, replacing and taking away what is published: who is told, who is not.

use crate::world::World;
use kairan_board::{
    ChangeError, enter_room, open_material, rename_material, show_board, withdraw_material,
};
use kairan_domain::ids::{MeetingId, SeatId};
use kairan_domain::meeting::WrongState;
use kairan_domain::notice::{NoticeKind, Outcome};
use kairan_domain::secret::SecretText;
use kairan_domain::upload::UploadTarget;
use kairan_domain::viewing::Manner;
use kairan_paper::placeholder_pdf;

/// Lets every waiting letter be sent.
async fn deliver(world: &World) {
    let notices = kairan_board::claim_notices(&world.app, 100).await.unwrap();
    for notice in notices {
        let accepted = Outcome::Accepted(SecretText::new("250 ok"));
        kairan_board::settle_notice(&world.app, &notice, accepted)
            .await
            .unwrap();
    }
}

async fn told(world: &World, id: MeetingId) -> Vec<SeatId> {
    let notices = world.notices(id).await;
    let changed = notices
        .iter()
        .filter(|notice| notice.kind == NoticeKind::MaterialsChanged);
    changed.filter_map(|notice| notice.about.seat()).collect()
}

#[tokio::test]
async fn a_replacement_keeps_link_and_password_marks_the_old_one_and_tells_who_had_opened_it() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 3).await;
    deliver(&world).await;
    let before = world.packet(id).await;
    let by = world.room(&clerk, id, 1).await;
    let material = enter_room(app, &by).await.unwrap().materials[0].clone();
    open_material(app, &by, material.version, Manner::View, false)
        .await
        .unwrap();
    assert_eq!(show_board(app, &clerk.by, id).await.unwrap().read.read, 1);

    let pdf = placeholder_pdf("new", 3, 0);
    let target = UploadTarget::NextVersion(material.id);
    world
        .upload(&clerk, id, target, ("差替え.pdf", &pdf))
        .await
        .unwrap();

    let after = world.packet(id).await;
    assert_eq!(after.seats, before.seats);
    assert_eq!(told(&world, id).await, [by.seat()]);
    let board = show_board(app, &clerk.by, id).await.unwrap();
    assert_eq!(board.read.read, 0);
    assert_eq!(board.materials[0].line.outdated.len(), 1);
    let line = board
        .seats
        .iter()
        .find(|line| line.seat == by.seat())
        .unwrap();
    assert!(line.versions[0].outdated);
}

#[tokio::test]
async fn a_further_material_is_told_to_all_but_nobody_twice() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.published(&clerk, 2).await;

    world.add(&clerk, id, "別紙.pdf", 1).await;
    assert!(told(&world, id).await.is_empty());

    deliver(&world).await;
    world.add(&clerk, id, "別紙2.pdf", 1).await;
    world.add(&clerk, id, "別紙3.pdf", 1).await;
    assert_eq!(told(&world, id).await.len(), 2);
}

#[tokio::test]
async fn the_last_material_cannot_be_taken_away() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 1).await;
    let material = world.packet(id).await.materials[0].id;

    let refused = withdraw_material(app, &clerk.by, id, material).await;

    assert_eq!(refused, Err(ChangeError::State(WrongState::LastMaterial)));
}

#[tokio::test]
async fn a_new_title_is_seen_by_reviewers_at_once() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 1).await;
    let material = world.packet(id).await.materials[0].id;

    rename_material(app, &clerk.by, id, material, " 資料 (1〜30) ")
        .await
        .unwrap();
    rename_material(app, &clerk.by, id, material, "　")
        .await
        .unwrap();

    let by = world.room(&clerk, id, 0).await;
    let room = enter_room(app, &by).await.unwrap();
    assert_eq!(room.materials[0].title.expose(), "資料 (1〜30)");
}
