//! What an operator does while people work: turn the keys, add insurers, try the mail, take in
//! letters that came back.

use kairan::control::{ControlReply, ControlRequest};
use kairan_tests::people::Plan;
use kairan_tests::world::World;

fn refused(reply: &ControlReply) -> String {
    match reply {
        ControlReply::Refused { reasons } => reasons.join("; "),
        ControlReply::Taken { reason } => reason.clone(),
        _ => String::new(),
    }
}

#[tokio::test]
async fn keys_are_turned_while_people_read() {
    let mut world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(2)).await;
    world.deliver().await;
    let reviewer = world
        .reviewer(&meeting.mails[0], &meeting.passwords[0])
        .await;
    let before = reviewer
        .get(&reviewer.room("all.zip"))
        .await
        .expect(200)
        .body;

    assert!(matches!(
        world.command(ControlRequest::AddKey).await,
        ControlReply::KeyAdded { .. }
    ));
    let early = world.command(ControlRequest::RetireKey { id: 1 }).await;
    assert!(!refused(&early).is_empty(), "a key in use was erased");
    let second = clerk
        .publish(&Plan {
            meeting_no: "35",
            ..Plan::of(1)
        })
        .await;
    let ControlReply::Rewrapped { records } = world.command(ControlRequest::RewrapKeys).await
    else {
        panic!("not rewrapped")
    };
    assert!(records > 0);
    let retired = world.command(ControlRequest::RetireKey { id: 1 }).await;
    assert!(
        matches!(retired, ControlReply::KeyRetired { .. }),
        "{}",
        refused(&retired)
    );

    assert_eq!(
        reviewer
            .get(&reviewer.room("all.zip"))
            .await
            .expect(200)
            .body,
        before,
        "the session or the file fell to the new key"
    );
    world.restart().await;
    assert_eq!(
        reviewer
            .get(&reviewer.room("all.zip"))
            .await
            .expect(200)
            .body,
        before
    );
    world.deliver().await;
    let late = world
        .reviewer(
            &second.mails[0],
            &second
                .passwords
                .first()
                .unwrap_or(&meeting.passwords[0])
                .clone(),
        )
        .await;
    let _ = late.get("/room/").await.expect(200);
    clerk
        .get(&meeting.path)
        .await
        .expect(200)
        .showing("中村 一郎");
}

#[tokio::test]
async fn commands_name_everything_that_speaks_against_them() {
    let world = World::start().await;
    let add = |number: &str| ControlRequest::AddInsurer {
        address: String::new(),
        number: number.into(),
        name: "あおば市".into(),
        office: "介護保険課".into(),
        phone: "0123-00-0000".into(),
        mail: "kaigo@aoba.example.jp".into(),
    };
    assert!(
        !refused(&world.command(add("131025")).await).is_empty(),
        "a wrong check digit was taken"
    );
    assert!(matches!(
        world.command(add("131029")).await,
        ControlReply::InsurerAdded { .. }
    ));
    assert!(
        !refused(&world.command(add("131029")).await).is_empty(),
        "a number was taken twice"
    );
    let unknown = ControlRequest::ResetUser {
        login: "nobody".into(),
    };
    assert!(!refused(&world.command(unknown).await).is_empty());
    let user = |insurer: &str| ControlRequest::AddUser {
        insurer: insurer.into(),
        login: "aoba".into(),
        name: "青葉 一".into(),
        role: "administrator".into(),
    };
    assert!(!refused(&world.command(user("999999")).await).is_empty());
    let ControlReply::InitialPassword { password, .. } = world.command(user("131029")).await else {
        panic!("no account")
    };
    let visitor = world.stranger();
    let page = visitor.get("/console/sign-in").await.expect(200);
    let form = page
        .form("/console/sign-in")
        .set("login", "aoba")
        .set("password", &password);
    let _ = visitor
        .submit(&form)
        .await
        .expect(200)
        .showing("新しいパスワードを決めてください");
}

#[tokio::test]
async fn a_letter_that_came_back_stands_on_the_board() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(2)).await;
    world.deliver().await;
    let letter = world.letter_to(&meeting.mails[1]);
    let id = letter
        .whole
        .lines()
        .find(|line| line.starts_with("Message-ID:"))
        .unwrap()
        .to_owned();
    let report = format!(
        "From: MAILER-DAEMON@clinic.example.jp\r\nTo: kairan@city.example.jp\r\nSubject: Undelivered Mail\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nmailbox full\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.clinic.example.jp\r\n\r\n\
         Final-Recipient: rfc822; {to}\r\nAction: failed\r\nStatus: 5.2.2\r\nDiagnostic-Code: smtp; 552 5.2.2 mailbox full\r\n\r\n\
         --b\r\nContent-Type: message/rfc822\r\n\r\n{id}\r\nTo: {to}\r\nSubject: x\r\n\r\nx\r\n--b--\r\n",
        to = meeting.mails[1],
    );
    use base64::Engine;
    let message = base64::engine::general_purpose::STANDARD.encode(report);
    let reply = world.command(ControlRequest::Bounce { message }).await;
    assert!(refused(&reply).is_empty(), "{}", refused(&reply));
    let board = clerk
        .get(&meeting.path)
        .await
        .expect(200)
        .showing("電話が必要な委員");
    let card = kairan_tests::html::texts_of_class(board.html(), "seat")
        .into_iter()
        .find(|card| card.contains(&meeting.mails[1]))
        .unwrap();
    assert!(card.contains("552 5.2.2 mailbox full"), "{card}");
}

#[tokio::test]
async fn a_test_letter_tells_what_the_relay_answered() {
    let world = World::start().await;
    let reply = world
        .command(ControlRequest::SendTestMail {
            to: "you@city.example.jp".into(),
        })
        .await;
    assert!(refused(&reply).is_empty(), "{}", refused(&reply));
    assert_eq!(world.letters_to("you@city.example.jp").len(), 1);
}
