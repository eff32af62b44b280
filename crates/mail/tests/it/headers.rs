//! The message as a mail program reads it.

use crate::support::{facts, mail, notice, now, sender, settings};
use kairan_domain::mail_address::MailAddress;
use kairan_domain::notice::NoticeKind;
use kairan_mail::sender::{ComposeError, SenderFault, SenderSettings};
use kairan_mail::{Parcel, Sender};
use mail_parser::{HeaderValue, Message, MessageParser, MimeHeaders};

fn composed(kind: NoticeKind) -> Parcel {
    sender().compose(notice(), &facts(kind), now()).unwrap()
}

fn text_of<'a>(message: &'a Message<'_>, name: &'static str) -> Option<&'a str> {
    message.header(name).and_then(HeaderValue::as_text)
}

#[test]
fn japanese_headers_survive_the_way() {
    let parcel = composed(NoticeKind::Published);
    assert!(parcel.bytes().is_ascii());
    let message = MessageParser::default().parse(parcel.bytes()).unwrap();
    assert_eq!(
        message.subject().unwrap(),
        "【髙﨑𠮷市】介護認定審査会の資料をご覧ください（令和8年11月30日(月)開催）"
    );
    let from = message.from().unwrap().first().unwrap();
    assert_eq!(
        (from.name().unwrap(), from.address().unwrap()),
        ("髙﨑𠮷市", "kairan@kairan.example.jp")
    );
    let office = message.reply_to().unwrap().first().unwrap();
    assert_eq!(
        (office.name().unwrap(), office.address().unwrap()),
        ("髙﨑𠮷市 介護保険課 認定係", "kaigo-nintei@city.example.jp")
    );
}

#[test]
fn every_letter_says_what_it_is() {
    for kind in NoticeKind::to_seats() {
        let parcel = composed(kind);
        let message = MessageParser::default().parse(parcel.bytes()).unwrap();
        assert_eq!(
            message.message_id().unwrap(),
            format!("{}@kairan.example.jp", notice())
        );
        assert_eq!(text_of(&message, "Auto-Submitted"), Some("auto-generated"));
        assert_eq!(
            text_of(&message, "X-Auto-Response-Suppress"),
            Some("OOF, AutoReply")
        );
        assert_eq!(message.date().unwrap().to_timestamp(), now().as_second());
        assert!(
            parcel
                .bytes()
                .windows(20)
                .any(|w| w == b"Content-Language: ja")
        );
        let kind = message.content_type().unwrap();
        assert_eq!(
            (kind.ctype(), kind.subtype()),
            ("multipart", Some("alternative"))
        );
        assert_eq!(
            parcel.return_path(),
            format!("bounce+{}@kairan.example.jp", notice())
        );
    }
}

#[test]
fn both_bodies_arrive_as_written() {
    let letter = kairan_mail::render(&facts(NoticeKind::MaterialsChanged)).unwrap();
    let parcel = composed(NoticeKind::MaterialsChanged);
    let message = MessageParser::default().parse(parcel.bytes()).unwrap();
    assert_eq!(
        message.body_text(0).unwrap().replace("\r\n", "\n"),
        letter.text.expose()
    );
    assert_eq!(
        message.body_html(0).unwrap().replace("\r\n", "\n"),
        letter.html.expose()
    );
}

#[test]
fn nobody_sees_another_reader() {
    let parcel = composed(NoticeKind::Published);
    let message = MessageParser::default().parse(parcel.bytes()).unwrap();
    let to: Vec<_> = message
        .to()
        .unwrap()
        .iter()
        .map(|addr| addr.address().unwrap())
        .collect();
    assert_eq!(to, ["takasaki@clinic.example.jp"]);
    assert!(message.cc().is_none() && message.bcc().is_none());
    assert_eq!(parcel.to().expose(), "takasaki@clinic.example.jp");
}

#[test]
fn the_same_notice_makes_the_same_message() {
    assert_eq!(
        composed(NoticeKind::Resent).bytes(),
        composed(NoticeKind::Resent).bytes()
    );
}

#[test]
fn lines_are_short_and_end_in_cr_lf() {
    let parcel = composed(NoticeKind::DateChanged);
    let text = std::str::from_utf8(parcel.bytes()).unwrap();
    let (_, body) = text.split_once("\r\n\r\n").unwrap();
    assert!(body.split("\r\n").all(|line| line.len() <= 78));
    // RFC 5322 §2.1.1; a header's address is not folded away from its name.
    for line in text.split("\r\n") {
        assert!(line.len() <= 998 && !line.contains(['\r', '\n']), "{line}");
    }
}

#[test]
fn an_old_carrier_address_is_written_quoted() {
    let mut old = facts(NoticeKind::Published);
    old.reader.mail = mail("taro..x.@docomo.ne.jp");
    let parcel = sender().compose(notice(), &old, now()).unwrap();
    assert_eq!(parcel.to().expose(), "\"taro..x.\"@docomo.ne.jp");
}

#[test]
fn an_address_that_cannot_be_written_makes_no_message() {
    let mut broken = facts(NoticeKind::Published);
    broken.reader.mail =
        MailAddress::from_kept("a\r\nRCPT TO:<b@example.jp>@example.jp".to_owned());
    assert_eq!(
        sender().compose(notice(), &broken, now()).unwrap_err(),
        ComposeError::Address
    );
}

#[test]
fn without_a_return_path_letters_return_to_the_sender() {
    let plain = Sender::new(&SenderSettings {
        return_path: String::new(),
        ..settings()
    })
    .unwrap();
    let parcel = plain
        .compose_test(notice(), &mail("you@example.jp"), now())
        .unwrap();
    assert_eq!(parcel.return_path(), "kairan@kairan.example.jp");
    let message = MessageParser::default().parse(parcel.bytes()).unwrap();
    assert_eq!(message.subject(), Some("【回覧】メール送信の試験"));
}

#[test]
fn a_return_path_without_a_place_for_the_notice_is_refused_at_start() {
    let wrong = SenderSettings {
        return_path: "bounce@example.jp".to_owned(),
        ..settings()
    };
    assert_eq!(Sender::new(&wrong).unwrap_err(), SenderFault::ReturnPath);
}

#[test]
fn a_parcel_does_not_print_itself() {
    assert_eq!(
        format!("{:?}", composed(NoticeKind::Published)),
        format!("Parcel({})", notice())
    );
}
