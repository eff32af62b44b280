//! The numbers of sign-in, sessions and retention; config sets them.

use jiff::SignedDuration;
use kairan_domain::insurer::InsurerNo;
use kairan_domain::opinion_request::ChaseRule;
use kairan_domain::session::SessionPolicy;
use kairan_domain::throttle::ThrottlePolicy;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The numbers, with the defaults of `config/kairan.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policies {
    /// How long staff stay signed in.
    pub staff_session: SessionPolicy,
    /// How long a reviewer stays in the room.
    pub reviewer_session: SessionPolicy,
    /// How long a doctor who came with a letter stays inside. Clinics with an account have the
    /// numbers of staff.
    pub physician_session: SessionPolicy,
    /// How long a form whose session was over is kept for whoever typed it.
    pub unsent_kept: SignedDuration,
    /// Mistakes at the console: per login id and network, and per account at the later steps.
    pub console: ThrottlePolicy,
    /// Mistakes at one login id, or one short code, from all networks together: far more than
    /// one of them is allowed, so that a stranger who knows a login id does not keep its clerk
    /// out.
    pub login: ThrottlePolicy,
    /// Mistakes at the gate, per credential.
    pub gate: ThrottlePolicy,
    /// Mistakes with the passcode of a letter behind its link, per letter.
    pub letter: ThrottlePolicy,
    /// Mistakes at one short code from one network. It never locks.
    pub short_code: ThrottlePolicy,
    /// Mistakes per client address.
    pub address: AddressPolicy,
    /// From the end of the access window to the purge.
    pub purge_after: SignedDuration,
    /// From withdrawal to the purge.
    pub withdrawn_purge_after: SignedDuration,
    /// When doctors are reminded, and how long they may read what was accepted.
    pub chase: ChaseRule,
    /// From the end of a request's life to its purge, where nothing else is agreed.
    pub opinions_kept_for: SignedDuration,
    /// The same for insurers who keep opinions for another time, by 保険者番号.
    pub opinions_kept_by: BTreeMap<String, SignedDuration>,
    /// The program that renders strangers' pages in a process of its own. `None`: this process
    /// does it, and may end over a file made to hurt; for tests alone.
    pub render_program: Option<PathBuf>,
    /// Whether materials are examined for what they carry unseen, and cleaned of it, before
    /// reviewers get them.
    pub examine: bool,
}

impl Policies {
    /// From the end of a request's life to its purge, for the insurer with this number.
    pub fn opinions_kept(&self, insurer: &InsurerNo) -> SignedDuration {
        let own = self.opinions_kept_by.get(&insurer.to_string());
        own.copied().unwrap_or(self.opinions_kept_for)
    }
}

/// How many mistakes one client address may make within a window of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddressPolicy {
    /// At one door (the gate, the console). Generous: a town hall is one address.
    pub most: u32,
    /// At one link or login id. Far below `most`, so that one guesser behind a shared address
    /// is stopped long before the address is: the other twenty-nine never notice.
    pub most_at_one: u32,
    /// The window, counted from the first mistake in it.
    pub window: SignedDuration,
    /// Addresses remembered at most; bounds the memory a flood can take.
    pub remembered: usize,
}

impl Default for AddressPolicy {
    fn default() -> Self {
        Self {
            most: 300,
            most_at_one: 30,
            window: SignedDuration::from_mins(10),
            remembered: 10_000,
        }
    }
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            staff_session: SessionPolicy::STAFF,
            reviewer_session: SessionPolicy::REVIEWER,
            physician_session: SessionPolicy::PHYSICIAN,
            unsent_kept: SignedDuration::from_hours(24),
            console: ThrottlePolicy::default(),
            login: ThrottlePolicy {
                free: 100,
                lock_at: u32::MAX,
                ..ThrottlePolicy::default()
            },
            gate: ThrottlePolicy::default(),
            letter: ThrottlePolicy::default(),
            short_code: ThrottlePolicy {
                lock_at: u32::MAX,
                ..ThrottlePolicy::default()
            },
            address: AddressPolicy::default(),
            purge_after: SignedDuration::from_hours(30 * 24),
            withdrawn_purge_after: SignedDuration::from_hours(14 * 24),
            chase: ChaseRule::default(),
            opinions_kept_for: SignedDuration::from_hours(5 * 366 * 24),
            opinions_kept_by: BTreeMap::new(),
            render_program: None,
            examine: false,
        }
    }
}
