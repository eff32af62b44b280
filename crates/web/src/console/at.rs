//! Ids out of the address. What is no id at all is answered like an id that does not exist.

use crate::site::Site;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::response::Response;
use http::StatusCode;
use http::request::Parts;
use kairan_domain::ids::{
    AuthKeyId, ClinicId, MaterialId, MeetingId, OpinionRequestId, PhysicianId, SeatId, StaffId,
    UploadId, VersionId,
};
use std::str::FromStr;

/// An id and the name of its place in the routes.
pub(crate) trait Placed: FromStr {
    /// `{meeting}` in a route is called `meeting` here.
    const NAME: &'static str;
}

impl Placed for MeetingId {
    const NAME: &'static str = "meeting";
}
impl Placed for SeatId {
    const NAME: &'static str = "seat";
}
impl Placed for MaterialId {
    const NAME: &'static str = "material";
}
impl Placed for VersionId {
    const NAME: &'static str = "version";
}
impl Placed for UploadId {
    const NAME: &'static str = "upload";
}
impl Placed for AuthKeyId {
    const NAME: &'static str = "auth_key";
}
impl Placed for StaffId {
    const NAME: &'static str = "staff";
}

impl Placed for OpinionRequestId {
    const NAME: &'static str = "request";
}
impl Placed for ClinicId {
    const NAME: &'static str = "clinic";
}
impl Placed for PhysicianId {
    const NAME: &'static str = "physician";
}

/// An id that stands in the address.
pub(crate) struct At<T>(pub(crate) T);

impl<T: Placed + Send> FromRequestParts<Site> for At<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let params = RawPathParams::from_request_parts(parts, site).await;
        let found = params.ok().and_then(|params| {
            let (_, text) = params.iter().find(|(name, _)| *name == T::NAME)?;
            text.parse().ok()
        });
        found
            .map(Self)
            .ok_or_else(|| crate::refusal::plain(StatusCode::NOT_FOUND))
    }
}

/// `{no}` of an address: a version or a page, from 1.
pub(crate) struct Number(pub(crate) u32);

impl FromRequestParts<Site> for Number {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let params = RawPathParams::from_request_parts(parts, site).await;
        let found = params.ok().and_then(|params| {
            let (_, text) = params.iter().find(|(name, _)| *name == "no")?;
            text.parse().ok()
        });
        found
            .map(Self)
            .ok_or_else(|| crate::refusal::plain(StatusCode::NOT_FOUND))
    }
}
