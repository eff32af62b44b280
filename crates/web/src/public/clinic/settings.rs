//! `/clinic/settings`: the own password, authenticator, recovery codes, and where one is signed in.

use super::caller::{Session, page};
use crate::console::fields::At;
use crate::console::posted::Form;
use crate::console::reply::go;
use crate::console::signing::{OwnSettings, missing_proof, proof_refused};
use crate::cookies::{self, Jar};
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use http::header::SET_COOKIE;
use kairan_access::{Door, StepError, own_sessions, renew_second_factor};
use kairan_domain::session::Step;
use minijinja::Value;
use minijinja::value::Serde;

/// GET.
pub(super) async fn show(State(site): State<Site>, session: Session) -> Reply {
    form(&site, &session, Vec::new()).await
}

/// POST.
pub(super) async fn submit(
    State(site): State<Site>,
    Form { caller, fields }: Form<Session>,
) -> Reply {
    let errors = missing_proof(&fields);
    if !errors.is_empty() {
        return form(&site, &caller, errors).await;
    }
    let (password, code) = (fields.text("password"), fields.text("code"));
    match renew_second_factor(site.app(), Door::Clinic, &caller.cookie, password, code).await {
        Ok(token) => {
            let mut reply = go("/clinic/second-factor");
            let cookie = cookies::set(Jar::Clinic, &token.to_text(), &site);
            reply.headers_mut().append(SET_COOKIE, cookie);
            Ok(reply)
        }
        Err(StepError::SignedOut) => Ok(go("/clinic/sign-in")),
        Err(StepError::Store(error)) => Err(error.into()),
        Err(error) => form(&site, &caller, vec![proof_refused(&site, &error)]).await,
    }
}

async fn form(site: &Site, session: &Session, errors: Vec<At>) -> Reply {
    if let Some(reply) = session.elsewhere(Step::Done) {
        return Ok(reply);
    }
    let sessions = own_sessions(site.app(), Door::Clinic, &session.cookie).await?;
    let view = OwnSettings::of(&session.kept.staff, &sessions, errors.clone());
    let own = (Value::from(Serde(view)), errors);
    Ok(page(site, Some(session), "clinic/settings.html", own))
}
