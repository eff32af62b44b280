//! Accounts: made, reset and retired by an administrator of the same insurer or the operator.

use crate::world::{HOSPITAL, PASSWORD, World};
use kairan_access::{
    AccountError, By, Door, InsurerError, RawStaff, add_insurer, add_staff, find_staff,
    list_insurers, list_staff, reset_staff, retire_staff, sign_in, staff_session,
};
use kairan_domain::audit::{Actor, AuditEvent};
use kairan_domain::insurer::RawInsurer;
use kairan_domain::session::Step;
use kairan_domain::staff::{Role, StaffFault};

#[tokio::test]
async fn an_administrator_makes_a_clerk_who_must_change_the_password() {
    let world = World::new().await;
    let administrator = world.administrator("kanri").await;
    let by = By::Administrator(&administrator);
    let raw = RawStaff {
        login: "Jimu ",
        name: "事務 一郎",
        role: Role::Clerk,
    };

    let made = add_staff(&world.app, by, raw).await.unwrap();

    assert_eq!(made.staff.login.expose(), "jimu");
    assert!(made.staff.must_change);
    let (_, step) = sign_in(
        &world.app,
        Door::Console,
        "jimu",
        made.password.expose(),
        HOSPITAL,
    )
    .await
    .unwrap();
    assert_eq!(step, Step::ChangePassword);
    let audit = world.audit_of(Some(world.insurer)).await;
    let added = (AuditEvent::StaffAdded, Actor::Staff(administrator.staff()));
    assert!(audit.contains(&added));
}

#[tokio::test]
async fn logins_are_unique_and_every_fault_is_named() {
    let world = World::new().await;
    world.hire(world.insurer, "jimu", Role::Clerk).await;
    let by = By::Operator(&world.operator, world.insurer);

    let twice = RawStaff {
        login: "ｊｉｍｕ",
        name: "別人",
        role: Role::Clerk,
    };
    assert_eq!(
        add_staff(&world.app, by, twice).await,
        Err(AccountError::LoginTaken)
    );
    let empty = RawStaff {
        login: "",
        name: "",
        role: Role::Clerk,
    };
    assert_eq!(
        add_staff(&world.app, by, empty).await,
        Err(AccountError::Faults(vec![
            StaffFault::Login,
            StaffFault::Name
        ]))
    );
}

#[tokio::test]
async fn a_reset_gives_a_new_password_and_takes_factor_and_sessions() {
    let world = World::new().await;
    let administrator = world.administrator("kanri").await;
    let (staff, cookie) = world.hired(world.insurer, "jimu", Role::Clerk).await;
    for _ in 0..4 {
        assert!(
            sign_in(&world.app, Door::Console, "jimu", "wrong", HOSPITAL)
                .await
                .is_err()
        );
    }

    let reset = reset_staff(&world.app, By::Administrator(&administrator), (staff, None))
        .await
        .unwrap();

    assert!(staff_session(&world.app, &cookie).await.unwrap().is_none());
    assert!(reset.staff.second_factor_at.is_none());
    assert!(
        sign_in(&world.app, Door::Console, "jimu", PASSWORD, HOSPITAL)
            .await
            .is_err()
    );
    let (_, step) = sign_in(
        &world.app,
        Door::Console,
        "jimu",
        reset.password.expose(),
        HOSPITAL,
    )
    .await
    .unwrap();
    assert_eq!(step, Step::ChangePassword);
    assert!(world.events().await.contains(&AuditEvent::StaffReset));
}

#[tokio::test]
async fn a_retired_account_is_out_at_once_and_for_ever() {
    let world = World::new().await;
    let administrator = world.administrator("kanri").await;
    let by = By::Administrator(&administrator);
    let (staff, cookie) = world.hired(world.insurer, "jimu", Role::Clerk).await;

    retire_staff(&world.app, by, staff).await.unwrap();

    assert!(staff_session(&world.app, &cookie).await.unwrap().is_none());
    assert!(
        sign_in(&world.app, Door::Console, "jimu", PASSWORD, HOSPITAL)
            .await
            .is_err()
    );
    assert_eq!(
        retire_staff(&world.app, by, staff).await,
        Err(AccountError::Retired)
    );
    assert_eq!(
        reset_staff(&world.app, by, (staff, None)).await,
        Err(AccountError::Retired)
    );
}

#[tokio::test]
async fn another_insurers_administrator_finds_no_account() {
    let world = World::new().await;
    let administrator = world.administrator("kanri").await;
    let by = By::Administrator(&administrator);
    let other = world.town("121012", "あおば市").await;
    let (staff, cookie) = world.hired(other, "yoso", Role::Clerk).await;

    assert_eq!(
        reset_staff(&world.app, by, (staff, None)).await,
        Err(AccountError::Unknown)
    );
    assert_eq!(
        retire_staff(&world.app, by, staff).await,
        Err(AccountError::Unknown)
    );

    assert!(staff_session(&world.app, &cookie).await.unwrap().is_some());
    let own = list_staff(&world.app, by).await.unwrap();
    assert_eq!(own.len(), 1);
    assert_eq!(own[0].id, administrator.staff());
}

#[tokio::test]
async fn nobody_resets_or_retires_the_own_account() {
    let world = World::new().await;
    let administrator = world.administrator("kanri").await;
    let by = By::Administrator(&administrator);

    assert_eq!(
        reset_staff(&world.app, by, (administrator.staff(), None)).await,
        Err(AccountError::OwnAccount)
    );
    assert_eq!(
        retire_staff(&world.app, by, administrator.staff()).await,
        Err(AccountError::OwnAccount)
    );
}

#[tokio::test]
async fn only_the_right_role_becomes_clerk_or_administrator() {
    let world = World::new().await;
    for (login, role, clerk, administrator) in [
        ("miru", Role::ReadOnly, false, false),
        ("jimu", Role::Clerk, true, false),
        ("kanri", Role::Administrator, true, true),
    ] {
        let (_, cookie) = world.hired(world.insurer, login, role).await;
        let witness = world.staff(&cookie).await;
        assert_eq!(witness.as_clerk().is_some(), clerk, "{login}");
        assert_eq!(
            witness.as_administrator().is_some(),
            administrator,
            "{login}"
        );
    }
}

#[tokio::test]
async fn the_operator_finds_accounts_by_login_and_lists_insurers() {
    let world = World::new().await;
    let (staff, _) = world.hired(world.insurer, "jimu", Role::Clerk).await;

    let found = find_staff(&world.app, &world.operator, "JIMU")
        .await
        .unwrap();
    assert_eq!(found.unwrap().id, staff);
    assert_eq!(
        find_staff(&world.app, &world.operator, "nobody")
            .await
            .unwrap(),
        None
    );
    assert_eq!(
        list_insurers(&world.app, &world.operator)
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn an_insurer_number_is_given_once() {
    let world = World::new().await;
    let raw = RawInsurer {
        number: "１２１００４".to_owned(),
        name: "別の市".to_owned(),
        office: "別の市 介護保険課".to_owned(),
        address: String::new(),
        phone: "043-000-0000".to_owned(),
        mail: "x@city.example.jp".to_owned(),
    };

    let again = add_insurer(&world.app, &world.operator, &raw).await;

    assert_eq!(again, Err(InsurerError::NumberTaken));
    let faults = add_insurer(&world.app, &world.operator, &RawInsurer::default()).await;
    assert!(matches!(faults, Err(InsurerError::Faults(faults)) if faults.len() == 5));
}
