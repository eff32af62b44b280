//! The doors over real sockets: every test waits for what happens, never for a time.

mod crowd;
mod drain;
mod limits;
mod panics;
mod slow;
mod tls;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::{get, post};
use futures_util::stream;
use http::{Request, StatusCode};
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::config::Network;

use super::{Certificate, Door, DoorStats, Drained, Patience, Protocol, Rules, Stop, serve};

/// Short enough to see its end, long enough for the work before it.
const SHORT: Duration = Duration::from_millis(50);

struct Running {
    address: SocketAddr,
    stop: Stop,
    stats: Arc<DoorStats>,
    ended: JoinHandle<Drained>,
}

fn rules(patience: Patience) -> Rules {
    Rules {
        patience,
        protocol: Protocol {
            max_header: 16 << 10,
            max_streams: 8,
        },
        max_connections: 16,
        max_per_address: 16,
    }
}

async fn start(router: Router, rules: Rules, certificate: Option<Arc<Certificate>>) -> Running {
    start_door(Arc::from([]), router, rules, certificate).await
}

async fn start_behind(proxies: Arc<[Network]>, router: Router, rules: Rules) -> Running {
    start_door(proxies, router, rules, None).await
}

async fn start_door(
    proxies: Arc<[Network]>,
    router: Router,
    rules: Rules,
    certificate: Option<Arc<Certificate>>,
) -> Running {
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    let stats = Arc::new(DoorStats::default());
    let door = Door {
        name: "test",
        socket,
        router,
        certificate,
        proxies,
        stats: Arc::clone(&stats),
    };
    let stop = Stop::default();
    let ended = tokio::spawn(serve(vec![door], rules, stop.clone()));
    Running {
        address,
        stop,
        stats,
        ended,
    }
}

/// A test that would hang says so instead.
async fn soon<T>(event: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_mins(1), event)
        .await
        .expect("it never happened")
}

/// Sends these bytes and answers everything until the other side closes.
async fn until_closed(address: SocketAddr, bytes: &[u8]) -> String {
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    // A reset after the answer counts as closed.
    let _ = soon(socket.read_to_end(&mut answer)).await;
    String::from_utf8(answer).unwrap()
}

fn hello() -> Router {
    Router::new().route("/", get(async || "hello"))
}

/// Tells when the response body it belongs to was dropped.
struct Dropped(mpsc::Sender<()>);

impl Drop for Dropped {
    fn drop(&mut self) {
        let _ = self.0.try_send(());
    }
}

/// A route whose answer never ends, and the news that it was given up.
fn endless() -> (Router, mpsc::Receiver<()>) {
    let (sender, receiver) = mpsc::channel(1);
    let route = get(move || async move {
        let guard = Dropped(sender);
        Body::from_stream(stream::repeat_with(move || {
            let _ = &guard;
            Ok::<_, std::io::Error>(Bytes::from_static(&[b'x'; 16 << 10]))
        }))
    });
    (Router::new().route("/", route), receiver)
}

/// A route that reads the whole body and tells whether it came.
fn sink() -> Router {
    let route = post(
        async |body: Body| match axum::body::to_bytes(body, usize::MAX).await {
            Ok(bytes) => (StatusCode::OK, bytes.len().to_string()),
            Err(_) => (StatusCode::REQUEST_TIMEOUT, "stalled".to_owned()),
        },
    );
    Router::new().route("/", route)
}

/// An HTTP/2 client on a plain connection, and the end of that connection.
async fn http2_client(address: SocketAddr) -> (http2::SendRequest<Body>, JoinHandle<()>) {
    let socket = TcpStream::connect(address).await.unwrap();
    let (sender, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(socket))
        .await
        .unwrap();
    let ended = tokio::spawn(async move {
        let _ = connection.await;
    });
    (sender, ended)
}

fn http2_get(address: SocketAddr) -> Request<Body> {
    Request::get(format!("http://{address}/"))
        .body(Body::empty())
        .unwrap()
}
