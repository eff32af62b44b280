//! The clinics' door: sign-in with an account of a clinic (password and authenticator app, as at
//! the console, with its own cookie), and the list of what the clinic is asked. From there the
//! physicians' pages (`public::opinion`) open without a letter.

mod caller;
mod code;
mod password;
mod requests;
mod second_factor;
mod settings;
mod sign_in;

use crate::SIGN_IN_FORM;
use crate::console::own_path::own_clinic_path;
use crate::console::path_with_next;
use crate::console::reply::go;
use crate::cookies::{self, Jar};
use crate::site::Site;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use axum::routing::{get, post};
use http::header::SET_COOKIE;
use kairan_domain::session::Step;
use serde::Deserialize;

/// Every address of the clinics.
pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/clinic", get(async || go("/clinic/requests")))
        .route("/clinic/", get(async || go("/clinic/requests")))
        .route("/clinic/requests", get(requests::show))
        .route("/clinic/sign-in", get(sign_in::show).post(sign_in::submit))
        .route("/clinic/code", get(code::show).post(code::submit))
        .route(
            "/clinic/password",
            get(password::show).post(password::submit),
        )
        .route(
            "/clinic/second-factor",
            get(second_factor::show).post(second_factor::submit),
        )
        .route(
            "/clinic/settings",
            get(settings::show).post(settings::submit),
        )
        .route("/clinic/sign-out", post(sign_in::sign_out))
        .layer(DefaultBodyLimit::max(SIGN_IN_FORM))
}

/// The page of the next step of a sign-in.
fn page_of(step: Step) -> &'static str {
    match step {
        Step::ChangePassword => "/clinic/password",
        Step::SetUpSecondFactor => "/clinic/second-factor",
        Step::EnterCode => "/clinic/code",
        Step::Done => "/clinic/requests",
    }
}

/// `?next=…`: where to go when the sign-in is complete.
#[derive(Default, Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

impl Next {
    fn path(&self) -> Option<&str> {
        own_clinic_path(&self.next)
    }
}

/// On to the page of `step`, with the session's new cookie; at the end to `next`.
fn onward(site: &Site, token: &str, step: Step, next: Option<&str>) -> Response {
    let path = match (step, next) {
        (Step::Done, Some(next)) => next.to_owned(),
        (step, next) => path_with_next(page_of(step), next),
    };
    let mut reply = go(&path);
    let cookie = cookies::set(Jar::Clinic, token, site);
    reply.headers_mut().append(SET_COOKIE, cookie);
    reply
}
