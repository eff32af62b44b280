//! The list of requests by state and due date, in pages.

use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::{OpinionRequest, RequestState, Stage};
use kairan_domain::secret::SecretText;
use kairan_store::{Changes, Cursor, RequestsQuery, Store};
use kairan_vault::SeededEntropy;
use kairan_vault::entropy::below;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::opinions::{due, ids, put_requests};
use crate::samples::{INSURER, at, audit, clinic_id, request_id};

pub(super) fn query(limit: usize) -> RequestsQuery {
    RequestsQuery {
        limit,
        ..RequestsQuery::default()
    }
}

fn in_state(mut request: OpinionRequest, state: RequestState) -> OpinionRequest {
    request.stage = match state {
        RequestState::Requested => Stage::Requested,
        RequestState::Drafting => Stage::Drafting { since: at(1) },
        RequestState::Submitted => Stage::Submitted,
        RequestState::SentBack => Stage::SentBack,
        RequestState::Accepted => Stage::Accepted { at: at(2) },
        RequestState::Cancelled => Stage::Cancelled {
            at: at(3),
            reason: SecretText::new("取下げ"),
        },
        RequestState::Reassigned => Stage::Reassigned {
            at: at(4),
            to: request_id(9_999),
        },
    };
    request
}

async fn walk(store: &Store, mut query: RequestsQuery) -> Vec<OpinionRequestId> {
    let mut seen = Vec::new();
    loop {
        let page = store.opinion_requests_page(INSURER, &query).await.unwrap();
        assert!(page.items.len() <= query.limit);
        seen.extend(ids(&page.items));
        // As a page hands it to the browser and gets it back.
        query.cursor = page
            .next
            .map(|next: Cursor| next.to_string().parse().unwrap());
        if query.cursor.is_none() {
            return seen;
        }
    }
}

pub(super) async fn what_is_due_first_comes_first(store: &Store) {
    put_requests(
        store,
        [
            due(1, 20, 1),
            in_state(due(2, 5, 1), RequestState::Accepted),
            in_state(due(3, 10, 2), RequestState::Submitted),
            in_state(due(4, 15, 1), RequestState::Cancelled),
            in_state(due(5, 10, 1), RequestState::SentBack),
            due(6, 1, 2),
        ],
    )
    .await;

    for limit in [1, 2, 3, 6, 100] {
        let all = walk(store, query(limit)).await;
        assert_eq!(all, [6, 3, 5, 1, 4, 2].map(request_id), "{limit}");
        let some = RequestsQuery {
            states: vec![RequestState::Accepted, RequestState::Requested],
            ..query(limit)
        };
        assert_eq!(walk(store, some).await, [6, 1, 2].map(request_id));
        let clinic = RequestsQuery {
            clinic: Some(clinic_id(2)),
            ..query(limit)
        };
        assert_eq!(walk(store, clinic).await, [6, 3].map(request_id));
    }
    let open = store
        .opinion_requests_of_clinic(INSURER, clinic_id(1))
        .await;
    assert_eq!(ids(&open.unwrap()), [5, 1].map(request_id));
    let count = async |state, most| {
        let count = store.count_opinion_requests(INSURER, state, most).await;
        count.unwrap()
    };
    assert_eq!(count(RequestState::Requested, 10).await, 2);
    assert_eq!(count(RequestState::Requested, 1).await, 1);
    assert_eq!(count(RequestState::Reassigned, 10).await, 0);
}

/// The list against the plainest model: random requests change, move and go.
pub(super) async fn the_list_agrees_with_a_plain_model(store: &Store) {
    let entropy = SeededEntropy::new(20_261_123);
    let mut model: BTreeMap<u32, OpinionRequest> = BTreeMap::new();
    for _ in 0..300 {
        let number = below(&entropy, 30);
        let day = i8::try_from(1 + below(&entropy, 6)).unwrap();
        let state = RequestState::ALL[below(&entropy, 7) as usize];
        let new = in_state(due(number, day, 1 + below(&entropy, 3)), state);
        let mut changes = Changes::new(audit(AuditEvent::RequestChanged));
        let read = store.opinion_request(INSURER, request_id(number)).await;
        match read.unwrap() {
            Some(read) if below(&entropy, 4) == 0 => {
                changes.delete(&read);
                model.remove(&number);
            }
            Some(read) => {
                changes.update(&read, new.clone());
                model.insert(number, new);
            }
            None => {
                changes.insert(new.clone());
                model.insert(number, new);
            }
        }
        store.commit(changes).await.unwrap();
    }
    let order = |request: &&OpinionRequest| {
        let over = request.ended_at().is_some();
        let (up, down) = (request.plan.due_on, Reverse(request.plan.due_on));
        (
            over,
            (!over).then_some(up),
            over.then_some(down),
            request.id,
        )
    };
    for (states, clinic, limit) in [
        (RequestState::ALL.to_vec(), None, 4),
        (
            vec![RequestState::Submitted, RequestState::Cancelled],
            None,
            1,
        ),
        (vec![RequestState::Drafting], Some(clinic_id(2)), 3),
        (RequestState::ALL.to_vec(), Some(clinic_id(1)), 50),
    ] {
        let mut expected: Vec<&OpinionRequest> = model
            .values()
            .filter(|request| states.contains(&request.state()))
            .filter(|request| clinic.is_none_or(|clinic| request.plan.clinic == clinic))
            .collect();
        expected.sort_by_key(order);
        let expected: Vec<_> = expected.iter().map(|request| request.id).collect();
        let query = RequestsQuery {
            states,
            clinic,
            ..query(limit)
        };
        assert_eq!(walk(store, query).await, expected);
    }
}

/// A cursor from elsewhere finds a page or none; it never leads into another list.
pub(super) async fn a_foreign_cursor_leads_nowhere(store: &Store) {
    put_requests(store, (1..=5).map(|number| due(number, 9, 1))).await;
    for foreign in [vec![0xFF; 60], vec![7], vec![0; 25]] {
        let text =
            base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, foreign);
        let asked = RequestsQuery {
            cursor: Some(text.parse().unwrap()),
            ..query(9)
        };
        let page = store.opinion_requests_page(INSURER, &asked).await.unwrap();
        assert!(page.items.iter().all(|request| request.insurer == INSURER));
    }
}

/// A page costs the same however many requests there are.
pub(super) async fn a_page_of_requests_costs_the_same(store: &Store) {
    let day = |number: u32| i8::try_from(1 + number % 28).unwrap();
    let mut costs = Vec::new();
    for (from, to) in [(1, 60), (60, 2_000)] {
        put_requests(store, (from..to).map(|number| due(number, day(number), 1))).await;
        let before = store.counts().rows_read;
        let page = store.opinion_requests_page(INSURER, &query(20)).await;
        assert_eq!(page.unwrap().items.len(), 20);
        costs.push(store.counts().rows_read - before);
    }
    assert_eq!(costs[0], costs[1]);
}
