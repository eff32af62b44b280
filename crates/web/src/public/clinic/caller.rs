//! Who comes with a clinic's account, at whatever step of the sign-in.

use super::page_of;
use crate::console::fields;
use crate::console::fields::At;
use crate::console::posted::Caller;
use crate::console::reply::go;
use crate::cookies::{self, Jar};
use crate::refusal::Unavailable;
use crate::site::Site;
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use kairan_access::{ClinicSession, ClinicStaffOf, clinic_session};
use kairan_domain::session::Step;
use minijinja::value::Serde;
use minijinja::{Value, context};

/// A session with a clinic's account.
pub(super) struct Session {
    /// The cookie as the browser sent it.
    pub(super) cookie: String,
    /// What stands behind it.
    pub(super) kept: ClinicSession,
}

/// Somebody signed in with a clinic's account.
pub(super) struct Signed {
    /// The witness for use cases.
    pub(super) by: ClinicStaffOf,
    /// The token the pages' forms carry.
    pub(super) csrf: String,
}

impl FromRequestParts<Site> for Session {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let Some(cookie) = cookies::read(&parts.headers, Jar::Clinic, site) else {
            return Err(go("/clinic/sign-in"));
        };
        match clinic_session(site.app(), &cookie).await {
            Ok(Some(kept)) => Ok(Self { cookie, kept }),
            Ok(None) => Err(go("/clinic/sign-in")),
            Err(error) => Err(Unavailable::from(error).into_response()),
        }
    }
}

impl FromRequestParts<Site> for Signed {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let session = Session::from_request_parts(parts, site).await?;
        match session.kept.witness() {
            Some(by) => Ok(Self {
                by,
                csrf: session.kept.csrf,
            }),
            None => Err(go(page_of(session.kept.step))),
        }
    }
}

impl Caller for Session {
    fn cookie(&self) -> &str {
        &self.cookie
    }
}

impl Session {
    /// To where the session stands, when it does not stand at this page's step.
    pub(super) fn elsewhere(&self, here: Step) -> Option<Response> {
        (self.kept.step != here).then(|| go(page_of(self.kept.step)))
    }
}

/// A page of the sign-in: `own` is its own part, `errors` what is wrong.
pub(super) fn page(
    site: &Site,
    session: Option<&Session>,
    name: &str,
    (own, errors): (Value, Vec<At>),
) -> Response {
    let status = fields::status(&errors);
    let around = context! {
        csrf => session.map_or("", |session| session.kept.csrf.as_str()),
        errors => Value::from(Serde(errors)),
        me => session.filter(|session| session.kept.step == Step::Done).map(
            |session| context! { name => session.kept.staff.name.expose(), clinic => "" },
        ),
        office => (),
    };
    site.page(status, name, context! { ..own, ..around })
}
