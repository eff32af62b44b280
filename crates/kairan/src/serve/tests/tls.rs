//! Certificates, their renewal, and handshakes that stall.

use std::path::Path;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::*;
use crate::config::Tls;

fn certs() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/serve/tests/certs")
}

/// A folder in which `name`'s certificate is the current one.
fn install(folder: &Path, name: &str) {
    for end in ["pem", "key"] {
        std::fs::copy(
            certs().join(format!("{name}.{end}")),
            folder.join(format!("now.{end}")),
        )
        .unwrap();
    }
}

fn load(folder: &Path) -> Arc<Certificate> {
    let files = Tls {
        cert_file: folder.join("now.pem"),
        key_file: folder.join("now.key"),
    };
    Arc::new(Certificate::load(files).unwrap())
}

async fn connect(address: SocketAddr, protocol: &[u8]) -> TlsStream<TcpStream> {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_file(certs().join("ca.pem")).unwrap())
        .unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![protocol.to_vec()];
    let socket = TcpStream::connect(address).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    soon(TlsConnector::from(Arc::new(config)).connect(name, socket))
        .await
        .unwrap()
}

fn leaf(stream: &TlsStream<TcpStream>) -> CertificateDer<'static> {
    stream.get_ref().1.peer_certificates().unwrap()[0]
        .clone()
        .into_owned()
}

fn known(name: &str) -> CertificateDer<'static> {
    CertificateDer::from_pem_file(certs().join(format!("{name}.pem"))).unwrap()
}

#[tokio::test]
async fn a_handshake_that_never_comes_is_cut() {
    let folder = tempfile::tempdir().unwrap();
    install(folder.path(), "first");
    let patience = Patience {
        tls_handshake: SHORT,
        ..Patience::generous()
    };
    let server = start(hello(), rules(patience), Some(load(folder.path()))).await;
    assert_eq!(until_closed(server.address, b"\x16\x03\x01").await, "");
    assert_eq!(server.stats.handshakes_failed.get(), 1);
}

#[tokio::test]
async fn both_protocols_work_over_tls() {
    let folder = tempfile::tempdir().unwrap();
    install(folder.path(), "first");
    let server = start(
        hello(),
        rules(Patience::generous()),
        Some(load(folder.path())),
    )
    .await;

    let mut one = connect(server.address, b"http/1.1").await;
    one.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        .await
        .unwrap();
    let mut answer = String::new();
    soon(one.read_to_string(&mut answer)).await.unwrap();
    assert!(answer.ends_with("hello"), "{answer}");

    let two = connect(server.address, b"h2").await;
    let (mut client, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(two))
        .await
        .unwrap();
    tokio::spawn(connection);
    let request = Request::get("https://localhost/")
        .body(Body::empty())
        .unwrap();
    assert_eq!(
        soon(client.send_request(request)).await.unwrap().status(),
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_slow_reader_behind_tls_is_cut() {
    let folder = tempfile::tempdir().unwrap();
    install(folder.path(), "first");
    let patience = Patience {
        body_progress: SHORT,
        ..Patience::generous()
    };
    let (router, mut given_up) = endless();
    let server = start(router, rules(patience), Some(load(folder.path()))).await;
    let mut client = connect(server.address, b"http/1.1").await;
    client
        .write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        .await
        .unwrap();
    soon(given_up.recv()).await.expect("the body was dropped");
}

#[tokio::test]
async fn a_reload_serves_the_new_certificate_and_a_broken_one_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    install(folder.path(), "first");
    let certificate = load(folder.path());
    let server = start(
        hello(),
        rules(Patience::generous()),
        Some(Arc::clone(&certificate)),
    )
    .await;
    assert_eq!(leaf(&connect(server.address, b"h2").await), known("first"));

    install(folder.path(), "second");
    certificate.reload().unwrap();
    assert_eq!(leaf(&connect(server.address, b"h2").await), known("second"));

    std::fs::copy(certs().join("first.pem"), folder.path().join("now.pem")).unwrap();
    assert!(
        certificate.reload().is_err(),
        "key and certificate do not belong together"
    );
    std::fs::write(folder.path().join("now.pem"), "").unwrap();
    assert!(certificate.reload().is_err(), "an empty file");
    assert_eq!(leaf(&connect(server.address, b"h2").await), known("second"));
}
