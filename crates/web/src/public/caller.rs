//! Who is inside: the reviewer behind the room's cookie, and what their pages show.

use crate::cookies::{self, Jar};
use crate::site::Site;
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;
use kairan_access::{ReviewerOf, csrf_fits, csrf_of, reviewer_session};
use minijinja::context;

/// A reviewer inside the room.
pub(super) struct Inside {
    /// The witness for use cases.
    pub(super) by: ReviewerOf,
    /// The token this session's forms carry.
    pub(super) csrf: String,
    /// The cookie, to sign out with.
    pub(super) cookie: String,
}

impl FromRequestParts<Site> for Inside {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let Some(cookie) = cookies::read(&parts.headers, Jar::Room, site) else {
            return Err(signed_out(site, "ended"));
        };
        match reviewer_session(site.app(), &cookie).await {
            Ok(Some(by)) => {
                let csrf = csrf_of(site.app(), &cookie).unwrap_or_default();
                Ok(Self { by, csrf, cookie })
            }
            Ok(None) => Err(signed_out(site, "ended")),
            Err(error) => {
                tracing::error!(%error, "the room could not be entered");
                Err(StatusCode::SERVICE_UNAVAILABLE.into_response())
            }
        }
    }
}

impl Inside {
    /// Whether a form of this session sent the POST.
    pub(super) fn sent(&self, site: &Site, csrf: &str) -> bool {
        csrf_fits(site.app(), &self.cookie, csrf)
    }
}

/// The page for whoever is no longer, or never was, inside. 401 so that a script or a
/// download manager sees that nothing was given.
pub(super) fn signed_out(site: &Site, reason: &str) -> Response {
    let page = context! { reader => (), office => (), reason };
    site.page(StatusCode::UNAUTHORIZED, "reviewer/signed_out.html", page)
}
