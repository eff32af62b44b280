//! Connections nobody uses keep nobody out.

use super::*;

const HELLO: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const LAST_HELLO: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

/// A connection that has had one answer and stays.
async fn idle(address: SocketAddr) -> TcpStream {
    let mut socket = TcpStream::connect(address).await.unwrap();
    ask_again(&mut socket).await;
    socket
}

async fn ask_again(socket: &mut TcpStream) {
    socket.write_all(HELLO).await.unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"hello") {
        let read = soon(socket.read_buf(&mut answer)).await.unwrap();
        assert!(read > 0, "closed");
    }
}

async fn closed(socket: &mut TcpStream) {
    // A reset counts as closed.
    assert!(soon(socket.read_u8()).await.is_err());
}

#[tokio::test]
async fn a_full_door_closes_the_longest_idle_connection_for_a_newcomer() {
    let few = Rules {
        max_connections: 3,
        ..rules(Patience::generous())
    };
    let server = start(hello(), few, None).await;
    let mut first = idle(server.address).await;
    let mut second = idle(server.address).await;
    let mut third = idle(server.address).await;
    // The first one is used again: now the second is the one that has been idle longest.
    ask_again(&mut first).await;

    assert!(
        until_closed(server.address, LAST_HELLO)
            .await
            .ends_with("hello")
    );

    closed(&mut second).await;
    ask_again(&mut first).await;
    ask_again(&mut third).await;
}

#[tokio::test]
async fn connections_that_never_asked_anything_make_room_too() {
    let few = Rules {
        max_connections: 2,
        ..rules(Patience::generous())
    };
    let server = start(hello(), few, None).await;
    let mut silent = TcpStream::connect(server.address).await.unwrap();
    let mut drip = TcpStream::connect(server.address).await.unwrap();
    drip.write_all(b"GET / HT").await.unwrap();

    assert!(
        until_closed(server.address, LAST_HELLO)
            .await
            .ends_with("hello")
    );
    assert!(
        until_closed(server.address, LAST_HELLO)
            .await
            .ends_with("hello")
    );
    closed(&mut silent).await;
    drop(drip);
}

#[tokio::test]
async fn one_address_has_no_more_than_its_share_and_its_own_idle_ones_make_room() {
    let share = Rules {
        max_per_address: 2,
        ..rules(Patience::generous())
    };
    let server = start(hello(), share, None).await;
    let mut first = idle(server.address).await;
    let mut second = idle(server.address).await;
    let mut third = idle(server.address).await;

    closed(&mut first).await;
    ask_again(&mut second).await;
    ask_again(&mut third).await;
}

#[tokio::test]
async fn an_address_whose_every_connection_is_at_work_gets_no_further_one() {
    let share = Rules {
        max_per_address: 1,
        ..rules(Patience::generous())
    };
    let (router, mut dropped) = endless();
    let server = start(router, share, None).await;
    let mut busy = TcpStream::connect(server.address).await.unwrap();
    busy.write_all(HELLO).await.unwrap();
    soon(busy.read_u8()).await.unwrap();

    let mut second = TcpStream::connect(server.address).await.unwrap();
    closed(&mut second).await;

    drop(busy);
    soon(dropped.recv()).await.unwrap();
}

#[tokio::test]
async fn a_proxy_stands_for_many_and_has_no_share() {
    let share = Rules {
        max_per_address: 1,
        ..rules(Patience::generous())
    };
    let proxies: Arc<[Network]> = Arc::from(["127.0.0.1".parse().unwrap()]);
    let server = start_behind(proxies, hello(), share).await;
    let mut first = idle(server.address).await;
    let _second = idle(server.address).await;

    ask_again(&mut first).await;
}
