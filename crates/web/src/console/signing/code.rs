//! GET and POST `/console/code`: the authenticator app's digits, or a recovery code.

use super::{Next, busy, elsewhere, onward, wait};
use crate::console::caller::Session;
use crate::console::fields::At;
use crate::console::frame::Here;
use crate::console::own_path::own_path;
use crate::console::posted::Form;
use crate::console::reply::go;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use kairan_access::{Door, StepError, enter_code};
use kairan_domain::session::Step;
use serde::Serialize;

#[derive(Serialize)]
struct View<'a> {
    next: &'a str,
    errors: Vec<At>,
}

pub(super) async fn page(
    State(site): State<Site>,
    session: Session,
    Query(next): Query<Next>,
) -> Response {
    if let Some(reply) = elsewhere(&session, Step::EnterCode) {
        return reply;
    }
    let view = View {
        next: next.path().unwrap_or_default(),
        errors: Vec::new(),
    };
    session
        .frame
        .page("console/enter_code.html", Here::Elsewhere)
        .reply(&site, &view)
}

pub(super) async fn submit(
    State(site): State<Site>,
    Form { caller, fields }: Form<Session>,
) -> Reply {
    if let Some(reply) = elsewhere(&caller, Step::EnterCode) {
        return Ok(reply);
    }
    let next = own_path(fields.text("next"));
    let code = fields.text("code").trim();
    let error = if code.is_empty() {
        At::new("code", "数字を入れてください。")
    } else {
        match enter_code(site.app(), Door::Console, &caller.cookie, code).await {
            Ok(token) => return Ok(onward(&site, &token.to_text(), Step::Done, next)),
            Err(StepError::SignedOut) => return Ok(go("/console/sign-in")),
            Err(StepError::Wait { until } | StepError::Locked { until }) => {
                wait(site.app().now(), until)
            }
            Err(StepError::Busy(_)) => busy(),
            Err(StepError::Store(error)) => return Err(error.into()),
            Err(StepError::Wrong | StepError::NewPassword(_) | StepError::SamePassword) => {
                At::new("code", WRONG)
            }
        }
    };
    let view = View {
        next: next.unwrap_or_default(),
        errors: vec![error],
    };
    let page = caller
        .frame
        .page("console/enter_code.html", Here::Elsewhere);
    Ok(page
        .status(StatusCode::UNPROCESSABLE_ENTITY)
        .reply(&site, &view))
}

pub(crate) const WRONG: &str =
    "数字が違うか、すでに使われています。アプリに次の数字が出てから、もう一度入れてください。";
