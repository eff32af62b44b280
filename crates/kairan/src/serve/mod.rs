//! The doors: accept, time, decrypt, route, drain.
//!
//! Read [`serve`], then `connection`. Waits are timed in `stream` (what the protocol library
//! does not time) and in `body` (requests). To add a door, pass one more [`Door`].

mod answer;
mod body;
mod connection;
mod crowd;
mod patience;
mod pulse;
mod stream;
mod tls;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use kairan_edge::client::PeerAddr;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

pub use self::body::BodyFault;
pub use self::connection::Protocol;
use self::crowd::{Crowd, Place};
pub use self::patience::Patience;
pub use self::tls::{Certificate, CertificateError};
use crate::config::Network;
use crate::ops::{Counter, Gauge};

/// One listening socket with its own routes.
pub struct Door {
    /// For logs and metrics: `public`, `office`, `ops`.
    pub name: &'static str,
    /// The bound socket.
    pub socket: TcpListener,
    /// What it serves.
    pub router: Router,
    /// Its certificate; `None`: plain HTTP.
    pub certificate: Option<Arc<Certificate>>,
    /// Addresses that stand for many clients and have no share of their own.
    pub proxies: Arc<[Network]>,
    /// What it counts.
    pub stats: Arc<DoorStats>,
}

/// What one door counts; shown at `/metrics`.
#[derive(Debug, Default)]
pub struct DoorStats {
    /// Connections accepted.
    pub accepted: Counter,
    /// Connections open now.
    pub open: Gauge,
    /// Connections cut because the client kept us waiting, or that ended with a protocol fault.
    pub faulty: Counter,
    /// TLS handshakes that failed or took too long.
    pub handshakes_failed: Counter,
    /// Requests that ended in a panic.
    pub panics: Counter,
}

/// Ends of a server's work that somebody else decides.
#[derive(Clone, Debug)]
pub struct Stop(watch::Sender<bool>);

impl Default for Stop {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Stop {
    /// Stops accepting; requests under way may end within the drain time.
    pub fn now(&self) {
        self.0.send_replace(true);
    }

    /// Completes once [`Stop::now`] was called.
    pub async fn wait(&self) {
        let mut receiver = self.0.subscribe();
        // The sender lives in `self`, so the channel cannot close under the wait.
        let _ = receiver.wait_for(|stopped| *stopped).await;
    }
}

/// How the doors treat their clients.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Waits.
    pub patience: Patience,
    /// Sizes and numbers of the protocol.
    pub protocol: Protocol,
    /// Connections at once, per door.
    pub max_connections: usize,
    /// Of them from one client address (IPv6: one /64).
    pub max_per_address: usize,
}

/// How a server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drained {
    /// Every request ended by itself.
    Clean,
    /// So many connections were cut at the end of the drain time.
    Cut(usize),
}

/// Serves all doors until told to stop, then drains.
pub async fn serve(doors: Vec<Door>, rules: Rules, stop: Stop) -> Drained {
    let mut accepting = JoinSet::new();
    for door in doors {
        accepting.spawn(keep_door(door, rules, stop.clone()));
    }
    let mut cut = 0;
    while let Some(ended) = accepting.join_next().await {
        // A door's task ends with its last connection; a panic in it counts as one cut.
        cut += ended.unwrap_or(1);
    }

    if cut == 0 {
        Drained::Clean
    } else {
        Drained::Cut(cut)
    }
}

/// Accepts until told to stop; answers how many connections had to be cut.
async fn keep_door(door: Door, rules: Rules, stop: Stop) -> usize {
    let crowd = Crowd::new(&rules, Arc::clone(&door.proxies));
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            () = stop.wait() => break,
            accepted = accept(&door.socket, &crowd) => accepted,
        };
        let Some((socket, peer, place)) = accepted else {
            continue;
        };
        while connections.try_join_next().is_some() {}
        door.stats.accepted.add(1);
        let guest = connection::Guest {
            socket,
            peer: PeerAddr(peer),
            router: door.router.clone(),
            certificate: door.certificate.clone(),
            stats: Arc::clone(&door.stats),
        };
        connections.spawn(guest.host(place, rules, stop.clone()));
    }
    drop(door.socket);
    let drained = tokio::time::timeout(rules.patience.drain, async {
        while connections.join_next().await.is_some() {}
    });
    if drained.await.is_ok() {
        return 0;
    }
    let left = connections.len();
    connections.shutdown().await;

    left
}

/// The next connection, once there is a place for it.
async fn accept(
    socket: &TcpListener,
    crowd: &Arc<Crowd>,
) -> Option<(TcpStream, SocketAddr, Place)> {
    match socket.accept().await {
        Ok((stream, peer)) => {
            let place = crowd.admit(peer.ip()).await?;
            Some((stream, peer, place))
        }
        Err(error) => {
            rest_after(&error).await;
            None
        }
    }
}

/// A peer that vanished is nothing; out of file handles would spin without a pause.
async fn rest_after(error: &io::Error) {
    let vanished = matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::Interrupted
    );
    if !vanished {
        tracing::error!(%error, "cannot accept connections");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[cfg(test)]
mod tests;
