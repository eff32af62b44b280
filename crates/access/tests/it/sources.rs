//! Where refusals came from, as the audit tells it.

use crate::world::{HOSPITAL, World};
use kairan_access::{Door, SignInError, note_refused_access, sign_in, staff_session};
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::ids::InsurerId;
use kairan_domain::staff::Role;
use kairan_store::Order;

async fn refusals(
    world: &World,
    insurer: Option<InsurerId>,
    event: AuditEvent,
) -> Vec<AuditRecord> {
    let store = &world.app.store;
    let page = store.audit_of(insurer, Order::Oldest, None, 100).await;
    let records = page.unwrap().items.into_iter().map(|one| one.record);
    records.filter(|record| record.event == event).collect()
}

#[tokio::test]
async fn a_refused_sign_in_tells_its_address_and_an_unknown_login_a_digest() {
    let world = World::new().await;
    let (staff, _) = world.hired(world.insurer, "jimu", Role::Clerk).await;
    for login in ["jimu", "nobody", " NOBODY ", "someone"] {
        let refused = sign_in(&world.app, Door::Console, login, "wrong", HOSPITAL).await;
        assert_eq!(refused.err(), Some(SignInError::Refused), "{login}");
    }

    let known = refusals(&world, Some(world.insurer), AuditEvent::SignInRefused).await;
    let [known] = known.as_slice() else {
        panic!("one")
    };
    assert_eq!((known.from, known.typed), (Some(HOSPITAL), None));
    assert_eq!(known.staff, Some(staff));

    let unknown = refusals(&world, None, AuditEvent::SignInRefused).await;
    assert!(unknown.iter().all(|record| record.from == Some(HOSPITAL)));
    let typed: Vec<_> = unknown.iter().map(|record| record.typed.unwrap()).collect();
    assert_eq!(typed.len(), 3);
    assert_eq!(typed[0], typed[1], "however it was written");
    assert_ne!(typed[0], typed[2]);
    // What was typed stands nowhere.
    let page = world
        .app
        .store
        .audit_of(None, Order::Oldest, None, 100)
        .await;
    for record in page.unwrap().items {
        let line = record.to_json().unwrap();
        assert!(!line.to_lowercase().contains("nobody"), "{line}");
    }
}

#[tokio::test]
async fn refused_pages_are_told_once_a_minute_with_their_number() {
    let world = World::new().await;
    let (_, cookie) = world.hired(world.insurer, "jimu", Role::ReadOnly).await;
    let session = staff_session(&world.app, &cookie).await.unwrap().unwrap();
    let by = session.witness().unwrap();
    for _ in 0..500 {
        note_refused_access(&world.app, &by, HOSPITAL)
            .await
            .unwrap();
    }
    world.advance(61);
    note_refused_access(&world.app, &by, HOSPITAL)
        .await
        .unwrap();

    let told = refusals(&world, Some(world.insurer), AuditEvent::AccessRefused).await;
    let more: Vec<_> = told.iter().map(|record| record.more).collect();
    assert_eq!(more, [None, Some(499)]);
    assert_eq!(told[0].from, Some(HOSPITAL));
    assert_eq!(told[0].actor, by.actor());
}
