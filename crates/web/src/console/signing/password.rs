//! GET and POST `/console/password`: forced after a first sign-in, or by own wish.

use super::{busy, onward, wait};
use crate::console::caller::{Session, page_of};
use crate::console::fields;
use crate::console::fields::{At, Fields};
use crate::console::frame::Here;
use crate::console::posted::Form;
use crate::console::reply::go;
use crate::console::said::Said;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use axum::response::Response;
use http::header::{HeaderValue, LOCATION};
use kairan_access::{Door, StepError, change_password};
use kairan_domain::password::{PasswordError, STAFF_LEAST};
use kairan_domain::session::Step;
use kairan_domain::words;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    forced: bool,
    minimum: usize,
    errors: Vec<At>,
}

pub(super) async fn page(State(site): State<Site>, session: Session) -> Response {
    show(&site, &session, Vec::new())
}

pub(super) async fn submit(
    State(site): State<Site>,
    Form { caller, fields }: Form<Session>,
) -> Reply {
    let errors = missing(&fields);
    if !errors.is_empty() {
        return Ok(show(&site, &caller, errors));
    }
    let (old, new) = (fields.text("password"), fields.text("new_password"));
    match change_password(site.app(), Door::Console, &caller.cookie, old, new).await {
        Ok((token, step)) => Ok(changed(&site, &token.to_text(), step)),
        Err(StepError::SignedOut) => Ok(go("/console/sign-in")),
        Err(StepError::Store(error)) => Err(error.into()),
        Err(error) => {
            let error = refused(&site, &error);
            Ok(show(&site, &caller, vec![error]))
        }
    }
}

/// The sentence for a password that was not changed.
pub(crate) fn refused(site: &Site, error: &StepError) -> At {
    match *error {
        StepError::NewPassword(PasswordError::Guessable) => At::new(
            "new_password",
            "利用者IDなど、推測されやすい文字が入っています。別のパスワードにしてください。",
        ),
        StepError::NewPassword(fault) => At::new("new_password", words::password_error(fault)),
        StepError::SamePassword => At::new(
            "new_password",
            "いまと同じパスワードです。別のパスワードにしてください。",
        ),
        StepError::Wait { until } | StepError::Locked { until } => wait(site.app().now(), until),
        StepError::Busy(_) => busy(),
        StepError::Wrong | StepError::SignedOut | StepError::Store(_) => {
            At::new("password", "いまのパスワードが違います。")
        }
    }
}

fn changed(site: &Site, token: &str, step: Step) -> Response {
    let mut reply = onward(site, token, step, None);
    if step == Step::Done
        && let Ok(path) =
            HeaderValue::try_from(format!("/console/?said={}", Said::PasswordChanged.code()))
    {
        reply.headers_mut().insert(LOCATION, path);
    }
    reply
}

fn show(site: &Site, session: &Session, errors: Vec<At>) -> Response {
    let step = session.kept.step;
    if !matches!(step, Step::ChangePassword | Step::Done) {
        return go(page_of(step));
    }
    let status = fields::status(&errors);
    let view = View {
        forced: step == Step::ChangePassword,
        minimum: STAFF_LEAST,
        errors,
    };
    session
        .frame
        .page("console/change_password.html", Here::Elsewhere)
        .status(status)
        .reply(site, &view)
}

pub(crate) fn missing(fields: &Fields) -> Vec<At> {
    let mut errors = Vec::new();
    if fields.text("password").is_empty() {
        errors.push(At::new("password", "いまのパスワードを入れてください。"));
    }
    if fields.text("new_password").is_empty() {
        errors.push(At::new(
            "new_password",
            "新しいパスワードを入れてください。",
        ));
    } else if fields.text("new_password") != fields.text("new_password_again") {
        errors.push(At::new(
            "new_password_again",
            "上の新しいパスワードと違います。同じものを入れてください。",
        ));
    }
    errors
}
