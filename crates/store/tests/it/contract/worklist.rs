//! The list of requests by state and due date, in pages.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::{
    Awaited, OpinionRequest, Reminder, ReminderMethod, RequestState, Stage,
};
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
    let early = RequestsQuery {
        due_before: Some(Date::constant(2026, 12, 10)),
        ..query(2)
    };
    // Of those that are over, the latest due still comes first.
    assert_eq!(walk(store, early).await, [6, 2].map(request_id));
}

/// The list against the plainest model: random requests change, move and go.
pub(super) async fn the_list_agrees_with_a_plain_model(store: &Store) {
    let entropy = SeededEntropy::new(20_261_123);
    let mut model: BTreeMap<u32, OpinionRequest> = BTreeMap::new();
    for _ in 0..300 {
        let number = below(&entropy, 30);
        let day = i8::try_from(1 + below(&entropy, 6)).unwrap();
        let state = RequestState::ALL[below(&entropy, 7) as usize];
        let mut new = in_state(due(number, day, 1 + below(&entropy, 3)), state);
        new.plan.requested_on = Date::constant(2026, 11, 20 + day);
        if below(&entropy, 2) == 0 {
            new.reminders
                .push(reminded(day + i8::from(below(&entropy, 2) == 0)));
        }
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
    counts_agree(store, &model).await;
}

/// 督促 so many days behind 20 November.
fn reminded(day: i8) -> Reminder {
    let noon = Date::constant(2026, 11, 20 + day).at(12, 0, 0, 0);
    Reminder {
        at: TimeZone::UTC.to_timestamp(noon).unwrap(),
        by: crate::samples::staff().id.into(),
        method: ReminderMethod::Phone,
        memo: SecretText::new(""),
    }
}

/// What commits counted is what counting gives.
async fn counts_agree(store: &Store, model: &BTreeMap<u32, OpinionRequest>) {
    let mut by_due: BTreeMap<(RequestState, Date), usize> = BTreeMap::new();
    let mut by_waiting: BTreeMap<Awaited, Vec<OpinionRequestId>> = BTreeMap::new();
    for request in model.values() {
        if request.ended_at().is_none() {
            let place = (request.state(), request.plan.due_on);
            *by_due.entry(place).or_default() += 1;
        }
        if let Some(waiting) = request.awaited() {
            by_waiting.entry(waiting).or_default().push(request.id);
        }
    }
    let counted = store.open_requests_by_due(INSURER).await.unwrap();
    let counted: Vec<_> = counted
        .iter()
        .map(|tally| ((tally.state, tally.due_on), tally.count))
        .collect();
    assert_eq!(counted, by_due.into_iter().collect::<Vec<_>>());
    let waiting = store.awaited_by_day(INSURER).await.unwrap();
    let found: Vec<_> = waiting
        .iter()
        .map(|tally| (tally.awaited, tally.count))
        .collect();
    let expected = by_waiting
        .iter()
        .map(|(waiting, all)| (*waiting, all.len()));
    assert_eq!(found, expected.collect::<Vec<_>>());
    for (waiting, all) in by_waiting {
        for (skip, limit) in [(0, 100), (1, 1), (all.len(), 5)] {
            let part = store
                .awaited_requests(INSURER, waiting, (skip, limit))
                .await;
            let expected: Vec<_> = all.iter().skip(skip).take(limit).copied().collect();
            assert_eq!(ids(&part.unwrap()), expected);
        }
    }
}

pub(super) async fn what_ended_last_comes_first_and_ids_are_found_by_their_end(store: &Store) {
    let ended = |number, second| OpinionRequest {
        stage: Stage::Accepted { at: at(second) },
        ..due(number, 5, 1)
    };
    let requests = [ended(1, 30), ended(2, 10), ended(3, 20), due(4, 5, 1)];
    put_requests(store, requests).await;

    let mut seen = Vec::new();
    let mut cursor = None;
    loop {
        let page = store.ended_requests_page(INSURER, cursor.as_ref(), 2).await;
        let page = page.unwrap();
        assert!(page.items.len() <= 2);
        seen.extend(page.items.iter().map(|(id, _)| *id));
        // The place of the last on a page is where the next one begins.
        let last = page.items.last().map(|(_, place)| place.clone());
        cursor = page.next;
        match &cursor {
            Some(next) => assert_eq!(Some(next), last.as_ref()),
            None => break,
        }
    }
    assert_eq!(seen, [1, 3, 2].map(request_id));

    let mut other = *request_id(4).as_bytes();
    other[0] ^= 0xFF;
    let same_end = OpinionRequestId::from_bytes(other);
    let found = store.opinion_requests_ending_as(INSURER, same_end).await;
    assert!(ids(&found.unwrap()).contains(&request_id(4)));
    other[15] ^= 0xFF;
    let none = store
        .opinion_requests_ending_as(INSURER, OpinionRequestId::from_bytes(other))
        .await;
    assert!(!ids(&none.unwrap()).contains(&request_id(4)));
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

/// A page, and what stands above it, costs the same however many requests there are.
pub(super) async fn a_page_of_requests_costs_the_same(store: &Store) {
    let day = |number: u32| i8::try_from(1 + number % 28).unwrap();
    let mut costs = Vec::new();
    for (from, to) in [(1, 60), (60, 2_000)] {
        put_requests(store, (from..to).map(|number| due(number, day(number), 1))).await;
        let before = store.counts().rows_read;
        let page = store.opinion_requests_page(INSURER, &query(20)).await;
        assert_eq!(page.unwrap().items.len(), 20);
        let page = store.requests_without_letter_page(INSURER, None, 20).await;
        assert_eq!(page.unwrap().items.len(), 20);
        let all = usize::try_from(to - 1).unwrap();
        let counted = store.open_requests_by_due(INSURER).await.unwrap();
        assert_eq!(counted.iter().map(|tally| tally.count).sum::<usize>(), all);
        let waiting = store.awaited_by_day(INSURER).await.unwrap();
        assert_eq!(waiting.iter().map(|tally| tally.count).sum::<usize>(), all);
        assert_eq!(store.count_without_letter(INSURER).await.unwrap(), all);
        costs.push(store.counts().rows_read - before);
    }
    assert_eq!(costs[0], costs[1]);
}
