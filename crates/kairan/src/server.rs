//! A running server: doors, loops and control socket over one installation.

use std::io;
use std::sync::Arc;

use axum::Router;
use kairan_web::{Pages, Site};
use tokio::task::{JoinHandle, JoinSet};

use crate::commands::carry_out;
use crate::control::{ControlSocket, Handler};
use crate::loops;
use crate::ops::Readiness;
use crate::serve::{Drained, Stop, serve};
use crate::wire::{self, Addresses, Certificates, DoorError, Installation, Sockets};

/// A server that runs until it is stopped.
pub struct Server {
    /// Where its doors are.
    pub addresses: Addresses,
    on: Arc<Installation>,
    certificates: Certificates,
    stop: Stop,
    broken: Stop,
    doors: JoinHandle<Drained>,
    others: JoinSet<()>,
}

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A door cannot be opened.
    #[error(transparent)]
    Door(#[from] DoorError),
    /// The control socket cannot be made.
    #[error("{path}: cannot make the control socket: {cause}")]
    Control {
        /// Where.
        path: String,
        /// What the system said.
        cause: io::Error,
    },
    /// A page in the binary is broken: a fault of this build.
    #[error("a page cannot be read: {0}")]
    Pages(String),
}

impl Server {
    /// Opens all doors. `extra` is laid beside the public routes.
    pub async fn start(on: Arc<Installation>, extra: Router) -> Result<Self, StartError> {
        let config = &on.config;
        let certificates = Certificates::load(config)?;
        let sockets = Sockets::bind(config).await?;
        let addresses = sockets.addresses()?;
        let path = config.data.control_socket();
        let control = ControlSocket::bind(&path).map_err(|cause| StartError::Control {
            path: path.display().to_string(),
            cause,
        })?;
        let pages = Pages::load().map_err(|error| StartError::Pages(error.to_string()))?;
        let reached = wire::reached(config);
        let site = Site::new(Arc::clone(&on.app), pages, reached, wire::most_form(config));

        let (stop, broken) = (Stop::default(), Stop::default());
        let ready = (&on.metrics, readiness(&on));
        let doors = wire::doors(config, sockets, &certificates, &site, extra, ready);
        let doors = tokio::spawn(serve(doors, wire::rules(config), stop.clone()));
        let mut others = loops::start(&on, &stop, &broken);
        others.spawn(control.serve(handler(&on), stop.clone()));

        Ok(Self {
            addresses,
            on,
            certificates,
            stop,
            broken,
            doors,
            others,
        })
    }

    /// Reads the certificates again.
    pub fn reload(&self) {
        self.certificates.reload();
    }

    /// Completes when the store takes no writes any more: stop, and start anew.
    pub async fn broken(&self) {
        self.broken.wait().await;
    }

    /// Stops accepting, lets running requests and rounds end, lets go of the data.
    pub async fn stop(mut self) -> Drained {
        self.stop.now();
        let drained = self.doors.await.unwrap_or(Drained::Cut(1));
        while self.others.join_next().await.is_some() {}
        self.on.close().await;

        drained
    }
}

/// Ready while the store takes writes. Too little space is no reason: reading goes on.
fn readiness(on: &Arc<Installation>) -> Readiness {
    let store = on.app.store.clone();
    Arc::new(move || {
        if store.healthy() {
            Ok(())
        } else {
            Err("the store takes no writes")
        }
    })
}

fn handler(on: &Arc<Installation>) -> Handler {
    let on = Arc::clone(on);
    Arc::new(move |request| {
        let on = Arc::clone(&on);
        Box::pin(async move { carry_out(&on, request).await })
    })
}
