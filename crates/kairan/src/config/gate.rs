//! `[gate]`: what repeated mistakes at a sign-in cost.

use serde::{Deserialize, Serialize};

use super::Faults;
use super::units::Span;

/// The throttle of the gate and of the staff sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Gate {
    /// Mistakes at one credential that cost nothing.
    pub free_attempts: u32,
    /// The first wait; each further mistake doubles it.
    pub first_wait: Span,
    /// No wait grows beyond this.
    pub longest_wait: Span,
    /// Mistakes until the credential is locked.
    pub lock_after: u32,
    /// How long a lock lasts unless a clerk clears it.
    pub lock_for: Span,
    /// Mistakes per client address within `address_window`; generous, a town hall is one address.
    pub address_attempts: u32,
    /// Mistakes per client address at one link, so that one guesser is stopped long before all the
    /// others behind the same address.
    pub link_attempts: u32,
    /// Wrong passwords at one login id of the console, from all addresses together, before it
    /// waits for everybody. From one address it waits after `free_attempts`.
    pub login_attempts: u32,
    /// The window of `address_attempts` and `link_attempts`.
    pub address_window: Span,
    /// Password checks at once; 0: half the cores, at least one.
    pub checks_at_once: u32,
    /// Sign-ins that may wait for a check at each door; beyond, "busy, try again in a moment".
    pub checks_waiting: u32,
}

impl Default for Gate {
    fn default() -> Self {
        Self {
            free_attempts: 3,
            first_wait: Span::seconds(30),
            longest_wait: Span::minutes(30),
            lock_after: 10,
            lock_for: Span::hours(12),
            address_attempts: 300,
            link_attempts: 30,
            login_attempts: 100,
            address_window: Span::minutes(10),
            checks_at_once: 0,
            checks_waiting: 64,
        }
    }
}

impl Gate {
    pub(super) fn check(&self, faults: &mut Faults) {
        faults.require(
            self.lock_after > self.free_attempts && self.lock_after <= 100,
            "gate.lock_after",
            "must be larger than gate.free_attempts and at most 100",
        );
        faults.require(
            self.first_wait >= Span::seconds(1),
            "gate.first_wait",
            "must be at least 1s",
        );
        faults.require(
            self.longest_wait >= self.first_wait,
            "gate.longest_wait",
            "must not be shorter than gate.first_wait",
        );
        faults.require(
            self.lock_for >= Span::minutes(1),
            "gate.lock_for",
            "must be at least 1m",
        );
        faults.require(
            self.address_attempts >= 30,
            "gate.address_attempts",
            "must be at least 30: a whole town hall sits behind one address",
        );
        faults.require(
            self.link_attempts >= self.lock_after && self.link_attempts <= self.address_attempts,
            "gate.link_attempts",
            "must lie between gate.lock_after and gate.address_attempts",
        );
        faults.require(
            self.login_attempts >= self.lock_after,
            "gate.login_attempts",
            "must not be smaller than gate.lock_after: else a stranger keeps a clerk out",
        );
        faults.require(
            self.checks_waiting >= 8,
            "gate.checks_waiting",
            "must be at least 8",
        );
    }
}
