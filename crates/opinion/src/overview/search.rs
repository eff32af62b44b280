//! Requests found by what a clerk knows: the number, the whole name or kana, or the 依頼番号 in
//! any state; a piece of a name among what is open. The first three are asked of indexes. A
//! piece means opening requests, what is due first in front, as far as [`MOST_LOOKED_AT`].

use kairan_access::App;
use kairan_domain::ids::{InsurerId, OpinionRequestId};
use kairan_domain::insured::InsuredNo;
use kairan_domain::opinion_request::{OpinionRequest, RequestState, number_typed};
use kairan_domain::text::name_key;
use kairan_store::{RequestsQuery, StoreError, Versioned};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Open requests opened for a piece of a name at most: more than all but the largest towns have.
const MOST_LOOKED_AT: usize = 1_000;

/// What was found, the newest of the exact ones first, and whether open requests were left out.
pub(super) async fn search(
    app: &App,
    insurer: InsurerId,
    typed: &str,
) -> Result<(Vec<Versioned<OpinionRequest>>, bool), StoreError> {
    let mut found = match InsuredNo::check(typed) {
        Ok(number) => {
            app.store
                .opinion_requests_of_insured(insurer, &number)
                .await?
        }
        Err(_) => app.store.opinion_requests_of_name(insurer, typed).await?,
    };
    found.sort_by_key(|request| Reverse(request.made_at));
    if let Some(id) = number_typed(typed) {
        let same_end = app.store.opinion_requests_ending_as(insurer, id);
        found.extend(same_end.await?);
    }
    if !found.is_empty() && !may_be_a_piece(typed) {
        return Ok((found, false));
    }
    let (open, partly) = open_requests(app, insurer).await?;
    let key = name_key(typed);
    let mut seen: BTreeSet<OpinionRequestId> = found.iter().map(|request| request.id).collect();
    found.extend(open.into_iter().filter(|request| {
        let [number, name, kana] = request.plan.insured.search_keys();
        let meant = name.expose().contains(&key)
            || kana.expose().contains(&key)
            || name_key(number.expose()).starts_with(&key) && key.chars().count() >= 4;
        meant && seen.insert(request.id)
    }));
    Ok((found, partly))
}

/// A number or a reference that was found is what was meant; a name may also be a piece of
/// another one.
fn may_be_a_piece(typed: &str) -> bool {
    InsuredNo::check(typed).is_err() && number_typed(typed).is_none()
}

/// What is open by due date, and whether that is not all.
async fn open_requests(
    app: &App,
    insurer: InsurerId,
) -> Result<(Vec<Versioned<OpinionRequest>>, bool), StoreError> {
    let query = RequestsQuery {
        states: vec![
            RequestState::Requested,
            RequestState::Drafting,
            RequestState::Submitted,
            RequestState::SentBack,
        ],
        limit: MOST_LOOKED_AT,
        ..RequestsQuery::default()
    };
    let page = app.store.opinion_requests_page(insurer, &query).await?;
    Ok((page.items, page.next.is_some()))
}
