//! A session that came with a letter: what ends it, what is told then, and that it is cheap.

use crate::posted::Posted;
use crate::world::{HOSPITAL, World};
use kairan_access::{
    Door, LetterError, NotInside, PhysicianOf, WhyLetterOver, already_writing, clinic_session,
    csrf_fits, csrf_of, leave_letter, leave_room, physician_session, reviewer_session,
    staff_session, sweep_sessions,
};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::Stage;
use kairan_domain::secret::SecretText;
use kairan_domain::session::Ending;
use kairan_store::{Changes, SessionOwner};
use std::pin::Pin;
use std::task::Poll;

async fn inside() -> (World, Posted, String) {
    let world = World::new().await;
    let posted = world.posted().await;
    let cookie = world.open(&posted, &posted.passcode).await.unwrap();
    (world, posted, cookie)
}

async fn visit(world: &World, posted: &Posted, cookie: &str) -> Result<PhysicianOf, NotInside> {
    physician_session(&world.app, cookie, posted.request).await
}

/// Why nobody comes in with `cookie`; `None` for somebody who does, or who is unknown.
async fn why(world: &World, posted: &Posted, cookie: &str) -> Option<WhyLetterOver> {
    match visit(world, posted, cookie).await {
        Err(NotInside::Over(over)) => {
            assert_eq!(over.facts.phone, "043-000-1234");
            Some(over.why)
        }
        _ => None,
    }
}

#[tokio::test]
async fn a_replayed_cookie_opens_nothing_after_leaving_and_the_letter_opens_again() {
    let (world, posted, cookie) = inside().await;

    leave_letter(&world.app, &cookie).await.unwrap();

    assert_eq!(
        why(&world, &posted, &cookie).await,
        Some(WhyLetterOver::Left)
    );
    assert_eq!(world.events().await.last(), Some(&AuditEvent::SignedOut));
    let commits = world.commits();
    leave_letter(&world.app, &cookie).await.unwrap();
    assert_eq!(world.commits(), commits);
    assert!(world.open(&posted, &posted.passcode).await.is_ok());
}

#[tokio::test]
async fn a_cookie_opens_the_one_request_it_was_given_for() {
    let (world, posted, cookie) = inside().await;
    let other = world.posted().await;
    let mut forged = cookie.clone().into_bytes();
    forged[0] = if forged[0] == b'A' { b'B' } else { b'A' };
    let forged = String::from_utf8(forged).unwrap();

    let nobody = visit(&world, &other, &cookie).await.map(drop);
    assert_eq!(nobody, Err(NotInside::Nobody));
    for forged in ["", "x", &forged, &posted.link, &posted.code] {
        let nobody = visit(&world, &posted, forged).await.map(drop);
        assert_eq!(nobody, Err(NotInside::Nobody), "{forged}");
    }
    let inside = already_writing(&world.app, &cookie, posted.request).await;
    assert_eq!(inside.unwrap().unwrap().request(), posted.request);
    let csrf = csrf_of(&world.app, &cookie).unwrap();
    assert!(csrf_fits(&world.app, &cookie, &csrf));
}

#[tokio::test]
async fn it_is_none_of_the_other_doors_and_theirs_is_none_of_this() {
    let (world, posted, cookie) = inside().await;
    let app = &world.app;
    let commits = world.commits();
    assert!(staff_session(app, &cookie).await.unwrap().is_none());
    assert!(clinic_session(app, &cookie).await.unwrap().is_none());
    assert!(reviewer_session(app, &cookie).await.unwrap().is_none());
    leave_room(app, &cookie).await.unwrap();
    kairan_access::sign_out(app, Door::Clinic, &cookie)
        .await
        .unwrap();
    assert_eq!(world.commits(), commits);
    assert!(visit(&world, &posted, &cookie).await.is_ok());

    let role = kairan_domain::staff::Role::Administrator;
    let (_, console) = world.hired(world.insurer, "kanri", role).await;
    let nobody = visit(&world, &posted, &console).await.map(drop);
    assert_eq!(nobody, Err(NotInside::Nobody));
    leave_letter(app, &console).await.unwrap();
    assert!(staff_session(app, &console).await.unwrap().is_some());
}

#[tokio::test]
async fn a_new_print_ends_the_session_whether_or_not_it_found_it() {
    let (world, posted, cookie) = inside().await;
    world.advance(1);
    let printed = world.reprint(&posted, "2222-3333-4444-55").await;

    let told = why(&world, &posted, &cookie).await;
    assert_eq!(told, Some(WhyLetterOver::Reprinted));
    let cookie = world.open(&printed, &printed.passcode).await.unwrap();
    assert!(visit(&world, &posted, &cookie).await.is_ok());

    // As `opinion` ends it, with the print.
    let owner = SessionOwner::OpinionRequest(posted.request);
    let mut changes = Changes::new(world.audit(AuditEvent::LetterReprinted));
    for session in &world.app.store.sessions_of(owner).await.unwrap() {
        changes.update(session, session.ending(Ending::Reprinted));
    }
    world.app.store.commit(changes).await.unwrap();
    let told = why(&world, &posted, &cookie).await;
    assert_eq!(told, Some(WhyLetterOver::Reprinted));
}

/// An attempt that has come as far as the check of its passcode. Where the check is so quick
/// that there is nothing to wait for, another attempt is made.
async fn under_way<T, F: Future<Output = T>>(attempt: impl Fn() -> F) -> Pin<Box<F>> {
    loop {
        let mut begun = Box::pin(attempt());
        let pending = std::future::poll_fn(|context| {
            let polled = begun.as_mut().poll(context);
            Poll::Ready(polled.is_pending())
        });
        if pending.await {
            return begun;
        }
    }
}

#[tokio::test]
async fn what_happens_while_the_passcode_is_checked_decides() {
    let world = World::new().await;
    let posted = world.posted().await;
    let opening = under_way(|| world.open(&posted, &posted.passcode)).await;
    let printed = world.reprint(&posted, "2222-3333-4444-55").await;
    assert_eq!(opening.await, Err(LetterError::Wrong));

    let code = || world.type_code(&posted.code, &printed.passcode, HOSPITAL);
    let typing = under_way(code).await;
    let newest = world.reprint(&posted, "2222-3333-4444-66").await;
    assert_eq!(typing.await, Err(LetterError::Wrong));

    let opening = under_way(|| world.open(&posted, &newest.passcode)).await;
    let (at, reason) = (world.now(), SecretText::new("転居"));
    world
        .change_request(&posted, |request| {
            request.stage = Stage::Cancelled { at, reason };
        })
        .await;
    let Err(LetterError::Over(over)) = opening.await else {
        panic!("the request is cancelled");
    };
    assert_eq!(over.why, WhyLetterOver::Cancelled);
}

#[tokio::test]
async fn the_end_of_a_request_ends_the_session_and_tells_why() {
    let to = OpinionRequestId::from_bytes([1; 16]);
    for over in [WhyLetterOver::Cancelled, WhyLetterOver::Reassigned] {
        let (world, posted, cookie) = inside().await;
        let at = world.now();
        let reason = SecretText::new("転居");
        let stage = match over {
            WhyLetterOver::Cancelled => Stage::Cancelled { at, reason },
            _ => Stage::Reassigned { at, to },
        };
        world
            .change_request(&posted, |request| request.stage = stage)
            .await;

        let inside = already_writing(&world.app, &cookie, posted.request).await;
        assert!(inside.unwrap().is_none());
        let commits = world.commits();
        assert_eq!(why(&world, &posted, &cookie).await, Some(over));
        assert_eq!(why(&world, &posted, &cookie).await, Some(over));
        assert_eq!(world.commits(), commits + 1, "its end is noted once");
    }
}

#[tokio::test]
async fn what_was_accepted_can_be_read_for_some_days() {
    let (world, posted, _) = inside().await;
    let at = world.now();
    world
        .change_request(&posted, |request| request.stage = Stage::Accepted { at })
        .await;
    world.advance(14 * 24 * 3600);
    let cookie = world.open(&posted, &posted.passcode).await.unwrap();
    assert!(visit(&world, &posted, &cookie).await.is_ok());

    // Past midnight in Tokyo, within the session's own life.
    for _ in 0..5 {
        world.advance(3 * 3600 - 1);
        let _touched = visit(&world, &posted, &cookie).await;
    }
    let told = why(&world, &posted, &cookie).await;
    assert_eq!(told, Some(WhyLetterOver::Accepted));
}

#[tokio::test]
async fn a_purged_request_tells_nothing() {
    let (world, posted, cookie) = inside().await;
    let store = &world.app.store;
    let read = store.opinion_request(world.insurer, posted.request).await;
    let mut changes = Changes::new(world.audit(AuditEvent::RequestPurged));
    changes.delete(&read.unwrap().unwrap());
    store.commit(changes).await.unwrap();

    let nobody = visit(&world, &posted, &cookie).await.map(drop);
    assert_eq!(nobody, Err(NotInside::Nobody));
    let gone = world.open(&posted, &posted.passcode).await;
    assert_eq!(gone, Err(LetterError::Unknown));
}

#[tokio::test]
async fn it_ends_when_idle_and_at_the_latest_after_its_longest() {
    let (world, posted, cookie) = inside().await;
    for _ in 0..3 {
        world.advance(3 * 3600);
        assert!(visit(&world, &posted, &cookie).await.is_ok());
    }
    world.advance(3 * 3600);
    let told = why(&world, &posted, &cookie).await;
    assert_eq!(told, Some(WhyLetterOver::Idle), "twelve hours are the most");
    assert_eq!(sweep_sessions(&world.app).await.unwrap(), 0);
    world.advance(1);
    assert_eq!(sweep_sessions(&world.app).await.unwrap(), 1);

    let (world, posted, cookie) = inside().await;
    world.advance(4 * 3600);
    let told = why(&world, &posted, &cookie).await;
    assert_eq!(told, Some(WhyLetterOver::Idle), "four hours without use");
}

#[tokio::test]
async fn a_page_costs_two_reads_and_a_write_a_minute() {
    let (world, posted, cookie) = inside().await;
    let before = world.app.store.counts();
    for _ in 0..50 {
        assert!(visit(&world, &posted, &cookie).await.is_ok());
    }
    let after = world.app.store.counts();
    assert_eq!(after.rows_read - before.rows_read, 100);
    assert_eq!(after.commits, before.commits);

    world.advance(60);
    for _ in 0..50 {
        assert!(visit(&world, &posted, &cookie).await.is_ok());
    }
    assert_eq!(world.commits(), before.commits + 1);
}
