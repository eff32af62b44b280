//! Both sides of the socket.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;

use super::{ControlError, ControlReply, ControlRequest, ControlSocket, Handler, Reach};
use crate::serve::Stop;

fn echo() -> Handler {
    Arc::new(|request| {
        Box::pin(async move {
            match request {
                ControlRequest::ResetUser { login } => ControlReply::InitialPassword {
                    login,
                    password: "p".into(),
                },
                _ => ControlReply::Pong {
                    version: "1".into(),
                },
            }
        })
    })
}

fn start(path: &Path) -> Stop {
    let stop = Stop::default();
    tokio::spawn(
        ControlSocket::bind(path)
            .unwrap()
            .serve(echo(), stop.clone()),
    );
    stop
}

#[tokio::test]
async fn a_command_reaches_the_server_and_only_its_owner_may_ask() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("control.sock");
    let _stop = start(&path);
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let Ok(Reach::Running(client)) = Reach::find(&path).await else {
        panic!("a server runs")
    };
    let reply = client
        .ask(&ControlRequest::ResetUser {
            login: "sato".into(),
        })
        .await;
    let wanted = ControlReply::InitialPassword {
        login: "sato".into(),
        password: "p".into(),
    };
    assert!(matches!(reply, Ok(reply) if reply == wanted));
}

#[tokio::test]
async fn without_a_server_a_command_is_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("control.sock");
    assert!(matches!(Reach::find(&path).await, Ok(Reach::Alone)));
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    assert!(path.exists(), "left behind as by a crash");
    assert!(matches!(Reach::find(&path).await, Ok(Reach::Alone)));
    let _stop = start(&path);
    assert!(matches!(Reach::find(&path).await, Ok(Reach::Running(_))));
}

#[tokio::test]
async fn an_unknown_command_is_refused_and_a_broken_answer_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("control.sock");
    let _stop = start(&path);
    let mut stream = UnixStream::connect(&path).await.unwrap();
    stream
        .write_all(b"{\"command\":\"format-disk\"}\n")
        .await
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.contains("refused"), "{answer}");

    let other = folder.path().join("other.sock");
    let listener = tokio::net::UnixListener::bind(&other).unwrap();
    tokio::spawn(async move { drop(listener.accept().await) });
    let Ok(Reach::Running(client)) = Reach::find(&other).await else {
        panic!("it listens")
    };
    assert!(matches!(
        client.ask(&ControlRequest::Ping).await,
        Err(ControlError::Broken(_))
    ));
}

#[tokio::test]
async fn the_socket_goes_away_with_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("control.sock");
    let stop = Stop::default();
    let server = tokio::spawn(
        ControlSocket::bind(&path)
            .unwrap()
            .serve(echo(), stop.clone()),
    );
    stop.now();
    server.await.unwrap();
    assert!(!path.exists());
}
