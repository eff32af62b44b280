//! Where a request stands in the lists by state and due day.

use jiff::civil::Date;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::{Awaited, RequestState};

use super::meeting::{day_key, day_of_key};

/// The byte of a state in list keys; never changes.
pub(crate) fn state_byte(state: RequestState) -> u8 {
    match state {
        RequestState::Requested => 1,
        RequestState::Drafting => 2,
        RequestState::Submitted => 3,
        RequestState::SentBack => 4,
        RequestState::Accepted => 5,
        RequestState::Cancelled => 6,
        RequestState::Reassigned => 7,
    }
}

/// Whether nothing is awaited any more in this state, from the doctor or the clerk.
pub(crate) fn is_over(state: RequestState) -> bool {
    matches!(
        state,
        RequestState::Accepted | RequestState::Cancelled | RequestState::Reassigned
    )
}

/// The place of a request in lists: open ones first, what is due first in front; then those
/// that are over, the latest in front.
pub(crate) fn list_place(state: RequestState, due_on: Date) -> [u8; 9] {
    let mut place = day_key(Some(due_on));
    if is_over(state) {
        place = place.map(|byte| !byte);
    }
    place[0] = u8::from(is_over(state));
    place
}

/// The due date of an open request from its place in lists.
pub(crate) fn due_of_place(place: [u8; 9]) -> Option<Date> {
    let [over, day @ ..] = place;
    if over == 0 { day_of_key(day) } else { None }
}

/// Since when, and last asked after when: never asked after comes first.
pub(crate) fn awaited_key(waiting: Awaited) -> [u8; 18] {
    let mut key = [0; 18];
    key[..9].copy_from_slice(&day_key(Some(waiting.since)));
    key[9..].copy_from_slice(&day_key(waiting.reminded_on));
    key
}

/// What [`awaited_key`] wrote.
pub(crate) fn awaited_of_key(key: [u8; 18]) -> Option<Awaited> {
    let (since, reminded) = key.split_at(9);
    let [_, since @ ..]: [u8; 9] = since.try_into().ok()?;
    let [asked, reminded @ ..]: [u8; 9] = reminded.try_into().ok()?;
    Some(Awaited {
        since: day_of_key(since)?,
        reminded_on: day_of_key(reminded).filter(|_| asked == 1),
    })
}

/// The end of an id that people say over the telephone: eight characters of it, 40 bits.
pub(crate) fn reference_key(id: OpinionRequestId) -> [u8; 5] {
    let [_, _, _, _, _, _, _, _, _, _, _, end @ ..] = *id.as_bytes();
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_back_from_their_keys() {
        let (since, later) = (Date::constant(2026, 12, 31), Date::constant(2027, 2, 28));
        for reminded_on in [None, Some(later)] {
            let waiting = Awaited { since, reminded_on };
            assert_eq!(awaited_of_key(awaited_key(waiting)), Some(waiting));
        }
        let open = list_place(RequestState::Drafting, later);
        assert_eq!(due_of_place(open), Some(later));
        assert_eq!(
            due_of_place(list_place(RequestState::Accepted, later)),
            None
        );
        assert_eq!(due_of_place([0; 9]), None);
    }
}
