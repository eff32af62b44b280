//! `/clinic/sign-in` and `/clinic/sign-out`: login id and password.

use super::caller::{Session, page};
use super::{Next, onward, page_of};
use crate::console::fields::{At, Fields};
use crate::console::own_path::own_clinic_path;
use crate::console::posted::Form;
use crate::console::reply::go;
use crate::console::said::Notice;
use crate::console::signing::{busy, kept, missing, refused, wait};
use crate::cookies::{self, Jar};
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Extension, Query, State};
use axum::response::Response;
use http::header::SET_COOKIE;
use kairan_access::{Door, SignInError, sign_in};
use kairan_domain::session::Step;
use kairan_edge::ClientAddr;
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Deserialize;

/// `?out=1`: signed out a moment ago.
#[derive(Deserialize)]
pub(super) struct Told {
    #[serde(default)]
    out: String,
}

/// GET.
pub(super) async fn show(
    State(site): State<Site>,
    Query(told): Query<Told>,
    Query(next): Query<Next>,
    session: Result<Session, Response>,
) -> Response {
    let next = next.path();
    if session.is_ok_and(|session| session.kept.step == Step::Done) {
        return go(next.unwrap_or(page_of(Step::Done)));
    }
    let next = next.unwrap_or_default();
    let out = (!told.out.is_empty()).then(|| Notice::good("ログアウトしました。"));
    let notice = Value::from(Serde(out.or_else(|| kept(next))));
    let own = context! { login => "", next, notice };
    page(&site, None, "clinic/sign_in.html", (own, Vec::new()))
}

/// POST.
pub(super) async fn submit(
    State(site): State<Site>,
    Extension(ClientAddr(from)): Extension<ClientAddr>,
    axum::Form(pairs): axum::Form<Vec<(String, String)>>,
) -> Reply {
    let fields = Fields::new(pairs);
    let (login, password) = (fields.text("login").trim(), fields.text("password"));
    let next = own_clinic_path(fields.text("next"));
    let mut errors = missing(login, password);
    if errors.is_empty() {
        match sign_in(site.app(), Door::Clinic, login, password, from).await {
            Ok((token, step)) => return Ok(onward(&site, &token.to_text(), step, next)),
            Err(SignInError::Store(error)) => return Err(error.into()),
            Err(SignInError::Refused) => {
                errors.push(At::whole(refused(&site, "依頼をした市町村の窓口")));
            }
            Err(SignInError::TooManyFromAddress { until }) => {
                errors.push(wait(site.app().now(), until));
            }
            Err(SignInError::Busy(_)) => errors.push(busy()),
        }
    }
    let own = context! { login, next => next.unwrap_or_default(), notice => () };
    Ok(page(&site, None, "clinic/sign_in.html", (own, errors)))
}

/// POST `/clinic/sign-out`.
pub(super) async fn sign_out(State(site): State<Site>, form: Form<Session>) -> Reply {
    kairan_access::sign_out(site.app(), Door::Clinic, &form.caller.cookie).await?;
    let mut reply = go("/clinic/sign-in?out=1");
    let cleared = cookies::clear(Jar::Clinic, &site);
    reply.headers_mut().append(SET_COOKIE, cleared);
    Ok(reply)
}
