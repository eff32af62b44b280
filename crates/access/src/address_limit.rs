//! Mistakes per client address, in memory: a brake on floods, not a record.
//!
//! Nothing depends on it for correctness (a restart forgets everything); what must hold
//! across restarts is the throttle per credential, which is stored. Each door counts for
//! itself: a flood at the console shuts no reviewer out. An attempt is counted before it is
//! evaluated and taken back when it was right, so that a hundred sent at once count as a hundred.

use crate::network::network_of;
use crate::policies::AddressPolicy;
use crate::waits::Waits;
use jiff::Timestamp;
use std::collections::HashMap;
use std::fmt;
use std::mem::{Discriminant, discriminant};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Counts mistakes per address and door, and per address and what is tried there.
pub struct AddressLimit {
    policy: AddressPolicy,
    /// Waits that no record keeps.
    pub(crate) waits: Waits,
    /// The same at short codes, apart: a flood of codes pushes out no login id's.
    pub(crate) short_codes: Waits,
    counts: Mutex<HashMap<Key, Count>>,
}

/// Where something is tried, and at what: the digest of a link, a login id or a short code.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// The reviewers' gate.
    Gate([u8; 32]),
    /// The console.
    Console([u8; 32]),
    /// The doctors' door, by a letter's link.
    Letter([u8; 32]),
    /// The doctors' door, by a short code.
    ShortCode([u8; 32]),
    /// The clinics' door.
    Clinic([u8; 32]),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Scope {
    Whole(Discriminant<Place>),
    One(Place),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    network: IpAddr,
    scope: Scope,
}

#[derive(Clone, Copy)]
struct Count {
    mistakes: u32,
    since: Timestamp,
}

impl AddressLimit {
    /// Nothing counted yet.
    pub fn new(policy: AddressPolicy) -> Self {
        Self {
            waits: Waits::new(policy.remembered),
            short_codes: Waits::new(policy.remembered),
            policy,
            counts: Mutex::default(),
        }
    }

    /// Counts one attempt; refuses while this address is not listened to at `place`, with the
    /// instant it is again.
    pub(crate) fn begin(
        &self,
        from: IpAddr,
        place: Place,
        now: Timestamp,
    ) -> Result<(), Timestamp> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(until) = self.closed_until(&counts, from, place, now) {
            return Err(until);
        }
        for scope in [place.whole(), Scope::One(place)] {
            self.count(&mut counts, Key::of(from, scope), now);
        }
        Ok(())
    }

    /// Takes one attempt back: it was right.
    pub(crate) fn was_right(&self, from: IpAddr, place: Place) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        for scope in [place.whole(), Scope::One(place)] {
            let key = Key::of(from, scope);
            let Some(count) = counts.get_mut(&key) else {
                continue;
            };
            count.mistakes = count.mistakes.saturating_sub(1);
            if count.mistakes == 0 {
                counts.remove(&key);
            }
        }
    }

    fn closed_until(
        &self,
        counts: &HashMap<Key, Count>,
        from: IpAddr,
        place: Place,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let over = |scope: Scope, most: u32| {
            let count = counts.get(&Key::of(from, scope))?;
            let end = self.end_of(count)?;
            (count.mistakes >= most && end > now).then_some(end)
        };
        let at_one = over(Scope::One(place), self.policy.most_at_one);
        at_one.max(over(place.whole(), self.policy.most))
    }

    fn count(&self, counts: &mut HashMap<Key, Count>, key: Key, now: Timestamp) {
        let running = counts
            .get(&key)
            .filter(|count| self.end_of(count).is_some_and(|end| end > now))
            .copied();
        if running.is_none() && !counts.contains_key(&key) && counts.len() >= self.policy.remembered
        {
            self.make_room(counts, now);
        }
        let mut count = running.unwrap_or(Count {
            mistakes: 0,
            since: now,
        });
        count.mistakes = count.mistakes.saturating_add(1);
        counts.insert(key, count);
    }

    /// Forgets what has run out; if that is nothing, the address with the fewest mistakes.
    fn make_room(&self, counts: &mut HashMap<Key, Count>, now: Timestamp) {
        counts.retain(|_, count| self.end_of(count).is_some_and(|end| end > now));
        while counts.len() >= self.policy.remembered.max(1) {
            let least = counts.iter().min_by_key(|(_, count)| count.mistakes);
            let Some(key) = least.map(|(key, _)| *key) else {
                return;
            };
            counts.remove(&key);
        }
    }

    fn end_of(&self, count: &Count) -> Option<Timestamp> {
        count.since.checked_add(self.policy.window).ok()
    }
}

impl Place {
    fn whole(&self) -> Scope {
        Scope::Whole(discriminant(self))
    }
}

impl Key {
    fn of(from: IpAddr, scope: Scope) -> Self {
        Self {
            network: network_of(from),
            scope,
        }
    }
}

impl fmt::Debug for AddressLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AddressLimit")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;

    const A: Place = Place::Gate([1; 32]);
    const B: Place = Place::Gate([2; 32]);
    const HALL: &str = "192.0.2.1";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn limit(most: u32, most_at_one: u32, remembered: usize) -> AddressLimit {
        AddressLimit::new(AddressPolicy {
            most,
            most_at_one,
            window: SignedDuration::from_secs(60),
            remembered,
        })
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn mistaken(limit: &AddressLimit, from: IpAddr, place: Place, now: Timestamp) {
        limit.begin(from, place, now).unwrap();
    }

    fn closed(
        limit: &AddressLimit,
        from: IpAddr,
        place: Place,
        now: Timestamp,
    ) -> Option<Timestamp> {
        limit.closed_until(&limit.counts.lock().unwrap(), from, place, now)
    }

    #[test]
    fn a_right_attempt_counts_only_while_it_lasts() {
        let limit = limit(100, 2, 100);
        for _ in 0..20 {
            limit.begin(ip(HALL), A, at(0)).unwrap();
            limit.was_right(ip(HALL), A);
        }
        limit.begin(ip(HALL), A, at(0)).unwrap();
        limit.begin(ip(HALL), A, at(0)).unwrap();

        assert_eq!(limit.begin(ip(HALL), A, at(1)), Err(at(60)));
        limit.was_right(ip(HALL), A);
        assert!(limit.begin(ip(HALL), A, at(1)).is_ok());
        assert_eq!(limit.counts.lock().unwrap().len(), 2);
    }

    #[test]
    fn one_link_closes_while_the_others_behind_the_address_stay_open() {
        let limit = limit(100, 3, 100);
        for _ in 0..3 {
            mistaken(&limit, ip(HALL), A, at(0));
        }

        assert_eq!(closed(&limit, ip(HALL), A, at(1)), Some(at(60)));
        assert_eq!(closed(&limit, ip(HALL), B, at(1)), None);
        assert_eq!(closed(&limit, ip("192.0.2.2"), A, at(1)), None);
    }

    #[test]
    fn a_door_closes_at_the_addresss_limit_and_opens_with_the_window() {
        let limit = limit(3, 3, 100);
        for link in 0..3 {
            mistaken(&limit, ip(HALL), Place::Gate([link; 32]), at(10));
        }

        assert_eq!(closed(&limit, ip(HALL), B, at(69)), Some(at(70)));
        assert_eq!(closed(&limit, ip(HALL), B, at(70)), None);

        mistaken(&limit, ip(HALL), A, at(70));
        assert_eq!(closed(&limit, ip(HALL), A, at(71)), None);
    }

    #[test]
    fn a_flood_at_the_console_leaves_the_gate_open() {
        let limit = limit(1, 1, 100);
        mistaken(&limit, ip(HALL), Place::Console([1; 32]), at(0));

        assert!(closed(&limit, ip(HALL), Place::Console([2; 32]), at(1)).is_some());
        assert!(closed(&limit, ip(HALL), A, at(1)).is_none());
    }

    #[test]
    fn an_ipv6_network_is_one_address() {
        let limit = limit(1, 1, 100);
        mistaken(&limit, ip("2001:db8::1"), A, at(0));

        assert!(closed(&limit, ip("2001:db8::ffff"), A, at(1)).is_some());
        assert!(closed(&limit, ip("2001:db8:0:1::1"), A, at(1)).is_none());
    }

    #[test]
    fn a_flood_from_many_addresses_forgets_the_smallest_counts_first() {
        let limit = limit(2, 2, 10);
        mistaken(&limit, ip(HALL), A, at(0));
        mistaken(&limit, ip(HALL), A, at(0));
        for last in 0..=255_u8 {
            mistaken(&limit, IpAddr::from([198, 51, 100, last]), A, at(1));
        }

        assert!(limit.counts.lock().unwrap().len() <= 10);
        assert!(closed(&limit, ip(HALL), A, at(2)).is_some());
    }
}
