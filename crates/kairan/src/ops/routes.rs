//! The pages of the machine room.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;

use super::Metrics;

/// Whether the system can work just now: `Err` says in English what is missing.
pub type Readiness = Arc<dyn Fn() -> Result<(), &'static str> + Send + Sync>;

#[derive(Clone)]
struct Room {
    metrics: Arc<Metrics>,
    ready: Readiness,
}

/// `/metrics`, `/healthz`, `/readyz`.
pub fn routes(metrics: Arc<Metrics>, ready: Readiness) -> Router {
    Router::new()
        .route("/metrics", get(metrics_page))
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready_page))
        .with_state(Room { metrics, ready })
}

async fn metrics_page(State(room): State<Room>) -> impl IntoResponse {
    (
        [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        room.metrics.render(),
    )
}

async fn ready_page(State(room): State<Room>) -> (StatusCode, String) {
    match (room.ready)() {
        Ok(()) => (StatusCode::OK, "ready\n".into()),
        Err(missing) => (StatusCode::SERVICE_UNAVAILABLE, format!("{missing}\n")),
    }
}
