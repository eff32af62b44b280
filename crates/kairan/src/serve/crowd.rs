//! Who is inside one door. When it is full, or one network has its share, the connection that
//! has been idle longest makes room: a connection nobody uses keeps nobody out.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use kairan_access::network_of;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Rules;
use super::pulse::Pulse;
use crate::config::Network;

/// How often a newcomer at a full door looks whether somebody has become idle.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// The connections of one door.
pub(super) struct Crowd {
    places: Arc<Semaphore>,
    most_per_network: usize,
    proxies: Arc<[Network]>,
    inside: Mutex<Inside>,
}

#[derive(Default)]
struct Inside {
    members: HashMap<u64, Member>,
    networks: HashMap<IpAddr, usize>,
    last: u64,
}

struct Member {
    /// `None`: a proxy, which stands for many.
    network: Option<IpAddr>,
    pulse: Arc<Pulse>,
    leaving: bool,
}

/// One connection's place; free again when it is dropped.
pub(super) struct Place {
    /// What the connection is doing.
    pub(super) pulse: Arc<Pulse>,
    number: u64,
    crowd: Arc<Crowd>,
    _permit: OwnedSemaphorePermit,
}

impl Crowd {
    pub(super) fn new(rules: &Rules, proxies: Arc<[Network]>) -> Arc<Self> {
        Arc::new(Self {
            places: Arc::new(Semaphore::new(rules.max_connections)),
            most_per_network: rules.max_per_address,
            proxies,
            inside: Mutex::default(),
        })
    }

    /// A place for a connection from `peer`, once there is one. `None`: its network has its
    /// share, and every one of its connections is at work.
    pub(super) async fn admit(self: &Arc<Self>, peer: IpAddr) -> Option<Place> {
        let is_proxy = self.proxies.iter().any(|proxy| proxy.contains(peer));
        let network = (!is_proxy).then(|| network_of(peer));
        if network.is_some_and(|network| !self.has_share_left(network)) {
            return None;
        }
        let place = loop {
            let free = Arc::clone(&self.places).acquire_owned();
            if self.places.available_permits() == 0 {
                self.open().retire_longest_idle(None);
            }
            if let Ok(place) = tokio::time::timeout(LOOK_AGAIN, free).await {
                break place.ok()?;
            }
        };
        let mut inside = self.open();
        inside.last += 1;
        let number = inside.last;
        let pulse = Arc::new(Pulse::default());
        if let Some(network) = network {
            *inside.networks.entry(network).or_default() += 1;
        }
        let member = Member {
            network,
            pulse: Arc::clone(&pulse),
            leaving: false,
        };
        inside.members.insert(number, member);
        drop(inside);
        Some(Place {
            pulse,
            number,
            crowd: Arc::clone(self),
            _permit: place,
        })
    }

    fn has_share_left(&self, network: IpAddr) -> bool {
        let mut inside = self.open();
        let count = inside.networks.get(&network).copied().unwrap_or(0);
        count < self.most_per_network || inside.retire_longest_idle(Some(network))
    }

    fn open(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    /// Tells the longest idle connection (of `network`, if given) to leave.
    fn retire_longest_idle(&mut self, network: Option<IpAddr>) -> bool {
        let candidates = self.members.iter_mut().filter(|(_, member)| {
            !member.leaving
                && !member.pulse.busy()
                && (network.is_none() || member.network == network)
        });
        let longest =
            candidates.min_by_key(|(number, member)| (member.pulse.idle_from(), **number));
        let Some((_, member)) = longest else {
            return false;
        };
        member.leaving = true;
        member.pulse.leave.notify_one();
        let network = member.network;
        self.leave(network);
        true
    }

    fn leave(&mut self, network: Option<IpAddr>) {
        let Some(network) = network else {
            return;
        };
        let left = self.networks.get_mut(&network).map(|count| {
            *count = count.saturating_sub(1);
            *count
        });
        if left == Some(0) {
            self.networks.remove(&network);
        }
    }
}

impl Place {
    /// Completes when this connection is to make room.
    pub(super) async fn retired(&self) {
        loop {
            self.pulse.leave.notified().await;
            if !self.pulse.busy() {
                return;
            }
            // A request came in the same moment: it is answered.
            let mut inside = self.crowd.open();
            let member = inside.members.get_mut(&self.number);
            let stays = member.filter(|member| member.leaving).map(|member| {
                member.leaving = false;
                member.network
            });
            if let Some(Some(network)) = stays {
                *inside.networks.entry(network).or_default() += 1;
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut inside = self.crowd.open();
        let member = inside.members.remove(&self.number);
        if let Some(member) = member.filter(|member| !member.leaving) {
            inside.leave(member.network);
        }
    }
}
