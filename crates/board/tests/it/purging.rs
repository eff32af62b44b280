//! The end: what is erased, what stays.

use crate::world::World;
use kairan_access::{GateView, look_at_gate};
use kairan_board::{
    ChangeError, LookError, create_draft, enter_room, open_material, open_version, purge_meeting,
    show_board, sweep_credentials, sweep_meetings, withdraw_meeting,
};
use kairan_domain::audit::AuditEvent;
use kairan_domain::meeting::{Place, State, WrongState};
use kairan_domain::viewing::Manner;

#[tokio::test]
async fn a_withdrawn_meeting_is_purged_when_its_day_has_come() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 2).await;
    let by = world.room(&clerk, id, 0).await;
    let version = enter_room(app, &by).await.unwrap().materials[0].version;
    open_material(app, &by, version, Manner::View, false)
        .await
        .unwrap();
    let before = world.packet(id).await;
    let Place::Electronic { link, mail, .. } = &before.seats[0].place else {
        panic!("a seat on paper has no gate");
    };
    let file = before.materials[0].versions[0].file;
    withdraw_meeting(app, &clerk.by, id).await.unwrap();

    assert_eq!(sweep_meetings(app).await, Ok(0));
    world.hours(14 * 24 + 1);
    assert_eq!(sweep_meetings(app).await, Ok(1));
    assert_eq!(sweep_meetings(app).await, Ok(0));

    let after = world.packet(id).await;
    assert_eq!(after.state(world.now()), State::Purged);
    assert!(after.materials[0].versions[0].parts.is_empty());
    assert_eq!(app.documents.size(file).await.unwrap(), 0);
    let Place::Electronic {
        mail: left,
        link: gone,
        ..
    } = &after.seats[0].place
    else {
        panic!("the seat stays what it was");
    };
    assert_ne!(left, mail);
    assert!(gone.token.is_empty());
    assert_eq!(
        look_at_gate(app, link.token.expose()).await.unwrap(),
        GateView::Unknown
    );
    assert!(world.notices(id).await.is_empty());
    assert!(app.store.envelopes_of(id).await.unwrap().is_empty());

    // Who viewed what stays, and the audit tells the whole life.
    assert_eq!(show_board(app, &clerk.by, id).await.unwrap().seats.len(), 2);
    assert_eq!(app.store.viewings_of(id).await.unwrap().len(), 1);
    assert_eq!(
        world.events(id).await.last(),
        Some(&AuditEvent::MeetingPurged)
    );
    let looked = open_version(app, &clerk.by, id, version).await;
    assert!(matches!(looked, Err(LookError::File(_))));
}

#[tokio::test]
async fn a_closed_meeting_is_purged_after_its_keep_and_an_open_one_never() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 1).await;
    let open = WrongState::Is(State::Open);
    let refused = purge_meeting(app, world.insurer, id).await;
    assert_eq!(refused, Err(ChangeError::State(open)));

    world.hours(24 * 40);
    assert_eq!(sweep_meetings(app).await, Ok(0));
    world.hours(24 * 10);
    assert_eq!(sweep_meetings(app).await, Ok(1));
}

#[tokio::test]
async fn a_password_that_can_still_be_carried_over_survives_the_purge_until_it_runs_out() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 1).await;
    world.hours(24 * 60);
    assert_eq!(sweep_meetings(app).await, Ok(1));
    assert_eq!(
        app.store.credentials_of(world.insurer).await.unwrap().len(),
        1
    );
    assert_eq!(sweep_credentials(app).await, Ok(0));
    let copy = create_draft(app, &clerk.by, Some(id)).await.unwrap();
    assert_eq!(
        world.form(&clerk, copy).await.raw.seats[0].mail.expose(),
        ""
    );

    world.hours(24 * 310);
    assert_eq!(sweep_credentials(app).await, Ok(1));

    let late = World::new().await;
    let clerk = late.clerk("jimu").await;
    late.published(&clerk, 1).await;
    late.hours(24 * 400);
    assert_eq!(sweep_meetings(&late.app).await, Ok(1));
    assert!(
        late.app
            .store
            .credentials_of(late.insurer)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        late.app
            .store
            .reviewers_of(late.insurer)
            .await
            .unwrap()
            .is_empty()
    );
}

/// The sweep runs every minute: what it reads must not grow with the meetings of a password.
#[tokio::test]
async fn sweeping_passwords_reads_no_more_when_they_are_used_often() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 1).await;
    let cost = async || {
        let before = app.store.counts().rows_read;
        assert_eq!(sweep_credentials(app).await, Ok(0));
        app.store.counts().rows_read - before
    };
    let used_once = cost().await;
    for _ in 0..12 {
        create_draft(app, &clerk.by, Some(id)).await.unwrap();
    }

    assert_eq!(cost().await, used_once);
    world.hours(24 * 400);
    // Run out, but the drafts still name it: one of them, and its index row, tell so.
    assert_eq!(cost().await, used_once + 2);
}
