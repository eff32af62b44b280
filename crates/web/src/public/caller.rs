//! Who is inside: the reviewer behind a room's cookie; and what is told to whoever is not.

use crate::cookies::{self, Jar};
use crate::public::frame;
use crate::site::Site;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;
use kairan_access::{Over, ReviewerOf, RoomKey, Visit, WhyOver, csrf_fits, csrf_of, visit_room};
use kairan_domain::date;
use minijinja::context;

/// A reviewer inside the room that the address names.
pub(super) struct Inside {
    /// The witness for use cases.
    pub(super) by: ReviewerOf,
    /// The token this session's forms carry.
    pub(super) csrf: String,
    cookie: String,
}

/// Whoever asks for a room.
pub(super) enum Guest {
    /// Signed in.
    Inside(Box<Inside>),
    /// Signed in once.
    Over(Box<Over>),
    /// Unknown, as far as the cookie tells.
    Nobody,
}

impl FromRequestParts<Site> for Guest {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let Some(key) = key_of(parts, site).await else {
            return Err(StatusCode::NOT_FOUND.into_response());
        };
        let Some(cookie) = cookies::read(&parts.headers, Jar::Room(key), site) else {
            return Ok(Self::Nobody);
        };
        match visit_room(site.app(), &cookie).await {
            // A cookie put under another room's name opens neither.
            Ok(Visit::Inside(by)) if by.room() == key => {
                let csrf = csrf_of(site.app(), &cookie).unwrap_or_default();
                Ok(Self::Inside(Box::new(Inside { by, csrf, cookie })))
            }
            Ok(Visit::Over(over)) if over.facts.room == key => Ok(Self::Over(over)),
            Ok(_) => Ok(Self::Nobody),
            Err(error) => {
                tracing::error!(%error, "the room could not be entered");
                Err(StatusCode::SERVICE_UNAVAILABLE.into_response())
            }
        }
    }
}

async fn key_of(parts: &mut Parts, site: &Site) -> Option<RoomKey> {
    let places = RawPathParams::from_request_parts(parts, site).await.ok()?;
    let key = places.iter().find(|(name, _)| *name == "key");
    key.and_then(|(_, key)| key.parse().ok())
}

impl FromRequestParts<Site> for Inside {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        match Guest::from_request_parts(parts, site).await? {
            Guest::Inside(inside) => Ok(*inside),
            Guest::Over(over) => Err(over_page(site, Some(&over))),
            Guest::Nobody => Err(over_page(site, None)),
        }
    }
}

impl Inside {
    /// Whether a form of this session sent the POST.
    pub(super) fn sent(&self, site: &Site, csrf: &str) -> bool {
        csrf_fits(site.app(), &self.cookie, csrf)
    }

    /// The cookie, to sign out with.
    pub(super) fn cookie(&self) -> &str {
        &self.cookie
    }

    /// An address in this room: `below` stands behind its slash.
    pub(super) fn path(&self, below: &str) -> String {
        room_path(self.by.room(), below)
    }
}

/// An address in a room.
pub(super) fn room_path(room: RoomKey, below: &str) -> String {
    format!("/room/{room}/{below}")
}

/// The page for whoever is no longer, or never was, inside. 401 so that a script or a
/// download manager sees that nothing was given. Why, and whom to phone, is told to those
/// alone whose cookie proves that they were inside.
pub(super) fn over_page(site: &Site, over: Option<&Over>) -> Response {
    let status = StatusCode::UNAUTHORIZED;
    let Some(Over { why, facts }) = over else {
        let page = context! { reader => (), office => (), meeting => (), reason => "unknown" };
        return site.page(status, "reviewer/signed_out.html", page);
    };
    let (reason, at) = match why {
        WhyOver::Left => ("left", None),
        WhyOver::Idle => ("idle", None),
        WhyOver::Reissued => ("reissued", None),
        WhyOver::Interrupted => ("interrupted", None),
        WhyOver::Withdrawn => ("withdrawn", None),
        WhyOver::Closed => (
            "closed",
            Some(date::wareki_end_in_japan(facts.window.until)),
        ),
        WhyOver::NotYet => (
            "not_yet",
            Some(date::wareki_minute_in_japan(facts.window.from)),
        ),
    };
    let own = context! { reason, at };
    let page = context! { ..own, ..frame::gate(Some(facts)) };
    site.page(status, "reviewer/signed_out.html", page)
}
