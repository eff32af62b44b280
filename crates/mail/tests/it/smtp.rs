//! What becomes of a letter when the relay accepts, defers, refuses, hangs up or falls silent.

use crate::relay::{Does, Relay, Script};
use crate::support::{facts, notice, now, sender};
use kairan_domain::ids::NoticeId;
use kairan_domain::notice::{NoticeKind, Outcome};
use kairan_domain::secret::SecretText;
use kairan_mail::smtp::{RelayFault, SignIn, Smtp, SmtpSettings, Tls};
use kairan_mail::{Parcel, Post};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

fn settings(address: SocketAddr) -> SmtpSettings {
    SmtpSettings {
        server: address.ip().to_string(),
        port: address.port(),
        tls: Tls::None,
        sign_in: None,
        ca_pem: None,
        hello: "kairan.example.jp".to_owned(),
        connect_timeout: Duration::from_secs(20),
        send_timeout: Duration::from_secs(30),
        at_once: 4,
    }
}

fn parcel() -> Parcel {
    sender()
        .compose(notice(), &facts(NoticeKind::Published), now())
        .unwrap()
}

async fn sent(script: Script) -> (Outcome, Relay) {
    let relay = Relay::start(script).await;
    let outcome = Smtp::new(settings(relay.address))
        .unwrap()
        .send(&parcel())
        .await;
    (outcome, relay)
}

fn deferred(outcome: &Outcome) -> &str {
    let Outcome::Deferred(words) = outcome else {
        panic!("{outcome:?}")
    };
    words.expose()
}

fn refused(outcome: &Outcome) -> &str {
    let Outcome::Refused(words) = outcome else {
        panic!("{outcome:?}")
    };
    words.expose()
}

fn accepted(outcome: &Outcome) -> &str {
    let Outcome::Accepted(words) = outcome else {
        panic!("{outcome:?}")
    };
    words.expose()
}

#[tokio::test]
async fn an_accepted_letter_arrives_whole() {
    let (outcome, relay) = sent(|_, _| None).await;
    assert_eq!(accepted(&outcome), "250 2.0.0 queued as 4XyZ");
    let mut expected = parcel().bytes().to_vec();
    expected.extend_from_slice(b"\r\n");
    assert_eq!(relay.seen(|seen| seen.contents.clone()), [expected]);
    assert_eq!(relay.commands("EHLO kairan.example.jp"), 1);
    assert_eq!(
        relay.commands(&format!(
            "MAIL FROM:<bounce+{}@kairan.example.jp>",
            notice()
        )),
        1
    );
    assert_eq!(relay.commands("RCPT"), 1);
    assert_eq!(relay.commands("RCPT TO:<takasaki@clinic.example.jp>"), 1);
}

#[tokio::test]
async fn a_4xx_waits_with_the_relays_words() {
    let (outcome, _) =
        sent(|verb, _| (verb == "RCPT").then_some(Does::Says("451 4.7.1 greylisted"))).await;
    assert_eq!(deferred(&outcome), "451 4.7.1 greylisted");
    let (outcome, _) =
        sent(|verb, _| (verb == "CONTENT").then_some(Does::Says("452 4.3.1 disk full"))).await;
    assert_eq!(deferred(&outcome), "452 4.3.1 disk full");
}

#[tokio::test]
async fn a_5xx_is_final_with_the_relays_words() {
    let (outcome, _) =
        sent(|verb, _| (verb == "RCPT").then_some(Does::Says("550 5.1.1 no such user"))).await;
    assert_eq!(refused(&outcome), "550 5.1.1 no such user");
    let (outcome, _) =
        sent(|verb, _| (verb == "CONTENT").then_some(Does::Says("554 5.7.1 looks like spam")))
            .await;
    assert_eq!(refused(&outcome), "554 5.7.1 looks like spam");
}

#[tokio::test]
async fn complaints_about_us_never_refuse_a_reader() {
    let (outcome, _) =
        sent(|verb, _| (verb == "GREETING").then_some(Does::Says("554 5.3.2 not now"))).await;
    assert!(deferred(&outcome).contains("554 5.3.2 not now"));
    let (outcome, _) =
        sent(|verb, _| (verb == "MAIL").then_some(Does::Says("530 5.7.0 authenticate first")))
            .await;
    assert_eq!(deferred(&outcome), "530 5.7.0 authenticate first");
}

#[tokio::test]
async fn a_long_answer_is_one_line_of_200_characters() {
    const LONG: &str = "550-5.1.1 The account that you tried to reach does not exist. Please try double-checking\r\n550-5.1.1 the recipient's address for typos or unnecessary spaces. For more information, go to\r\n550 5.1.1 https://mail.example.com/answer/6596 and read every page that is to be found there";
    let (outcome, _) = sent(|verb, _| (verb == "RCPT").then_some(Does::Says(LONG))).await;
    assert_eq!(refused(&outcome).chars().count(), 200);
    assert!(
        refused(&outcome).contains("double-checking the recipient's"),
        "{}",
        refused(&outcome)
    );
}

#[tokio::test]
async fn a_dropped_connection_waits() {
    for verb in ["GREETING", "EHLO", "RCPT", "DATA", "CONTENT"] {
        let script: Script = match verb {
            "GREETING" => |verb, _| (verb == "GREETING").then_some(Does::HangsUp),
            "EHLO" => |verb, _| (verb == "EHLO").then_some(Does::HangsUp),
            "RCPT" => |verb, _| (verb == "RCPT").then_some(Does::HangsUp),
            "DATA" => |verb, _| (verb == "DATA").then_some(Does::HangsUp),
            _ => |verb, _| (verb == "CONTENT").then_some(Does::HangsUp),
        };
        let (outcome, _) = sent(script).await;
        assert!(deferred(&outcome).contains("メールサーバー"), "{verb}");
    }
}

#[tokio::test]
async fn nobody_listening_waits() {
    let relay = Relay::start(|_, _| None).await;
    let mut nowhere = settings(relay.address);
    // Port 1 of the loopback: nothing listens there on any machine of ours.
    nowhere.port = 1;
    let outcome = Smtp::new(nowhere).unwrap().send(&parcel()).await;
    assert!(deferred(&outcome).starts_with("メールサーバーにつながりませんでした。"));
}

#[tokio::test]
async fn a_silent_greeting_is_cut() {
    let relay = Relay::start(|verb, _| (verb == "GREETING").then_some(Does::FallsSilent)).await;
    let impatient = SmtpSettings {
        connect_timeout: Duration::from_millis(100),
        ..settings(relay.address)
    };
    let outcome = Smtp::new(impatient).unwrap().send(&parcel()).await;
    assert!(deferred(&outcome).contains("時間内につながりませんでした"));
}

#[tokio::test]
async fn a_cut_conversation_is_never_continued_by_the_next_letter() {
    let relay = Relay::start(|verb, at| {
        (verb == "CONTENT" && at.connection == 1).then_some(Does::FallsSilent)
    })
    .await;
    let smtp = Smtp::new(SmtpSettings {
        send_timeout: Duration::from_secs(1),
        ..settings(relay.address)
    })
    .unwrap();
    assert!(deferred(&smtp.send(&parcel()).await).contains("時間内にありませんでした"));
    assert_eq!(
        accepted(&smtp.send(&parcel()).await),
        "250 2.0.0 queued as 4XyZ"
    );
    assert_eq!(relay.seen(|seen| seen.connections), 2);
}

#[tokio::test]
async fn letters_share_a_connection_even_after_a_refusal() {
    let relay = Relay::start(|verb, _| (verb == "RCPT").then_some(Does::Says("550 no"))).await;
    let smtp = Smtp::new(settings(relay.address)).unwrap();
    for _ in 0..3 {
        refused(&smtp.send(&parcel()).await);
    }
    assert_eq!(
        (relay.seen(|seen| seen.connections), relay.commands("RSET")),
        (1, 3)
    );
}

#[tokio::test]
async fn a_relay_that_limits_letters_per_connection_gets_a_new_one() {
    let scripts: [Script; 2] = [
        |verb, at| {
            (verb == "MAIL" && at.letters == 2).then_some(Does::Says("421 4.7.0 too many letters"))
        },
        |verb, at| (verb == "MAIL" && at.letters == 2).then_some(Does::HangsUp),
    ];
    for script in scripts {
        let relay = Relay::start(script).await;
        let smtp = Smtp::new(settings(relay.address)).unwrap();
        for _ in 0..5 {
            accepted(&smtp.send(&parcel()).await);
        }
        assert_eq!(
            relay.seen(|seen| (seen.connections, seen.contents.len())),
            (3, 5)
        );
    }
}

#[tokio::test]
async fn a_relay_that_always_says_good_bye_is_not_asked_for_ever() {
    let relay =
        Relay::start(|verb, _| (verb == "MAIL").then_some(Does::Says("421 4.3.2 closing"))).await;
    let smtp = Smtp::new(settings(relay.address)).unwrap();
    assert_eq!(deferred(&smtp.send(&parcel()).await), "421 4.3.2 closing");
    assert_eq!(relay.seen(|seen| seen.connections), 1);
}

#[tokio::test]
async fn at_rest_the_connection_is_closed_politely() {
    let relay = Relay::start(|_, _| None).await;
    let smtp = Smtp::new(settings(relay.address)).unwrap();
    accepted(&smtp.send(&parcel()).await);
    smtp.rest().await;
    assert_eq!(relay.commands("QUIT"), 1);
    accepted(&smtp.send(&parcel()).await);
    assert_eq!(relay.seen(|seen| seen.connections), 2);
}

#[tokio::test]
async fn no_more_connections_than_allowed() {
    let relay = Relay::start(|_, _| None).await;
    let smtp = Arc::new(
        Smtp::new(SmtpSettings {
            at_once: 2,
            ..settings(relay.address)
        })
        .unwrap(),
    );
    let letters = (0..12u8).map(|n| {
        let smtp = Arc::clone(&smtp);
        let one = sender()
            .compose(
                NoticeId::from_bytes([n; 16]),
                &facts(NoticeKind::Resent),
                now(),
            )
            .unwrap();
        tokio::spawn(async move { smtp.send(&one).await })
    });
    for letter in letters.collect::<Vec<_>>() {
        accepted(&letter.await.unwrap());
    }
    assert_eq!(relay.seen(|seen| seen.contents.len()), 12);
    assert!(relay.seen(|seen| seen.connections) <= 2);
}

#[tokio::test]
async fn without_encryption_nothing_is_said_when_it_is_required() {
    let relay = Relay::start(|_, _| None).await;
    let smtp = Smtp::new(SmtpSettings {
        tls: Tls::Required,
        ..settings(relay.address)
    })
    .unwrap();
    assert!(deferred(&smtp.send(&parcel()).await).contains("STARTTLS"));
    assert_eq!(relay.commands("MAIL"), 0);
}

#[tokio::test]
async fn a_password_never_travels_in_the_clear() {
    let sign_in = Some(SignIn {
        username: SecretText::new("kairan"),
        password: SecretText::new("hunter2hunter2"),
    });
    let relay = Relay::start(|_, _| None).await;
    let never = SmtpSettings {
        sign_in: sign_in.clone(),
        ..settings(relay.address)
    };
    assert_eq!(Smtp::new(never).err(), Some(RelayFault::BarePassword));
    let stripped = SmtpSettings {
        tls: Tls::Opportunistic,
        sign_in,
        ..settings(relay.address)
    };
    assert!(
        deferred(&Smtp::new(stripped).unwrap().send(&parcel()).await)
            .contains("サインインしませんでした")
    );
    assert_eq!((relay.commands("AUTH"), relay.commands("MAIL")), (0, 0));
}

#[tokio::test]
async fn an_authority_file_without_certificates_stops_the_start() {
    for pem in [
        &b""[..],
        b"-----BEGIN RSA PRIVATE KEY-----",
        b"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n",
    ] {
        let address = SocketAddr::from(([127, 0, 0, 1], 2525));
        let own = SmtpSettings {
            tls: Tls::Required,
            ca_pem: Some(pem.to_vec()),
            ..settings(address)
        };
        assert!(matches!(
            Smtp::new(own).err(),
            Some(RelayFault::Authority | RelayFault::Tls)
        ));
    }
}
