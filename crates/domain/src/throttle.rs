//! The doubling wait and the lock behind repeated wrong passwords, per credential or account.
//!
//! The policy numbers come from config. Attempts during a wait are not evaluated and do not
//! count; a correct sign-in clears everything; a lock is cleared by a person.

use jiff::{SignedDuration, Timestamp};

/// Numbers of the throttle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThrottlePolicy {
    /// Mistakes without any wait.
    pub free: u32,
    /// The first wait; it doubles with each further mistake.
    pub first_wait: SignedDuration,
    /// No wait grows beyond this.
    pub longest_wait: SignedDuration,
    /// The mistake that locks.
    pub lock_at: u32,
    /// How long a lock lasts; a clerk may clear it earlier.
    pub lock_for: SignedDuration,
}

impl Default for ThrottlePolicy {
    fn default() -> Self {
        Self {
            free: 3,
            first_wait: SignedDuration::from_secs(30),
            longest_wait: SignedDuration::from_mins(30),
            lock_at: 10,
            lock_for: SignedDuration::from_hours(12),
        }
    }
}

/// Mistakes so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Throttle {
    /// Mistakes since the last success or clearing.
    pub failures: u32,
    /// Nothing is evaluated before this instant.
    pub until: Option<Timestamp>,
    /// Whether `until` is a lock.
    pub locked: bool,
}

/// May this attempt be evaluated?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Yes.
    Open,
    /// Not before this instant.
    Wait(Timestamp),
    /// Locked until this instant, or until a clerk clears it.
    Locked(Timestamp),
}

impl Verdict {
    /// Until when attempts are not evaluated.
    pub fn until(self) -> Option<Timestamp> {
        match self {
            Self::Open => None,
            Self::Wait(until) | Self::Locked(until) => Some(until),
        }
    }
}

impl Throttle {
    /// Judges an attempt made `now`.
    pub fn judge(&self, now: Timestamp) -> Verdict {
        match self.until {
            Some(until) if until > now && self.locked => Verdict::Locked(until),
            Some(until) if until > now => Verdict::Wait(until),
            _ => Verdict::Open,
        }
    }

    /// The state after a mistake made `now`. After a lock has run out one mistake locks again.
    #[must_use]
    pub fn mistaken(self, now: Timestamp, policy: &ThrottlePolicy) -> Self {
        let failures = self.failures.saturating_add(1);
        let locked = failures >= policy.lock_at;
        let wait = if locked {
            Some(policy.lock_for)
        } else {
            let doublings = failures.checked_sub(policy.free).map(|n| n.min(20));
            doublings
                .filter(|n| *n > 0)
                .map(|n| policy.first_wait.saturating_mul(1 << (n - 1)))
                .map(|wait| wait.min(policy.longest_wait))
        };
        Self {
            failures,
            until: wait.and_then(|wait| now.checked_add(wait).ok()),
            locked,
        }
    }

    /// Whether there is nothing to keep.
    pub fn is_clear(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn waits_double_then_lock() {
        let policy = ThrottlePolicy::default();
        let mut throttle = Throttle::default();
        let mut waits = Vec::new();
        for _ in 0..10 {
            throttle = throttle.mistaken(at(0), &policy);
            waits.push(throttle.until.map_or(0, Timestamp::as_second));
        }
        assert_eq!(waits, [0, 0, 0, 30, 60, 120, 240, 480, 960, 12 * 3600]);
        assert_eq!(throttle.judge(at(1)), Verdict::Locked(at(12 * 3600)));
        assert_eq!(throttle.judge(at(12 * 3600)), Verdict::Open);
    }

    #[test]
    fn no_wait_grows_beyond_the_longest() {
        let policy = ThrottlePolicy {
            longest_wait: SignedDuration::from_secs(100),
            ..ThrottlePolicy::default()
        };
        let six = (0..6).fold(Throttle::default(), |throttle, _| {
            throttle.mistaken(at(0), &policy)
        });
        assert_eq!(six.until, Some(at(100)));
    }

    #[test]
    fn a_wait_ends_at_its_instant() {
        let mut throttle = Throttle::default();
        for _ in 0..4 {
            throttle = throttle.mistaken(at(100), &ThrottlePolicy::default());
        }
        assert_eq!(throttle.judge(at(129)), Verdict::Wait(at(130)));
        assert_eq!(throttle.judge(at(130)), Verdict::Open);
    }
}
