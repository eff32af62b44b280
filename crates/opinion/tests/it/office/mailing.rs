//! What a mail to a clinic says, and what it never does.

use super::scene::{notices, with_mail};
use crate::world::World;
use kairan_domain::notice::NoticeKind;
use kairan_domain::opinion_request::ReminderMethod;
use kairan_opinion::{cancel_request, clinic_letter, reference, remind};

#[tokio::test]
async fn a_letter_names_the_request_by_its_number_alone() {
    let world = World::new().await;
    with_mail(&world).await;
    let id = world.asked().await;
    let notice = notices(&world, id).await.remove(0);
    let letter = clinic_letter(&world.app, &notice).await.unwrap().unwrap();
    assert_eq!(letter.kind, NoticeKind::OpinionRequested);
    assert_eq!(letter.to.expose(), "uketsuke@yamada.example.jp");
    assert_eq!(letter.reference, reference(id));
    assert_eq!(
        (letter.clinic.as_str(), letter.clinic_page),
        ("山田医院", None)
    );
    assert_eq!(letter.due_on.to_string(), "2026-12-05");
    let request = world.request(id).await;
    let token = request.letter.as_ref().unwrap().link.token.expose();
    let told = format!("{notice:?} {} {}", letter.reference, letter.office.office);
    for secret in ["髙﨑", "たかさき", "0001234567", token] {
        assert!(!told.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_letter_that_is_no_longer_true_is_dropped() {
    let world = World::new().await;
    with_mail(&world).await;
    let (written, gone) = (world.asked().await, world.asked().await);
    remind(&world.app, &world.clerk, written, ReminderMethod::Mail, "")
        .await
        .unwrap();
    world.written(written).await;
    cancel_request(&world.app, &world.clerk, gone, "取下げ")
        .await
        .unwrap();
    let mut all = notices(&world, written).await;
    all.extend(notices(&world, gone).await);
    assert_eq!(all.len(), 3);
    for notice in &all {
        let letter = clinic_letter(&world.app, notice).await.unwrap();
        assert_eq!(letter, None, "{:?}", notice.kind);
    }
}
