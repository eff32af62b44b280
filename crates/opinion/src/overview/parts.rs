//! One page of a part of the work list, read in the order the store keeps.

use super::list_requests::{PAGE, RequestsFilter, Tab};
use jiff::civil::Date;
use kairan_access::App;
use kairan_domain::ids::{ClinicId, InsurerId};
use kairan_domain::opinion_request::{Chase, OpinionRequest, RequestState};
use kairan_store::{RequestsQuery, StoreError, Versioned};
use std::cmp::Reverse;

/// Requests, and where the next page begins.
pub(super) type Found = (Vec<Versioned<OpinionRequest>>, Option<String>);

/// One page of the part that `filter` names.
pub(super) async fn part(
    app: &App,
    insurer: InsurerId,
    filter: &RequestsFilter,
    today: Date,
) -> Result<Found, StoreError> {
    match (filter.tab, filter.clinic) {
        (Tab::Today, None) => to_chase(app, insurer, filter, today).await,
        (Tab::Unprinted, None) => unprinted(app, insurer, filter).await,
        (Tab::Today | Tab::Unprinted, Some(clinic)) => {
            of_clinic(app, insurer, clinic, filter, today).await
        }
        _ => by_due(app, insurer, filter, today).await,
    }
}

/// What is due first in front; of what ended, the latest.
async fn by_due(
    app: &App,
    insurer: InsurerId,
    filter: &RequestsFilter,
    today: Date,
) -> Result<Found, StoreError> {
    use RequestState::{Accepted, Cancelled, Drafting, Reassigned, Requested, SentBack, Submitted};
    let states = match filter.tab {
        Tab::Open => vec![Requested, Drafting, Submitted, SentBack],
        Tab::Overdue | Tab::Today | Tab::Unprinted => vec![Requested, Drafting, SentBack],
        Tab::Arrived => vec![Submitted],
        Tab::SentBack => vec![SentBack],
        Tab::Ended => vec![Accepted, Cancelled, Reassigned],
    };
    let query = RequestsQuery {
        states,
        clinic: filter.clinic,
        due_before: (filter.tab == Tab::Overdue).then_some(today),
        limit: PAGE,
        cursor: filter.next.as_deref().and_then(|next| next.parse().ok()),
    };
    let page = app.store.opinion_requests_page(insurer, &query).await?;
    Ok((page.items, page.next.map(|next| next.to_string())))
}

/// Letters never printed, registered first in front.
async fn unprinted(
    app: &App,
    insurer: InsurerId,
    filter: &RequestsFilter,
) -> Result<Found, StoreError> {
    let cursor = filter.next.as_deref().and_then(|next| next.parse().ok());
    let page = app
        .store
        .requests_without_letter_page(insurer, cursor.as_ref(), PAGE)
        .await?;
    Ok((page.items, page.next.map(|next| next.to_string())))
}

fn page_of(filter: &RequestsFilter) -> usize {
    let typed = filter.next.as_deref().and_then(|next| next.parse().ok());
    typed.unwrap_or(0)
}

/// Whom to call first, then whom to look after; within each what is waited for longest. The
/// counts by day tell where a page lies, so only its own requests are read.
async fn to_chase(
    app: &App,
    insurer: InsurerId,
    filter: &RequestsFilter,
    today: Date,
) -> Result<Found, StoreError> {
    let rule = &app.policies.chase;
    let mut days = app.store.awaited_by_day(insurer).await?;
    days.retain(|tally| rule.chase(tally.awaited, today) != Chase::Wait);
    days.sort_by_key(|tally| (Reverse(rule.chase(tally.awaited, today)), tally.awaited));
    let page = page_of(filter);
    let all: usize = days.iter().map(|tally| tally.count).sum();
    let mut skip = page.saturating_mul(PAGE);
    let more = all > skip.saturating_add(PAGE);
    let mut found = Vec::new();
    for tally in days {
        let left = PAGE - found.len();
        if left == 0 {
            break;
        }
        if skip < tally.count {
            let part = (skip, left);
            let requests = app.store.awaited_requests(insurer, tally.awaited, part);
            found.extend(requests.await?);
        }
        skip = skip.saturating_sub(tally.count);
    }
    Ok((found, more.then(|| (page + 1).to_string())))
}

/// The same for one clinic, among all it is asked.
async fn of_clinic(
    app: &App,
    insurer: InsurerId,
    clinic: ClinicId,
    filter: &RequestsFilter,
    today: Date,
) -> Result<Found, StoreError> {
    let rule = &app.policies.chase;
    let open = app.store.opinion_requests_of_clinic(insurer, clinic);
    let mut open = open.await?;
    open.retain(|request| match filter.tab {
        Tab::Today => request.chase(rule, today) != Chase::Wait,
        _ => request.letter.is_none() && request.state().is_writable(),
    });
    open.sort_by_key(|request| (Reverse(request.chase(rule, today)), request.awaited()));
    let page = page_of(filter);
    let start = page.saturating_mul(PAGE);
    let more = open.len() > start.saturating_add(PAGE);
    let found = open.into_iter().skip(start).take(PAGE).collect();
    Ok((found, more.then(|| (page + 1).to_string())))
}
