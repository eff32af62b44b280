//! The console's door: password, forced change, second factor.

use crate::world::{HOSPITAL, PASSWORD, World};
use kairan_access::{
    Door, SignInError, StepError, begin_second_factor, change_password, confirm_second_factor,
    csrf_fits, csrf_of, current_code, enter_code, sign_in, sign_out, staff_session,
};
use kairan_domain::audit::{Actor, AuditEvent};
use kairan_domain::ids::StaffId;
use kairan_domain::session::Step;
use kairan_domain::staff::Role;

async fn step_of(world: &World, cookie: &str) -> Option<Step> {
    let session = staff_session(&world.app, cookie).await.unwrap();
    session.map(|session| session.step)
}

async fn password_step(world: &World, login: &str) -> String {
    let (cookie, _) = sign_in(&world.app, Door::Console, login, PASSWORD, HOSPITAL)
        .await
        .unwrap();
    cookie.to_text().to_string()
}

async fn code(world: &World, staff: StaffId) -> String {
    let code = current_code(&world.app, &world.operator, staff)
        .await
        .unwrap();
    code.unwrap().expose().to_owned()
}

async fn refused(world: &World, login: &str, password: &str) -> bool {
    let outcome = sign_in(&world.app, Door::Console, login, password, HOSPITAL).await;
    matches!(outcome, Err(SignInError::Refused))
}

#[tokio::test]
async fn the_first_sign_in_goes_through_every_step_with_a_new_cookie_each() {
    let world = World::new().await;
    let hired = world.hire(world.insurer, "jimu", Role::Clerk).await;
    let initial = hired.password.expose();

    let (first, step) = sign_in(&world.app, Door::Console, "ＪＩＭＵ ", initial, HOSPITAL)
        .await
        .unwrap();
    assert_eq!(step, Step::ChangePassword);
    let (second, step) = change_password(
        &world.app,
        Door::Console,
        &first.to_text(),
        initial,
        PASSWORD,
    )
    .await
    .unwrap();
    assert_eq!(step, Step::SetUpSecondFactor);
    let set_up = begin_second_factor(&world.app, Door::Console, &second.to_text())
        .await
        .unwrap();
    assert_eq!(
        set_up,
        begin_second_factor(&world.app, Door::Console, &second.to_text())
            .await
            .unwrap()
    );
    let code = set_up.code(world.now()).unwrap();
    let (third, recovery) =
        confirm_second_factor(&world.app, Door::Console, &second.to_text(), code.expose())
            .await
            .unwrap();
    assert_eq!(recovery.0.len(), 10);

    assert_eq!(step_of(&world, &third.to_text()).await, Some(Step::Done));
    assert_eq!(step_of(&world, &first.to_text()).await, None);
    assert_eq!(step_of(&world, &second.to_text()).await, None);
    let events = world.events().await;
    assert!(events.ends_with(&[
        AuditEvent::PasswordChanged,
        AuditEvent::SecondFactorSetUp,
        AuditEvent::SignedIn
    ]));
}

#[tokio::test]
async fn an_unfinished_sign_in_opens_nothing_but_the_next_step() {
    let world = World::new().await;
    let hired = world.hire(world.insurer, "jimu", Role::Clerk).await;
    let initial = hired.password.expose();
    let (cookie, _) = sign_in(&world.app, Door::Console, "jimu", initial, HOSPITAL)
        .await
        .unwrap();
    let cookie = cookie.to_text();

    let session = staff_session(&world.app, &cookie).await.unwrap().unwrap();
    assert!(session.witness().is_none());
    assert_eq!(
        begin_second_factor(&world.app, Door::Console, &cookie).await,
        Err(StepError::SignedOut)
    );
    assert!(
        enter_code(&world.app, Door::Console, &cookie, "000000")
            .await
            .is_err()
    );

    let (_, done) = world.hired(world.insurer, "sumi", Role::Clerk).await;
    assert_eq!(
        begin_second_factor(&world.app, Door::Console, &done).await,
        Err(StepError::SignedOut)
    );
}

#[tokio::test]
async fn a_later_sign_in_takes_password_and_code() {
    let world = World::new().await;
    let (staff, _) = world.hired(world.insurer, "jimu", Role::Clerk).await;
    world.advance(30);

    let cookie = password_step(&world, "jimu").await;
    assert_eq!(step_of(&world, &cookie).await, Some(Step::EnterCode));
    let done = enter_code(
        &world.app,
        Door::Console,
        &cookie,
        &code(&world, staff).await,
    )
    .await
    .unwrap();

    let session = staff_session(&world.app, &done.to_text())
        .await
        .unwrap()
        .unwrap();
    let witness = session.witness().unwrap();
    assert_eq!(
        (witness.author(), witness.role()),
        (staff.into(), Role::Clerk)
    );
    assert!(witness.as_clerk().is_some() && witness.as_administrator().is_none());
    assert_eq!(step_of(&world, &cookie).await, None);
}

#[tokio::test]
async fn no_code_is_taken_twice() {
    let world = World::new().await;
    let (staff, _) = world.hired(world.insurer, "jimu", Role::Clerk).await;
    let seen = code(&world, staff).await;

    // The code of the set-up itself, then one that has just been used.
    let cookie = password_step(&world, "jimu").await;
    assert_eq!(
        enter_code(&world.app, Door::Console, &cookie, &seen)
            .await
            .map(drop),
        Err(StepError::Wrong)
    );
    world.advance(30);
    let seen = code(&world, staff).await;
    assert!(
        enter_code(&world.app, Door::Console, &cookie, &seen)
            .await
            .is_ok()
    );
    let again = password_step(&world, "jimu").await;
    assert_eq!(
        enter_code(&world.app, Door::Console, &again, &seen)
            .await
            .map(drop),
        Err(StepError::Wrong)
    );
}

#[tokio::test]
async fn a_recovery_code_signs_in_once() {
    let world = World::new().await;
    let hired = world.hire(world.insurer, "jimu", Role::Clerk).await;
    let initial = hired.password.expose();
    let (cookie, _) = sign_in(&world.app, Door::Console, "jimu", initial, HOSPITAL)
        .await
        .unwrap();
    let (cookie, _) = change_password(
        &world.app,
        Door::Console,
        &cookie.to_text(),
        initial,
        PASSWORD,
    )
    .await
    .unwrap();
    let set_up = begin_second_factor(&world.app, Door::Console, &cookie.to_text())
        .await
        .unwrap();
    let first = set_up.code(world.now()).unwrap();
    let (_, recovery) =
        confirm_second_factor(&world.app, Door::Console, &cookie.to_text(), first.expose())
            .await
            .unwrap();
    let typed = recovery.0[4].expose().to_lowercase();

    let cookie = password_step(&world, "jimu").await;
    let done = enter_code(&world.app, Door::Console, &cookie, &typed)
        .await
        .unwrap();
    let session = staff_session(&world.app, &done.to_text())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(session.staff.recovery_codes, 9);
    assert!(world.events().await.contains(&AuditEvent::RecoveryCodeUsed));

    let again = password_step(&world, "jimu").await;
    assert_eq!(
        enter_code(&world.app, Door::Console, &again, &typed)
            .await
            .map(drop),
        Err(StepError::Wrong)
    );
}

#[tokio::test]
async fn unknown_wrong_waiting_and_retired_look_alike() {
    let world = World::new().await;
    let (_, _) = world.hired(world.insurer, "jimu", Role::Clerk).await;
    let (gone, _) = world.hired(world.insurer, "yameta", Role::Clerk).await;
    let by = kairan_access::By::Operator(&world.operator, world.insurer);
    kairan_access::retire_staff(&world.app, by, gone)
        .await
        .unwrap();
    let commits = world.commits();

    assert!(refused(&world, "nobody", PASSWORD).await);
    assert!(refused(&world, "x", PASSWORD).await);
    assert!(refused(&world, "yameta", PASSWORD).await);
    for _ in 0..4 {
        assert!(refused(&world, "jimu", "wrong").await);
    }
    assert!(
        refused(&world, "jimu", PASSWORD).await,
        "a wait looks like a wrong password"
    );

    assert_eq!(world.commits() - commits, 8, "one audit record for each");
    world.advance(30);
    assert!(!refused(&world, "jimu", PASSWORD).await);
    let strangers = world.audit_of(None).await;
    let unknown = (AuditEvent::SignInRefused, Actor::Stranger);
    assert_eq!(strangers.iter().filter(|line| **line == unknown).count(), 2);
}

#[tokio::test]
async fn signing_in_anew_does_not_buy_more_guesses_at_the_code() {
    let world = World::new().await;
    world.hired(world.insurer, "jimu", Role::Clerk).await;

    for _ in 0..4 {
        let cookie = password_step(&world, "jimu").await;
        assert_eq!(
            enter_code(&world.app, Door::Console, &cookie, "000000")
                .await
                .map(drop),
            Err(StepError::Wrong)
        );
    }

    assert!(refused(&world, "jimu", PASSWORD).await);
}

#[tokio::test]
async fn a_wait_at_the_code_is_told_and_not_evaluated() {
    let world = World::new().await;
    let (staff, _) = world.hired(world.insurer, "jimu", Role::Clerk).await;
    let cookie = password_step(&world, "jimu").await;
    world.advance(30);
    for _ in 0..4 {
        assert_eq!(
            enter_code(&world.app, Door::Console, &cookie, "000000")
                .await
                .map(drop),
            Err(StepError::Wrong)
        );
    }

    let right = code(&world, staff).await;
    let waiting = enter_code(&world.app, Door::Console, &cookie, &right)
        .await
        .map(drop);
    assert!(matches!(waiting, Err(StepError::Wait { .. })));

    world.advance(30);
    assert!(
        enter_code(
            &world.app,
            Door::Console,
            &cookie,
            &code(&world, staff).await
        )
        .await
        .is_ok()
    );
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions_and_must_be_a_good_one() {
    let world = World::new().await;
    let (staff, first) = world.hired(world.insurer, "jimu", Role::Clerk).await;
    world.advance(30);
    let second = password_step(&world, "jimu").await;
    let second = enter_code(
        &world.app,
        Door::Console,
        &second,
        &code(&world, staff).await,
    )
    .await
    .unwrap()
    .to_text();
    let change = async |old: &str, new: &str| {
        change_password(&world.app, Door::Console, &second, old, new)
            .await
            .map(drop)
    };

    assert_eq!(
        change("wrong", "hana-tori-kaze-12").await,
        Err(StepError::Wrong)
    );
    assert!(matches!(
        change(PASSWORD, "short").await,
        Err(StepError::NewPassword(_))
    ));
    assert_eq!(
        change(PASSWORD, PASSWORD).await,
        Err(StepError::SamePassword)
    );
    assert_eq!(step_of(&world, &first).await, Some(Step::Done));

    let (third, step) = change_password(
        &world.app,
        Door::Console,
        &second,
        PASSWORD,
        "hana-tori-kaze-12",
    )
    .await
    .unwrap();
    assert_eq!(step, Step::Done);
    assert_eq!(step_of(&world, &first).await, None);
    assert_eq!(step_of(&world, &second).await, None);
    assert_eq!(step_of(&world, &third.to_text()).await, Some(Step::Done));
    assert!(refused(&world, "jimu", PASSWORD).await);
}

#[tokio::test]
async fn a_replayed_cookie_opens_nothing_after_signing_out() {
    let world = World::new().await;
    let (_, cookie) = world.hired(world.insurer, "jimu", Role::Clerk).await;

    sign_out(&world.app, Door::Console, &cookie).await.unwrap();

    assert_eq!(step_of(&world, &cookie).await, None);
    assert_eq!(world.events().await.last(), Some(&AuditEvent::SignedOut));
    sign_out(&world.app, Door::Console, &cookie).await.unwrap();
}

#[tokio::test]
async fn a_console_session_ends_when_idle() {
    let world = World::new().await;
    let (_, cookie) = world.hired(world.insurer, "jimu", Role::Clerk).await;

    world.advance(3599);
    assert_eq!(step_of(&world, &cookie).await, Some(Step::Done));
    world.advance(3600);
    assert_eq!(step_of(&world, &cookie).await, None);
}

#[tokio::test]
async fn forms_are_bound_to_the_session() {
    let world = World::new().await;
    let (_, cookie) = world.hired(world.insurer, "jimu", Role::Clerk).await;
    let (_, other) = world.hired(world.insurer, "sumi", Role::Clerk).await;
    let csrf = csrf_of(&world.app, &cookie).unwrap();

    let session = staff_session(&world.app, &cookie).await.unwrap().unwrap();
    assert!(session.csrf.starts_with(&csrf));
    assert!(csrf_fits(&world.app, &cookie, &session.csrf));
    assert!(csrf_fits(&world.app, &cookie, &csrf));
    assert!(!csrf_fits(&world.app, &other, &csrf));
    assert!(!csrf_fits(&world.app, &cookie, ""));
    assert!(!csrf_fits(&world.app, "no cookie", &csrf));
    assert!(!csrf.contains(cookie.as_str()));
}

#[tokio::test]
async fn a_flood_of_unknown_logins_is_stopped_per_address() {
    let world = World::new().await;
    for number in 0..300 {
        assert!(refused(&world, &format!("nobody{number}"), "x").await);
    }

    let flooded = sign_in(&world.app, Door::Console, "nobody", "x", HOSPITAL)
        .await
        .map(drop);
    assert!(matches!(
        flooded,
        Err(SignInError::TooManyFromAddress { .. })
    ));
    let elsewhere = sign_in(
        &world.app,
        Door::Console,
        "nobody",
        "x",
        "203.0.113.9".parse().unwrap(),
    )
    .await
    .map(drop);
    assert_eq!(elsewhere, Err(SignInError::Refused));
}

#[tokio::test]
async fn a_stranger_who_knows_the_login_id_does_not_keep_the_clerk_out() {
    let world = World::new().await;
    world.hired(world.insurer, "jimu", Role::Clerk).await;
    let strangers = |last: u8| std::net::IpAddr::from([198, 51, 100, last]);
    // A handful of strangers, each until far behind the own wait.
    for last in 0..20 {
        for _ in 0..12 {
            let outcome =
                sign_in(&world.app, Door::Console, "jimu", "guess", strangers(last)).await;
            assert_eq!(outcome.map(drop), Err(SignInError::Refused));
        }
    }

    let own = sign_in(&world.app, Door::Console, "jimu", PASSWORD, strangers(0)).await;
    assert_eq!(own.map(drop), Err(SignInError::Refused), "they still wait");
    password_step(&world, "jimu").await;
}

#[tokio::test]
async fn guesses_at_one_login_id_from_everywhere_have_an_end_too() {
    let world = World::new().await;
    world.hired(world.insurer, "jimu", Role::Clerk).await;
    for last in 0..101 {
        let from = std::net::IpAddr::from([198, 51, 100, last]);
        let outcome = sign_in(&world.app, Door::Console, "jimu", "guess", from).await;
        assert_eq!(outcome.map(drop), Err(SignInError::Refused));
    }
    assert!(refused(&world, "jimu", PASSWORD).await);

    world.advance(30);
    assert!(!refused(&world, "jimu", PASSWORD).await);
}

#[tokio::test]
async fn an_administrators_reset_ends_the_wait_at_the_login_id() {
    let world = World::new().await;
    let (staff, _) = world.hired(world.insurer, "jimu", Role::Clerk).await;
    for _ in 0..5 {
        assert!(refused(&world, "jimu", "guess").await);
    }
    let by = kairan_access::By::Operator(&world.operator, world.insurer);
    let reset = kairan_access::reset_staff(&world.app, by, (staff, None))
        .await
        .unwrap();

    assert!(!refused(&world, "jimu", reset.password.expose()).await);
}

#[tokio::test]
async fn sixty_guesses_at_once_at_the_current_password_stop_at_the_wait() {
    let world = World::new().await;
    let (staff, cookie) = world.hired(world.insurer, "jimu", Role::Clerk).await;
    let tries = (0..60).map(|place| {
        let old = if place == 45 { PASSWORD } else { "guess" };
        Box::pin(change_password(
            &world.app,
            Door::Console,
            &cookie,
            old,
            "hana-tori-kaze-12",
        ))
    });

    let outcomes = crate::gate::join_all(tries).await;

    let wrong = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Err(StepError::Wrong)));
    assert_eq!(wrong.count(), 4);
    let waits = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Err(StepError::Wait { .. })));
    assert_eq!(waits.count(), 56, "the right one is among them");
    let key = kairan_store::ThrottleKey::Staff(staff);
    let mistakes = world.app.store.throttle(key).await.unwrap().unwrap();
    assert_eq!(mistakes.throttle.failures, 4);
}
