//! An insurer and a clerk who has been through the whole first sign-in.

use std::net::{IpAddr, Ipv4Addr};

use kairan_access::{
    App, By, ClerkOf, Door, RawStaff, add_insurer, add_staff, begin_second_factor, change_password,
    confirm_second_factor, csrf_of, operator, sign_in, staff_session,
};
use kairan_domain::insurer::RawInsurer;
use kairan_domain::staff::Role;

use crate::Done;

/// Everybody here is on this machine.
pub(crate) const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// A clerk at work.
pub(crate) struct Office {
    /// What use cases ask for.
    pub(crate) clerk: ClerkOf,
    /// What the browser holds.
    pub(crate) cookie: String,
    /// What its forms carry.
    pub(crate) csrf: String,
}

impl Office {
    /// Opens the office of a new insurer.
    pub(crate) async fn open(app: &App) -> Done<Self> {
        let by = operator();
        let raw = RawInsurer {
            number: "131011".to_owned(),
            name: "みどり市".to_owned(),
            office: "介護保険課 認定係".to_owned(),
            address: String::new(),
            phone: "03-0000-0000".to_owned(),
            mail: "nintei@city.example.jp".to_owned(),
        };
        let insurer = add_insurer(app, &by, &raw).await?.id;
        let clerk = RawStaff {
            login: "clerk",
            name: "認定 花子",
            role: Role::Clerk,
        };
        let hired = add_staff(app, By::Operator(&by, insurer), clerk).await?;

        let initial = hired.password.expose();
        let (cookie, _) = sign_in(app, Door::Console, "clerk", initial, HERE).await?;
        let changed = change_password(
            app,
            Door::Console,
            &cookie.to_text(),
            initial,
            "mizu-umi-sora-87",
        )
        .await?;
        let cookie = changed.0.to_text();
        let set_up = begin_second_factor(app, Door::Console, &cookie).await?;
        let code = set_up.code(app.now()).ok_or("no code")?;
        let (cookie, _) = confirm_second_factor(app, Door::Console, &cookie, code.expose()).await?;

        let cookie = cookie.to_text().to_string();
        let session = staff_session(app, &cookie).await?.ok_or("no session")?;
        let clerk = session
            .witness()
            .and_then(|staff| staff.as_clerk())
            .ok_or("no clerk")?;
        let csrf = csrf_of(app, &cookie).ok_or("no token")?;
        Ok(Self {
            clerk,
            cookie,
            csrf,
        })
    }
}
