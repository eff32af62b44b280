//! GET `/console/staff`: who may sign in.

use crate::console::badge::Badge;
use crate::console::caller::Administrator;
use crate::console::frame::Here;
use crate::console::said::Told;
use crate::console::when;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Query, State};
use kairan_access::{By, StaffView, list_staff};
use kairan_domain::ids::StaffId;
use kairan_domain::words;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    staff: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    login: String,
    role: &'static str,
    state: Badge,
    shut: Option<String>,
    recovery: Option<String>,
    is_me: bool,
    retired: bool,
}

pub(super) async fn page(
    State(site): State<Site>,
    me: Administrator,
    Query(told): Query<Told>,
) -> Reply {
    let mut staff = list_staff(site.app(), By::Administrator(&me.by)).await?;
    // A clinic's accounts stand on the clinic's page.
    staff.retain(|account| account.role.clinic().is_none());
    staff.sort_by_key(|account| (account.retired_at.is_some(), account.id));
    let view = View {
        staff: staff
            .iter()
            .map(|account| Row::of(account, me.by.staff()))
            .collect(),
    };
    Ok(me
        .frame
        .page("console/staff.html", Here::Staff)
        .telling(told.notice())
        .reply(&site, &view))
}

impl Row {
    fn of(account: &StaffView, me: StaffId) -> Self {
        let codes = account
            .second_factor_at
            .map(|_| format!("残り{}個", account.recovery_codes));
        Self {
            id: account.id.to_string(),
            name: account.name.expose().to_owned(),
            login: account.login.expose().to_owned(),
            role: words::role(account.role),
            state: account_state(account),
            shut: account
                .shut_until
                .map(|until| format!("ロック中（{}まで）", when::short(until))),
            recovery: codes,
            is_me: account.id == me,
            retired: account.retired_at.is_some(),
        }
    }
}

/// Whether an account is in use, as a badge.
pub(in crate::console) fn account_state(account: &StaffView) -> Badge {
    if account.retired_at.is_some() {
        Badge::plain("停止")
    } else if account.must_change {
        Badge::warn("初回ログイン待ち")
    } else if account.second_factor_at.is_none() {
        Badge::warn("認証アプリの登録待ち")
    } else {
        Badge::good("利用中")
    }
}
