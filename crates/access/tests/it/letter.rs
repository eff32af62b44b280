//! The doctors' door behind a letter's link: who gets in, who does not, what each is told.

use crate::gate::join_all;
use crate::posted::{Posted, elsewhere};
use crate::world::{HOSPITAL, World};
use jiff::SignedDuration;
use kairan_access::{
    ClearError, LetterError, LetterView, WhyLetterOver, clear_letter_lock, letter_shut_until,
    look_at_letter, open_letter, physician_session,
};
use kairan_domain::audit::{Actor, AuditEvent};
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::Stage;
use kairan_domain::secret::SecretText;
use kairan_domain::staff::Role;

async fn guess(world: &World, posted: &Posted) -> LetterError {
    world.open(posted, "guessed-wrong").await.unwrap_err()
}

async fn lock(world: &World, posted: &Posted) {
    loop {
        match guess(world, posted).await {
            LetterError::Wrong => {}
            LetterError::Wait { until } => world.clock.set(until),
            LetterError::Locked { .. } => return,
            other => panic!("{other:?}"),
        }
    }
}

fn why(error: &LetterError) -> Option<WhyLetterOver> {
    match error {
        LetterError::Over(over) => Some(over.why),
        _ => None,
    }
}

#[tokio::test]
async fn whoever_holds_the_letter_gets_in_and_the_audit_says_so() {
    let world = World::new().await;
    let posted = world.posted().await;

    let cookie = world.open(&posted, &posted.passcode).await.unwrap();

    let physician = physician_session(&world.app, &cookie, posted.request)
        .await
        .unwrap();
    assert_eq!(physician.request(), posted.request);
    assert_eq!(physician.insurer(), world.insurer);
    assert_eq!(physician.as_read().id, posted.request);
    assert_eq!(physician.actor(), Actor::Physician(posted.request));
    let audit = world.audit_of(Some(world.insurer)).await;
    let opened = (AuditEvent::LetterOpened, Actor::Physician(posted.request));
    assert_eq!(audit.last(), Some(&opened));
}

#[tokio::test]
async fn a_passcode_is_known_however_it_is_typed() {
    let world = World::new().await;
    let posted = world.posted().await;

    for typed in [
        " KF7M 3WTP X9HD RA ",
        "kf7m3wtpx9hdra",
        "kf7m・3wtp・x9hd・ra",
        "ｋｆ７ｍー３ｗｔｐーｘ９ｈｄーｒａ",
    ] {
        assert!(world.open(&posted, typed).await.is_ok(), "{typed}");
    }
    for empty in ["", "　 ", "-"] {
        let missing = LetterError::Missing {
            code: false,
            passcode: true,
        };
        assert_eq!(world.open(&posted, empty).await, Err(missing));
    }
    assert!(
        world
            .letter_mistakes(&posted)
            .await
            .unwrap()
            .throttle
            .is_clear()
    );
}

#[tokio::test]
async fn looking_writes_nothing_and_tells_nothing_about_the_person() {
    let world = World::new().await;
    let posted = world.posted().await;
    let commits = world.commits();

    for _ in 0..200 {
        let view = look_at_letter(&world.app, &posted.link).await.unwrap();
        let LetterView::Entry(facts) = view else {
            panic!("the letter is open");
        };
        assert_eq!(facts.request, posted.request);
        assert_eq!(facts.phone, "043-000-1234");
        let told = format!("{facts:?}");
        for hidden in ["ハナ", "はな", "山田", "0001234567", "上町", "1940"] {
            assert!(!told.contains(hidden), "{hidden}");
        }
    }

    assert_eq!(world.commits(), commits);
    assert!(world.letter_mistakes(&posted).await.is_none());
}

#[tokio::test]
async fn guessed_links_lead_nowhere_and_cost_neither_hashing_nor_a_write() {
    let world = World::new().await;
    let posted = world.posted().await;
    let longer = format!("{}A", posted.link);
    let commits = world.commits();

    for guessed in ["", "x", &posted.code, &posted.link[..42], &longer] {
        let view = look_at_letter(&world.app, guessed).await.unwrap();
        assert_eq!(view, LetterView::Unknown);
        for _ in 0..80 {
            let guessed = open_letter(&world.app, guessed, &posted.passcode(), HOSPITAL).await;
            assert_eq!(guessed.map(drop), Err(LetterError::Unknown));
        }
    }

    assert_eq!(world.commits(), commits);
    assert!(world.open(&posted, &posted.passcode).await.is_ok());
}

#[tokio::test]
async fn mistakes_cost_a_doubling_wait_that_is_told_and_not_evaluated() {
    let world = World::new().await;
    let posted = world.posted().await;
    for _ in 0..4 {
        assert_eq!(guess(&world, &posted).await, LetterError::Wrong);
    }
    let until = world.now() + SignedDuration::from_secs(30);
    let commits = world.commits();

    let wait = LetterError::Wait { until };
    assert_eq!(guess(&world, &posted).await, wait);
    assert_eq!(world.open(&posted, &posted.passcode).await, Err(wait));
    assert_eq!(world.commits(), commits);
    let counted = world.letter_mistakes(&posted).await.unwrap();
    assert_eq!(counted.throttle.failures, 4);

    world.advance(30);
    assert!(world.open(&posted, &posted.passcode).await.is_ok());
    assert!(
        world
            .letter_mistakes(&posted)
            .await
            .unwrap()
            .throttle
            .is_clear()
    );
}

#[tokio::test]
async fn a_lock_is_told_and_a_clerk_of_the_same_insurer_sees_and_clears_it() {
    let world = World::new().await;
    let posted = world.posted().await;
    let clerk = world.administrator("kanri").await;
    let other = world.town("121012", "あおば市").await;
    let (_, cookie) = world.hired(other, "yoso", Role::Clerk).await;
    let stranger = world.staff(&cookie).await.as_clerk().unwrap();
    lock(&world, &posted).await;
    let until = world.letter_mistakes(&posted).await.unwrap();
    let until = until.throttle.until.unwrap();
    let app = &world.app;

    let locked = world.open(&posted, &posted.passcode).await;
    assert_eq!(locked, Err(LetterError::Locked { until }));
    let seen = letter_shut_until(app, &clerk, posted.request).await;
    assert_eq!(seen.unwrap(), Some(until));
    let unseen = letter_shut_until(app, &stranger, posted.request).await;
    assert_eq!(unseen.unwrap(), None);
    let refused = clear_letter_lock(app, &stranger, posted.request).await;
    assert_eq!(refused, Err(ClearError::Unknown));

    clear_letter_lock(app, &clerk, posted.request)
        .await
        .unwrap();
    assert_eq!(world.events().await.last(), Some(&AuditEvent::LockCleared));
    assert!(world.open(&posted, &posted.passcode).await.is_ok());
    let commits = world.commits();
    clear_letter_lock(app, &clerk, posted.request)
        .await
        .unwrap();
    assert_eq!(world.commits(), commits, "nothing is left to clear");
}

#[tokio::test]
async fn sixty_guesses_at_once_count_and_the_right_one_among_them_waits_too() {
    let world = World::new().await;
    let posted = world.posted().await;
    let until = world.now() + SignedDuration::from_secs(30);
    let tries = (0..60).map(|place| {
        let passcode = if place == 45 {
            &posted.passcode
        } else {
            "guess"
        };
        Box::pin(world.open(&posted, passcode))
    });

    let outcomes = join_all(tries).await;

    let wrong = |outcome: &&_| **outcome == Err(LetterError::Wrong);
    let waits = |outcome: &&_| **outcome == Err(LetterError::Wait { until });
    assert_eq!(outcomes.iter().filter(wrong).count(), 4);
    assert_eq!(outcomes.iter().filter(waits).count(), 56);
    let counted = world.letter_mistakes(&posted).await.unwrap();
    assert_eq!(counted.throttle.failures, 4);
}

#[tokio::test]
async fn a_guesser_at_one_letter_takes_nothing_from_the_others_behind_the_address() {
    let world = World::new().await;
    let clinic = world.clinic(world.insurer).await;
    let mut letters = Vec::new();
    for _ in 0..12 {
        letters.push(world.post(world.insurer, clinic).await);
    }
    for _ in 0..400 {
        assert!(world.open(&letters[0], "guess").await.is_err());
    }

    for posted in &letters[1..] {
        assert!(world.open(posted, &posted.passcode).await.is_ok());
    }
}

#[tokio::test]
async fn a_guesser_at_many_letters_is_stopped_per_address_and_no_reviewer_notices() {
    let world = World::new().await;
    let clinic = world.clinic(world.insurer).await;
    let reviewer = world.publish(1).await.seats.remove(0);
    for _ in 0..75 {
        let posted = world.post(world.insurer, clinic).await;
        for _ in 0..4 {
            assert_eq!(guess(&world, &posted).await, LetterError::Wrong);
        }
    }
    let posted = world.post(world.insurer, clinic).await;
    let until = world.now() + SignedDuration::from_mins(10);

    let stopped = world.open(&posted, &posted.passcode).await;
    assert_eq!(stopped, Err(LetterError::TooManyFromAddress { until }));
    let other = open_letter(&world.app, &posted.link, &posted.passcode(), elsewhere(1)).await;
    assert!(other.is_ok());
    // Neither does whoever types a short code, nor the gate.
    let typed = world.type_code(&posted.code, &posted.passcode, HOSPITAL);
    assert!(typed.await.is_ok());
    let (link, mail) = (&reviewer.link, &reviewer.mail);
    let gate = kairan_access::open_gate(&world.app, link, mail, &reviewer.password, HOSPITAL);
    assert!(gate.await.is_ok());
}

#[tokio::test]
async fn a_letter_that_is_over_tells_why_and_evaluates_nothing() {
    let world = World::new().await;
    let (at, days) = (world.now(), world.app.policies.chase.readable_days);
    let reason = SecretText::new("転居");
    let to = OpinionRequestId::from_bytes([1; 16]);
    for (stage, over) in [
        (Stage::Cancelled { at, reason }, WhyLetterOver::Cancelled),
        (Stage::Reassigned { at, to }, WhyLetterOver::Reassigned),
    ] {
        let posted = world.posted().await;
        world
            .change_request(&posted, |request| request.stage = stage)
            .await;
        let commits = world.commits();

        let view = look_at_letter(&world.app, &posted.link).await.unwrap();
        assert!(matches!(view, LetterView::Over(told) if told.why == over));
        for passcode in [posted.passcode.as_str(), "guess"] {
            let error = world.open(&posted, passcode).await.unwrap_err();
            assert_eq!(why(&error), Some(over));
        }
        assert_eq!(world.commits(), commits);
    }

    let posted = world.posted().await;
    world
        .change_request(&posted, |request| request.stage = Stage::Accepted { at })
        .await;
    world.advance(i64::from(days) * 24 * 3600);
    assert!(world.open(&posted, &posted.passcode).await.is_ok());
    world.advance(24 * 3600);
    let error = world.open(&posted, &posted.passcode).await.unwrap_err();
    assert_eq!(why(&error), Some(WhyLetterOver::Accepted));
    let view = look_at_letter(&world.app, &posted.link).await.unwrap();
    assert_eq!(view.facts().unwrap().office, "みどり市 介護保険課 認定係");
}

#[tokio::test]
async fn a_new_print_opens_with_the_new_passcode_alone_and_keeps_the_door() {
    let world = World::new().await;
    let posted = world.posted().await;
    let printed = world.reprint(&posted, "2222-3333-4444-55").await;

    assert_eq!(
        world.open(&posted, &posted.passcode).await,
        Err(LetterError::Wrong)
    );
    assert!(world.open(&printed, &printed.passcode).await.is_ok());
    let typed = world.type_code(&posted.code, &printed.passcode, HOSPITAL);
    assert!(typed.await.is_ok());
}

#[tokio::test]
async fn a_request_whose_letter_was_never_printed_has_no_door() {
    let world = World::new().await;
    let posted = world.posted().await;
    world
        .change_request(&posted, |request| request.letter = None)
        .await;

    let view = look_at_letter(&world.app, &posted.link).await.unwrap();
    assert_eq!(view, LetterView::Unknown);
    assert_eq!(
        world.open(&posted, &posted.passcode).await,
        Err(LetterError::Unknown)
    );
}
