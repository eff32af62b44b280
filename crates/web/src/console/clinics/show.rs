//! GET `/console/clinics/{clinic}`: one clinic with doctors, logins, what is asked there now and
//! how long its answers take.

use super::edit::unread;
use crate::console::accounts::account_state;
use crate::console::at::At;
use crate::console::badge::Badge;
use crate::console::caller::Staff;
use crate::console::frame::Here;
use crate::console::requests::{days, request_path, state};
use crate::console::said::Told;
use crate::console::when;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Query, State};
use kairan_access::{StaffView, list_clinic_staff};
use kairan_domain::clinic::{Clinic, Physician};
use kairan_domain::ids::ClinicId;
use kairan_opinion::{DaysTaken, RequestRow, show_clinic};
use serde::Serialize;

#[derive(Serialize)]
struct View {
    clinic: ClinicView,
    physicians: Vec<PhysicianRow>,
    logins: Vec<LoginRow>,
    days: Option<Days>,
    open: Vec<OpenRow>,
    /// Logins in use.
    in_use: usize,
    can: Can,
}

#[derive(Serialize)]
struct ClinicView {
    id: String,
    name: String,
    code: Option<String>,
    postal_code: String,
    address: String,
    phone: String,
    fax: Option<String>,
    mail: Option<String>,
    retired: Option<String>,
}

#[derive(Serialize)]
struct PhysicianRow {
    id: String,
    name: String,
    department: Option<String>,
    code: Option<String>,
    retired: bool,
}

#[derive(Serialize)]
struct LoginRow {
    id: String,
    name: String,
    login: String,
    state: Badge,
    shut: Option<String>,
    retired: bool,
}

#[derive(Serialize)]
struct Days {
    text: String,
    bars: Vec<Bar>,
}

#[derive(Serialize)]
struct Bar {
    label: String,
    count: usize,
    width: usize,
    late: bool,
}

#[derive(Serialize)]
struct OpenRow {
    url: String,
    name: String,
    insured_no: String,
    due: String,
    left: Badge,
    state: Badge,
}

/// What may be done here, by this person.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "one per button of the page")]
struct Can {
    change: bool,
    retire: bool,
    revive: bool,
    physicians: bool,
    logins: bool,
}

pub(super) async fn page(
    State(site): State<Site>,
    staff: Staff,
    At(clinic): At<ClinicId>,
    Query(told): Query<Told>,
) -> Reply {
    let page = match show_clinic(site.app(), &staff.by, clinic).await {
        Ok(page) => page,
        Err(error) => return unread(error),
    };
    let logins = list_clinic_staff(site.app(), &staff.by, clinic).await?;
    let clerk = staff.by.as_clerk().is_some();
    let asked = page.clinic.retired_at.is_none();
    let view = View {
        clinic: ClinicView::of(&page.clinic),
        physicians: page.physicians.iter().map(PhysicianRow::of).collect(),
        logins: logins.iter().map(LoginRow::of).collect(),
        days: Days::of(&page.days, site.app().policies.chase.due_days),
        open: page.open.iter().map(OpenRow::of).collect(),
        in_use: logins.iter().filter(|one| one.retired_at.is_none()).count(),
        can: Can {
            change: clerk,
            retire: clerk && asked,
            revive: clerk && !asked,
            physicians: clerk && asked,
            logins: clerk && asked,
        },
    };
    Ok(staff
        .frame
        .page("console/clinics/clinic.html", Here::Clinics)
        .telling(told.notice())
        .reply(&site, &view))
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

impl ClinicView {
    fn of(clinic: &Clinic) -> Self {
        Self {
            id: clinic.id.to_string(),
            name: clinic.name.clone(),
            code: filled(&clinic.code),
            postal_code: clinic.postal_code.clone(),
            address: clinic.address.clone(),
            phone: clinic.phone.clone(),
            fax: filled(&clinic.fax),
            mail: clinic.mail.as_ref().map(|mail| mail.expose().to_owned()),
            retired: clinic
                .retired_at
                .map(|at| format!("{}から依頼を停止しています", when::day_of(at))),
        }
    }
}

impl PhysicianRow {
    fn of(physician: &Physician) -> Self {
        Self {
            id: physician.id.to_string(),
            name: physician.name.expose().to_owned(),
            department: filled(&physician.department),
            code: filled(&physician.code),
            retired: physician.retired_at.is_some(),
        }
    }
}

impl LoginRow {
    fn of(account: &StaffView) -> Self {
        Self {
            id: account.id.to_string(),
            name: account.name.expose().to_owned(),
            login: account.login.expose().to_owned(),
            state: account_state(account),
            shut: account
                .shut_until
                .map(|until| format!("ロック中（{}まで）", when::short(until))),
            retired: account.retired_at.is_some(),
        }
    }
}

impl Days {
    fn of(taken: &DaysTaken, due_days: i32) -> Option<Self> {
        let median = taken.median?;
        let most = taken.buckets.iter().map(|bucket| bucket.count).max();
        let most = most.unwrap_or_default().max(1);
        let late = match taken.late {
            0 => "期限後はありません".to_owned(),
            late => format!("期限後は{late}件"),
        };
        let bars = taken.buckets.iter().map(|bucket| Bar {
            label: match (bucket.from, bucket.to) {
                (0, Some(to)) => format!("{to}日まで"),
                (from, Some(to)) => format!("{from}〜{to}日"),
                (from, None) => format!("{from}日から"),
            },
            count: bucket.count,
            width: bucket.count * 100 / most,
            late: bucket.from > due_days,
        });
        Some(Self {
            text: format!("真ん中は{median}日・{late}（{}件）", taken.answers),
            bars: bars.collect(),
        })
    }
}

impl OpenRow {
    fn of(row: &RequestRow) -> Self {
        Self {
            url: request_path(row.id),
            name: row.name.expose().to_owned(),
            insured_no: row.insured_no.expose().to_owned(),
            due: when::short_day(row.due_on),
            left: days(row.days_left),
            state: state(row.state),
        }
    }
}
