//! A POST of the console: its caller, its fields, and the proof that our own page sent it.
//!
//! Every changing handler takes one of these, so none can forget the token: [`Form`] reads a
//! posted form, [`Fetched`] leaves the body to the handler and wants the token in `X-CSRF-Token`.

use crate::console::caller::{Right, Session, Signed};
use crate::console::fields::Fields;
use crate::console::reply::TOKEN;
use crate::site::Site;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use kairan_access::csrf_fits;

/// Whoever can be asked for the token of the own session.
pub(crate) trait Caller: FromRequestParts<Site, Rejection = Response> + Send {
    /// The cookie the form's token belongs to.
    fn cookie(&self) -> &str;
}

impl<W: Right + Send> Caller for Signed<W> {
    fn cookie(&self) -> &str {
        &self.cookie
    }
}

impl Caller for Session {
    fn cookie(&self) -> &str {
        &self.cookie
    }
}

/// A form posted by our own page.
pub(crate) struct Form<C> {
    /// Who.
    pub(crate) caller: C,
    /// What.
    pub(crate) fields: Fields,
}

/// A request sent by our own script; the body is still to be read.
pub(crate) struct Fetched<C>(pub(crate) C);

impl<C: Caller> FromRequest<Site> for Form<C> {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let caller = C::from_request_parts(&mut parts, site).await?;
        let headers = parts.headers.clone();
        let request = Request::from_parts(parts, body);
        let decoded = axum::Form::<Vec<(String, String)>>::from_request(request, site).await;
        // The plain page of its status is put in place of a decoder's English sentence.
        let axum::Form(pairs) = decoded.map_err(IntoResponse::into_response)?;
        let fields = Fields::new(pairs);
        let token = by_header(&headers).unwrap_or_else(|| fields.text("csrf"));
        if csrf_fits(site.app(), caller.cookie(), token) {
            Ok(Self { caller, fields })
        } else {
            Err(crate::refusal::plain(StatusCode::FORBIDDEN))
        }
    }
}

impl<C: Caller> FromRequestParts<Site> for Fetched<C> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let caller = C::from_request_parts(parts, site).await?;
        if csrf_fits(
            site.app(),
            caller.cookie(),
            by_header(&parts.headers).unwrap_or_default(),
        ) {
            Ok(Self(caller))
        } else {
            Err(crate::refusal::plain(StatusCode::FORBIDDEN))
        }
    }
}

fn by_header(headers: &HeaderMap) -> Option<&str> {
    headers.get(TOKEN).and_then(|value| value.to_str().ok())
}
