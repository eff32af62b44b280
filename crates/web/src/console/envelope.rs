//! The key of a clerk's hand-over envelopes: it exists in the cookie and nowhere else.
//!
//! The cookie lives as long as what it opens, so that a closed browser loses no password that
//! was not printed yet. Every form of a clerk may seal something: the day begins anew with it.

use crate::cookies::{self, Jar};
use crate::site::Site;
use axum::extract::FromRequestParts;
use axum::response::Response;
use http::header::SET_COOKIE;
use http::request::Parts;
use http::{HeaderValue, Method};
use kairan_board::{ENVELOPE_LIFE, EnvelopeKey};
use std::convert::Infallible;

/// The key the browser sent, or a fresh one that the reply must hand to it.
pub(crate) struct Envelope {
    /// The key.
    pub(crate) key: EnvelopeKey,
    cookie: Option<HeaderValue>,
}

impl Envelope {
    /// Puts the key into the reply where the browser has none, or has just used it.
    pub(crate) fn given(self, mut reply: Response) -> Response {
        if let Some(cookie) = self.cookie {
            reply.headers_mut().append(SET_COOKIE, cookie);
        }
        reply
    }
}

impl FromRequestParts<Site> for Envelope {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        let sent =
            cookies::read(&parts.headers, Jar::Envelope, site).and_then(|text| text.parse().ok());
        let renewed = sent.is_none() || parts.method != Method::GET;
        let key = sent.unwrap_or_else(|| EnvelopeKey::random(site.app().entropy.as_ref()));
        let cookie =
            renewed.then(|| cookies::set_for(Jar::Envelope, &key.to_text(), ENVELOPE_LIFE, site));
        Ok(Self { key, cookie })
    }
}
