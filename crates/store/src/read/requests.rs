//! The work list of requests: by state, each state a list of its own, merged by due date.

use kairan_domain::ids::{ClinicId, InsurerId};
use kairan_domain::opinion_request::{OpinionRequest, RequestState};
use std::collections::BTreeMap;

use super::{WHOLE, under};
use crate::cursor::{Cursor, Page};
use crate::engine::{Direction, Key, Scan, behind};
use crate::error::StoreError;
use crate::index::Index;
use crate::record::{is_over, state_byte};
use crate::store::Store;
use crate::versioned::Versioned;

/// Which requests, which page. Open ones come first, what is due first in front; behind them
/// those that are over, the latest due in front.
#[derive(Debug, Clone, Default)]
pub struct RequestsQuery {
    /// In one of these states; none: in any.
    pub states: Vec<RequestState>,
    /// Asked at this clinic.
    pub clinic: Option<ClinicId>,
    /// Most items on the page.
    pub limit: usize,
    /// Where the page begins.
    pub cursor: Option<Cursor>,
}

impl RequestsQuery {
    fn asks_for(&self, state: RequestState) -> bool {
        self.states.is_empty() || self.states.contains(&state)
    }
}

/// The states of a request on which the doctor or the clerk still has to act.
const OPEN: [RequestState; 4] = [
    RequestState::Requested,
    RequestState::Drafting,
    RequestState::Submitted,
    RequestState::SentBack,
];

impl Store {
    /// One page of an insurer's requests by due date. A request that changes state meanwhile
    /// may be missed on a later page, never shown in a state that was not asked for.
    pub async fn opinion_requests_page(
        &self,
        insurer: InsurerId,
        query: &RequestsQuery,
    ) -> Result<Page<Versioned<OpinionRequest>>, StoreError> {
        let limit = query.limit.max(1);
        let mut places: BTreeMap<Vec<u8>, Key> = BTreeMap::new();
        for state in RequestState::ALL {
            if query.asks_for(state) {
                let list = list_key(insurer, query.clinic, state);
                if let Some(scan) = stretch(&list, state, query.cursor.as_ref(), limit) {
                    for found in self.0.engine.scan(scan).await? {
                        let place = found.key[list.len()..].to_vec();
                        places.extend(found.row.map(|row| (place, row.bytes)));
                    }
                }
            }
        }
        let more = places.len() > limit;
        let (mut items, mut last) = (Vec::new(), None);
        for (place, key) in places.into_iter().take(limit) {
            if let Some(row) = self.0.engine.get(&key).await? {
                let request: Versioned<OpinionRequest> = self.0.codec.read(&key, &row)?;
                items.extend(Some(request).filter(|request| query.asks_for(request.state())));
            }
            last = Some(Cursor(place));
        }
        let next = last.filter(|_| more);
        Ok(Page { items, next })
    }

    /// The open requests to one insurer's clinic, what is due first in front.
    pub async fn opinion_requests_of_clinic(
        &self,
        insurer: InsurerId,
        clinic: ClinicId,
    ) -> Result<Vec<Versioned<OpinionRequest>>, StoreError> {
        let query = RequestsQuery {
            states: OPEN.to_vec(),
            clinic: Some(clinic),
            limit: WHOLE,
            cursor: None,
        };
        Ok(self.opinion_requests_page(insurer, &query).await?.items)
    }

    /// How many requests of an insurer are in a state, counted up to `most`.
    pub async fn count_opinion_requests(
        &self,
        insurer: InsurerId,
        state: RequestState,
        most: usize,
    ) -> Result<usize, StoreError> {
        let list = list_key(insurer, None, state);
        let scan = under(&list, most, Direction::Up, false);
        Ok(self.0.engine.scan(scan).await?.len())
    }
}

/// What the keys of one state's list begin with; behind it stand place and id.
fn list_key(insurer: InsurerId, clinic: Option<ClinicId>, state: RequestState) -> Key {
    let (insurer, state) = (insurer.as_bytes(), [state_byte(state)]);
    match clinic {
        Some(clinic) => Index::RequestOfClinic.key(&[insurer, clinic.as_bytes(), &state]),
        None => Index::RequestList.key(&[insurer, &state]),
    }
}

/// The part of a state's list that lies behind the cursor; `None` when nothing can. The place
/// begins with whether the request is over, so the cursor of one list is a place in all.
fn stretch(
    list: &[u8],
    state: RequestState,
    cursor: Option<&Cursor>,
    limit: usize,
) -> Option<Scan> {
    let begins = u8::from(is_over(state));
    let at = cursor.and_then(|cursor| Some((cursor.0.first()?, &cursor.0)));
    let from = match at {
        Some((group, _)) if *group > begins => return None,
        Some((group, place)) if *group == begins => [list, place, &[0]].concat(),
        _ => list.to_vec(),
    };
    Some(Scan {
        from,
        to: behind(list),
        limit: limit.saturating_add(1),
        direction: Direction::Up,
        follow: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_among_what_is_over_skips_what_is_open() {
        let cursor = Cursor(vec![1, 9]);
        let list = b"list";
        assert!(stretch(list, RequestState::Requested, Some(&cursor), 5).is_none());
        let over = stretch(list, RequestState::Accepted, Some(&cursor), 5).unwrap();
        assert_eq!(over.from, b"list\x01\x09\0");
        let open = stretch(list, RequestState::Accepted, Some(&Cursor(vec![0, 9])), 5).unwrap();
        assert_eq!(open.from, b"list");
    }
}
