//! Letters against a real SMTP server: taken, put off, refused, hung up on, cut; TLS with an own
//! authority; an outage of a day; and never a password in any of them.

use kairan::config::{MailTls, Span};
use kairan_domain::notice::NoticeKind;
use kairan_tests::mailbox::Mailbox;
use kairan_tests::people::{Clerk, Plan, Registered};
use kairan_tests::recorder::Recorder;
use kairan_tests::tools;
use kairan_tests::visitor::Chosen;
use kairan_tests::world::{Mails, World};
use std::path::Path;
use std::process::{Command, Stdio};

/// A meeting whose reviewers have these addresses.
fn plan_to(mails: &[&str]) -> Plan {
    let mut plan = Plan::of(mails.len());
    for (row, mail) in plan.reviewers.iter_mut().zip(mails) {
        row.1 = format!("{mail}@smtp.example.jp");
    }
    plan
}

/// The line of the board for one reviewer, as text.
async fn seat_of(clerk: &Clerk, meeting: &Registered, mail: &str) -> String {
    let board = clerk.get(&meeting.path).await.expect(200);
    let cards = kairan_tests::html::texts_of_class(board.html(), "seat");
    cards
        .into_iter()
        .find(|card| card.contains(mail))
        .unwrap_or_else(|| panic!("no line for {mail}:\n{}", board.text()))
}

#[tokio::test]
async fn each_recipient_gets_the_servers_own_answer_on_the_board() {
    let world = World::with_smtp(Mailbox::open(), |config| {
        config.mail.send_timeout = Span::seconds(2);
    })
    .await;
    let clerk = world.clerk().await;
    let meeting = clerk
        .publish(&plan_to(&[
            "fine", "refuse", "defer", "drop", "late", "hang",
        ]))
        .await;
    world.deliver().await;
    assert_eq!(world.letters().len(), 1);

    let line = async |who: &str| seat_of(&clerk, &meeting, &format!("{who}@smtp.example.jp")).await;
    let fine = line("fine").await;
    assert!(fine.contains("250 2.0.0 kept as 1"), "{fine}");
    let refused = line("refuse").await;
    assert!(
        refused.contains("550 5.1.1 mailbox unavailable"),
        "{refused}"
    );
    assert!(
        refused.contains("メールアドレス") || refused.contains("アドレスを"),
        "nobody says what to do: {refused}"
    );
    let late = line("late").await;
    assert!(late.contains("554 5.7.1 refused after data"), "{late}");
    let deferred = line("defer").await;
    assert!(deferred.contains("451 4.2.1 try again later"), "{deferred}");
    let board = clerk.get(&meeting.path).await;
    let text = board.text();
    assert_eq!(
        text.matches("電話でアドレスを確かめてください").count(),
        1,
        "{text}"
    );
    assert!(
        late.contains("迷惑メール対策か受信の設定で止められました"),
        "a filter is called a wrong address: {late}"
    );
    let place = |who: &str| text.find(who).unwrap();
    assert!(
        place("refuse@") < place("defer@") && place("defer@") < place("fine@"),
        "who needs a phone call does not stand first:\n{text}"
    );

    world.advance(3 * 24 * 3600);
    world.set_japan("2026-11-30T09:00:00");
    world.deliver().await;
    let clerk = world
        .staff("m.suzuki", kairan_domain::staff::Role::Clerk)
        .await;
    let given_up = seat_of(&clerk, &meeting, "defer@smtp.example.jp").await;
    assert!(
        given_up.contains("3日間"),
        "after three days the clerk is not told: {given_up}"
    );
}

#[tokio::test]
async fn an_outage_of_a_day_delays_letters_and_loses_none() {
    let mut world = World::with_smtp(Mailbox::open(), |_| {}).await;
    let port = world.config.mail.port;
    let clerk = world.clerk().await;
    let away = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let dead = away.local_addr().unwrap().port();
    drop(away);
    world.reconfigure(|config| config.mail.port = dead).await;
    let meeting = clerk.publish(&Plan::of(5)).await;
    for _ in 0..48 {
        world.deliver().await;
        world.advance(1800);
    }
    assert_eq!(world.letters().len(), 0);
    let clerk = world
        .staff("m.suzuki", kairan_domain::staff::Role::Clerk)
        .await;
    let line = seat_of(&clerk, &meeting, &meeting.mails[0]).await;
    assert!(
        line.contains("送信待ち") || line.contains("送り直"),
        "{line}"
    );

    world.reconfigure(|config| config.mail.port = port).await;
    world.advance(6 * 3600);
    world.deliver().await;
    assert_eq!(world.letters().len(), 5);
    let reviewer = world
        .reviewer(&meeting.mails[4], &meeting.passwords[4])
        .await;
    let _ = reviewer.get("/room/").await.expect(200);
}

/// An own authority and a server certificate under it, as stack.md §5 asks.
fn make_certificates(folder: &Path) {
    let openssl = |arguments: &[&str]| {
        let done = Command::new("openssl")
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(
            done.status.success(),
            "openssl {arguments:?}: {}",
            String::from_utf8(done.stderr).unwrap()
        );
    };
    let key = [
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ];
    let ca = [
        "-x509",
        "-days",
        "3650",
        "-subj",
        "/CN=Town Hall CA",
        "-keyout",
        "ca.key",
        "-out",
        "ca.pem",
    ];
    openssl(&[&["req"], &key[..], &ca[..]].concat());
    let leaf = [
        "-subj",
        "/CN=localhost",
        "-keyout",
        "leaf.key",
        "-out",
        "leaf.csr",
    ];
    openssl(&[&["req"], &key[..], &leaf[..]].concat());
    std::fs::write(
        folder.join("san"),
        "subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n",
    )
    .unwrap();
    openssl(&[
        "x509",
        "-req",
        "-in",
        "leaf.csr",
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-days",
        "3650",
        "-extfile",
        "san",
        "-out",
        "leaf.pem",
    ]);
}

#[tokio::test]
async fn starttls_with_an_own_authority_and_a_sign_in() {
    let home = tempfile::tempdir().unwrap();
    make_certificates(home.path());
    let file = |name: &str| home.path().join(name);
    std::fs::write(file("password"), "smtp-no-password\n").unwrap();
    std::fs::write(file("wrong"), "mistyped\n").unwrap();
    let (cert, key) = (file("leaf.pem"), file("leaf.key"));
    let mailbox = Mailbox::with(&[
        "--tls",
        cert.to_str().unwrap(),
        key.to_str().unwrap(),
        "--auth",
        "kairan",
        "smtp-no-password",
    ]);
    let mut world = World::with_smtp(mailbox, |config| {
        config.mail.server = "localhost".into();
        config.mail.tls = MailTls::Required;
        config.mail.username = "kairan".into();
        config.mail.password_file = file("wrong");
        config.mail.ca_file = file("ca.pem");
    })
    .await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(2)).await;
    world.deliver().await;
    assert_eq!(world.letters().len(), 0, "a wrong sign-in sent a letter");
    let line = seat_of(&clerk, &meeting, &meeting.mails[0]).await;
    assert!(
        !line.contains("送信できません"),
        "our own mistyped password refused a reviewer's letter: {line}"
    );

    world
        .reconfigure(|config| config.mail.ca_file = std::path::PathBuf::new())
        .await;
    world.advance(3600);
    world.deliver().await;
    assert_eq!(world.letters().len(), 0, "an unknown authority was trusted");

    world
        .reconfigure(|config| {
            config.mail.ca_file = file("ca.pem");
            config.mail.password_file = file("password");
        })
        .await;
    world.advance(6 * 3600);
    world.deliver().await;
    assert_eq!(world.letters().len(), 2);
}

/// Does everything that sends a letter; every password there ever was.
async fn every_kind_of_letter(world: &World) -> Vec<String> {
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(2)).await;
    let mut passwords = meeting.passwords.clone();
    world.deliver().await;
    let reviewer = world
        .reviewer(&meeting.mails[0], &meeting.passwords[0])
        .await;
    let room = reviewer.get("/room/").await;
    let open = kairan_tests::html::links(room.html())
        .into_iter()
        .find(|href| href.ends_with("/open"))
        .unwrap();
    let _ = reviewer.get(&open).await.expect(200);

    let board = clerk.get(&meeting.path).await;
    let replace = clerk.get(&board.link("差し替える")).await;
    let form = replace.form("/replace");
    let bytes = kairan_tests::people::pdf("新しい資料", 1);
    let _ = clerk
        .submit_files(
            &form.action,
            &form,
            &[Chosen {
                name: "新.pdf",
                bytes: &bytes,
            }],
        )
        .await
        .expect(200);
    let change = clerk.get(&meeting.at("/change")).await;
    let _ = clerk
        .submit(
            &change
                .form("/change")
                .set("held_on", "2026-12-04")
                .set("until_on", "2026-12-04"),
        )
        .await
        .expect(200);
    world.deliver().await;
    let change = clerk.get(&meeting.at("/change")).await;
    let window = change.form("/change").set("until_on", "2026-12-05");
    let _ = clerk.submit(&window).await.expect(200);
    world.deliver().await;
    let board = clerk.get(&meeting.path).await;
    let _ = clerk.submit(&board.form("/resend")).await.expect(200);
    world.deliver().await;
    let board = clerk.get(&meeting.path).await;
    let shown = clerk.submit(&board.form("/reissue")).await.expect(200);
    passwords.extend(kairan_tests::html::texts_of_class(
        shown.html(),
        "password-big",
    ));
    world.deliver().await;
    let withdraw = clerk.get(&meeting.at("/withdraw")).await;
    let _ = clerk.submit(&withdraw.form("/withdraw")).await.expect(200);
    world.deliver().await;
    let board = clerk.get(&meeting.path).await;
    let _ = clerk.submit(&board.form("/revive")).await.expect(200);
    world.deliver().await;
    passwords.sort();
    passwords.dedup();
    passwords
}

#[tokio::test]
async fn no_letter_of_any_kind_holds_a_password() {
    let world = World::start().await;
    let passwords = every_kind_of_letter(&world).await;
    assert_eq!(passwords.len(), 3);
    let letters = world.letters();
    let mut subjects: Vec<&str> = letters
        .iter()
        .filter_map(|letter| letter.subject.split('令').next())
        .collect();
    subjects.sort_unstable();
    subjects.dedup();
    assert_eq!(
        subjects.len(),
        NoticeKind::to_seats().count(),
        "not every kind of letter left: {subjects:?}"
    );
    for letter in &letters {
        let squeezed: String = letter
            .whole
            .to_lowercase()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        for password in &passwords {
            let bare: String = password
                .to_lowercase()
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .collect();
            assert!(
                !squeezed.contains(&bare),
                "{} holds a viewing password",
                letter.subject
            );
        }
    }
}

#[tokio::test]
async fn letters_about_what_was_withdrawn_meanwhile_do_not_leave() {
    let world = World::start().await;
    let Mails::Recorded(post) = &world.mails else {
        unreachable!("this world records")
    };
    let post: &Recorder = post;
    let clerk = world.clerk().await;
    post.be_away(true);
    let meeting = clerk.publish(&Plan::of(3)).await;
    world.deliver().await;
    let withdraw = clerk.get(&meeting.at("/withdraw")).await;
    let _ = clerk.submit(&withdraw.form("/withdraw")).await.expect(200);
    post.be_away(false);
    world.advance(3600);
    world.deliver().await;
    assert!(
        world
            .letters()
            .iter()
            .all(|letter| !letter.text.contains("/r/")),
        "a link to a withdrawn meeting left"
    );
}

#[test]
fn the_tools_are_there() {
    assert!(
        tools::folder().join("venv/bin/python").exists(),
        "run ./tests/run once"
    );
}
