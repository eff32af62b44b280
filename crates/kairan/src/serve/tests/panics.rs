//! A panic ends its request only.

use super::*;

fn failing() -> Router {
    let broken_body = get(async || {
        Body::from_stream(stream::iter(0..3).map(|part| {
            assert!(part < 1, "in the middle of the body");
            Ok::<_, std::io::Error>(Bytes::from_static(b"part"))
        }))
    });
    let panicking = get(async || -> &'static str { panic!("in the handler") });
    hello()
        .route("/handler", panicking)
        .route("/body", broken_body)
}

use futures_util::StreamExt;

#[tokio::test]
async fn a_panicking_handler_gets_a_page_and_the_connection_goes_on() {
    let server = start(failing(), rules(Patience::generous()), None).await;
    let two = b"GET /handler HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let answer = until_closed(server.address, two).await;
    assert!(answer.starts_with("HTTP/1.1 500"), "{answer}");
    assert!(answer.contains("もう一度お試しください"), "{answer}");
    assert!(
        !answer.contains("in the handler"),
        "no inner words on the page"
    );
    assert!(answer.ends_with("hello"), "{answer}");
    assert_eq!(server.stats.panics.get(), 1);
}

#[tokio::test]
async fn a_panic_in_one_body_leaves_the_other_streams_of_the_connection_alone() {
    let server = start(failing(), rules(Patience::generous()), None).await;
    let (mut client, _ended) = http2_client(server.address).await;
    let broken = Request::get(format!("http://{}/body", server.address));
    // Depending on what was flushed before, the stream is reset before or after its head.
    if let Ok(begun) = client
        .send_request(broken.body(Body::empty()).unwrap())
        .await
    {
        let body = axum::body::to_bytes(Body::new(begun.into_body()), usize::MAX).await;
        assert!(body.is_err(), "the broken body must not look complete");
    }
    let answer = soon(client.send_request(http2_get(server.address)))
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
}
