//! Meetings whose materials wait to be examined. In memory: after a restart the confirmation
//! page examines what nobody did, so nothing depends on it.

use kairan_domain::ids::{InsurerId, MeetingId};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use tokio::sync::Notify;

static WAITING: Mutex<VecDeque<(InsurerId, MeetingId)>> = Mutex::new(VecDeque::new());
static CAME: Notify = Notify::const_new();
/// Most meetings that are remembered.
const MOST: usize = 1000;

pub(crate) fn enqueue(insurer: InsurerId, meeting: MeetingId) {
    let mut waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
    if waiting.len() < MOST && !waiting.contains(&(insurer, meeting)) {
        waiting.push_back((insurer, meeting));
        CAME.notify_one();
    }
}

/// Waits for the next meeting with a material to examine.
pub async fn next_to_examine() -> (InsurerId, MeetingId) {
    loop {
        let next = {
            let mut waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.pop_front()
        };
        match next {
            Some(next) => return next,
            None => CAME.notified().await,
        }
    }
}
