//! Who is inside a request: with its letter, or with an account of the clinic it asks; and what
//! is told to whoever is not.

use super::closed::{self, Closed};
use crate::console::posted::Caller;
use crate::console::reply::{problem, wants_json};
use crate::cookies::{self, Jar};
use crate::refusal::Unavailable;
use crate::site::Site;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use kairan_access::{
    LetterOver, Named, NotInside, PhysicianOf, clinic_session, form_token, physician_of_clinic,
    physician_session,
};
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::staff::PersonName;
use kairan_domain::unsent::Writer;

/// Whoever may answer the request that the address names.
pub(super) struct Doctor {
    /// The witness for use cases.
    pub(super) by: PhysicianOf,
    /// The token this session's forms carry.
    pub(super) csrf: String,
    /// Who is signed in with the clinic's account, whose list is the way back; `None` with a letter.
    pub(super) user: Option<PersonName>,
    cookie: String,
}

/// Whoever asks for a request's pages.
pub(super) enum Guest {
    /// Inside.
    Inside(Box<Doctor>),
    /// Inside once.
    Over(Box<LetterOver>),
    /// Unknown, as far as the cookies tell.
    Nobody,
}

impl FromRequestParts<Site> for Guest {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let Some(request) = request_of(parts, site).await else {
            return Err(StatusCode::NOT_FOUND.into_response());
        };
        let guest = guest(site, &parts.headers, request).await;
        guest.map_err(IntoResponse::into_response)
    }
}

async fn request_of(parts: &mut Parts, site: &Site) -> Option<OpinionRequestId> {
    let places = RawPathParams::from_request_parts(parts, site).await.ok()?;
    let key = places.iter().find(|(name, _)| *name == "key");
    key.and_then(|(_, key)| key.parse().ok())
}

/// The letter's session comes first; where it opens nothing, the clinic's account may.
async fn guest(
    site: &Site,
    headers: &HeaderMap,
    request: OpinionRequestId,
) -> Result<Guest, Unavailable> {
    let mut over = None;
    if let Some(cookie) = cookies::read(headers, Jar::Letter(request), site) {
        match physician_session(site.app(), &cookie, request).await {
            Ok(by) => {
                let token = csrf_of_letter(site, &by, &cookie);
                return Ok(Guest::inside(by, token, cookie, None));
            }
            Err(NotInside::Over(why)) => over = Some(why),
            Err(NotInside::Nobody) => {}
            Err(error @ NotInside::Store(_)) => return Err(error.into()),
        }
    }
    if let Some(cookie) = cookies::read(headers, Jar::Clinic, site)
        && let Some(session) = clinic_session(site.app(), &cookie).await?
        && let Some(staff) = session.witness()
    {
        match physician_of_clinic(site.app(), &staff, request).await {
            Ok(by) => {
                let user = Some(staff.name().clone());
                return Ok(Guest::inside(by, session.csrf, cookie, user));
            }
            Err(NotInside::Over(why)) => over = over.or(Some(why)),
            Err(NotInside::Nobody) => {}
            Err(error @ NotInside::Store(_)) => return Err(error.into()),
        }
    }
    Ok(over.map_or(Guest::Nobody, Guest::Over))
}

fn csrf_of_letter(site: &Site, by: &PhysicianOf, cookie: &str) -> String {
    let named = Named {
        insurer: by.insurer(),
        writer: Writer::Letter(by.request()),
    };
    form_token(site.app(), cookie, named).unwrap_or_default()
}

impl Guest {
    fn inside(by: PhysicianOf, csrf: String, cookie: String, user: Option<PersonName>) -> Self {
        Self::Inside(Box::new(Doctor {
            by,
            csrf,
            user,
            cookie,
        }))
    }
}

impl FromRequestParts<Site> for Doctor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let guest = Guest::from_request_parts(parts, site).await?;
        let closed = match &guest {
            Guest::Over(over) => Closed::of(over),
            Guest::Inside(_) | Guest::Nobody => Closed::NOBODY,
        };
        match guest {
            Guest::Inside(doctor) => Ok(*doctor),
            // A script must not take a page for an answer.
            _ if wants_json(&parts.headers) => {
                Err(problem(StatusCode::UNAUTHORIZED, closed.sentence()))
            }
            _ => Err(closed::page(site, StatusCode::UNAUTHORIZED, &closed)),
        }
    }
}

impl Caller for Doctor {
    fn cookie(&self) -> &str {
        &self.cookie
    }
}

impl Doctor {
    /// The cookie, to leave with.
    pub(super) fn cookie(&self) -> &str {
        &self.cookie
    }

    /// An address below this request: `below` stands behind its slash.
    pub(super) fn path(&self, below: &str) -> String {
        room_path(self.by.request(), below)
    }
}

/// An address of a request's pages.
pub(super) fn room_path(request: OpinionRequestId, below: &str) -> String {
    format!("/opinion/{request}/{below}")
}
