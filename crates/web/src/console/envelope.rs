//! The key of a clerk's hand-over envelopes: it exists in the cookie and nowhere else.

use crate::cookies::{self, Jar};
use crate::site::Site;
use axum::extract::FromRequestParts;
use axum::response::Response;
use http::HeaderValue;
use http::header::SET_COOKIE;
use http::request::Parts;
use kairan_board::EnvelopeKey;
use std::convert::Infallible;

/// The key the browser sent, or a fresh one that the reply must hand to it.
pub(crate) struct Envelope {
    /// The key.
    pub(crate) key: EnvelopeKey,
    fresh: Option<HeaderValue>,
}

impl Envelope {
    /// Puts a fresh key into the reply.
    pub(crate) fn given(self, mut reply: Response) -> Response {
        if let Some(cookie) = self.fresh {
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
        if let Some(key) = sent {
            return Ok(Self { key, fresh: None });
        }
        let key = EnvelopeKey::random(site.app().entropy.as_ref());
        let fresh = Some(cookies::set(Jar::Envelope, &key.to_text(), site));
        Ok(Self { key, fresh })
    }
}
