//! The doubling wait where no record may keep it, in memory: an e-mail address that is not the
//! seat's, a login id that may not exist. The rule is `domain`'s, as for the stored ones.

use crate::turns::Tried;
use jiff::{SignedDuration, Timestamp};
use kairan_domain::throttle::{Throttle, ThrottlePolicy, Verdict};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Mistakes older than this are forgotten.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(12);

/// What is counted in memory, and for how many at most.
pub(crate) struct Waits {
    counted: Mutex<HashMap<Tried, Counted>>,
    remembered: usize,
}

#[derive(Clone, Copy)]
struct Counted {
    throttle: Throttle,
    last: Timestamp,
}

impl Waits {
    pub(crate) fn new(remembered: usize) -> Self {
        Self {
            counted: Mutex::default(),
            remembered: remembered.max(1),
        }
    }

    /// May an attempt made `now` be evaluated?
    pub(crate) fn verdict(&self, tried: Tried, now: Timestamp) -> Verdict {
        let counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted
            .get(&tried)
            .map_or(Verdict::Open, |counted| counted.throttle.judge(now))
    }

    /// Counts one mistake.
    pub(crate) fn count(&self, tried: Tried, now: Timestamp, policy: &ThrottlePolicy) {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let so_far = counted.get(&tried).filter(|counted| counted.fresh(now));
        let throttle = so_far.map(|counted| counted.throttle).unwrap_or_default();
        if !counted.contains_key(&tried) && counted.len() >= self.remembered {
            make_room(&mut counted, now, self.remembered);
        }
        let throttle = throttle.mistaken(now, policy);
        counted.insert(
            tried,
            Counted {
                throttle,
                last: now,
            },
        );
    }

    /// The longest wait among what `which` says.
    pub(crate) fn longest(
        &self,
        which: impl Fn(&Tried) -> bool,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let shut = counted.iter().filter(|(tried, _)| which(tried));
        shut.filter_map(|(_, counted)| counted.throttle.judge(now).until())
            .max()
    }

    /// Forgets what `which` says.
    pub(crate) fn forget(&self, which: impl Fn(&Tried) -> bool) {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.retain(|tried, _| !which(tried));
    }
}

impl Counted {
    fn fresh(&self, now: Timestamp) -> bool {
        self.throttle.judge(now) != Verdict::Open || now.duration_since(self.last) < KEPT_FOR
    }
}

/// Forgets what has run out; if that is nothing, a flood loses what it has just begun before
/// anybody loses a long wait.
fn make_room(counted: &mut HashMap<Tried, Counted>, now: Timestamp, most: usize) {
    counted.retain(|_, counted| counted.fresh(now));
    while counted.len() >= most {
        let least = counted
            .iter()
            .min_by_key(|(_, counted)| (counted.throttle.failures, counted.last));
        let Some(least) = least.map(|(tried, _)| *tried) else {
            return;
        };
        counted.remove(&least);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(number: u8) -> Tried {
        Tried::Login([number; 32])
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn mistaken(waits: &Waits, tried: Tried, times: u32) {
        for _ in 0..times {
            waits.count(tried, at(0), &ThrottlePolicy::default());
        }
    }

    #[test]
    fn mistakes_wait_as_the_rule_says_and_each_thing_tried_for_itself() {
        let waits = Waits::new(100);
        mistaken(&waits, login(1), 4);

        assert_eq!(waits.verdict(login(1), at(1)), Verdict::Wait(at(30)));
        assert_eq!(waits.verdict(login(1), at(30)), Verdict::Open);
        assert_eq!(waits.verdict(login(2), at(1)), Verdict::Open);

        waits.forget(|tried| *tried == login(1));
        assert_eq!(waits.verdict(login(1), at(1)), Verdict::Open);
    }

    #[test]
    fn a_flood_is_bounded_and_takes_nobodys_wait_away() {
        let waits = Waits::new(10);
        mistaken(&waits, login(0), 4);
        for number in 1..=255 {
            mistaken(&waits, login(number), 1);
        }

        assert!(waits.counted.lock().unwrap().len() <= 10);
        assert_eq!(waits.verdict(login(0), at(1)), Verdict::Wait(at(30)));
    }

    #[test]
    fn mistakes_of_yesterday_are_forgotten() {
        let waits = Waits::new(10);
        mistaken(&waits, login(0), 3);

        waits.count(login(0), at(13 * 3600), &ThrottlePolicy::default());
        assert_eq!(waits.verdict(login(0), at(13 * 3600 + 1)), Verdict::Open);
    }
}
