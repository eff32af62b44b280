//! The clinics' door: its accounts, what they open, and that they are nobody at the console.

use crate::gate::join_all;
use crate::posted::elsewhere;
use crate::world::{HOSPITAL, PASSWORD, World};
use kairan_access::{
    AccountError, By, ClerkOf, ClinicStaffOf, Door, NotInside, RawStaff, SignInError, StepError,
    WhyLetterOver, add_clinic_staff, add_staff, begin_second_factor, change_password,
    clinic_session, confirm_second_factor, current_code, enter_code, list_clinic_staff, list_staff,
    physician_of_clinic, reset_staff, retire_staff, sign_in, sign_out, staff_session,
};
use kairan_domain::audit::{Actor, AuditEvent};
use kairan_domain::ids::{ClinicId, StaffId};
use kairan_domain::opinion_request::Stage;
use kairan_domain::session::Step;
use kairan_domain::staff::Role;

fn raw(login: &str) -> RawStaff<'_> {
    RawStaff {
        login,
        name: "山田 医師",
        role: Role::Administrator,
    }
}

async fn clerk(world: &World) -> ClerkOf {
    let (_, cookie) = world.hired(world.insurer, "jimu", Role::Clerk).await;
    world.staff(&cookie).await.as_clerk().unwrap()
}

/// Makes an account and takes it through the whole first sign-in.
async fn hired(world: &World, by: &ClerkOf, clinic: ClinicId, login: &str) -> (StaffId, String) {
    let (app, door) = (&world.app, Door::Clinic);
    let made = add_clinic_staff(app, by, clinic, raw(login)).await.unwrap();
    let initial = made.password.expose();
    let (cookie, step) = sign_in(app, door, login, initial, HOSPITAL).await.unwrap();
    assert_eq!(step, Step::ChangePassword);
    let changed = change_password(app, door, &cookie.to_text(), initial, PASSWORD).await;
    let cookie = changed.unwrap().0.to_text();
    let set_up = begin_second_factor(app, door, &cookie).await.unwrap();
    let code = set_up.code(world.now()).unwrap();
    let confirmed = confirm_second_factor(app, door, &cookie, code.expose()).await;
    let cookie = confirmed.unwrap().0.to_text().to_string();
    (made.staff.id, cookie)
}

async fn witness(world: &World, cookie: &str) -> ClinicStaffOf {
    let session = clinic_session(&world.app, cookie).await.unwrap().unwrap();
    session.witness().unwrap()
}

async fn refused(world: &World, door: Door, login: &str, password: &str) -> bool {
    let outcome = sign_in(&world.app, door, login, password, HOSPITAL).await;
    matches!(outcome, Err(SignInError::Refused))
}

#[tokio::test]
async fn a_clerk_makes_an_account_that_signs_in_at_the_clinics_door() {
    let world = World::new().await;
    let (clerk, clinic) = (clerk(&world).await, world.clinic(world.insurer).await);
    let (staff, _) = hired(&world, &clerk, clinic, "yamada").await;
    world.advance(30);

    let (app, door) = (&world.app, Door::Clinic);
    let signed = sign_in(app, door, "yamada", PASSWORD, HOSPITAL).await;
    let (cookie, step) = signed.unwrap();
    assert_eq!(step, Step::EnterCode);
    let code = current_code(app, &world.operator, staff).await.unwrap();
    let code = code.unwrap();
    let done = enter_code(app, door, &cookie.to_text(), code.expose()).await;
    let cookie = done.unwrap().to_text();

    let witness = witness(&world, &cookie).await;
    assert_eq!(
        (witness.insurer(), witness.clinic(), witness.author()),
        (world.insurer, clinic, staff.into())
    );
    assert_eq!(witness.name().expose(), "山田 医師");
    let audit = world.audit_of(Some(world.insurer)).await;
    assert!(audit.contains(&(AuditEvent::StaffAdded, clerk.actor())));
    assert_eq!(
        audit.last(),
        Some(&(AuditEvent::SignedIn, Actor::Staff(staff)))
    );
    sign_out(app, door, &cookie).await.unwrap();
    assert!(clinic_session(app, &cookie).await.unwrap().is_none());
}

#[tokio::test]
async fn an_account_of_one_door_is_unknown_at_the_other() {
    let world = World::new().await;
    let (clerk, clinic) = (clerk(&world).await, world.clinic(world.insurer).await);
    hired(&world, &clerk, clinic, "yamada").await;
    let commits = world.commits();

    assert!(refused(&world, Door::Console, "yamada", PASSWORD).await);
    assert!(refused(&world, Door::Clinic, "jimu", PASSWORD).await);
    assert!(refused(&world, Door::Clinic, "nobody", PASSWORD).await);

    assert_eq!(world.commits() - commits, 3, "one audit record for each");
    let strangers = world.audit_of(None).await;
    let unknown = (AuditEvent::SignInRefused, Actor::Stranger);
    assert_eq!(strangers.iter().filter(|line| **line == unknown).count(), 3);
}

#[tokio::test]
async fn a_cookie_of_one_door_opens_no_step_of_the_other() {
    let world = World::new().await;
    let (clerk, clinic) = (clerk(&world).await, world.clinic(world.insurer).await);
    let (_, inside) = hired(&world, &clerk, clinic, "yamada").await;
    let signed = sign_in(&world.app, Door::Clinic, "yamada", PASSWORD, HOSPITAL).await;
    let at_code = signed.unwrap().0.to_text();
    let (_, console) = world.hired(world.insurer, "kanri", Role::Clerk).await;
    let app = &world.app;

    for (cookie, door) in [
        (inside.as_str(), Door::Console),
        (&at_code, Door::Console),
        (&console, Door::Clinic),
    ] {
        let out = Err(StepError::SignedOut);
        let changed = change_password(app, door, cookie, PASSWORD, "hana-tori-kaze-12").await;
        assert_eq!(changed.map(drop), out);
        let entered = enter_code(app, door, cookie, "000000").await;
        assert_eq!(entered.map(drop), Err(StepError::SignedOut));
        let begun = begin_second_factor(app, door, cookie).await;
        assert_eq!(begun, Err(StepError::SignedOut));
        sign_out(app, door, cookie).await.unwrap();
    }
    assert!(staff_session(app, &inside).await.unwrap().is_none());
    assert!(clinic_session(app, &console).await.unwrap().is_none());
    // Nothing of that ended anything.
    assert!(clinic_session(app, &inside).await.unwrap().is_some());
    assert!(staff_session(app, &console).await.unwrap().is_some());
    let half = clinic_session(app, &at_code).await.unwrap().unwrap();
    assert!(half.step == Step::EnterCode && half.witness().is_none());
}

#[tokio::test]
async fn guesses_at_one_door_touch_nobody_at_the_other() {
    let world = World::new().await;
    let (clerk, clinic) = (clerk(&world).await, world.clinic(world.insurer).await);
    hired(&world, &clerk, clinic, "yamada").await;
    for number in 0..300 {
        let login = ["yamada", "jimu", &format!("nobody{number}")][number % 3].to_owned();
        let outcome = sign_in(&world.app, Door::Console, &login, "guess", HOSPITAL).await;
        assert!(outcome.is_err());
    }

    let (app, door) = (&world.app, Door::Clinic);
    assert!(
        sign_in(app, door, "yamada", PASSWORD, HOSPITAL)
            .await
            .is_ok()
    );
    let signed = sign_in(app, Door::Console, "jimu", PASSWORD, HOSPITAL).await;
    assert!(signed.is_err(), "the console itself has had enough");
}

#[tokio::test]
async fn unknown_wrong_and_waiting_look_alike_at_the_clinics_door_too() {
    let world = World::new().await;
    let (clerk, clinic) = (clerk(&world).await, world.clinic(world.insurer).await);
    hired(&world, &clerk, clinic, "yamada").await;
    let mut costs = Vec::new();
    for login in ["yamada", "nobody"] {
        let commits = world.commits();
        for _ in 0..6 {
            assert!(refused(&world, Door::Clinic, login, "guess").await);
        }
        costs.push(world.commits() - commits);
    }

    assert_eq!(costs, [6, 6]);
    assert!(refused(&world, Door::Clinic, "yamada", PASSWORD).await);
    let (app, door) = (&world.app, Door::Clinic);
    let own = sign_in(app, door, "yamada", PASSWORD, elsewhere(1)).await;
    assert!(own.is_ok(), "another network never notices");
}

#[tokio::test]
async fn sixty_guesses_at_once_evaluate_what_sixty_one_after_another_do() {
    let world = World::new().await;
    let (clerk, clinic) = (clerk(&world).await, world.clinic(world.insurer).await);
    hired(&world, &clerk, clinic, "yamada").await;
    let (app, door) = (&world.app, Door::Clinic);
    let tries = (0..60).map(|place| {
        let password = if place == 10 { PASSWORD } else { "guess" };
        Box::pin(sign_in(app, door, "yamada", password, HOSPITAL))
    });

    let outcomes = join_all(tries).await;

    // The right one came behind ten wrong ones, when nothing was evaluated any more.
    assert!(outcomes.iter().all(Result::is_err));
}

#[tokio::test]
async fn a_clinic_sees_its_own_requests_and_no_others_exist() {
    let world = World::new().await;
    let (clerk, clinic) = (clerk(&world).await, world.clinic(world.insurer).await);
    let (staff, cookie) = hired(&world, &clerk, clinic, "yamada").await;
    let by = witness(&world, &cookie).await;
    let other_clinic = world.clinic(world.insurer).await;
    let town = world.town("121012", "あおば市").await;
    let foreign = world.clinic(town).await;
    let own = world.post(world.insurer, clinic).await;
    let others = [
        world.post(world.insurer, other_clinic).await,
        world.post(town, foreign).await,
    ];
    let app = &world.app;

    let physician = physician_of_clinic(app, &by, own.request).await.unwrap();
    assert_eq!(physician.request(), own.request);
    assert_eq!(physician.actor(), Actor::Staff(staff));
    for other in &others {
        let nobody = physician_of_clinic(app, &by, other.request).await;
        assert_eq!(nobody.map(drop), Err(NotInside::Nobody));
    }

    // Without a letter it can be answered all the same; once it is over it tells why.
    world
        .change_request(&own, |request| request.letter = None)
        .await;
    assert!(physician_of_clinic(app, &by, own.request).await.is_ok());
    let (at, to) = (world.now(), others[0].request);
    world
        .change_request(&own, |request| request.stage = Stage::Reassigned { at, to })
        .await;
    let Err(NotInside::Over(over)) = physician_of_clinic(app, &by, own.request).await else {
        panic!("another doctor is asked");
    };
    assert_eq!(over.why, WhyLetterOver::Reassigned);
}

#[tokio::test]
async fn a_clerk_manages_the_accounts_of_clinics_and_no_others() {
    let world = World::new().await;
    let (clerk, clinic) = (clerk(&world).await, world.clinic(world.insurer).await);
    let (staff, cookie) = hired(&world, &clerk, clinic, "yamada").await;
    let (colleague, _) = world
        .hired(world.insurer, "kanri", Role::Administrator)
        .await;
    let (app, by) = (&world.app, By::Clerk(&clerk));

    let console = RawStaff {
        login: "hisoka",
        name: "別人",
        role: Role::Administrator,
    };
    let unknown = || Some(AccountError::Unknown);
    assert_eq!(add_staff(app, by, console).await.err(), unknown());
    let reset = reset_staff(app, by, (colleague, None)).await;
    assert_eq!(reset.err(), unknown());
    assert_eq!(retire_staff(app, by, colleague).await.err(), unknown());
    assert_eq!(
        retire_staff(app, by, clerk.author().staff().unwrap())
            .await
            .err(),
        unknown()
    );

    let reset = reset_staff(app, by, (staff, None)).await.unwrap();
    assert!(clinic_session(app, &cookie).await.unwrap().is_none());
    let initial = reset.password.expose();
    let signed = sign_in(app, Door::Clinic, "yamada", initial, HOSPITAL).await;
    assert_eq!(signed.unwrap().1, Step::ChangePassword);
    retire_staff(app, by, staff).await.unwrap();
    assert!(refused(&world, Door::Clinic, "yamada", initial).await);
    let listed = list_clinic_staff(app, &clerk, clinic).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert!(listed[0].id == staff && listed[0].retired_at.is_some());
}

#[tokio::test]
async fn a_reset_ends_the_wait_at_the_clinics_login_id() {
    let world = World::new().await;
    let (clerk, clinic) = (clerk(&world).await, world.clinic(world.insurer).await);
    let (staff, _) = hired(&world, &clerk, clinic, "yamada").await;
    for _ in 0..5 {
        assert!(refused(&world, Door::Clinic, "yamada", "guess").await);
    }
    let (app, by) = (&world.app, By::Clerk(&clerk));
    let listed = list_clinic_staff(app, &clerk, clinic).await.unwrap();
    assert!(listed[0].shut_until.is_some());

    let reset = reset_staff(app, by, (staff, None)).await.unwrap();
    let initial = reset.password.expose();
    assert!(!refused(&world, Door::Clinic, "yamada", initial).await);
}

#[tokio::test]
async fn another_insurers_clinic_and_its_accounts_do_not_exist() {
    let world = World::new().await;
    let clerk = clerk(&world).await;
    let town = world.town("121012", "あおば市").await;
    let foreign = world.clinic(town).await;
    let (_, cookie) = world.hired(town, "yoso", Role::Clerk).await;
    let stranger = world.staff(&cookie).await.as_clerk().unwrap();
    let (staff, _) = hired(&world, &stranger, foreign, "yamada").await;
    let administrator = world.administrator("kanri").await;
    let app = &world.app;

    let unknown = || Some(AccountError::Unknown);
    let made = add_clinic_staff(app, &clerk, foreign, raw("suzuki")).await;
    assert_eq!(made.err(), unknown());
    let role = Role::Clinic(foreign);
    for by in [By::Administrator(&administrator), By::Clerk(&clerk)] {
        let made = add_staff(
            app,
            by,
            RawStaff {
                role,
                ..raw("suzuki")
            },
        )
        .await;
        assert_eq!(made.err(), unknown());
        assert_eq!(retire_staff(app, by, staff).await.err(), unknown());
        let reset = reset_staff(app, by, (staff, None)).await;
        assert_eq!(reset.err(), unknown());
    }
    let listed = list_clinic_staff(app, &clerk, foreign).await.unwrap();
    assert!(listed.is_empty());
    let own = list_staff(app, By::Administrator(&administrator)).await;
    assert!(own.unwrap().iter().all(|account| account.id != staff));
}
