//! What a material carries unseen, and what a clerk decides about it:
//! GET and POST `/console/meetings/{meeting}/versions/{version}/unseen`, with the pages' pictures
//! and the file as it was brought below it.

mod decide;
mod page;
mod picture;
mod summary;

pub(super) use summary::Summary;

use crate::site::Site;
use axum::Router;
use axum::routing::get;
use kairan_domain::ids::{MeetingId, VersionId};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route(
            "/console/meetings/{meeting}/versions/{version}/unseen",
            get(page::page).post(decide::submit),
        )
        .route(
            "/console/meetings/{meeting}/versions/{version}/unseen/{no}",
            get(picture::brought),
        )
        .route(
            "/console/meetings/{meeting}/versions/{version}/given/{no}",
            get(picture::given),
        )
        .route(
            "/console/meetings/{meeting}/versions/{version}/original",
            get(picture::original),
        )
}

/// The address of the page.
fn path(meeting: MeetingId, version: VersionId) -> String {
    format!("/console/meetings/{meeting}/versions/{version}/unseen")
}
