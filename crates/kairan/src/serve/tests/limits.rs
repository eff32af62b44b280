//! Doors with routes of their own, places, sizes.

use super::*;

#[tokio::test]
async fn two_doors_have_separate_routes_and_end_together() {
    let mut doors = Vec::new();
    let mut addresses = Vec::new();
    for name in ["public", "office"] {
        let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
        addresses.push(socket.local_addr().unwrap());
        let router = Router::new().route(&format!("/{name}"), get(async || "here"));
        doors.push(Door {
            name,
            socket,
            router,
            certificate: None,
            proxies: Arc::from([]),
            stats: Arc::default(),
        });
    }
    let stop = Stop::default();
    let ended = tokio::spawn(serve(doors, rules(Patience::generous()), stop.clone()));
    for (address, mine, other) in [
        (addresses[0], "public", "office"),
        (addresses[1], "office", "public"),
    ] {
        let ask = |path: &str| {
            format!("GET /{path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").into_bytes()
        };
        assert!(
            until_closed(address, &ask(mine))
                .await
                .starts_with("HTTP/1.1 200")
        );
        assert!(
            until_closed(address, &ask(other))
                .await
                .starts_with("HTTP/1.1 404")
        );
    }
    stop.now();
    assert_eq!(soon(ended).await.unwrap(), Drained::Clean);
}

#[tokio::test]
async fn beyond_the_connection_limit_the_next_waits_for_a_place() {
    let one = Rules {
        max_connections: 1,
        ..rules(Patience::generous())
    };
    let server = start(hello(), one, None).await;
    let first = TcpStream::connect(server.address).await.unwrap();
    let second = tokio::spawn(until_closed(
        server.address,
        b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    ));
    drop(first);
    assert!(soon(second).await.unwrap().ends_with("hello"));
}

#[tokio::test]
async fn a_header_beyond_the_limit_is_refused() {
    let server = start(hello(), rules(Patience::generous()), None).await;
    let long = format!(
        "GET / HTTP/1.1\r\nHost: a\r\nX-Long: {}\r\n\r\n",
        "x".repeat(20 << 10)
    );
    let answer = until_closed(server.address, long.as_bytes()).await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
        "{answer}"
    );
}

#[tokio::test]
async fn http2_is_spoken_on_the_same_port() {
    let server = start(hello(), rules(Patience::generous()), None).await;
    let (mut client, _ended) = http2_client(server.address).await;
    let answer = soon(client.send_request(http2_get(server.address)))
        .await
        .unwrap();
    assert_eq!(answer.version(), http::Version::HTTP_2);
    assert_eq!(answer.headers()["content-length"], "5");
}

#[tokio::test]
async fn a_request_names_exactly_one_host() {
    let server = start(hello(), rules(Patience::generous()), None).await;
    for (hosts, status) in [
        ("Host: a\r\n", "200"),
        ("", "400"),
        ("Host: a\r\nHost: b\r\n", "400"),
    ] {
        let sent = format!("GET / HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n");
        let answer = until_closed(server.address, sent.as_bytes()).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn lengths_that_contradict_each_other_are_refused() {
    let server = start(sink(), rules(Patience::generous()), None).await;
    for lengths in [
        "Content-Length: 1\r\nContent-Length: 2",
        "Content-Length: 1, 1",
    ] {
        let sent = format!("POST / HTTP/1.1\r\nHost: a\r\n{lengths}\r\n\r\nxx");
        let answer = until_closed(server.address, sent.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    }
}
