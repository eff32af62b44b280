//! The reviewers' gate: who gets in, who does not, and what each is told.

use crate::world::{HOSPITAL, Published, Told, World};
use jiff::SignedDuration;
use kairan_access::{GateError, GateView, clear_lock, look_at_gate, open_gate, reviewer_session};
use kairan_domain::audit::AuditEvent;
use kairan_domain::meeting::Stage;
use std::net::IpAddr;

async fn enter(world: &World, told: &Told) -> Result<String, GateError> {
    enter_with(world, told, &told.mail, &told.password).await
}

async fn enter_with(
    world: &World,
    told: &Told,
    mail: &str,
    password: &str,
) -> Result<String, GateError> {
    let cookie = open_gate(&world.app, &told.link, mail, password, HOSPITAL).await?;
    Ok(cookie.to_text().to_string())
}

async fn guess(world: &World, told: &Told) -> GateError {
    enter_with(world, told, &told.mail, "guessed-wrong")
        .await
        .unwrap_err()
}

/// Guesses until the credential is locked, sitting out every wait.
async fn lock(world: &World, told: &Told) {
    loop {
        match guess(world, told).await {
            GateError::Wrong => {}
            GateError::Wait { until } => world.clock.set(until),
            GateError::Locked { .. } => return,
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_reviewer_gets_in_and_the_audit_says_so() {
    let world = World::new().await;
    let published = world.publish(2).await;
    let told = &published.seats[0];

    let cookie = enter(&world, told).await.unwrap();

    let reviewer = reviewer_session(&world.app, &cookie)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(reviewer.meeting(), published.id);
    assert_eq!(reviewer.seat(), told.seat);
    assert_eq!(reviewer.insurer(), world.insurer);
    assert_eq!(reviewer.as_read().id, published.id);
    assert_eq!(world.events().await.last(), Some(&AuditEvent::GatePassed));
}

#[tokio::test]
async fn typing_slips_are_put_right() {
    let world = World::new().await;
    let published = world.publish(1).await;
    let told = &published.seats[0];

    for (mail, password) in [
        (" TARO0@Example.jp ", "KF7M 3WTP X9HD 00"),
        (
            "ｔａｒｏ０＠ｅｘａｍｐｌｅ．ｊｐ",
            "ｋｆ７ｍー３ｗｔｐーｘ９ｈｄー００",
        ),
    ] {
        assert!(
            enter_with(&world, told, mail, password).await.is_ok(),
            "{mail}"
        );
    }
}

#[tokio::test]
async fn wrong_mail_and_wrong_password_look_alike() {
    let world = World::new().await;
    let published = world.publish(2).await;
    let (told, other) = (&published.seats[0], &published.seats[1]);
    let before = world.commits();

    assert_eq!(
        enter_with(&world, told, "nobody@example.jp", &told.password).await,
        Err(GateError::Wrong)
    );
    let after_mail = world.commits() - before;
    assert_eq!(
        enter_with(&world, told, &told.mail, &other.password).await,
        Err(GateError::Wrong)
    );
    let after_password = world.commits() - before - after_mail;
    // What cannot be anybody's address is pointed out before anything is evaluated.
    let typo = enter_with(&world, told, "not an address", "x").await;
    assert!(matches!(typo, Err(GateError::Mail(_))), "{typo:?}");

    assert_eq!((after_mail, after_password), (1, 1));
}

#[tokio::test]
async fn a_wrong_address_never_counts_against_the_seat() {
    let world = World::new().await;
    let published = world.publish(1).await;
    let told = &published.seats[0];

    for number in 0..20 {
        let mail = format!("nobody{number}@example.jp");
        assert_eq!(
            enter_with(&world, told, &mail, "wrong").await,
            Err(GateError::Wrong)
        );
    }

    assert!(world.mistakes(told).await.is_none());
    assert!(enter(&world, told).await.is_ok());
}

#[tokio::test]
async fn a_wrong_address_waits_as_a_wrong_password_does_from_wherever_it_comes() {
    let world = World::new().await;
    let published = world.publish(2).await;
    let (told, other) = (&published.seats[0], &published.seats[1]);
    let elsewhere: IpAddr = "203.0.113.9".parse().unwrap();
    let mut answers = Vec::new();
    for (seat, mail) in [(told, &told.mail), (other, &told.mail)] {
        let mut answered = Vec::new();
        for from in [HOSPITAL, HOSPITAL, HOSPITAL, HOSPITAL, HOSPITAL, elsewhere] {
            let outcome = open_gate(&world.app, &seat.link, mail, "guess", from).await;
            answered.push(outcome.map(drop));
        }
        answers.push(answered);
    }

    assert_eq!(answers[0], answers[1]);
    let until = world.now() + SignedDuration::from_secs(30);
    assert_eq!(answers[1].last(), Some(&Err(GateError::Wait { until })));
    // The seat behind the second link has lost nothing by it.
    assert!(world.mistakes(other).await.is_none());
    assert!(enter(&world, other).await.is_ok());
}

#[tokio::test]
async fn mistakes_cost_a_doubling_wait_that_is_told_and_not_evaluated() {
    let world = World::new().await;
    let published = world.publish(1).await;
    let told = &published.seats[0];
    for _ in 0..4 {
        assert_eq!(guess(&world, told).await, GateError::Wrong);
    }
    let until = world.now() + SignedDuration::from_secs(30);
    let commits = world.commits();

    // Neither a further guess nor the right password is looked at.
    assert_eq!(guess(&world, told).await, GateError::Wait { until });
    assert_eq!(enter(&world, told).await, Err(GateError::Wait { until }));
    assert_eq!(world.commits(), commits);
    assert_eq!(world.mistakes(told).await.unwrap().throttle.failures, 4);

    world.advance(30);
    assert!(enter(&world, told).await.is_ok());
    assert!(world.mistakes(told).await.unwrap().throttle.is_clear());
}

#[tokio::test]
async fn a_lock_is_told_with_its_end_and_a_clerk_clears_it() {
    let world = World::new().await;
    let published = world.publish(1).await;
    let told = &published.seats[0];
    let clerk = world.administrator("kanri").await;
    lock(&world, told).await;
    let until = world.mistakes(told).await.unwrap().throttle.until.unwrap();

    assert_eq!(enter(&world, told).await, Err(GateError::Locked { until }));

    clear_lock(&world.app, &clerk, published.id, told.seat)
        .await
        .unwrap();
    assert_eq!(world.events().await.last(), Some(&AuditEvent::LockCleared));
    assert!(enter(&world, told).await.is_ok());

    // Nothing is left to clear: nothing is written.
    let commits = world.commits();
    clear_lock(&world.app, &clerk, published.id, told.seat)
        .await
        .unwrap();
    assert_eq!(world.commits(), commits);
}

#[tokio::test]
async fn a_clerk_of_another_insurer_finds_no_seat_to_clear() {
    let world = World::new().await;
    let published = world.publish(1).await;
    lock(&world, &published.seats[0]).await;
    let other = world.town("121012", "あおば市").await;
    let (_, cookie) = world
        .hired(other, "yoso", kairan_domain::staff::Role::Clerk)
        .await;
    let clerk = world.staff(&cookie).await.as_clerk().unwrap();

    let cleared = clear_lock(&world.app, &clerk, published.id, published.seats[0].seat).await;

    assert_eq!(cleared, Err(kairan_access::ClearError::Unknown));
    assert!(
        world
            .mistakes(&published.seats[0])
            .await
            .unwrap()
            .throttle
            .locked
    );
}

#[tokio::test]
async fn thirty_reviewers_behind_one_address_one_guessing_the_others_never_notice() {
    let world = World::new().await;
    let Published { seats, .. } = world.publish(30).await;
    // With the own address, without it, in any mixture: 400 tries.
    for round in 0..400 {
        let mail = if round % 2 == 0 {
            &seats[0].mail
        } else {
            "taro1@example.jp"
        };
        assert!(enter_with(&world, &seats[0], mail, "guess").await.is_err());
    }

    for told in &seats[1..] {
        assert!(enter(&world, told).await.is_ok());
    }
}

#[tokio::test]
async fn a_guesser_at_many_links_is_stopped_by_the_address_limit_for_a_while() {
    let world = World::new().await;
    let Published { seats, .. } = world.publish(12).await;
    for told in &seats[..11] {
        for number in 0..30 {
            let mail = format!("nobody{number}@example.jp");
            let wrong = enter_with(&world, told, &mail, "guess").await;
            assert!(matches!(
                wrong,
                Err(GateError::Wrong | GateError::TooManyFromAddress { .. })
            ));
        }
    }
    let told = &seats[11];

    let until = world.now() + SignedDuration::from_mins(10);
    assert_eq!(
        enter(&world, told).await,
        Err(GateError::TooManyFromAddress { until })
    );
    let elsewhere: IpAddr = "203.0.113.9".parse().unwrap();
    assert!(
        open_gate(
            &world.app,
            &told.link,
            &told.mail,
            &told.password,
            elsewhere
        )
        .await
        .is_ok()
    );

    world.clock.set(until);
    assert!(enter(&world, told).await.is_ok());
}

#[tokio::test]
async fn fifty_guesses_at_once_count_and_cannot_slip_past_the_wait() {
    let world = World::new().await;
    let published = world.publish(1).await;
    let told = &published.seats[0];
    let guesses = (0..50).map(|_| Box::pin(guess(&world, told)));

    let until = world.now() + SignedDuration::from_secs(30);
    let outcomes = join_all(guesses).await;
    let wrong = |outcome: &&_| **outcome == GateError::Wrong;
    let waits = |outcome: &&_| **outcome == GateError::Wait { until };
    assert_eq!(outcomes.iter().filter(wrong).count(), 4);
    assert_eq!(outcomes.iter().filter(waits).count(), 46);
    let throttle = world.mistakes(told).await.unwrap().throttle;
    assert_eq!(
        throttle.failures, 4,
        "mistakes made during the wait do not count"
    );
    assert!(matches!(
        enter(&world, told).await,
        Err(GateError::Wait { .. })
    ));
}

#[tokio::test]
async fn the_right_guess_behind_forty_wrong_ones_at_once_stays_outside() {
    let world = World::new().await;
    let published = world.publish(1).await;
    let told = &published.seats[0];
    let tries = (0..41).map(|place| {
        let password = if place < 40 { "guess" } else { &told.password };
        Box::pin(enter_with(&world, told, &told.mail, password))
    });

    let outcomes = join_all(tries).await;

    // The right one is answered as the thirty-six others that came after the wait began.
    let told_to_wait = |outcome: &&_| matches!(outcome, Err(GateError::Wait { .. }));
    assert_eq!(outcomes.iter().filter(told_to_wait).count(), 37);
    let wrong = |outcome: &&_| **outcome == Err(GateError::Wrong);
    assert_eq!(outcomes.iter().filter(wrong).count(), 4);
}

#[tokio::test]
async fn guesses_at_once_at_many_links_count_before_they_are_evaluated() {
    let address = kairan_access::AddressPolicy {
        most: 30,
        ..kairan_access::AddressPolicy::default()
    };
    let world = World::with(kairan_access::Policies {
        address,
        ..kairan_access::Policies::default()
    })
    .await;
    let Published { seats, .. } = world.publish(50).await;

    let outcomes = join_all(seats.iter().map(|told| Box::pin(guess(&world, told)))).await;

    let wrong = |outcome: &&_| **outcome == GateError::Wrong;
    assert_eq!(outcomes.iter().filter(wrong).count(), 30);
}

/// Polls all futures in turn until all are done.
pub(crate) async fn join_all<T, F: Future<Output = T> + Unpin>(
    futures: impl Iterator<Item = F>,
) -> Vec<T> {
    let mut waiting: Vec<F> = futures.collect();
    let mut done = Vec::new();
    std::future::poll_fn(|context| {
        waiting.retain_mut(|future| match std::pin::Pin::new(future).poll(context) {
            std::task::Poll::Ready(outcome) => {
                done.push(outcome);
                false
            }
            std::task::Poll::Pending => true,
        });
        if waiting.is_empty() {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    done
}

#[tokio::test]
async fn the_gate_tells_plainly_when_it_is_shut() {
    let world = World::new().await;
    let published = world.publish(1).await;
    let told = &published.seats[0];
    let (from, until) = (
        world.now() + SignedDuration::from_hours(1),
        world.now() + SignedDuration::from_hours(2),
    );
    world
        .change(published.id, |packet| {
            packet.plan.window.from = from;
            packet.plan.window.until = until;
        })
        .await;
    let look = async || look_at_gate(&world.app, &told.link).await.unwrap();

    assert!(matches!(look().await, GateView::NotYet(facts) if facts.window.from == from));
    assert_eq!(enter(&world, told).await, Err(GateError::NotYet { from }));

    world.clock.set(from);
    assert!(matches!(look().await, GateView::Entry(_)));
    assert!(enter(&world, told).await.is_ok());

    world.clock.set(until);
    assert!(matches!(look().await, GateView::Closed(facts) if facts.window.until == until));
    assert_eq!(enter(&world, told).await, Err(GateError::Closed { until }));

    world
        .change(published.id, |packet| {
            packet.stage = Stage::Withdrawn {
                at: from,
                purge_at: until,
            }
        })
        .await;
    assert!(matches!(look().await, GateView::Withdrawn(_)));
    assert_eq!(enter(&world, told).await, Err(GateError::Withdrawn));

    world
        .change(published.id, |packet| {
            packet.stage = Stage::Purged { at: until }
        })
        .await;
    assert_eq!(look().await, GateView::Unknown);
    assert_eq!(enter(&world, told).await, Err(GateError::Unknown));
}

#[tokio::test]
async fn every_known_link_shows_the_offices_telephone() {
    let world = World::new().await;
    let published = world.publish(1).await;

    let view = look_at_gate(&world.app, &published.seats[0].link)
        .await
        .unwrap();

    let facts = view.facts().unwrap();
    assert_eq!(facts.phone, "043-000-1234");
    assert_eq!(facts.insurer, "みどり市");
    assert_eq!(facts.panel.as_deref(), Some("第2合議体"));
}

#[tokio::test]
async fn a_password_past_its_year_opens_no_gate() {
    let world = World::new().await;
    let published = world.publish(1).await;
    world
        .change(published.id, |packet| {
            packet.plan.window.until += SignedDuration::from_hours(366 * 24);
        })
        .await;
    world.advance(365 * 24 * 3600);

    assert_eq!(
        enter(&world, &published.seats[0]).await,
        Err(GateError::Wrong)
    );
}
