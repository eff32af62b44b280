//! The door of the short code: nothing but the right passcode tells anything, it waits and
//! never locks, and nothing that happens there is noticed at the link.

use crate::gate::join_all;
use crate::posted::elsewhere;
use crate::world::{HOSPITAL, World};
use jiff::SignedDuration;
use kairan_access::{LetterError, WhyLetterOver, physician_session};
use kairan_domain::audit::{Actor, AuditEvent};
use kairan_domain::opinion_request::Stage;
use kairan_domain::secret::SecretText;
use kairan_domain::short_code::{ShortCode, ShortCodeFault};

/// A code that could be one and belongs to no letter.
fn unknown() -> String {
    ShortCode::from_bytes([7; 5]).printed()
}

#[tokio::test]
async fn code_and_passcode_open_the_letter() {
    let world = World::new().await;
    let posted = world.posted().await;

    let typed = posted.code.to_lowercase().replace('-', " ");
    let cookie = world
        .type_code(&typed, "KF7M 3WTP X9HD RA", HOSPITAL)
        .await
        .unwrap();

    let inside = physician_session(&world.app, &cookie, posted.request).await;
    assert_eq!(inside.unwrap().request(), posted.request);
    assert_eq!(world.events().await.last(), Some(&AuditEvent::LetterOpened));
}

#[tokio::test]
async fn unknown_code_and_wrong_passcode_look_alike_and_cost_alike() {
    let world = World::new().await;
    let posted = world.posted().await;
    let unknown = unknown();
    let mut answers = Vec::new();
    for code in [&posted.code, &unknown] {
        let mut answered = Vec::new();
        for from in [
            HOSPITAL,
            HOSPITAL,
            HOSPITAL,
            HOSPITAL,
            HOSPITAL,
            elsewhere(1),
        ] {
            let commits = world.commits();
            let answer = world.type_code(code, "guess", from).await;
            answered.push((answer, world.commits() - commits));
        }
        answers.push(answered);
    }

    assert_eq!(answers[0], answers[1]);
    let until = world.now() + SignedDuration::from_secs(30);
    assert_eq!(answers[0][3], (Err(LetterError::Wrong), 1));
    assert_eq!(answers[0][4], (Err(LetterError::Wait { until }), 0));
    assert_eq!(answers[0][5], (Err(LetterError::Wrong), 1));
    let refused = (AuditEvent::LetterRefused, Actor::Stranger);
    let of = |audit: Vec<_>| audit.into_iter().filter(|line| *line == refused).count();
    assert_eq!(of(world.audit_of(None).await), 5);
    assert_eq!(of(world.audit_of(Some(world.insurer)).await), 5);
}

#[tokio::test]
async fn what_happened_to_a_request_is_told_for_the_right_passcode_alone() {
    let world = World::new().await;
    let posted = world.posted().await;
    let (at, reason) = (world.now(), SecretText::new("死亡"));
    world
        .change_request(&posted, |request| {
            request.stage = Stage::Cancelled { at, reason };
        })
        .await;

    let guessed = world.type_code(&posted.code, "guess", HOSPITAL).await;
    assert_eq!(guessed, Err(LetterError::Wrong));
    let right = world.type_code(&posted.code, &posted.passcode, HOSPITAL);
    let Err(LetterError::Over(over)) = right.await else {
        panic!("the request is cancelled");
    };
    assert_eq!(over.why, WhyLetterOver::Cancelled);
    assert_eq!(over.facts.phone, "043-000-1234");
    assert!(!world.events().await.contains(&AuditEvent::LetterOpened));
}

#[tokio::test]
async fn what_can_be_no_code_is_named_unevaluated_and_uncounted() {
    let world = World::new().await;
    let posted = world.posted().await;
    let mut mistyped = posted.code.clone().into_bytes();
    mistyped[0] = if mistyped[0] == b'7' { b'8' } else { b'7' };
    let mistyped = String::from_utf8(mistyped).unwrap();
    let commits = world.commits();

    for _ in 0..400 {
        for (code, fault) in [
            (mistyped.as_str(), ShortCodeFault::Mistyped),
            ("ABCD", ShortCodeFault::Form),
        ] {
            let typed = world.type_code(code, &posted.passcode, HOSPITAL).await;
            assert_eq!(typed, Err(LetterError::Code(fault)));
        }
    }
    for (code, passcode) in [("", ""), (" ", "x"), (posted.code.as_str(), "　")] {
        let missing = LetterError::Missing {
            code: code.trim().is_empty(),
            passcode: passcode.trim().is_empty(),
        };
        let typed = world.type_code(code, passcode, HOSPITAL).await;
        assert_eq!(typed, Err(missing));
    }

    assert_eq!(world.commits(), commits);
    let typed = world.type_code(&posted.code, &posted.passcode, HOSPITAL);
    assert!(typed.await.is_ok());
}

#[tokio::test]
async fn it_waits_longer_and_longer_and_never_locks() {
    let world = World::new().await;
    let posted = world.posted().await;
    let mut longest = SignedDuration::ZERO;
    for _ in 0..60 {
        match world.type_code(&posted.code, "guess", HOSPITAL).await {
            Err(LetterError::Wrong) => {}
            Err(LetterError::Wait { until }) => {
                longest = longest.max(until.duration_since(world.now()));
                world.clock.set(until);
            }
            Err(LetterError::TooManyFromAddress { until }) => world.clock.set(until),
            other => panic!("{other:?}"),
        }
    }

    assert_eq!(longest, SignedDuration::from_mins(30));
    world.advance(30 * 60);
    let typed = world.type_code(&posted.code, &posted.passcode, HOSPITAL);
    assert!(typed.await.is_ok());
}

#[tokio::test]
async fn nothing_there_touches_the_links_counts_and_the_other_way_round() {
    let world = World::new().await;
    let posted = world.posted().await;
    for last in 0..120 {
        let typed = world
            .type_code(&posted.code, "guess", elsewhere(last))
            .await;
        assert_eq!(typed, Err(LetterError::Wrong));
    }
    assert!(world.letter_mistakes(&posted).await.is_none());
    assert!(world.open(&posted, &posted.passcode).await.is_ok());

    // Three mistakes behind the link stay counted when the code's door opens, and do not bar it.
    let other = world.posted().await;
    for _ in 0..4 {
        assert_eq!(world.open(&other, "guess").await, Err(LetterError::Wrong));
    }
    let typed = world.type_code(&other.code, &other.passcode, HOSPITAL);
    assert!(typed.await.is_ok());
    let counted = world.letter_mistakes(&other).await.unwrap();
    assert_eq!(counted.throttle.failures, 4);
    let waits = world.open(&other, &other.passcode).await;
    assert!(matches!(waits, Err(LetterError::Wait { .. })));
}

#[tokio::test]
async fn guesses_from_everywhere_have_an_end_that_looks_like_a_wrong_passcode() {
    let world = World::new().await;
    let posted = world.posted().await;
    for last in 0..101 {
        let typed = world
            .type_code(&posted.code, "guess", elsewhere(last))
            .await;
        assert_eq!(typed, Err(LetterError::Wrong));
    }

    let right = async || {
        let typed = world.type_code(&posted.code, &posted.passcode, HOSPITAL);
        typed.await.map(drop)
    };
    assert_eq!(right().await, Err(LetterError::Wrong));
    world.advance(30);
    assert_eq!(right().await, Ok(()));
}

#[tokio::test]
async fn a_stranger_who_knows_the_code_does_not_keep_the_doctor_out() {
    let world = World::new().await;
    let posted = world.posted().await;
    for last in 0..20 {
        for _ in 0..12 {
            let typed = world
                .type_code(&posted.code, "guess", elsewhere(last))
                .await;
            assert!(typed.is_err());
        }
    }

    let own = world.type_code(&posted.code, &posted.passcode, HOSPITAL);
    assert!(own.await.is_ok());
}

#[tokio::test]
async fn sixty_guesses_at_once_from_one_network_stop_at_the_wait() {
    let world = World::new().await;
    let posted = world.posted().await;
    let tries = (0..60).map(|place| {
        let passcode = if place == 45 {
            &posted.passcode
        } else {
            "guess"
        };
        Box::pin(world.type_code(&posted.code, passcode, HOSPITAL))
    });

    let outcomes = join_all(tries).await;

    let wrong = |outcome: &&_| **outcome == Err(LetterError::Wrong);
    let waits = |outcome: &&_| matches!(outcome, Err(LetterError::Wait { .. }));
    assert_eq!(outcomes.iter().filter(wrong).count(), 4);
    assert_eq!(outcomes.iter().filter(waits).count(), 56);
}

#[tokio::test]
async fn a_flood_of_codes_is_stopped_per_address() {
    let world = World::new().await;
    for number in 0..300_u32 {
        let [_, bytes @ ..] = number.to_be_bytes();
        let code = ShortCode::from_bytes([1, 1, bytes[0], bytes[1], bytes[2]]);
        let typed = world.type_code(&code.printed(), "guess", HOSPITAL).await;
        assert_eq!(typed, Err(LetterError::Wrong));
    }

    let flooded = world.type_code(&unknown(), "guess", HOSPITAL).await;
    assert!(matches!(
        flooded,
        Err(LetterError::TooManyFromAddress { .. })
    ));
    let posted = world.posted().await;
    assert!(world.open(&posted, &posted.passcode).await.is_ok());
}

#[tokio::test]
async fn a_right_passcode_forgets_the_mistakes_and_counts_for_no_address() {
    let world = World::new().await;
    let posted = world.posted().await;
    let typed = async |passcode| world.type_code(&posted.code, passcode, HOSPITAL).await;

    for _ in 0..4 {
        for _ in 0..3 {
            assert_eq!(typed("guess").await, Err(LetterError::Wrong));
        }
        assert!(typed(&posted.passcode).await.is_ok());
    }
    // More from one network than mistakes would be listened to.
    for _ in 0..40 {
        assert!(typed(&posted.passcode).await.is_ok());
        assert!(world.open(&posted, &posted.passcode).await.is_ok());
    }
}
