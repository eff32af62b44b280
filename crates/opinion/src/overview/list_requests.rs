//! The work list: what is open by due date, what to call about today, what has arrived; and the
//! search. Everything open is read once per page: it gives the counts too, and a town has
//! hundreds of open requests, not thousands.

use super::row::{RequestRow, Rows};
use crate::error::ReadError;
use jiff::civil::Date;
use kairan_access::{App, StaffOf};
use kairan_domain::date::tokyo_day;
use kairan_domain::ids::{ClinicId, InsurerId, OpinionRequestId};
use kairan_domain::insured::InsuredNo;
use kairan_domain::opinion_request::{Chase, OpinionRequest, RequestState, is_number_of};
use kairan_domain::secret::SecretText;
use kairan_domain::text::name_key;
use kairan_store::{RequestsQuery, StoreError, Versioned};
use std::collections::{BTreeMap, BTreeSet};

/// Rows on a page.
const PAGE: usize = 50;
/// Open requests read at a time.
const AT_ONCE: usize = 500;

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
    let open = open_requests(app, by.insurer()).await?;
    let mut list = counted(app, &open, today);
    let mut rows = Rows::new(app, by.insurer(), today).await?;
    let key = name_key(filter.typed.expose());
    let found = if !key.is_empty() {
        let mut found = search(app, by.insurer(), filter.typed.expose(), open).await?;
        found.truncate(PAGE);
        found
    } else if filter.tab == Tab::Ended {
        let (found, next) = ended(app, by.insurer(), filter).await?;
        list.next = next;
        found
    } else {
        let (found, next) = part(app, open, filter, today);
        list.next = next;
        found
    };
    list.rows = rows.of(&found).await?;
    Ok(list)
}

/// Everything that is not ended, by due date.
async fn open_requests(
    app: &App,
    insurer: InsurerId,
) -> Result<Vec<Versioned<OpinionRequest>>, StoreError> {
    let mut query = RequestsQuery {
        states: vec![
            RequestState::Requested,
            RequestState::Drafting,
            RequestState::Submitted,
            RequestState::SentBack,
        ],
        clinic: None,
        limit: AT_ONCE,
        cursor: None,
    };
    let mut open = Vec::new();
    loop {
        let page = app.store.opinion_requests_page(insurer, &query).await?;
        open.extend(page.items);
        query.cursor = page.next;
        if query.cursor.is_none() {
            break;
        }
    }
    open.sort_by_key(|request| (request.plan.due_on, request.id));
    Ok(open)
}

fn is_overdue(request: &OpinionRequest, today: Date) -> bool {
    request.state().is_writable() && request.plan.due_on < today
}

fn counted(app: &App, open: &[Versioned<OpinionRequest>], today: Date) -> WorkList {
    let rule = &app.policies.chase;
    let count = |meant: &dyn Fn(&OpinionRequest) -> bool| open.iter().filter(|r| meant(r)).count();
    let mut counts = BTreeMap::new();
    for request in open {
        *counts.entry(request.state()).or_default() += 1;
    }
    WorkList {
        rows: Vec::new(),
        counts,
        calls_today: count(&|request| request.chase(rule, today) == Chase::Call),
        checks_today: count(&|request| request.chase(rule, today) == Chase::Check),
        overdue: count(&|request| is_overdue(request, today)),
        unprinted: count(&|request| unprinted(request)),
        next: None,
    }
}

fn unprinted(request: &OpinionRequest) -> bool {
    request.letter.is_none() && request.state().is_writable()
}

type Found = (Vec<Versioned<OpinionRequest>>, Option<String>);

/// One page of a part of what is open.
fn part(
    app: &App,
    mut open: Vec<Versioned<OpinionRequest>>,
    filter: &RequestsFilter,
    today: Date,
) -> Found {
    let rule = &app.policies.chase;
    open.retain(|request| {
        let meant = match filter.tab {
            Tab::Open => true,
            Tab::Today => request.chase(rule, today) != Chase::Wait,
            Tab::Overdue => is_overdue(request, today),
            Tab::Arrived => request.state() == RequestState::Submitted,
            Tab::SentBack => request.state() == RequestState::SentBack,
            Tab::Unprinted => unprinted(request),
            Tab::Ended => false,
        };
        meant
            && filter
                .clinic
                .is_none_or(|clinic| request.plan.clinic == clinic)
    });
    match filter.tab {
        // Whom to call first, then whom to look after; within each who waits longest.
        Tab::Today => open.sort_by_key(|request| {
            let chase = std::cmp::Reverse(request.chase(rule, today));
            (chase, request.plan.applied_on)
        }),
        Tab::Arrived => open.sort_by_key(|request| request.versions.last().map(|v| v.at)),
        _ => {}
    }
    let page: usize = filter
        .next
        .as_deref()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0);
    let start = page.saturating_mul(PAGE);
    let more = open.len() > start.saturating_add(PAGE);
    let found = open.into_iter().skip(start).take(PAGE).collect();
    (found, more.then(|| (page + 1).to_string()))
}

async fn ended(
    app: &App,
    insurer: InsurerId,
    filter: &RequestsFilter,
) -> Result<Found, StoreError> {
    let query = RequestsQuery {
        states: vec![
            RequestState::Accepted,
            RequestState::Cancelled,
            RequestState::Reassigned,
        ],
        clinic: filter.clinic,
        limit: PAGE,
        cursor: filter.next.as_deref().and_then(|next| next.parse().ok()),
    };
    let page = app.store.opinion_requests_page(insurer, &query).await?;
    Ok((page.items, page.next.map(|next| next.to_string())))
}

/// The number exactly, the whole name or kana in any state; a piece of a name among what is
/// open.
async fn search(
    app: &App,
    insurer: InsurerId,
    typed: &str,
    open: Vec<Versioned<OpinionRequest>>,
) -> Result<Vec<Versioned<OpinionRequest>>, StoreError> {
    let key = name_key(typed);
    let mut found = match InsuredNo::check(typed) {
        Ok(number) => {
            app.store
                .opinion_requests_of_insured(insurer, &number)
                .await?
        }
        Err(_) => app.store.opinion_requests_of_name(insurer, typed).await?,
    };
    found.sort_by_key(|request| std::cmp::Reverse(request.made_at));
    let mut seen: BTreeSet<OpinionRequestId> = found.iter().map(|request| request.id).collect();
    found.extend(open.into_iter().filter(|request| {
        let [number, name, kana] = request.plan.insured.search_keys();
        let meant = name.expose().contains(&key)
            || kana.expose().contains(&key)
            || name_key(number.expose()).starts_with(&key) && key.chars().count() >= 4
            || is_number_of(typed, request.id);
        meant && seen.insert(request.id)
    }));
    Ok(found)
}
