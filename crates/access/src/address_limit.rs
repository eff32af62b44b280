//! Mistakes per client address, in memory: a brake on floods, not a record.
//!
//! Nothing depends on it for correctness (a restart forgets everything); what must hold
//! across restarts is the throttle per credential, which is stored.

use crate::policies::AddressPolicy;
use jiff::Timestamp;
use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Counts mistakes per address, and per address and link.
pub struct AddressLimit {
    policy: AddressPolicy,
    counts: Mutex<HashMap<Key, Count>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    network: IpAddr,
    link: Option<[u8; 32]>,
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
            policy,
            counts: Mutex::default(),
        }
    }

    /// Until when this address, or this address at this link, is not listened to.
    pub fn closed_until(
        &self,
        from: IpAddr,
        link: Option<&[u8; 32]>,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let over = |key: Key, most: u32| {
            let count = counts.get(&key)?;
            let end = self.end_of(count)?;
            (count.mistakes >= most && end > now).then_some(end)
        };
        let at_link =
            link.and_then(|link| over(Key::of(from, Some(link)), self.policy.most_per_link));
        at_link.max(over(Key::of(from, None), self.policy.most))
    }

    /// Counts one mistake.
    pub fn note_mistake(&self, from: IpAddr, link: Option<&[u8; 32]>, now: Timestamp) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        self.count(&mut counts, Key::of(from, None), now);
        if link.is_some() {
            self.count(&mut counts, Key::of(from, link), now);
        }
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

impl Key {
    /// One household or ward has a whole IPv6 /64 at its disposal, so that is one address here.
    fn of(from: IpAddr, link: Option<&[u8; 32]>) -> Self {
        let network = match from.to_canonical() {
            IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() >> 64 << 64).into()),
            v4 @ IpAddr::V4(_) => v4,
        };
        Self {
            network,
            link: link.copied(),
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

    const A: [u8; 32] = [1; 32];
    const B: [u8; 32] = [2; 32];

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn limit(most: u32, most_per_link: u32, remembered: usize) -> AddressLimit {
        AddressLimit::new(AddressPolicy {
            most,
            most_per_link,
            window: SignedDuration::from_secs(60),
            remembered,
        })
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn one_link_closes_while_the_others_behind_the_address_stay_open() {
        let limit = limit(100, 3, 100);
        for _ in 0..3 {
            limit.note_mistake(ip("192.0.2.1"), Some(&A), at(0));
        }

        assert_eq!(
            limit.closed_until(ip("192.0.2.1"), Some(&A), at(1)),
            Some(at(60))
        );
        assert_eq!(limit.closed_until(ip("192.0.2.1"), Some(&B), at(1)), None);
        assert_eq!(limit.closed_until(ip("192.0.2.2"), Some(&A), at(1)), None);
    }

    #[test]
    fn the_address_closes_at_its_own_limit_and_opens_with_the_window() {
        let limit = limit(3, 3, 100);
        for _ in 0..3 {
            limit.note_mistake(ip("192.0.2.1"), None, at(10));
        }

        assert_eq!(
            limit.closed_until(ip("192.0.2.1"), Some(&B), at(69)),
            Some(at(70))
        );
        assert_eq!(limit.closed_until(ip("192.0.2.1"), Some(&B), at(70)), None);

        limit.note_mistake(ip("192.0.2.1"), None, at(70));
        assert_eq!(limit.closed_until(ip("192.0.2.1"), None, at(71)), None);
    }

    #[test]
    fn an_ipv6_network_is_one_address() {
        let limit = limit(1, 1, 100);
        limit.note_mistake(ip("2001:db8::1"), None, at(0));

        assert!(
            limit
                .closed_until(ip("2001:db8::ffff"), None, at(1))
                .is_some()
        );
        assert!(
            limit
                .closed_until(ip("2001:db8:0:1::1"), None, at(1))
                .is_none()
        );
    }

    #[test]
    fn a_flood_from_many_addresses_forgets_the_smallest_counts_first() {
        let limit = limit(2, 2, 10);
        limit.note_mistake(ip("192.0.2.1"), None, at(0));
        limit.note_mistake(ip("192.0.2.1"), None, at(0));
        for last in 0..=255_u8 {
            limit.note_mistake(IpAddr::from([198, 51, 100, last]), None, at(1));
        }

        assert!(limit.counts.lock().unwrap().len() <= 10);
        assert!(limit.closed_until(ip("192.0.2.1"), None, at(2)).is_some());
    }
}
