//! `/clinic/password`: forced after a first sign-in, or by own wish.

use super::caller::{Session, page};
use super::{onward, page_of};
use crate::console::fields::At;
use crate::console::posted::Form;
use crate::console::reply::go;
use crate::console::signing::{missing_passwords, password_refused};
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use axum::response::Response;
use kairan_access::{Door, StepError, change_password};
use kairan_domain::password::STAFF_LEAST;
use kairan_domain::session::Step;
use minijinja::context;

/// GET.
pub(super) async fn show(State(site): State<Site>, session: Session) -> Response {
    form(&site, &session, Vec::new())
}

/// POST.
pub(super) async fn submit(
    State(site): State<Site>,
    Form { caller, fields }: Form<Session>,
) -> Reply {
    let errors = missing_passwords(&fields);
    if !errors.is_empty() {
        return Ok(form(&site, &caller, errors));
    }
    let (old, new) = (fields.text("password"), fields.text("new_password"));
    match change_password(site.app(), Door::Clinic, &caller.cookie, old, new).await {
        Ok((token, step)) => Ok(onward(&site, &token.to_text(), step, None)),
        Err(StepError::SignedOut) => Ok(go("/clinic/sign-in")),
        Err(StepError::Store(error)) => Err(error.into()),
        Err(error) => {
            let error = password_refused(&site, &error);
            Ok(form(&site, &caller, vec![error]))
        }
    }
}

fn form(site: &Site, session: &Session, errors: Vec<At>) -> Response {
    let step = session.kept.step;
    if !matches!(step, Step::ChangePassword | Step::Done) {
        return go(page_of(step));
    }
    let own = context! { forced => step == Step::ChangePassword, minimum => STAFF_LEAST };
    page(
        site,
        Some(session),
        "clinic/change_password.html",
        (own, errors),
    )
}
