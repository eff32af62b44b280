//! The end of a request.

use super::scene::{accepted, events_of, notices, with_mail};
use crate::world::{SOUND, World};
use kairan_domain::audit::AuditEvent;
use kairan_opinion::{ReadError, make_masked, show_request, sweep_requests};
use kairan_store::SessionOwner;

#[tokio::test]
async fn after_its_keep_a_request_is_erased_whole_and_the_audit_says_so() {
    let world = World::new().await;
    with_mail(&world).await;
    let (app, by) = (&world.app, &world.clerk);
    let id = accepted(&world).await;
    make_masked(app, by, id, "12", true).await.unwrap();
    let open = world.asked().await;
    world.save(&world.doctor(open).await, SOUND).await;
    assert_eq!(world.files().await, 2);

    world.days(5 * 366 - 1);
    assert_eq!(sweep_requests(app).await, Ok(0));
    world.days(2);
    assert_eq!(sweep_requests(app).await, Ok(1));

    assert_eq!(show_request(app, by, id).await, Err(ReadError::NotFound));
    assert_eq!(world.files().await, 0);
    assert_eq!(notices(&world, id).await, []);
    let kept = app.store.kept_forms(world.insurer(), id).await.unwrap();
    assert!(kept.is_empty());
    let sessions = app
        .store
        .sessions_of(SessionOwner::OpinionRequest(id))
        .await;
    assert!(sessions.unwrap().is_empty());
    let certificate = events_of(&world, id).await;
    assert_eq!(certificate.last(), Some(&AuditEvent::RequestPurged));
    assert!(world.draft(open).await.is_some(), "what is open stays");
    assert_eq!(sweep_requests(app).await, Ok(0));
}
