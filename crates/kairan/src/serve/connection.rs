//! One connection, from the handshake to its last byte.

use std::pin::pin;
use std::sync::Arc;

use axum::Router;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::answer::{Context, answer};
use super::crowd::Place;
use super::patience::Patience;
use super::pulse::{Pulse, Running};
use super::stream::TimedStream;
use super::tls::Certificate;
use super::{DoorStats, Rules, Stop};
use crate::config::Limits;
use kairan_edge::client::PeerAddr;

/// How many bytes an HTTP/2 upload may be ahead of us: the default of 64 KiB made a 1 GiB upload
/// three times slower than HTTP/1.1 (stack.md §3).
const STREAM_WINDOW: u32 = 1 << 20;
const CONNECTION_WINDOW: u32 = 2 << 20;

/// Sizes and numbers of the protocol.
#[derive(Clone, Copy, Debug)]
pub struct Protocol {
    /// Request line and headers, bytes.
    pub max_header: u32,
    /// Requests at once on one HTTP/2 connection.
    pub max_streams: u32,
}

impl From<&Limits> for Protocol {
    fn from(limits: &Limits) -> Self {
        Self {
            max_header: u32::try_from(limits.max_header.0).unwrap_or(u32::MAX),
            max_streams: limits.max_streams,
        }
    }
}

/// Everything one connection needs.
pub(super) struct Guest {
    pub(super) socket: TcpStream,
    pub(super) peer: PeerAddr,
    pub(super) router: Router,
    pub(super) certificate: Option<Arc<Certificate>>,
    pub(super) stats: Arc<DoorStats>,
}

/// Counts the connection as open while it lives.
struct Open(Arc<DoorStats>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.open.add(-1);
    }
}

impl Guest {
    /// Serves the connection until it ends, is cut, makes room, or everything stops.
    pub(super) async fn host(self, place: Place, rules: Rules, stop: Stop) {
        self.stats.open.add(1);
        let _open = Open(Arc::clone(&self.stats));
        tokio::select! {
            // Polled first at every wake; making room is rare.
            biased;
            () = self.serve(Arc::clone(&place.pulse), rules, stop) => {}
            () = place.retired() => {}
        }
    }

    async fn serve(self, pulse: Arc<Pulse>, rules: Rules, stop: Stop) {
        // Without it a last small segment waits 40 ms for the acknowledgement (perf.md §3).
        if self.socket.set_nodelay(true).is_err() {
            return;
        }

        let context = Context {
            router: self.router,
            peer: self.peer,
            pulse,
            patience: rules.patience,
            stats: self.stats,
        };
        let Some(certificate) = self.certificate else {
            return converse(self.socket, context, rules, stop).await;
        };
        let handshake = certificate.acceptor().accept(self.socket);
        let outcome = tokio::select! {
            () = stop.wait() => return,
            outcome = timeout(rules.patience.tls_handshake, handshake) => outcome,
        };
        match outcome {
            Ok(Ok(stream)) => converse(stream, context, rules, stop).await,
            Ok(Err(_)) | Err(_) => context.stats.handshakes_failed.add(1),
        }
    }
}

/// Speaks HTTP on a byte stream.
async fn converse<S>(stream: S, context: Context, rules: Rules, stop: Stop)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let pulse = Arc::clone(&context.pulse);
    let stats = Arc::clone(&context.stats);
    let stream = TimedStream::new(stream, Arc::clone(&pulse), rules.patience);
    let service = service_fn(move |request| {
        let running = Running::begin(Arc::clone(&context.pulse));
        answer(context.clone(), running, request)
    });

    let builder = builder(&rules);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    let mut told = false;
    let outcome = loop {
        tokio::select! {
            // Polled first at every wake; the rest is rare.
            biased;
            outcome = connection.as_mut() => break outcome,
            () = async { tokio::select! { () = stop.wait() => {}, () = pulse.retire.notified() => {} } },
                if !told =>
            {
                told = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    };
    if outcome.is_err() {
        stats.faulty.add(1);
    }
}

fn builder(rules: &Rules) -> Builder<TokioExecutor> {
    let protocol = rules.protocol;
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .max_buf_size(usize::try_from(protocol.max_header).unwrap_or(usize::MAX));
    builder
        .http2()
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .max_concurrent_streams(protocol.max_streams)
        .max_header_list_size(protocol.max_header);
    builder
}

impl Patience {
    /// Waits so short that a test sees their end, all but the named ones generous.
    #[cfg(test)]
    pub(super) fn generous() -> Self {
        let long = std::time::Duration::from_hours(1);
        Self {
            first_byte: long,
            tls_handshake: long,
            header: long,
            body_progress: long,
            min_progress: 1_024,
            idle: long,
            drain: long,
        }
    }
}
