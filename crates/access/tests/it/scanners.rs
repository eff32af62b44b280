//! Mail scanners and link guessers: a thousand of them move nothing.

use crate::world::{HOSPITAL, World};
use kairan_access::{GateError, GateView, look_at_gate, open_gate};

#[tokio::test]
async fn a_thousand_looks_at_the_gate_write_nothing() {
    let world = World::new().await;
    let published = world.publish(1).await;
    let told = &published.seats[0];
    let (commits, version) = (world.commits(), version_of(&world, &published).await);

    for _ in 0..1000 {
        let view = look_at_gate(&world.app, &told.link).await.unwrap();
        assert!(matches!(view, GateView::Entry(_)));
    }

    assert_eq!(world.commits(), commits);
    assert_eq!(version_of(&world, &published).await, version);
    assert!(world.mistakes(told).await.is_none());
}

#[tokio::test]
async fn a_thousand_posts_without_credentials_change_nothing_and_the_first_visit_works() {
    let world = World::new().await;
    let published = world.publish(1).await;
    let told = &published.seats[0];
    let (commits, version) = (world.commits(), version_of(&world, &published).await);

    for round in 0..1000 {
        let (mail, password) = [
            ("", ""),
            (" ", "　"),
            (told.mail.as_str(), ""),
            ("", "guess"),
        ][round % 4];
        let missing = GateError::Missing {
            mail: mail.trim().is_empty(),
            password: password.trim().is_empty(),
        };
        let posted = open_gate(&world.app, &told.link, mail, password, HOSPITAL).await;
        assert_eq!(posted.unwrap_err(), missing);
    }

    assert_eq!(world.commits(), commits);
    assert_eq!(version_of(&world, &published).await, version);
    assert!(world.mistakes(told).await.is_none());
    let first = open_gate(&world.app, &told.link, &told.mail, &told.password, HOSPITAL).await;
    assert!(first.is_ok());
}

#[tokio::test]
async fn guessed_links_lead_nowhere_and_write_nothing() {
    let world = World::new().await;
    let published = world.publish(1).await;
    let link = &published.seats[0].link;
    let longer = format!("{link}A");
    let commits = world.commits();

    for guessed in [
        "",
        "x",
        "../../etc/passwd",
        &link[..42],
        &longer,
        &"A".repeat(43),
        "委員",
    ] {
        assert_eq!(
            look_at_gate(&world.app, guessed).await.unwrap(),
            GateView::Unknown
        );
        for _ in 0..50 {
            let posted = open_gate(
                &world.app,
                guessed,
                "taro0@example.jp",
                "kf7m-3wtp-x9hd-00",
                HOSPITAL,
            )
            .await;
            assert_eq!(posted.unwrap_err(), GateError::Unknown);
        }
    }

    assert_eq!(world.commits(), commits);
    // Unknown links are not even counted: the reviewer behind the same address gets in.
    let told = &published.seats[0];
    assert!(
        open_gate(&world.app, link, &told.mail, &told.password, HOSPITAL)
            .await
            .is_ok()
    );
}

async fn version_of(world: &World, published: &crate::world::Published) -> u64 {
    let meeting = world
        .app
        .store
        .meeting(world.insurer, published.id)
        .await
        .unwrap();
    meeting.unwrap().version().get()
}
