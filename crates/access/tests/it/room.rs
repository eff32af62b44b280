//! A reviewer's session: what ends it, and that it is cheap.

use crate::world::{HOSPITAL, Published, World};
use jiff::SignedDuration;
use kairan_access::{leave_room, open_gate, reviewer_session, staff_session, sweep_sessions};
use kairan_domain::audit::AuditEvent;
use kairan_domain::meeting::Stage;

async fn inside() -> (World, Published, String) {
    let world = World::new().await;
    let published = world.publish(1).await;
    let told = &published.seats[0];
    let cookie = open_gate(&world.app, &told.link, &told.mail, &told.password, HOSPITAL)
        .await
        .unwrap();
    (world, published, cookie.to_text().to_string())
}

async fn opens(world: &World, cookie: &str) -> bool {
    reviewer_session(&world.app, cookie)
        .await
        .unwrap()
        .is_some()
}

#[tokio::test]
async fn a_replayed_cookie_opens_nothing_after_leaving() {
    let (world, _, cookie) = inside().await;

    leave_room(&world.app, &cookie).await.unwrap();

    assert!(!opens(&world, &cookie).await);
    assert_eq!(world.events().await.last(), Some(&AuditEvent::SignedOut));
    let commits = world.commits();
    leave_room(&world.app, &cookie).await.unwrap();
    assert_eq!(world.commits(), commits);
}

#[tokio::test]
async fn a_forged_cookie_opens_nothing() {
    let (world, published, cookie) = inside().await;
    let mut other = cookie.clone().into_bytes();
    other[0] = if other[0] == b'A' { b'B' } else { b'A' };
    let other = String::from_utf8(other).unwrap();

    for forged in ["", "x", &other, &published.seats[0].link, &"A".repeat(43)] {
        assert!(!opens(&world, forged).await, "{forged}");
    }
}

#[tokio::test]
async fn a_reviewers_cookie_is_none_of_the_console() {
    let (world, _, cookie) = inside().await;

    assert!(staff_session(&world.app, &cookie).await.unwrap().is_none());
}

#[tokio::test]
async fn a_new_password_ends_the_session() {
    let (world, published, cookie) = inside().await;

    world.reissue(&published, 0, "another-one-77").await;

    assert!(!opens(&world, &cookie).await);
    let told = &published.seats[0];
    let again = open_gate(
        &world.app,
        &told.link,
        &told.mail,
        "another-one-77",
        HOSPITAL,
    )
    .await;
    assert!(again.is_ok());
}

#[tokio::test]
async fn withdrawing_the_meeting_ends_the_session_and_reviving_it_does_not_wait() {
    let (world, published, cookie) = inside().await;
    let at = world.now();

    world
        .change(published.id, |packet| {
            packet.stage = Stage::Withdrawn { at, purge_at: at }
        })
        .await;
    assert!(!opens(&world, &cookie).await);

    world
        .change(published.id, |packet| packet.stage = Stage::Purged { at })
        .await;
    assert!(!opens(&world, &cookie).await);
}

#[tokio::test]
async fn the_end_of_the_window_ends_the_session() {
    let (world, published, cookie) = inside().await;
    let until = world.now() + SignedDuration::from_mins(10);
    world
        .change(published.id, |packet| packet.plan.window.until = until)
        .await;

    assert!(opens(&world, &cookie).await);
    world.clock.set(until);
    assert!(!opens(&world, &cookie).await);
}

#[tokio::test]
async fn a_session_ends_when_idle_and_at_the_latest_after_its_longest() {
    let (world, _, cookie) = inside().await;
    for _ in 0..3 {
        world.advance(3 * 3600);
        assert!(opens(&world, &cookie).await);
    }
    world.advance(3 * 3600);
    assert!(!opens(&world, &cookie).await, "twelve hours are the most");

    let (world, _, cookie) = inside().await;
    world.advance(4 * 3600);
    assert!(!opens(&world, &cookie).await, "four hours without use");
}

#[tokio::test]
async fn a_range_of_a_download_costs_two_reads_and_a_write_a_minute() {
    let (world, _, cookie) = inside().await;
    let before = world.app.store.counts();
    for _ in 0..100 {
        assert!(opens(&world, &cookie).await);
    }
    let after = world.app.store.counts();
    assert_eq!(after.rows_read - before.rows_read, 200);
    assert_eq!(after.commits, before.commits);

    world.advance(60);
    for _ in 0..100 {
        assert!(opens(&world, &cookie).await);
    }
    assert_eq!(world.commits(), before.commits + 1);
}

#[tokio::test]
async fn sessions_that_have_run_out_are_swept() {
    let (world, published, cookie) = inside().await;
    assert_eq!(sweep_sessions(&world.app).await.unwrap(), 0);

    world.advance(12 * 3600 + 1);
    let told = &published.seats[0];
    let fresh = open_gate(&world.app, &told.link, &told.mail, &told.password, HOSPITAL)
        .await
        .unwrap();

    assert_eq!(sweep_sessions(&world.app).await.unwrap(), 1);
    assert!(!opens(&world, &cookie).await);
    assert!(opens(&world, &fresh.to_text()).await);
}
