//! The signature, checked the way a receiver does (RFC 6376 §3.4, §3.7), with rustls' RSA.

use crate::support::{facts, notice, now, settings, signing_sender};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kairan_domain::notice::NoticeKind;
use kairan_domain::secret::SecretText;
use kairan_mail::Sender;
use kairan_mail::sender::{DkimSettings, SenderFault, SenderSettings};
use rustls_pki_types::alg_id::RSA_PKCS1_SHA256;
use rustls_pki_types::pem::PemObject;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Header fields as `name: value`, unfolded and squeezed: relaxed canonicalisation.
fn relaxed_fields(head: &str) -> Vec<(String, String)> {
    let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    let squeezed = |value: &str| value.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    unfolded
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), squeezed(value)))
        .collect()
}

fn relaxed_body(body: &str) -> String {
    let lines = body.split("\r\n").map(|line| {
        let squeezed: Vec<&str> = line.split([' ', '\t']).collect();
        squeezed.join(" ").trim_end().to_owned()
    });
    let joined = lines.collect::<Vec<_>>().join("\r\n");
    format!("{}\r\n", joined.trim_end_matches("\r\n"))
}

fn tags(signature: &str) -> HashMap<String, String> {
    let pairs = signature.split(';').filter_map(|tag| tag.split_once('='));
    pairs
        .map(|(name, value)| (name.trim().to_owned(), value.replace(' ', "")))
        .collect()
}

fn verified(message: &str) -> bool {
    let (head, body) = message.split_once("\r\n\r\n").unwrap();
    let fields = relaxed_fields(head);
    let signature = &fields
        .iter()
        .find(|(name, _)| name == "dkim-signature")
        .unwrap()
        .1;
    let tags = tags(signature);
    let mut signed = String::new();
    for name in tags["h"].split(':') {
        if let Some((_, value)) = fields.iter().find(|(found, _)| found == name) {
            signed.extend([name, ":", value, "\r\n"]);
        }
    }
    let bare = &signature[..signature.rfind("b=").unwrap() + 2];
    signed.extend(["dkim-signature:", bare]);
    let body_hash = STANDARD.encode(Sha256::digest(relaxed_body(body)));
    body_hash == tags["bh"] && rsa_holds(signed.as_bytes(), &STANDARD.decode(&tags["b"]).unwrap())
}

fn rsa_holds(signed: &[u8], signature: &[u8]) -> bool {
    let pem = include_str!("../fixtures/dkim-test-public.pem");
    let lines = pem.lines().filter(|line| !line.starts_with("-----"));
    let public = STANDARD.decode(lines.collect::<String>()).unwrap();
    let provider = rustls::crypto::ring::default_provider();
    let rsa = provider
        .signature_verification_algorithms
        .all
        .iter()
        .find(|one| one.signature_alg_id() == RSA_PKCS1_SHA256);
    rsa.unwrap()
        .verify_signature(&public, signed, signature)
        .is_ok()
}

fn signed_letter() -> String {
    let parcel = signing_sender()
        .compose(notice(), &facts(NoticeKind::Published), now())
        .unwrap();
    String::from_utf8(parcel.bytes().to_vec()).unwrap()
}

#[test]
fn a_receiver_finds_the_signature_good_and_forgeries_bad() {
    let message = signed_letter();
    assert!(verified(&message));
    assert!(
        verified(&message.replace("Auto-Submitted: auto", "Auto-Submitted:  auto")),
        "relaxed: a relay may add spaces"
    );
    assert!(
        !verified(&message.replace("kaigo-nintei@", "attacker@")),
        "Reply-To is covered"
    );
    assert!(
        !verified(&message.replacen("multipart/alternative", "multipart/mixed", 1)),
        "Content-Type is covered"
    );
    let (head, body) = message.split_once("\r\n\r\n").unwrap();
    assert!(
        !verified(&format!("{head}\r\n\r\nX{body}")),
        "the body is covered"
    );
}

#[test]
fn the_signature_is_relaxed_and_names_every_header_present() {
    let message = signed_letter();
    let head = message.split_once("\r\n\r\n").unwrap().0;
    let fields = relaxed_fields(head);
    let signature = &fields
        .iter()
        .find(|(name, _)| name == "dkim-signature")
        .unwrap()
        .1;
    let tags = tags(signature);
    assert_eq!(
        (tags["c"].as_str(), tags["d"].as_str(), tags["s"].as_str()),
        ("relaxed/relaxed", "kairan.example.jp", "k2026")
    );
    for name in tags["h"].split(':') {
        assert!(
            fields.iter().any(|(found, _)| found == name),
            "{name} is signed as absent"
        );
    }
}

#[test]
fn a_wrong_key_stops_the_start_not_the_letter() {
    let dkim = |selector: &str, key: &str| {
        let dkim = DkimSettings {
            selector: selector.into(),
            domain: "example.jp".into(),
            key_pem: SecretText::new(key),
        };
        Sender::new(&SenderSettings {
            dkim: Some(dkim),
            ..settings()
        })
        .unwrap_err()
    };
    assert_eq!(
        dkim("k", "-----BEGIN PRIVATE KEY-----"),
        SenderFault::DkimKey
    );
    assert_eq!(
        dkim("", include_str!("../fixtures/dkim-test-key.pem")),
        SenderFault::DkimName
    );
}

#[test]
fn the_fixture_is_a_pair() {
    let key = rustls_pki_types::PrivatePkcs1KeyDer::from_pem_slice(include_bytes!(
        "../fixtures/dkim-test-key.pem"
    ));
    assert!(key.is_ok());
}

#[test]
fn debug_output_of_a_signing_sender_holds_no_key() {
    let shown = format!("{:?}", signing_sender());
    assert!(shown.ends_with("signature: Some(Signature) }"), "{shown}");
}
