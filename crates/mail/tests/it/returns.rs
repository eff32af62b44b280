//! Samples of our own writing in the shapes of the mail systems of the world: what returned, what
//! only speaks of a letter, and what nobody can tell.

use crate::support::{notice, sender};
use kairan_domain::notice::MailCause;
use kairan_mail::bounce::{NoBounce, Quiet, Reading};
use std::fmt::Write as _;

/// One mail to a notice's own address.
struct Mail {
    head: String,
    body: String,
}

impl Mail {
    fn from(from: &str, subject: &str) -> Self {
        let head = format!(
            "Delivered-To: bounce+{}@kairan.example.jp\nFrom: {from}\nSubject: {subject}\n",
            notice()
        );
        Self {
            head,
            body: String::new(),
        }
    }

    fn header(mut self, line: &str) -> Self {
        writeln!(self.head, "{line}").unwrap();
        self
    }

    fn text(mut self, body: &str) -> Self {
        self.body = format!("\n{body}\n");
        self
    }

    fn parts(mut self, of: &str, parts: &[(&str, &str)]) -> Self {
        let boundary = "b0und4ry";
        writeln!(
            self.head,
            "MIME-Version: 1.0\nContent-Type: {of}; boundary=\"{boundary}\""
        )
        .unwrap();
        for (kind, body) in parts {
            write!(
                self.body,
                "\n--{boundary}\nContent-Type: {kind}\n\n{body}\n"
            )
            .unwrap();
        }
        writeln!(self.body, "\n--{boundary}--").unwrap();
        self
    }

    fn read(&self) -> Result<Reading, NoBounce> {
        let mail = format!("{}{}", self.head, self.body).replace('\n', "\r\n");
        sender().bounces().read(mail.as_bytes())
    }
}

fn original() -> String {
    format!(
        "Return-Path: <kairan@kairan.example.jp>\nMessage-ID: <{}@kairan.example.jp>\nFrom: kairan@kairan.example.jp\nSubject: x\n\nhello",
        notice()
    )
}

const UTF8: &str = "text/plain; charset=utf-8";

#[test]
#[expect(clippy::too_many_lines, reason = "a table of mails, one after another")]
fn real_returns_are_known_by_their_evidence() {
    use MailCause::{Filtered, MailboxFull, OurSide, Unclear, UnknownAddress};
    let original = original();
    let rows = [
        (
            "au/KDDI",
            Mail::from("no-reply@x01.dion.example.jp", "メールエラー通知").parts(
                "multipart/mixed",
                &[
                    (UTF8, "送信先のメールボックスが一杯のため、送信できませんでした。\n\n※本メールはメールシステムより配信しております。"),
                    ("message/rfc822", &original),
                ],
            ),
            MailboxFull,
        ),
        (
            "m-FILTER",
            Mail::from("<>", "failure notice").text(
                "このメールは「m-FILTER」が自動的に生成して送信しています。\n下記の理由により\nこのメールは送信できませんでした。\n\n-------server message\n550 5.1.1 <a@b.example.jp>: User unknown\n\n-------original message\nReceived: from x",
            ),
            UnknownAddress,
        ),
        (
            "the smallest",
            Mail::from("<>", "failure notice").text("550 user a@b.example.jp: No such user"),
            UnknownAddress,
        ),
        (
            "DragonFly",
            Mail::from("MAILER-DAEMON <>", "Mail delivery failed").text(
                "This is the DragonFly Mail Agent v0.13 at df.example.jp.\n\nThere was an error delivering your mail to <a@b.example.jp>.\n\nmx.example.jp [192.0.2.1] did not like our final DATA:\n550-5.7.26 Unauthenticated email is not accepted\n\nMessage headers follow.\n\nReceived: from root",
            ),
            OurSide,
        ),
        (
            "a daemon without a domain",
            Mail::from("mailer-daemon", "Delivery failed").text("Could not deliver: mailbox full"),
            MailboxFull,
        ),
        (
            "a report without its type",
            Mail::from("Mail Delivery System <Mail.Delivery.System@x.example>", "Delivery status notification")
                .parts("multipart/report", &[(UTF8, "Delivery to the following recipients failed permanently:\n * a@b.example.jp\n\nSMTP:RCPT host 192.0.2.3: 553 5.3.0 <a@b>... No such user here")]),
            UnknownAddress,
        ),
        (
            "MMSC",
            Mail::from("post_master@vtext.example", "Re:Test message")
                .text("Error: Invalid user address\n\nError message below:\n550 - Requested action not taken: no such user here"),
            UnknownAddress,
        ),
        (
            "qmail",
            Mail::from("MAILER-DAEMON@x.example", "failure notice")
                .header("Return-Path: <>")
                .text("Hi. This is the qmail-send program at x.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<a@b.example>:\nSorry, no mailbox here by that name. (#5.1.1)"),
            UnknownAddress,
        ),
        (
            "Exim",
            Mail::from("Mail Delivery System <Mailer-Daemon@x.example>", "Mail delivery failed: returning message to sender")
                .header("X-Failed-Recipients: a@b.example")
                .header("Auto-Submitted: auto-replied")
                .text("This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  a@b.example\n    host mx.b.example [192.0.2.1]: 552 5.2.2 mailbox full"),
            MailboxFull,
        ),
        (
            "flattened by a relay",
            Mail::from("postmaster@x.example", "Undeliverable").text(
                "Reporting-MTA: dns; x.example\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 550 5.7.1 message content rejected",
            ),
            Filtered,
        ),
        (
            "a refusal dressed as a receipt",
            Mail::from("Mail Delivery Subsystem <x@b.example>", "Automatically rejected mail").parts(
                "multipart/report; report-type=disposition-notification",
                &[(UTF8, "Your message to <a@b.example> was automatically rejected:\nQuota exceeded"), ("message/disposition-notification", "Disposition: automatic-action/MDN-sent-automatically; deleted")],
            ),
            MailboxFull,
        ),
        (
            "nothing but a sentence",
            Mail::from("postmaster@x.example", "Undelivered mail").text("Your mail could not be delivered."),
            Unclear,
        ),
        (
            "an unknown sender with a plain subject",
            Mail::from("e500_smtp@x.example", "Mail could not be delivered").text("550 5.1.1 unknown user"),
            UnknownAddress,
        ),
    ];
    for (name, mail, cause) in rows {
        match mail.read() {
            Ok(Reading::Returned(bounce)) => {
                assert_eq!(bounce.notice, notice(), "{name}");
                let words = bounce.words.expose();
                assert_eq!(MailCause::of(words), cause, "{name}: {words}");
            }
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of mails, one after another")]
fn what_only_speaks_of_a_letter_changes_nothing() {
    use Quiet::{Answer, Delayed, Delivered, Receipt};
    let flat = |action: &str| {
        format!(
            "Reporting-MTA: dns; x.example\n\nFinal-Recipient: rfc822; a@b.example\nAction: {action}\nStatus: 4.4.1\nDiagnostic-Code: smtp; 451 later"
        )
    };
    let daemon =
        |subject: &str, text: &str| Mail::from("mailer-daemon@x.example", subject).text(text);
    let rows = [
        (
            "Exim",
            daemon(
                "Warning: message delayed 24 hours",
                "A message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue. No action is required on your part.",
            ),
            Delayed,
        ),
        (
            "Gmail",
            daemon(
                "Delivery Status Notification (Delay)",
                "THIS IS A WARNING MESSAGE ONLY.\nYOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\nThe error that the other server returned was: 450 4.2.2 Mailbox Full",
            ),
            Delayed,
        ),
        (
            "Gmail, new",
            daemon(
                "Delivery Status Notification (Delay)",
                "Delivery incomplete\nThere was a temporary problem delivering your message to a@b.example. Gmail will retry for 46 more hours. You'll be notified if the delivery fails permanently.",
            ),
            Delayed,
        ),
        (
            "OpenSMTPD",
            daemon(
                "Delivery status notification: warning",
                "A message is delayed for more than 10 minutes for the following\nlist of recipients:\n\na@b: Network error\n\nPlease note that this is only a temporary failure report.",
            ),
            Delayed,
        ),
        (
            "Zoho",
            daemon(
                "Delayed Mail (still being retried)",
                "This message could not be delivered for 4 hours. It will be retried until it is 2 days old.",
            ),
            Delayed,
        ),
        (
            "sendmail",
            daemon(
                "Warning: could not send message for past 4 hours",
                "**********************************************\n**      THIS IS A WARNING MESSAGE ONLY      **\n**  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **",
            ),
            Delayed,
        ),
        (
            "flattened",
            daemon("Delayed Mail", &flat("delayed (will retry)")),
            Delayed,
        ),
        (
            "Japanese",
            daemon(
                "配信遅延のお知らせ",
                "メールはまだ配信されていません。再送を試みます。",
            ),
            Delayed,
        ),
        (
            "good news, flattened",
            daemon("report", &flat("relayed")),
            Delivered,
        ),
        (
            "Exchange's good news",
            daemon(
                "Relayed: お知らせ",
                "Delivery to these recipients is complete.",
            ),
            Delivered,
        ),
        (
            "away, and postmaster",
            Mail::from("postmaster@clinic.example", "Re: x")
                .header("Auto-Submitted: auto-replied (vacation)")
                .text("夏季休診中です。"),
            Answer,
        ),
        (
            "away",
            Mail::from("taro@clinic.example", "Automatic reply: お知らせ")
                .text("I am out of the office."),
            Answer,
        ),
        (
            "away, in Japanese",
            Mail::from("taro@clinic.example", "不在のお知らせ").text("出張で不在にしております。"),
            Answer,
        ),
        (
            "away, null sender",
            Mail::from("taro@clinic.example", "x")
                .header("Return-Path: <>")
                .header("Auto-Submitted: auto-replied")
                .text("Back on Monday."),
            Answer,
        ),
        (
            "a form's thanks",
            Mail::from("noreply@clinic.example", "【自動返信】お問い合わせ")
                .text("お問い合わせありがとうございます。"),
            Answer,
        ),
        (
            "receipt",
            Mail::from("postmaster@clinic.example", "Read: x").parts(
                "multipart/report; report-type=disposition-notification",
                &[
                    (UTF8, "Your message was read."),
                    (
                        "message/disposition-notification",
                        "Disposition: manual-action/MDN-sent-manually; displayed",
                    ),
                ],
            ),
            Receipt,
        ),
        (
            "receipt in words",
            Mail::from("postmaster@clinic.example", "開封済み: お知らせ")
                .text("メッセージは開封されました。"),
            Receipt,
        ),
    ];
    for (name, mail, quiet) in rows {
        assert_eq!(mail.read(), Ok(Reading::Quiet(quiet)), "{name}");
    }
}

#[test]
fn what_nobody_can_tell_decides_nothing() {
    use NoBounce::{Complaint, Contradiction, NotAReport};
    let rows = [
        ("a question", Mail::from("taro@clinic.example", "Please call me back").text("I cannot open it."), NotAReport),
        ("a reply that quotes a refusal", Mail::from("taro@clinic.example", "Re: mail").text("My mail server said 550 5.1.1 user unknown. What now?"), NotAReport),
        ("a forwarded return", Mail::from("taro@clinic.example", "Fwd: Undelivered Mail").text("550 5.1.1 user unknown"), NotAReport),
        ("a complaint", Mail::from("fbl@x.example", "abuse report").parts("multipart/report; report-type=feedback-report", &[(UTF8, "This is an abuse report. 550 5.1.1"), ("message/feedback-report", "Feedback-Type: abuse")]), Complaint),
        ("a daemon with nothing to say", Mail::from("mailer-daemon@x.example", "Notice").text("Hello."), NotAReport),
        ("deliverable", Mail::from("mailer-daemon@x.example", "Report").parts("multipart/report; report-type=delivery-status", &[(UTF8, "Address test."), ("message/delivery-status", "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b\nAction: deliverable\nStatus: 2.1.5\nDiagnostic-Code: smtp; 250 2.1.5 Ok")]), NotAReport),
        ("late and over", Mail::from("mailer-daemon@x.example", "Warning: message delayed").text("It has been delayed. Giving up: 550 5.4.4 no route"), Contradiction),
        ("away and refused", Mail::from("taro@clinic.example", "Automatic reply").text("User unknown: 550 5.1.1"), Contradiction),
    ];
    for (name, mail, reason) in rows {
        assert_eq!(mail.read(), Err(reason), "{name}");
    }
}

#[test]
fn a_report_in_a_report_is_found() {
    let inner = "From: postmaster@x.example\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=i\n\n--i\nContent-Type: text/plain\n\nDelivery failed.\n\n--i\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b\nAction: failed\nStatus: 5.2.2\n\n--i--";
    let mail = Mail::from(
        "postmaster@x.example",
        "Delivery Status Notification (Failure)",
    )
    .parts("multipart/mixed", &[("message/rfc822", inner)]);
    let Ok(Reading::Returned(bounce)) = mail.read() else {
        panic!("{:?}", mail.read());
    };
    assert_eq!(bounce.words.expose(), "5.2.2");
}
