//! The machine room's pages, as Prometheus and an operator see them.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::routing::get;
use http::{Request, StatusCode};
use tower::ServiceExt;

use super::{Metrics, Readiness, routes};
use crate::telemetry::{Observer, RequestId, observe};

const MANUAL: &str = include_str!("../../../../config/care.md");

async fn ask(router: Router, path: &str) -> (StatusCode, String) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let answer = router.oneshot(request).await.unwrap();
    let status = answer.status();
    let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

fn room(metrics: &Arc<Metrics>, ready: Result<(), &'static str>) -> Router {
    let ready: Readiness = Arc::new(move || ready);
    routes(Arc::clone(metrics), ready)
}

#[tokio::test]
async fn every_metric_is_in_the_manual_and_the_other_way_round() {
    let metrics = Arc::new(Metrics::default());
    let (_, page) = ask(room(&metrics, Ok(())), "/metrics").await;
    let shown: BTreeSet<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next())
        .collect();
    let documented: BTreeSet<&str> = MANUAL
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .filter(|name| name.starts_with("kairan_") || name.starts_with("process_"))
        .collect();
    assert_eq!(shown, documented);
}

#[tokio::test]
async fn health_is_one_thing_and_readiness_another() {
    let metrics = Arc::new(Metrics::default());
    let away = room(&metrics, Err("the store takes no writes"));
    assert_eq!(
        ask(away.clone(), "/healthz").await,
        (StatusCode::OK, "ok\n".into())
    );
    let (status, words) = ask(away, "/readyz").await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(words, "the store takes no writes\n");
    assert_eq!(
        ask(room(&metrics, Ok(())), "/readyz").await.0,
        StatusCode::OK
    );
}

#[tokio::test]
async fn requests_are_counted_by_pattern_and_never_by_address() {
    let metrics = Arc::new(Metrics::default());
    let app = Router::new().route("/r/{token}", get(async || "gate"));
    let app = observe(
        app,
        Observer {
            door: "public",
            stats: Arc::clone(&metrics.http),
        },
    );
    ask(app.clone(), "/r/0123456789secret").await;
    ask(app, "/elsewhere/secret").await;
    let page = metrics.render();
    assert!(page.contains(
        "kairan_http_requests_total{door=\"public\",route=\"/r/{token}\",method=\"GET\",status=\"200\"} 1"
    ));
    assert!(page.contains("route=\"(none)\",method=\"GET\",status=\"404\"} 1"));
    assert!(page.contains("kairan_http_request_seconds_count{door=\"public\"} 2"));
    assert!(!page.contains("secret"));
}

#[tokio::test]
async fn the_answer_carries_the_number_of_its_request() {
    let metrics = Arc::new(Metrics::default());
    let app = Router::new().route("/", get(async || "here"));
    let app = observe(
        app,
        Observer {
            door: "public",
            stats: Arc::clone(&metrics.http),
        },
    );
    let id = RequestId::next();
    let mut request = Request::get("/").body(Body::empty()).unwrap();
    request.extensions_mut().insert(id);
    let answer = app.oneshot(request).await.unwrap();
    assert_eq!(
        answer.headers()["x-request-id"].to_str().unwrap(),
        id.to_string()
    );
    assert_ne!(RequestId::next(), id);
}
