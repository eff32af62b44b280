//! The work list of requests: by state, each state a list of its own, merged by due date.

use jiff::civil::Date;
use kairan_domain::ids::{ClinicId, InsurerId};
use kairan_domain::opinion_request::{OpinionRequest, RequestState};
use std::collections::BTreeMap;

use super::WHOLE;
use crate::cursor::{Cursor, Page};
use crate::engine::{Direction, Key, Scan, behind};
use crate::error::StoreError;
use crate::index::Index;
use crate::record::{is_over, list_place, state_byte};
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
    /// Due before this day.
    pub due_before: Option<Date>,
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
pub(super) const OPEN: [RequestState; 4] = [
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
                if let Some(scan) = stretch(&list, state, query, limit) {
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
            ..RequestsQuery::default()
        };
        Ok(self.opinion_requests_page(insurer, &query).await?.items)
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

/// The part of a state's list that is asked for and lies behind the cursor; `None` when nothing
/// can. The place begins with whether the request is over, so the cursor of one list is a place
/// in all.
fn stretch(list: &[u8], state: RequestState, query: &RequestsQuery, limit: usize) -> Option<Scan> {
    let begins = u8::from(is_over(state));
    let cursor = query.cursor.as_ref();
    let at = cursor.and_then(|cursor| Some((cursor.0.first()?, &cursor.0)));
    let mut from = match at {
        Some((group, _)) if *group > begins => return None,
        Some((group, place)) if *group == begins => [list, place, &[0]].concat(),
        _ => list.to_vec(),
    };
    let mut to = behind(list);
    if let Some(day) = query.due_before {
        let place = [list, &list_place(state, day)].concat();
        // What is over lies the other way round.
        if is_over(state) {
            from = from.max(behind(&place));
        } else {
            to = place;
        }
    }
    Some(Scan {
        from,
        to,
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
        let list = b"list";
        let part = |state, place: &[u8]| {
            let query = RequestsQuery {
                cursor: Some(Cursor(place.to_vec())),
                ..RequestsQuery::default()
            };
            stretch(list, state, &query, 5).map(|scan| scan.from)
        };
        assert_eq!(part(RequestState::Requested, &[1, 9]), None);
        let over = part(RequestState::Accepted, &[1, 9]);
        assert_eq!(over.unwrap(), b"list\x01\x09\0");
        let open = part(RequestState::Accepted, &[0, 9]);
        assert_eq!(open.unwrap(), b"list");
    }
}
