//! Clients that keep us waiting, at every stage.

use http_body_util::BodyExt;
use std::sync::OnceLock;

use super::*;

#[tokio::test]
async fn a_connection_without_a_byte_is_closed() {
    let patience = Patience {
        first_byte: SHORT,
        ..Patience::generous()
    };
    let server = start(hello(), rules(patience), None).await;
    assert_eq!(until_closed(server.address, b"").await, "");
}

#[tokio::test]
async fn a_connection_that_stops_within_the_http2_preface_is_closed() {
    let patience = Patience {
        first_byte: SHORT,
        ..Patience::generous()
    };
    let server = start(hello(), rules(patience), None).await;
    assert_eq!(until_closed(server.address, b"PRI * HT").await, "");
}

#[tokio::test]
async fn half_a_header_is_closed() {
    let patience = Patience {
        header: SHORT,
        ..Patience::generous()
    };
    let server = start(hello(), rules(patience), None).await;
    let answer = until_closed(server.address, b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ").await;
    assert_eq!(answer, "");
    assert_eq!(server.stats.accepted.get(), 1);
}

#[tokio::test]
async fn the_header_of_a_second_request_is_timed_too() {
    let patience = Patience {
        header: SHORT,
        ..Patience::generous()
    };
    let server = start(hello(), rules(patience), None).await;
    let mut socket = TcpStream::connect(server.address).await.unwrap();
    socket
        .write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        .await
        .unwrap();
    let mut answer = String::new();
    while !answer.ends_with("hello") {
        let mut buffer = [0; 1024];
        let read = soon(socket.read(&mut buffer)).await.unwrap();
        answer.push_str(std::str::from_utf8(&buffer[..read]).unwrap());
    }
    socket.write_all(b"GET / HTTP/1.1\r\nHo").await.unwrap();
    let mut rest = Vec::new();
    soon(socket.read_to_end(&mut rest)).await.unwrap();
    assert_eq!(rest, b"");
}

#[tokio::test]
async fn an_idle_connection_is_closed_after_its_answer() {
    let patience = Patience {
        idle: SHORT,
        ..Patience::generous()
    };
    let server = start(hello(), rules(patience), None).await;
    let answer = until_closed(server.address, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert!(answer.ends_with("hello"), "{answer}");
    assert_eq!(
        server.stats.faulty.get(),
        0,
        "closing an idle connection is no fault"
    );
}

#[tokio::test]
async fn an_idle_http2_connection_is_closed() {
    let patience = Patience {
        idle: SHORT,
        ..Patience::generous()
    };
    let server = start(hello(), rules(patience), None).await;
    let (mut client, ended) = http2_client(server.address).await;
    let answer = client
        .send_request(http2_get(server.address))
        .await
        .unwrap();
    assert_eq!(
        answer.into_body().collect().await.unwrap().to_bytes(),
        "hello"
    );
    soon(ended).await.unwrap();
}

#[tokio::test]
async fn a_body_that_stops_is_given_up_and_the_connection_closed() {
    let patience = Patience {
        body_progress: SHORT,
        ..Patience::generous()
    };
    let server = start(sink(), rules(patience), None).await;
    let request = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n0123456789";
    let answer = until_closed(server.address, request).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[tokio::test]
async fn a_whole_body_arrives() {
    let server = start(sink(), rules(Patience::generous()), None).await;
    let request =
        b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 10\r\n\r\n0123456789";
    assert!(until_closed(server.address, request).await.ends_with("10"));
}

#[tokio::test]
async fn a_reader_who_stops_reading_is_cut() {
    let patience = Patience {
        body_progress: SHORT,
        ..Patience::generous()
    };
    let (router, mut given_up) = endless();
    let server = start(router, rules(patience), None).await;
    let mut socket = TcpStream::connect(server.address).await.unwrap();
    socket
        .write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        .await
        .unwrap();
    soon(given_up.recv()).await.expect("the body was dropped");
}

#[tokio::test]
async fn a_reader_who_stops_reading_over_http2_is_cut() {
    let patience = Patience {
        body_progress: SHORT,
        ..Patience::generous()
    };
    let (router, mut given_up) = endless();
    let server = start(router, rules(patience), None).await;
    let (mut client, ended) = http2_client(server.address).await;
    let answer = client
        .send_request(http2_get(server.address))
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    soon(given_up.recv()).await.expect("the body was dropped");
    soon(ended).await.unwrap();
}

#[tokio::test]
async fn a_slow_answer_of_ours_cuts_nobody() {
    let all_short = Patience {
        first_byte: SHORT,
        header: SHORT,
        body_progress: SHORT,
        idle: SHORT,
        ..Patience::generous()
    };
    // The answer is held back until silent connections opened after its request were cut, one
    // after the other: by then every patience has run out several times.
    let here: Arc<OnceLock<SocketAddr>> = Arc::default();
    let door = Arc::clone(&here);
    let slow = get(move || async move {
        let address = *door.get().expect("the server has started");
        for _ in 0..3 {
            assert_eq!(until_closed(address, b"").await, "");
        }
        "at last"
    });
    let server = start(Router::new().route("/", slow), rules(all_short), None).await;
    here.set(server.address).expect("set once");
    let answer = until_closed(server.address, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert!(answer.ends_with("at last"), "{answer}");
    let (mut client, _ended) = http2_client(server.address).await;
    let answer = soon(client.send_request(http2_get(server.address)))
        .await
        .unwrap();
    assert_eq!(
        answer.into_body().collect().await.unwrap().to_bytes(),
        "at last"
    );
}
