//! Another insurer's ids do not exist, whatever is done with them.

use crate::world::World;
use kairan_board as board;
use kairan_board::{ChangeError, ReadError, RowPassword, UploadError};
use kairan_domain::upload::UploadTarget;

#[tokio::test]
async fn another_insurers_meeting_is_not_found_by_any_use_case() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let elsewhere = world.town("121012", "あおば市").await;
    let stranger = world.clerk_of(elsewhere, "yoso").await;
    let id = world.published(&clerk, 1).await;
    let draft = world.draft(&clerk, 1).await;
    let (seat, key) = (world.seat(id, 0).await, &stranger.key);
    let material = world.packet(id).await.materials[0].clone();
    let version = material.versions[0].id;
    let (by, audits) = (&stranger.by, world.audits().await);

    let none = Some(ChangeError::NotFound);
    assert_eq!(board::create_draft(app, by, Some(id)).await.err(), none);
    assert_eq!(board::delete_draft(app, by, draft).await.err(), none);
    assert_eq!(
        board::remove_material(app, by, draft, material.id)
            .await
            .err(),
        none
    );
    assert_eq!(
        board::rename_material(app, by, id, material.id, "x")
            .await
            .err(),
        none
    );
    assert_eq!(
        board::withdraw_material(app, by, id, material.id)
            .await
            .err(),
        none
    );
    assert_eq!(board::withdraw_meeting(app, by, id).await.err(), none);
    assert_eq!(board::revive_meeting(app, by, id).await.err(), none);
    assert_eq!(board::resend_notice(app, by, id, seat).await.err(), none);
    assert_eq!(board::hand_over(app, by, key, id, seat).await.err(), none);
    assert_eq!(board::show_passwords(app, by, key, id).await.err(), none);
    let none = Some(ReadError::NotFound);
    assert_eq!(board::read_form(app, by, id).await.err(), none);
    assert_eq!(board::show_board(app, by, id).await.err(), none);
    assert_eq!(
        board::preview_publish(app, by, key, draft).await.err(),
        none
    );
    let none = board::PublishError::NotFound;
    assert_eq!(board::publish_meeting(app, by, draft, 0).await, Err(none));
    let refused = board::reissue_password(app, by, key, id, seat, RowPassword::Make).await;
    assert_eq!(refused, Err(board::ReissueError::NotFound));
    let refused = board::open_version(app, by, id, version).await.err();
    assert_eq!(refused, Some(board::LookError::NotFound));
    let refused = world
        .begin(&stranger, draft, UploadTarget::NewMaterial, ("a.pdf", 9))
        .await;
    assert_eq!(refused, Err(UploadError::NotFound));

    assert_eq!(world.audits().await, audits);
    let page = board::list_meetings(app, by, "", None).await.unwrap();
    assert!(page.rows.is_empty());
    let about = board::AuditWanted {
        meeting: Some(id),
        ..board::AuditWanted::default()
    };
    let audit = board::list_audit(app, by, about).await.unwrap();
    assert!(audit.records.is_empty());
}

#[tokio::test]
async fn another_insurers_upload_is_not_found() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let elsewhere = world.town("121012", "あおば市").await;
    let stranger = world.clerk_of(elsewhere, "yoso").await;
    let id = world.draft(&clerk, 1).await;
    let target = UploadTarget::NewMaterial;
    let upload = world.begin(&clerk, id, target, ("a.pdf", 9)).await.unwrap();

    let none = Err(UploadError::NotFound);
    let bytes = crate::world::whole(b"%PDF-1.4 ");
    assert_eq!(
        board::append_upload(app, &stranger.by, id, upload, 0, bytes).await,
        none
    );
    assert_eq!(
        board::upload_offset(app, &stranger.by, id, upload).await,
        none
    );
    let finished = board::finish_upload(app, &stranger.by, id, upload).await;
    assert_eq!(finished, Err(UploadError::NotFound));
}

#[tokio::test]
async fn the_same_reviewer_of_two_insurers_has_two_passwords() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let elsewhere = world.town("121012", "あおば市").await;
    let stranger = world.clerk_of(elsewhere, "yoso").await;
    world.published(&clerk, 1).await;

    let draft = world.draft(&stranger, 1).await;

    let preview = board::preview_publish(&world.app, &stranger.by, &stranger.key, draft).await;
    let seat = preview.unwrap().seats.remove(0);
    assert!(matches!(seat.password, board::PreviewPassword::Shown(_)));
}
