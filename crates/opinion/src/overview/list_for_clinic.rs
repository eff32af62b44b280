//! Somebody with a clinic's account sees what the clinic is asked: what is to be written by due
//! date, and what was handed in for reading. Reads only. Cancelled and reassigned ones are no
//! affair of the clinic any more.

use super::row::{RequestRow, Rows};
use crate::error::ReadError;
use crate::facts::office;
use kairan_access::{App, ClinicStaffOf};
use kairan_domain::date::tokyo_day;
use kairan_domain::insurer::Office;
use kairan_domain::opinion_request::RequestState;
use kairan_store::RequestsQuery;

/// Accepted requests shown at most: the newest, as long as they can be read.
const MOST_READ: usize = 50;

/// What a clinic is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClinicRequests {
    /// Who asks.
    pub office: Office,
    /// The clinic's name.
    pub clinic: String,
    /// To be written, what is due first in front.
    pub to_write: Vec<RequestRow>,
    /// Handed in, waiting for the office.
    pub waiting: Vec<RequestRow>,
    /// Accepted, and still to be read.
    pub accepted: Vec<RequestRow>,
}

/// Lists the clinic's requests.
///
/// # Errors
/// [`ReadError`].
pub async fn list_for_clinic(app: &App, by: &ClinicStaffOf) -> Result<ClinicRequests, ReadError> {
    let (now, insurer) = (app.now(), by.insurer());
    let open = app
        .store
        .opinion_requests_of_clinic(insurer, by.clinic())
        .await?;
    let query = RequestsQuery {
        states: vec![RequestState::Accepted],
        clinic: Some(by.clinic()),
        limit: MOST_READ,
        ..RequestsQuery::default()
    };
    let page = app.store.opinion_requests_page(insurer, &query).await?;
    let rule = &app.policies.chase;
    let mut readable = page.items;
    readable.retain(|request| request.is_open(rule, now));

    let mut rows = Rows::new(app, insurer, tokyo_day(now));
    let open = rows.of(&open).await?.into_iter();
    let (to_write, waiting) = open.partition(|row| row.state.is_writable());
    let clinic = app.store.clinic(insurer, by.clinic()).await?;
    Ok(ClinicRequests {
        office: office(app, insurer).await?,
        clinic: clinic.map_or_else(String::new, |clinic| clinic.name.clone()),
        to_write,
        waiting,
        accepted: rows.of(&readable).await?,
    })
}
