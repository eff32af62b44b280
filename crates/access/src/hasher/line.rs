//! Those who wait for a permit at one door: every client has its turn, whoever sends most.

use crate::network::network_of;
use std::collections::VecDeque;
use std::net::IpAddr;

/// A client who waits: a household or ward (IPv6: its /64), or an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Client([u8; 16]);

impl Client {
    /// The network of an address.
    pub(crate) fn at(address: IpAddr) -> Self {
        Self(match network_of(address) {
            IpAddr::V4(v4) => v4.to_ipv6_mapped().octets(),
            IpAddr::V6(v6) => v6.octets(),
        })
    }

    /// Somebody who is signed in.
    pub(crate) fn account(id: &[u8; 16]) -> Self {
        Self(*id)
    }
}

/// Waiting ones of one door, by client; the clients take turns.
#[derive(Debug)]
pub(super) struct Line<T> {
    clients: VecDeque<(Client, VecDeque<T>)>,
}

impl<T> Default for Line<T> {
    fn default() -> Self {
        Self {
            clients: VecDeque::new(),
        }
    }
}

impl<T> Line<T> {
    /// Puts `one` behind the others of its client. Where `most` wait already, the last one of
    /// the client with the most goes; `false`: that would be this one.
    pub(super) fn join(&mut self, client: Client, one: T, most: usize) -> bool {
        if self.len() >= most && !self.push_out(client) {
            return false;
        }
        match self.clients.iter_mut().find(|(own, _)| *own == client) {
            Some((_, waiting)) => waiting.push_back(one),
            None => self.clients.push_back((client, VecDeque::from([one]))),
        }
        true
    }

    fn push_out(&mut self, newcomer: Client) -> bool {
        let own = self.clients.iter().find(|(client, _)| *client == newcomer);
        let own = own.map_or(0, |(_, waiting)| waiting.len());
        let most = self.clients.iter_mut();
        let Some((_, waiting)) = most.max_by_key(|(_, waiting)| waiting.len()) else {
            return false;
        };
        // Not for the sake of somebody who has as many waiting: that would be mere exchange.
        if waiting.len() <= own + 1 {
            return false;
        }
        waiting.pop_back();
        true
    }

    /// The next one; its client goes to the end of the line.
    pub(super) fn next(&mut self) -> Option<T> {
        let (client, mut waiting) = self.clients.pop_front()?;
        let next = waiting.pop_front();
        if !waiting.is_empty() {
            self.clients.push_back((client, waiting));
        }
        next
    }

    /// Keeps those that `alive` says.
    pub(super) fn retain(&mut self, alive: impl Fn(&T) -> bool) {
        for (_, waiting) in &mut self.clients {
            waiting.retain(&alive);
        }
        self.clients.retain(|(_, waiting)| !waiting.is_empty());
    }

    fn len(&self) -> usize {
        self.clients.iter().map(|(_, waiting)| waiting.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(last: u8) -> Client {
        Client::at(IpAddr::from([192, 0, 2, last]))
    }

    fn all<T>(mut line: Line<T>) -> Vec<T> {
        std::iter::from_fn(|| line.next()).collect()
    }

    #[test]
    fn clients_take_turns_each_in_the_own_order() {
        let mut line = Line::default();
        for (from, name) in [(1, "a1"), (1, "a2"), (1, "a3"), (2, "b1"), (3, "c1")] {
            assert!(line.join(client(from), name, 10));
        }

        assert_eq!(all(line), ["a1", "b1", "c1", "a2", "a3"]);
    }

    #[test]
    fn when_the_line_is_full_the_longest_gives_way() {
        let mut line = Line::default();
        for number in 0..4 {
            assert!(line.join(client(1), number, 4));
        }

        assert!(!line.join(client(1), 90, 4), "a flood pushes out nobody");
        assert!(line.join(client(2), 91, 4));
        assert!(line.join(client(2), 92, 4));
        assert!(!line.join(client(2), 93, 4));
        assert_eq!(all(line), [0, 91, 1, 92]);
    }

    #[test]
    fn a_network_is_one_client() {
        let at = |text: &str| Client::at(text.parse().unwrap());
        assert_eq!(at("2001:db8::1"), at("2001:db8::ffff"));
        assert_ne!(at("2001:db8::1"), at("2001:db8:0:1::1"));
        assert_eq!(at("::ffff:192.0.2.1"), at("192.0.2.1"));
    }
}
