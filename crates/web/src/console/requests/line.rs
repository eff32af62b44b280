//! Whose request it is, in a line of a list: the same words wherever requests stand in rows.

use crate::console::when;
use kairan_opinion::RequestRow;
use serde::Serialize;

/// What every list of requests shows of one.
#[derive(Serialize)]
pub(super) struct Line {
    id: String,
    name: String,
    insured_no: String,
    clinic: String,
    physician: Option<String>,
    due: String,
}

impl Line {
    pub(super) fn of(row: &RequestRow) -> Self {
        Self {
            id: row.id.to_string(),
            name: row.name.expose().to_owned(),
            insured_no: row.insured_no.expose().to_owned(),
            clinic: row.clinic.clone(),
            physician: row.physician.as_ref().map(|name| name.expose().to_owned()),
            due: when::short_day(row.due_on),
        }
    }
}
