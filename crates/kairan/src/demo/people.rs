//! Accounts of the demo, signed in as their people would: initial password changed, second
//! factor set up.

use std::net::{IpAddr, Ipv4Addr};

use jiff::SignedDuration;
use kairan_access::{
    App, By, ClerkOf, ClinicStaffOf, Door, RawStaff, add_clinic_staff, begin_second_factor,
    change_password, clinic_session, confirm_second_factor, operator, sign_in, staff_session,
};
use kairan_domain::ids::{ClinicId, StaffId};
use kairan_domain::insurer::RawInsurer;
use kairan_domain::staff::Role;

use super::error::{At, DemoError, missing};
use super::sign_ins::AccountSignIn;

/// Where everybody of the demo sits.
pub(super) const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

const CLERK: (&str, &str) = ("demo", "hibari-no-michi-2026");
const CLINIC: (&str, &str) = ("demo-clinic", "midori-no-oka-2026");

/// The insurer and its clerk.
pub(super) async fn clerk(app: &App) -> Result<(AccountSignIn, ClerkOf), DemoError> {
    let by = operator();
    let insurer = RawInsurer {
        number: "990010".into(),
        name: "ひばり市".into(),
        office: "ひばり市 介護保険課 認定係".into(),
        address: "〒123-0001 ひばり市役所前1番1号".into(),
        phone: "000-111-2222".into(),
        mail: "nintei@city.hibari.example.jp".into(),
    };
    let insurer = kairan_access::add_insurer(app, &by, &insurer)
        .await
        .at("insurer")?;
    let raw = RawStaff {
        login: CLERK.0,
        name: "出模 花子",
        role: Role::Administrator,
    };
    let made = kairan_access::add_staff(app, By::Operator(&by, insurer.id), raw).await;
    let made = made.at("account")?;
    let cookie = enter(app, Door::Console, CLERK.0, CLERK.1, made.password.expose()).await?;
    let session = staff_session(app, &cookie).await.at("session")?;
    let clerk = session
        .and_then(|session| session.witness()?.as_clerk())
        .ok_or_else(|| missing("session"))?;

    Ok((account(made.staff.id, CLERK.0, CLERK.1), clerk))
}

/// An account of a clinic.
pub(super) async fn at_clinic(
    app: &App,
    clerk: &ClerkOf,
    clinic: ClinicId,
) -> Result<(AccountSignIn, ClinicStaffOf), DemoError> {
    let raw = RawStaff {
        login: CLINIC.0,
        name: "丘野 みどり",
        role: Role::Clinic(clinic),
    };
    let made = add_clinic_staff(app, clerk, clinic, raw).await;
    let made = made.at("clinic's account")?;
    let cookie = enter(
        app,
        Door::Clinic,
        CLINIC.0,
        CLINIC.1,
        made.password.expose(),
    )
    .await?;
    let session = clinic_session(app, &cookie).await.at("clinic's session")?;
    let inside = session.and_then(|session| session.witness());

    let inside = inside.ok_or_else(|| missing("clinic's session"))?;
    Ok((account(made.staff.id, CLINIC.0, CLINIC.1), inside))
}

fn account(staff: StaffId, login: &str, password: &str) -> AccountSignIn {
    AccountSignIn {
        staff,
        login: login.into(),
        password: password.into(),
    }
}

async fn enter(
    app: &App,
    door: Door,
    login: &str,
    chosen: &str,
    initial: &str,
) -> Result<String, DemoError> {
    let (cookie, _) = sign_in(app, door, login, initial, HERE)
        .await
        .at("sign-in")?;
    let (cookie, _) = change_password(app, door, &cookie.to_text(), initial, chosen)
        .await
        .at("password")?;
    let set_up = begin_second_factor(app, door, &cookie.to_text())
        .await
        .at("second factor")?;
    // The code before the current one: a code counts once, and the person will want the current.
    let before = app
        .now()
        .checked_sub(SignedDuration::from_secs(30))
        .at("clock")?;
    let code = set_up.code(before).ok_or_else(|| missing("code"))?;
    let confirmed = confirm_second_factor(app, door, &cookie.to_text(), code.expose()).await;
    let (cookie, _) = confirmed.at("code")?;
    Ok(cookie.to_text().as_str().to_owned())
}
