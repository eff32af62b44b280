//! Where a request stands in the lists by state and due day.

use jiff::civil::Date;
use kairan_domain::opinion_request::RequestState;

use super::meeting::day_key;

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
pub(super) fn list_place(state: RequestState, due_on: Date) -> [u8; 9] {
    let mut place = day_key(Some(due_on));
    if is_over(state) {
        place = place.map(|byte| !byte);
    }
    place[0] = u8::from(is_over(state));
    place
}
