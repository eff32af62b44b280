//! GET `/console/staff/new` and POST `/console/staff`: a new account. What was typed stays in
//! the form when it cannot be taken.

use super::MadeView;
use crate::console::caller::Administrator;
use crate::console::fields;
use crate::console::fields::{At, Fields};
use crate::console::frame::Here;
use crate::console::limits::LimitsView;
use crate::console::posted::Form;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use axum::response::Response;
use kairan_access::{AccountError, By, RawStaff, add_staff};
use kairan_domain::staff::{Role, StaffFault};
use kairan_domain::words;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    form: FormView,
    limits: LimitsView,
    errors: Vec<At>,
    corrections: Vec<At>,
}

#[derive(Default, Serialize)]
struct FormView {
    name: String,
    login: String,
    role: &'static str,
}

pub(super) async fn page(State(site): State<Site>, me: Administrator) -> Response {
    show(
        &site,
        &me,
        FormView {
            role: code(Role::Clerk),
            ..FormView::default()
        },
        Vec::new(),
    )
}

pub(super) async fn submit(
    State(site): State<Site>,
    Form { caller: me, fields }: Form<Administrator>,
) -> Reply {
    let role = role_of(&fields);
    let raw = RawStaff {
        login: fields.text("login"),
        name: fields.text("name"),
        role,
    };
    let errors = match add_staff(site.app(), By::Administrator(&me.by), raw).await {
        Ok(made) => {
            let page = me.frame.page("console/staff_made.html", Here::Staff);
            return Ok(page.reply(&site, &MadeView::of(&made, false)));
        }
        Err(AccountError::Faults(faults)) => faults.into_iter().map(at_field).collect(),
        Err(AccountError::LoginTaken) => vec![At::new("login", TAKEN)],
        Err(AccountError::Store(error)) => return Err(error.into()),
        Err(
            AccountError::Unknown
            | AccountError::OwnAccount
            | AccountError::Retired
            | AccountError::Changed,
        ) => {
            vec![At::whole(ODD)]
        }
    };
    let form = FormView {
        name: fields.text("name").into(),
        login: fields.text("login").into(),
        role: code(role),
    };
    Ok(show(&site, &me, form, errors))
}

/// Login ids are unique over all insurers (they alone say whose door it is), so one may be taken
/// where this administrator cannot see it: the sentence does not tell that it exists.
const TAKEN: &str = "この利用者IDは使えません。別のIDにしてください。";
const ODD: &str = "いまは加えられません。画面を開き直して、もう一度お試しください。";

fn show(site: &Site, me: &Administrator, form: FormView, errors: Vec<At>) -> Response {
    let status = fields::status(&errors);
    let view = View {
        form,
        limits: LimitsView::of(&site.app().limits),
        errors,
        corrections: Vec::new(),
    };
    me.frame
        .page("console/staff_new.html", Here::Staff)
        .status(status)
        .reply(site, &view)
}

fn at_field(fault: StaffFault) -> At {
    let field = match fault {
        StaffFault::Login => "login",
        StaffFault::Name => "name",
    };
    At::new(field, words::staff_fault(fault))
}

fn role_of(fields: &Fields) -> Role {
    let roles = [Role::Clerk, Role::Administrator];
    roles
        .into_iter()
        .find(|role| code(*role) == fields.text("role"))
        .unwrap_or(Role::ReadOnly)
}

fn code(role: Role) -> &'static str {
    match role {
        Role::ReadOnly => "reader",
        Role::Clerk => "clerk",
        Role::Administrator => "administrator",
        // Made on the clinic's own page, never offered here.
        Role::Clinic(_) => "clinic",
    }
}
