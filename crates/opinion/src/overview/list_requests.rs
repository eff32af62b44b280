//! The work list: what is open by due date, what to call about today, what has arrived; and the
//! search. It reads the requests of one page; what stands above them comes from counts that the
//! store keeps. Changes nothing.

use super::parts::part;
use super::row::{RequestRow, Rows};
use super::search::search;
use crate::error::ReadError;
use jiff::civil::Date;
use kairan_access::{App, StaffOf};
use kairan_domain::date::tokyo_day;
use kairan_domain::ids::{ClinicId, InsurerId};
use kairan_domain::opinion_request::{Chase, RequestState};
use kairan_domain::secret::SecretText;
use kairan_domain::text::name_key;
use kairan_store::StoreError;
use std::collections::BTreeMap;

/// Rows on a page.
pub(super) const PAGE: usize = 50;

/// Which part of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// Everything open.
    #[default]
    Open,
    /// To call or to look at today.
    Today,
    /// Past the due date and not yet arrived.
    Overdue,
    /// Submitted, waiting for the clerk.
    Arrived,
    /// Sent back, waiting for the doctor.
    SentBack,
    /// The letter was never printed.
    Unprinted,
    /// Accepted, cancelled, reassigned.
    Ended,
}

/// What to show.
#[derive(Debug, Clone, Default)]
pub struct RequestsFilter {
    /// Which part.
    pub tab: Tab,
    /// Of this clinic alone.
    pub clinic: Option<ClinicId>,
    /// 被保険者番号, a name, its kana, or the number of a request; empty: no search. A search
    /// looks in all parts.
    pub typed: SecretText,
    /// [`WorkList::next`] of the page before.
    pub next: Option<String>,
}

/// One page of the work list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkList {
    /// The requests.
    pub rows: Vec<RequestRow>,
    /// How many are in each part; the ended ones are not counted.
    pub counts: BTreeMap<RequestState, usize>,
    /// How many to call about today.
    pub calls_today: usize,
    /// How many to look at today, whether they were begun.
    pub checks_today: usize,
    /// How many are overdue.
    pub overdue: usize,
    /// How many letters were never printed.
    pub unprinted: usize,
    /// A search for a piece of a name did not get through everything that is open.
    pub partly: bool,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

/// Lists requests.
///
/// # Errors
/// [`ReadError::Store`].
pub async fn list_requests(
    app: &App,
    by: &StaffOf,
    filter: &RequestsFilter,
) -> Result<WorkList, ReadError> {
    let today = tokyo_day(app.now());
    let mut list = counted(app, by.insurer(), today).await?;
    let found = if name_key(filter.typed.expose()).is_empty() {
        let (found, next) = part(app, by.insurer(), filter, today).await?;
        list.next = next;
        found
    } else {
        let (mut found, partly) = search(app, by.insurer(), filter.typed.expose()).await?;
        found.truncate(PAGE);
        list.partly = partly;
        found
    };
    list.rows = Rows::new(app, by.insurer(), today).of(&found).await?;
    Ok(list)
}

/// What stands above the list, from counts by day: no request is read for it.
async fn counted(app: &App, insurer: InsurerId, today: Date) -> Result<WorkList, StoreError> {
    let mut counts: BTreeMap<RequestState, usize> = BTreeMap::new();
    let mut overdue = 0;
    for tally in app.store.open_requests_by_due(insurer).await? {
        *counts.entry(tally.state).or_default() += tally.count;
        if tally.state.is_writable() && tally.due_on < today {
            overdue += tally.count;
        }
    }
    let (mut calls_today, mut checks_today) = (0, 0);
    for tally in app.store.awaited_by_day(insurer).await? {
        match app.policies.chase.chase(tally.awaited, today) {
            Chase::Call => calls_today += tally.count,
            Chase::Check => checks_today += tally.count,
            Chase::Wait => {}
        }
    }
    Ok(WorkList {
        rows: Vec::new(),
        counts,
        calls_today,
        checks_today,
        overdue,
        unprinted: app.store.count_without_letter(insurer).await?,
        partly: false,
        next: None,
    })
}
