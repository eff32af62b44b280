//! The sockets, their routes and certificates, put together as the configuration says.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use kairan_edge::ClientAddr;
use kairan_edge::client::{PeerAddr, client_address};
use kairan_edge::guard::Reached;
use kairan_web::Site;
use tokio::net::TcpListener;

use crate::config::{Config, Proxies, Tls};
use crate::ops::{self, Metrics, Readiness};
use crate::serve::{Certificate, CertificateError, Door, Patience, Protocol, Rules};
use crate::telemetry::{Observer, observe};

/// Why the doors cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum DoorError {
    /// The address is taken, not ours, or needs more rights.
    #[error("{key} = {address}: cannot listen there: {cause}")]
    Listen {
        /// The configuration key.
        key: &'static str,
        /// The address.
        address: SocketAddr,
        /// What the system said.
        cause: io::Error,
    },
    /// The certificate cannot be used.
    #[error("{key}: {cause}")]
    Certificate {
        /// The configuration key.
        key: &'static str,
        /// What is wrong.
        cause: CertificateError,
    },
}

/// The listening sockets. Bound before anything else is served, so that a wrong address stops
/// the start.
pub struct Sockets {
    /// Reviewers, and the office too when it has no listener of its own.
    pub public: TcpListener,
    /// The office.
    pub office: Option<TcpListener>,
    /// The machine room.
    pub ops: TcpListener,
}

/// The addresses really bound (a configured port 0 becomes a real one).
#[derive(Clone, Copy, Debug)]
pub struct Addresses {
    /// Reviewers.
    pub public: SocketAddr,
    /// The office, when apart.
    pub office: Option<SocketAddr>,
    /// The machine room.
    pub ops: SocketAddr,
}

/// Certificates that can be read again.
#[derive(Clone, Default)]
pub struct Certificates {
    public: Option<Arc<Certificate>>,
    office: Option<Arc<Certificate>>,
}

impl Sockets {
    /// Binds all addresses of the configuration.
    pub async fn bind(config: &Config) -> Result<Self, DoorError> {
        let office = match config.office.listen {
            Some(address) => Some(bind("office.listen", address).await?),
            None => None,
        };
        Ok(Self {
            public: bind("public.listen", config.public.listen).await?,
            office,
            ops: bind("ops.listen", config.ops.listen).await?,
        })
    }
}

impl Sockets {
    /// The addresses really bound.
    pub fn addresses(&self) -> Result<Addresses, DoorError> {
        let office = match &self.office {
            Some(socket) => Some(bound("office.listen", socket)?),
            None => None,
        };
        Ok(Addresses {
            public: bound("public.listen", &self.public)?,
            office,
            ops: bound("ops.listen", &self.ops)?,
        })
    }
}

fn bound(key: &'static str, socket: &TcpListener) -> Result<SocketAddr, DoorError> {
    let unknown = SocketAddr::from(([0, 0, 0, 0], 0));
    socket.local_addr().map_err(|cause| DoorError::Listen {
        key,
        address: unknown,
        cause,
    })
}

async fn bind(key: &'static str, address: SocketAddr) -> Result<TcpListener, DoorError> {
    TcpListener::bind(address)
        .await
        .map_err(|cause| DoorError::Listen {
            key,
            address,
            cause,
        })
}

impl Certificates {
    /// Reads the certificates of the configuration.
    pub fn load(config: &Config) -> Result<Self, DoorError> {
        Ok(Self {
            public: load("public.tls", &config.public.tls)?,
            office: load("office.tls", &config.office.tls)?,
        })
    }

    /// Reads them again; each that cannot be used stays as it was.
    pub fn reload(&self) {
        for (door, certificate) in [("public", &self.public), ("office", &self.office)] {
            match certificate.as_ref().map(|certificate| certificate.reload()) {
                Some(Ok(())) => tracing::info!(door, "certificate read again"),
                Some(Err(error)) => {
                    tracing::error!(door, %error, "certificate not taken; the old one stays");
                }
                None => {}
            }
        }
    }
}

fn load(key: &'static str, files: &Tls) -> Result<Option<Arc<Certificate>>, DoorError> {
    if !files.is_on() {
        return Ok(None);
    }
    match Certificate::load(files.clone()) {
        Ok(certificate) => Ok(Some(Arc::new(certificate))),
        Err(cause) => Err(DoorError::Certificate { key, cause }),
    }
}

/// How clients are treated.
pub fn rules(config: &Config) -> Rules {
    Rules {
        patience: Patience::from(&config.timeouts),
        protocol: Protocol::from(&config.limits),
        max_connections: usize::try_from(config.limits.max_connections).unwrap_or(usize::MAX),
        max_per_address: usize::try_from(config.limits.max_connections_per_address)
            .unwrap_or(usize::MAX),
    }
}

/// Bytes of a form without files.
pub fn most_form(config: &Config) -> usize {
    usize::try_from(config.limits.max_form.0).unwrap_or(usize::MAX)
}

/// Where browsers reach us.
pub fn reached(config: &Config) -> Reached {
    let mut origins = vec![config.public.url.clone()];
    if config.office_url() != config.public.url {
        origins.push(config.office_url().to_owned());
    }
    let secure = origins.iter().all(|origin| origin.starts_with("https://"));

    Reached {
        secure,
        origins: origins.into(),
    }
}

/// The doors of a running server. `extra` is laid beside the public routes (the demo's mailbox).
pub fn doors(
    config: &Config,
    sockets: Sockets,
    certificates: &Certificates,
    site: &Site,
    extra: Router,
    (metrics, ready): (&Arc<Metrics>, Readiness),
) -> Vec<Door> {
    let dress = |name: &'static str, socket, router, certificate: &Option<Arc<Certificate>>| {
        let stats = metrics.door(name);
        let observer = Observer {
            door: name,
            stats: Arc::clone(&metrics.http),
        };
        let router = name_client(observe(router, observer), &config.proxies);
        Door {
            name,
            socket,
            router,
            certificate: certificate.clone(),
            proxies: config.proxies.trusted.clone().into(),
            stats,
        }
    };
    let mut doors = Vec::new();
    let public = match sockets.office {
        Some(socket) => {
            let router = kairan_web::office_router(site.clone());
            doors.push(dress("office", socket, router, &certificates.office));
            kairan_web::public_router(site.clone())
        }
        None => kairan_web::both_routers(site.clone()),
    };
    doors.push(dress(
        "public",
        sockets.public,
        public.merge(extra),
        &certificates.public,
    ));
    let room = ops::routes(Arc::clone(metrics), ready);
    doors.push(dress("ops", sockets.ops, room, &None));

    doors
}

/// Tells the pages who the client is, behind the configured proxies.
fn name_client(router: Router, proxies: &Proxies) -> Router {
    router.layer(from_fn_with_state(Arc::new(proxies.clone()), insert_client))
}

async fn insert_client(
    State(proxies): State<Arc<Proxies>>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(PeerAddr(peer)) = request.extensions().get().copied() {
        let client = client_address(peer.ip(), request.headers(), &proxies);
        request.extensions_mut().insert(ClientAddr(client));
    }
    next.run(request).await
}
