//! Attempts at a door without a secret link: at a login id, or a short code, as typed. They
//! count per network and, with a far higher ceiling, from everywhere together, so that who
//! knows a login id keeps nobody out. In memory, because what does not exist counts alike.

use crate::address_limit::Place;
use crate::app::App;
use crate::door::Door;
use crate::network::network_of;
use crate::turns::{Tried, Turn};
use crate::waits::Waits;
use jiff::Timestamp;
use kairan_domain::text::search_key;
use kairan_domain::throttle::{ThrottlePolicy, Verdict};
use std::net::IpAddr;

/// One attempt from one network.
pub(crate) struct Tries<'a> {
    app: &'a App,
    from: IpAddr,
    place: Place,
    counted: &'a Waits,
    here: Tried,
    anywhere: Tried,
    /// For `here`.
    rule: &'a ThrottlePolicy,
}

impl<'a> Tries<'a> {
    /// At a login id of `door`.
    pub(crate) fn login(app: &'a App, door: Door, login: &str, from: IpAddr) -> Self {
        let digest = login_tried(app, door, login);
        let place = match door {
            Door::Console => Place::Console(digest),
            Door::Clinic => Place::Clinic(digest),
        };
        Self {
            app,
            from,
            place,
            counted: &app.addresses.waits,
            here: Tried::LoginFrom(digest, network_of(from)),
            anywhere: Tried::Login(digest),
            rule: &app.policies.console,
        }
    }

    /// At the short code with this digest.
    pub(crate) fn short_code(app: &'a App, digest: [u8; 32], from: IpAddr) -> Self {
        Self {
            app,
            from,
            place: Place::ShortCode(digest),
            counted: &app.addresses.short_codes,
            here: Tried::ShortCodeFrom(digest, network_of(from)),
            anywhere: Tried::ShortCode(digest),
            rule: &app.policies.short_code,
        }
    }

    /// Waits until every earlier attempt from this network is done and counted.
    pub(crate) async fn turn(&self) -> Turn {
        self.app.hasher.turn(self.here).await
    }

    /// What is tried, from this network.
    pub(crate) fn tried(&self) -> Tried {
        self.here
    }

    /// Counts the attempt for its address; refuses while that is not listened to.
    pub(crate) fn begin(&self, now: Timestamp) -> Result<(), Timestamp> {
        self.app.addresses.begin(self.from, self.place, now)
    }

    /// Whether an attempt from this network is evaluated.
    pub(crate) fn here(&self, now: Timestamp) -> Verdict {
        self.counted.verdict(self.here, now)
    }

    /// Whether nothing is evaluated, from here or from anywhere.
    pub(crate) fn waits(&self, now: Timestamp) -> bool {
        let anywhere = self.counted.verdict(self.anywhere, now);
        self.here(now) != Verdict::Open || anywhere != Verdict::Open
    }

    /// Counts a mistake, except during a wait: attempts that are not evaluated do not count.
    pub(crate) fn mistaken(&self, now: Timestamp) {
        if self.waits(now) {
            return;
        }
        self.counted.count(self.here, now, self.rule);
        let login = &self.app.policies.login;
        self.counted.count(self.anywhere, now, login);
    }

    /// Forgets all mistakes: the attempt was right.
    pub(crate) fn was_right(&self) {
        let (here, anywhere) = (self.here, self.anywhere);
        self.app.addresses.was_right(self.from, self.place);
        self.counted
            .forget(|tried| *tried == here || *tried == anywhere);
    }
}

/// The digest of a login id as typed, by which mistakes are counted whether it exists or not.
pub(crate) fn login_tried(app: &App, door: Door, login: &str) -> [u8; 32] {
    app.vault.lookup("", door.label(), &search_key(login))
}
