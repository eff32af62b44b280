//! Logs as JSON lines, a number for every request, and nothing about people.
//!
//! A request is named by the pattern of its route (`/r/{token}`), never by its address: the
//! address of a reviewer's page is the key to it. A panic is logged by its place only, because its
//! message may quote what it was handling.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use http::{HeaderName, HeaderValue, Method};
use tokio::time::Instant;
use tracing_subscriber::EnvFilter;

use crate::config::{Level, Log};
use crate::ops::HttpStats;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Route name of requests that matched none: their address may hold anything.
const UNMATCHED: &str = "(none)";

static NEXT: AtomicU64 = AtomicU64::new(0);

/// The number of one request, in logs, in the answer's `X-Request-Id` and on the failure page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RequestId(u64);

impl RequestId {
    /// Numbers from now on begin with the seconds of this start, so that two runs never share one.
    pub fn begin_at(start: jiff::Timestamp) {
        let seconds = u64::try_from(start.as_second()).unwrap_or_default();
        NEXT.store(seconds << 32, Ordering::Relaxed);
    }

    /// A number nobody else has in this process.
    pub fn next() -> Self {
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}-{:04x}", self.0 >> 32, self.0 & 0xffff_ffff)
    }
}

/// Starts logging to standard error. A second call changes nothing.
pub fn start(log: &Log) {
    let filter = match log.level {
        Level::Error => "error",
        Level::Warn => "warn",
        Level::Info => "warn,kairan=info",
        Level::Debug => "info,kairan=debug",
    };
    let subscriber = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_writer(std::io::stderr)
        .with_env_filter(EnvFilter::new(filter))
        .finish();
    // Refused when logging runs already (several servers in one test process).
    if tracing::subscriber::set_global_default(subscriber).is_ok() {
        std::panic::set_hook(Box::new(|panic| {
            let place = panic
                .location()
                .map(ToString::to_string)
                .unwrap_or_default();
            tracing::error!(place, "panic");
        }));
    }
}

/// What one door's requests are counted and logged under.
#[derive(Clone)]
pub struct Observer {
    /// Name of the door.
    pub door: &'static str,
    /// Where to count.
    pub stats: Arc<HttpStats>,
}

/// Counts and logs every request of these routes.
pub fn observe(router: Router, observer: Observer) -> Router {
    router.layer(from_fn_with_state(observer, watch))
}

async fn watch(State(observer): State<Observer>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let id = request.extensions().get::<RequestId>().copied();
    let mut response = next.run(request).await;

    let elapsed = started.elapsed();
    let status = response.status();
    let route = route.as_ref().map_or(UNMATCHED, MatchedPath::as_str);
    observer
        .stats
        .record(observer.door, &method, route, status, elapsed);
    let millis = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    let (door, code) = (observer.door, status.as_u16());
    let reading = matches!(method, Method::GET | Method::HEAD);
    if status.is_server_error() {
        tracing::error!(door, %method, route, code, millis, "answered");
    } else if status.is_client_error() || !reading {
        tracing::info!(door, %method, route, code, millis, "answered");
    } else {
        tracing::debug!(door, %method, route, code, millis, "answered");
    }
    if let Some(value) = id.and_then(|id| HeaderValue::try_from(id.to_string()).ok()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }

    response
}
