//! The end of a server.

use tokio::sync::Notify;

use super::*;

/// A route that says when it is entered and ends when told.
fn held() -> (Router, Arc<Notify>, Arc<Notify>) {
    let (entered, release) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (tell, wait) = (Arc::clone(&entered), Arc::clone(&release));
    let route = get(move || async move {
        tell.notify_one();
        wait.notified().await;
        "done"
    });
    (Router::new().route("/", route), entered, release)
}

#[tokio::test]
async fn a_running_request_ends_before_the_server_does() {
    let (router, entered, release) = held();
    let server = start(router, rules(Patience::generous()), None).await;
    let request = tokio::spawn(until_closed(
        server.address,
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    ));
    soon(entered.notified()).await;
    server.stop.now();
    release.notify_one();
    let answer = soon(request).await.unwrap();
    assert!(answer.ends_with("done"), "{answer}");
    assert_eq!(soon(server.ended).await.unwrap(), Drained::Clean);
    assert!(
        TcpStream::connect(server.address).await.is_err(),
        "the door is shut"
    );
}

#[tokio::test]
async fn a_request_that_never_ends_is_cut_at_the_deadline() {
    let (router, entered, _release) = held();
    let patience = Patience {
        drain: SHORT,
        ..Patience::generous()
    };
    let server = start(router, rules(patience), None).await;
    let request = tokio::spawn(until_closed(
        server.address,
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    ));
    soon(entered.notified()).await;
    server.stop.now();
    assert_eq!(soon(server.ended).await.unwrap(), Drained::Cut(1));
    assert_eq!(soon(request).await.unwrap(), "");
}

#[tokio::test]
async fn idle_and_silent_connections_do_not_hold_up_the_end() {
    let server = start(hello(), rules(Patience::generous()), None).await;
    let silent = TcpStream::connect(server.address).await.unwrap();
    let (mut client, _ended) = http2_client(server.address).await;
    let answer = soon(client.send_request(http2_get(server.address)))
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    drop(answer);
    server.stop.now();
    assert_eq!(soon(server.ended).await.unwrap(), Drained::Clean);
    drop(silent);
}
