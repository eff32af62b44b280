//! The way in: password, the change of an initial password, the authenticator app, its code.
//! Each step's success rotates the cookie; a page that is not the session's step leads there.

mod code;
mod password;
pub(crate) mod qr;
mod second_factor;
mod settings;
mod sign_in;
mod sign_out;

pub(crate) use code::WRONG as WRONG_CODE;
pub(crate) use password::{missing as missing_passwords, refused as password_refused};
pub(crate) use second_factor::WRONG as WRONG_FIRST_CODE;
pub(crate) use settings::{
    View as OwnSettings, missing as missing_proof, refused as proof_refused,
};
pub(crate) use sign_in::{kept, missing, refused};

use crate::SIGN_IN_FORM;
use crate::console::caller::{Session, page_of, path_with_next};
use crate::console::fields::At;
use crate::console::own_path::own_path;
use crate::console::reply::go;
use crate::cookies::{self, Jar};
use crate::site::Site;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use axum::routing::{get, post};
use http::header::SET_COOKIE;
use jiff::Timestamp;
use kairan_domain::date;
use kairan_domain::session::Step;
use serde::Deserialize;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/console/sign-in", get(sign_in::page).post(sign_in::submit))
        .route("/console/code", get(code::page).post(code::submit))
        .route(
            "/console/password",
            get(password::page).post(password::submit),
        )
        .route(
            "/console/second-factor",
            get(second_factor::page).post(second_factor::submit),
        )
        .route(
            "/console/settings",
            get(settings::page).post(settings::submit),
        )
        .route("/console/sign-out", post(sign_out::submit))
        .layer(DefaultBodyLimit::max(SIGN_IN_FORM))
}

/// `?next=…`: where to go when the sign-in is complete.
#[derive(Debug, Default, Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

impl Next {
    fn path(&self) -> Option<&str> {
        own_path(&self.next)
    }
}

/// On to the page of `step`, with the session's new cookie.
fn onward(site: &Site, token: &str, step: Step, next: Option<&str>) -> Response {
    let path = match (step, next) {
        (Step::Done, Some(next)) => next.to_owned(),
        (step, next) => path_with_next(page_of(step), next),
    };
    let mut reply = go(&path);
    reply
        .headers_mut()
        .append(SET_COOKIE, cookies::set(Jar::Staff, token, site));
    reply
}

/// To where the session stands, when it does not stand at this page's step.
fn elsewhere(session: &Session, here: Step) -> Option<Response> {
    (session.kept.step != here).then(|| go(page_of(session.kept.step)))
}

pub(crate) fn wait(now: Timestamp, until: Timestamp) -> At {
    let left = date::time_left(until.duration_since(now));
    At::whole(format!(
        "間違いが続いたため、あと{left}は受け付けられません。時間をおいて、もう一度お試しください。"
    ))
}

pub(crate) fn busy() -> At {
    At::whole("いま、ログインが混み合っています。数秒おいて、もう一度お試しください。")
}
