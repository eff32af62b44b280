//! GET and POST `…/staff/new` and `…/staff/{staff}/reset`, POST `…/staff/{staff}/retire`: the
//! logins of a clinic. A reload of the answer resets nothing again.

use super::edit::unread;
use super::{Named, clinic_path};
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::fields;
use crate::console::frame::Here;
use crate::console::limits::LimitsView;
use crate::console::posted::Form;
use crate::console::reply::{go_saying, not_found};
use crate::console::said::Said;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use kairan_access::{
    AccountError, By, InitialPassword, RawStaff, StaffView, add_clinic_staff, list_clinic_staff,
    reset_staff, retire_staff,
};
use kairan_domain::ids::{ClinicId, StaffId};
use kairan_domain::staff::{Role, StaffFault};
use kairan_domain::words;
use kairan_opinion::show_clinic;
use serde::Serialize;

#[derive(Serialize)]
struct NewView {
    clinic: Named,
    form: Typed,
    limits: LimitsView,
    errors: Vec<fields::At>,
}

#[derive(Default, Serialize)]
struct Typed {
    name: String,
    login: String,
}

#[derive(Serialize)]
struct MadeView {
    clinic: Named,
    who: Who,
    password: String,
    reset: bool,
    address: String,
}

#[derive(Serialize)]
struct ResetView {
    clinic: Named,
    who: Who,
}

#[derive(Serialize)]
struct Who {
    id: String,
    name: String,
    login: String,
    seen: String,
}

pub(super) async fn page_new(
    State(site): State<Site>,
    clerk: Clerk,
    At(clinic): At<ClinicId>,
) -> Reply {
    show_new(&site, &clerk, clinic, Typed::default(), Vec::new()).await
}

pub(super) async fn submit_new(
    State(site): State<Site>,
    At(clinic): At<ClinicId>,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    let raw = RawStaff {
        login: fields.text("login"),
        name: fields.text("name"),
        role: Role::Clinic(clinic),
    };
    let errors = match add_clinic_staff(site.app(), &clerk.by, clinic, raw).await {
        Ok(made) => return show_made(&site, &clerk, clinic, &made, false).await,
        Err(AccountError::Faults(faults)) => faults.into_iter().map(at_field).collect(),
        Err(AccountError::LoginTaken) => vec![fields::At::new("login", TAKEN)],
        Err(AccountError::Retired) => vec![fields::At::whole(RETIRED)],
        Err(AccountError::Store(error)) => return Err(error.into()),
        Err(AccountError::Unknown | AccountError::OwnAccount | AccountError::Changed) => {
            return Ok(not_found());
        }
    };
    let typed = Typed {
        name: fields.text("name").to_owned(),
        login: fields.text("login").to_owned(),
    };
    show_new(&site, &clerk, clinic, typed, errors).await
}

/// As for staff: ids are unique over all insurers, so the sentence tells of nobody.
const TAKEN: &str = "この利用者IDは使えません。別のIDにしてください。";
const RETIRED: &str = "この医療機関は停止されているため、ログインを加えられません。";

fn at_field(fault: StaffFault) -> fields::At {
    let field = match fault {
        StaffFault::Login => "login",
        StaffFault::Name => "name",
    };
    fields::At::new(field, words::staff_fault(fault))
}

pub(super) async fn page_reset(
    State(site): State<Site>,
    clerk: Clerk,
    At(clinic): At<ClinicId>,
    At(staff): At<StaffId>,
) -> Reply {
    let page = match show_clinic(site.app(), &clerk.by, clinic).await {
        Ok(page) => page,
        Err(error) => return unread(error),
    };
    let Some(account) = account(&site, &clerk, clinic, staff).await? else {
        return Ok(not_found());
    };
    let view = ResetView {
        clinic: Named::of(&page.clinic),
        who: Who::of(&account),
    };
    Ok(clerk
        .frame
        .page("console/clinics/staff_reset.html", Here::Clinics)
        .reply(&site, &view))
}

pub(super) async fn submit_reset(
    State(site): State<Site>,
    At(clinic): At<ClinicId>,
    At(staff): At<StaffId>,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    if account(&site, &clerk, clinic, staff).await?.is_none() {
        return Ok(not_found());
    }
    // A page without it was none of ours: it resets nothing either.
    let seen = fields.text("seen").parse().unwrap_or_default();
    match reset_staff(site.app(), By::Clerk(&clerk.by), (staff, Some(seen))).await {
        Ok(made) => show_made(&site, &clerk, clinic, &made, true).await,
        Err(error) => refused(error, clinic),
    }
}

pub(super) async fn retire(
    State(site): State<Site>,
    At(clinic): At<ClinicId>,
    At(staff): At<StaffId>,
    Form { caller: clerk, .. }: Form<Clerk>,
) -> Reply {
    if account(&site, &clerk, clinic, staff).await?.is_none() {
        return Ok(not_found());
    }
    match retire_staff(site.app(), By::Clerk(&clerk.by), staff).await {
        Ok(()) => Ok(go_saying(&clinic_path(clinic), Said::LoginRetired)),
        Err(error) => refused(error, clinic),
    }
}

/// The account, if it is this clinic's and in use.
async fn account(
    site: &Site,
    clerk: &Clerk,
    clinic: ClinicId,
    staff: StaffId,
) -> Result<Option<StaffView>, crate::refusal::Unavailable> {
    let accounts = list_clinic_staff(site.app(), &clerk.by, clinic).await?;
    Ok(accounts
        .into_iter()
        .find(|account| account.id == staff && account.retired_at.is_none()))
}

fn refused(error: AccountError, clinic: ClinicId) -> Reply {
    match error {
        AccountError::Changed => Ok(go_saying(&clinic_path(clinic), Said::ResetBefore)),
        AccountError::Store(error) => Err(error.into()),
        AccountError::Unknown
        | AccountError::OwnAccount
        | AccountError::Retired
        | AccountError::LoginTaken
        | AccountError::Faults(_) => Ok(not_found()),
    }
}

async fn show_new(
    site: &Site,
    clerk: &Clerk,
    clinic: ClinicId,
    form: Typed,
    errors: Vec<fields::At>,
) -> Reply {
    let page = match show_clinic(site.app(), &clerk.by, clinic).await {
        Ok(page) => page,
        Err(error) => return unread(error),
    };
    let status = fields::status(&errors);
    let view = NewView {
        clinic: Named::of(&page.clinic),
        form,
        limits: LimitsView::of(&site.app().limits),
        errors,
    };
    Ok(clerk
        .frame
        .page("console/clinics/staff_new.html", Here::Clinics)
        .status(status)
        .reply(site, &view))
}

async fn show_made(
    site: &Site,
    clerk: &Clerk,
    clinic: ClinicId,
    made: &InitialPassword,
    reset: bool,
) -> Reply {
    let page = match show_clinic(site.app(), &clerk.by, clinic).await {
        Ok(page) => page,
        Err(error) => return unread(error),
    };
    let view = MadeView {
        clinic: Named::of(&page.clinic),
        who: Who::of(&made.staff),
        password: made.password.expose().to_owned(),
        reset,
        address: format!("{}/clinic", site.app().public_url),
    };
    Ok(clerk
        .frame
        .page("console/clinics/staff_made.html", Here::Clinics)
        .reply(site, &view))
}

impl Who {
    fn of(account: &StaffView) -> Self {
        Self {
            id: account.id.to_string(),
            name: account.name.expose().to_owned(),
            login: account.login.expose().to_owned(),
            seen: account.seen.to_string(),
        }
    }
}
