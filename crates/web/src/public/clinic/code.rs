//! `/clinic/code`: the authenticator app's digits, or a recovery code.

use super::caller::{Session, page};
use super::{Next, onward};
use crate::console::fields::At;
use crate::console::own_path::own_clinic_path;
use crate::console::posted::Form;
use crate::console::reply::go;
use crate::console::signing::{WRONG_CODE, busy, wait};
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Query, State};
use axum::response::Response;
use kairan_access::{Door, StepError, enter_code};
use kairan_domain::session::Step;
use minijinja::context;

const TEMPLATE: &str = "clinic/enter_code.html";

/// GET.
pub(super) async fn show(
    State(site): State<Site>,
    session: Session,
    Query(next): Query<Next>,
) -> Response {
    if let Some(reply) = session.elsewhere(Step::EnterCode) {
        return reply;
    }
    let own = context! { next => next.path().unwrap_or_default() };
    page(&site, Some(&session), TEMPLATE, (own, Vec::new()))
}

/// POST.
pub(super) async fn submit(
    State(site): State<Site>,
    Form { caller, fields }: Form<Session>,
) -> Reply {
    if let Some(reply) = caller.elsewhere(Step::EnterCode) {
        return Ok(reply);
    }
    let next = own_clinic_path(fields.text("next"));
    let code = fields.text("code").trim();
    let error = if code.is_empty() {
        At::new("code", "数字を入れてください。")
    } else {
        match enter_code(site.app(), Door::Clinic, &caller.cookie, code).await {
            Ok(token) => return Ok(onward(&site, &token.to_text(), Step::Done, next)),
            Err(StepError::SignedOut) => return Ok(go("/clinic/sign-in")),
            Err(StepError::Wait { until } | StepError::Locked { until }) => {
                wait(site.app().now(), until)
            }
            Err(StepError::Busy(_)) => busy(),
            Err(StepError::Store(error)) => return Err(error.into()),
            Err(StepError::Wrong | StepError::NewPassword(_) | StepError::SamePassword) => {
                At::new("code", WRONG_CODE)
            }
        }
    };
    Ok(page(
        &site,
        Some(&caller),
        TEMPLATE,
        (context! { next => next.unwrap_or_default() }, vec![error]),
    ))
}
