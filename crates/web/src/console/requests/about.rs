//! Whom a request is about and whom it asks: on top of every page about one request.

use super::refused::unread;
use crate::refusal::Reply;
use crate::site::Site;
use kairan_access::StaffOf;
use kairan_domain::ids::OpinionRequestId;
use kairan_opinion::{RequestPage, RequestRow, show_request};
use serde::Serialize;

/// `request` of a page below the request's own.
#[derive(Serialize)]
pub(super) struct About {
    id: String,
    name: String,
    insured_no: String,
    clinic: String,
    physician: Option<String>,
}

impl About {
    pub(super) fn of(row: &RequestRow) -> Self {
        Self {
            id: row.id.to_string(),
            name: row.name.expose().to_owned(),
            insured_no: row.insured_no.expose().to_owned(),
            clinic: row.clinic.clone(),
            physician: row.physician.as_ref().map(|name| name.expose().to_owned()),
        }
    }
}

/// The request, or the reply instead.
pub(super) async fn find(
    site: &Site,
    by: &StaffOf,
    id: OpinionRequestId,
) -> Result<RequestPage, Reply> {
    match show_request(site.app(), by, id).await {
        Ok(page) => Ok(page),
        Err(error) => Err(unread(error)),
    }
}
