//! What comes back, real and feigned.

use crate::support::{Seeded, notice, sender, settings};
use kairan_mail::Sender;
use kairan_mail::bounce::{Bounce, NoBounce, Quiet, Reading};
use kairan_mail::sender::SenderSettings;

fn read(mail: &str) -> Result<Reading, NoBounce> {
    sender()
        .bounces()
        .read(mail.replace('\n', "\r\n").as_bytes())
}

fn returned(reading: Result<Reading, NoBounce>) -> Bounce {
    match reading {
        Ok(Reading::Returned(bounce)) => bounce,
        other => panic!("{other:?}"),
    }
}

/// As Postfix writes it; `{to}` is where it returned to.
fn report(to: &str, action: &str) -> String {
    format!(
        "Return-Path: <>
From: MAILER-DAEMON@relay.example.jp (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=\"4XyZ\"

--4XyZ
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--4XyZ
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example.jp

Final-Recipient: rfc822; takasaki@clinic.example.jp
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <takasaki@clinic.example.jp>: Recipient address
    rejected: User unknown

--4XyZ
Content-Type: message/rfc822

Message-ID: <{id}@kairan.example.jp>
From: kairan@kairan.example.jp
Subject: x

body

--4XyZ--
",
        id = notice()
    )
}

fn tagged() -> String {
    format!("bounce+{}@kairan.example.jp", notice())
}

#[test]
fn a_report_names_its_notice_and_the_reason() {
    let bounce = returned(read(&report(&tagged(), "failed")));
    assert_eq!(bounce.notice, notice());
    assert_eq!(
        bounce.words.expose(),
        "550 5.1.1 <takasaki@clinic.example.jp>: Recipient address rejected: User unknown"
    );
}

#[test]
fn a_system_that_shouts_is_understood() {
    let loud = report(&tagged().to_ascii_uppercase(), "FAILED");
    assert_eq!(returned(read(&loud)).notice, notice());
}

#[test]
fn without_a_return_path_the_original_message_id_tells() {
    let plain = Sender::new(&SenderSettings {
        return_path: String::new(),
        ..settings()
    })
    .unwrap();
    let mail = report("kairan@kairan.example.jp", "failed").replace('\n', "\r\n");
    assert_eq!(
        returned(plain.bounces().read(mail.as_bytes())).notice,
        notice()
    );
}

#[test]
fn a_message_id_inside_an_encoded_part_is_found() {
    use base64::Engine;
    let original = format!("Message-ID: <{}@kairan.example.jp>\r\n", notice());
    let encoded = base64::engine::general_purpose::STANDARD.encode(original);
    let mail = format!(
        "From: postmaster@exchange.example.jp\nTo: kairan@kairan.example.jp\nSubject: Undeliverable\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nYour message was not delivered.\n\n--b\nContent-Type: text/rfc822-headers\nContent-Transfer-Encoding: base64\n\n{encoded}\n\n--b--\n"
    );
    assert_eq!(returned(read(&mail)).notice, notice());
}

#[test]
fn late_is_not_lost_and_delivered_is_no_return() {
    for late in ["delayed", "Delayed (will retry until Friday)"] {
        let quiet = Ok(Reading::Quiet(Quiet::Delayed));
        assert_eq!(read(&report(&tagged(), late)), quiet, "{late}");
    }
    for good in ["delivered", "relayed", "expanded (to 3)"] {
        let quiet = Ok(Reading::Quiet(Quiet::Delivered));
        assert_eq!(read(&report(&tagged(), good)), quiet, "{good}");
    }
}

/// 「宛先のメールアドレスが見つかりません。」 in ISO-2022-JP, as mobile carriers answer.
#[test]
fn a_plain_return_in_japanese_is_understood() {
    let head = format!(
        "From: Mail Delivery Subsystem <MAILER-DAEMON@mobile.example.jp>\r\nTo: {}\r\nSubject: Returned mail\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=ISO-2022-JP\r\nContent-Transfer-Encoding: 7bit\r\n\r\n",
        tagged()
    );
    let mut mail = head.into_bytes();
    mail.extend_from_slice(b"550 \x1b$B08@h$N%a!<%k%\"%I%l%9$,8+$D$+$j$^$;$s!#\x1b(B\r\n");
    let bounce = returned(sender().bounces().read(&mail));
    assert_eq!(bounce.notice, notice());
    assert_eq!(
        bounce.words.expose(),
        "550 宛先のメールアドレスが見つかりません。"
    );
}

#[test]
fn somebody_who_is_away_is_not_a_return() {
    let away = format!(
        "Return-Path: <>\nFrom: takasaki@clinic.example.jp\nTo: {}\nSubject: Re: out of office\nAuto-Submitted: auto-replied\n\nI am away until Monday. 550\n",
        tagged()
    );
    assert_eq!(read(&away), Ok(Reading::Quiet(Quiet::Answer)));
}

#[test]
fn a_report_about_somebody_elses_letter_is_left_alone() {
    let other = report(
        "bounce+00000000000000000000000000x@kairan.example.jp",
        "failed",
    )
    .replace(&notice().to_string(), "not-an-identifier-at-all-1");
    assert_eq!(read(&other), Err(NoBounce::NoNotice));
}

#[test]
fn nothing_is_not_a_mail() {
    for bytes in [&b""[..], b"\r\n", b"\0\0\0\0"] {
        assert!(sender().bounces().read(bytes).is_err());
    }
}

#[test]
fn words_are_one_short_line() {
    let wordy = report(&tagged(), "failed").replace("User unknown", &"x\u{202E}y ".repeat(400));
    let words = returned(read(&wordy)).words;
    assert_eq!(words.expose().chars().count(), 200);
    assert!(!words.expose().contains(['\n', '\u{202E}']));
}

#[test]
fn every_truncation_is_read_or_refused() {
    let whole = report(&tagged(), "failed").replace('\n', "\r\n");
    let reader = sender().bounces();
    let found = (0..whole.len())
        .filter(|end| {
            let reading = reader.read(&whole.as_bytes()[..*end]);
            assert!(!matches!(reading, Ok(Reading::Quiet(_))), "cut at {end}");
            reading.is_ok()
        })
        .count();
    assert!(found > 0 && found < whole.len());
}

#[test]
fn damaged_and_random_mails_never_panic() {
    let reader = sender().bounces();
    let whole = report(&tagged(), "failed")
        .replace('\n', "\r\n")
        .into_bytes();
    let mut seeded = Seeded(20_261_122);
    let mut right = 0;
    for _ in 0..3_000 {
        let mut mail = whole.clone();
        for _ in 0..seeded.below(12) {
            let at = seeded.below(mail.len());
            match seeded.below(4) {
                0 => mail
                    .iter_mut()
                    .skip(at)
                    .take(1)
                    .for_each(|byte| *byte = seeded.byte()),
                1 => drop(mail.drain(at..(at + 1).min(mail.len()))),
                2 => mail.insert(at, seeded.byte()),
                _ => mail.truncate(at.max(1)),
            }
        }
        right += usize::from(reader.read(&mail).is_ok_and(
            |reading| matches!(reading, Reading::Returned(bounce) if bounce.notice == notice()),
        ));
        let noise: Vec<u8> = (0..seeded.below(2_000)).map(|_| seeded.byte()).collect();
        assert!(reader.read(&noise).is_err());
    }
    assert!(right > 100, "{right}");
}

#[test]
fn deep_nesting_is_survived() {
    let mut mail = format!("From: mailer-daemon@x.example.jp\r\nTo: {}\r\n", tagged());
    for level in 0..3_000 {
        mail.extend([
            "Content-Type: multipart/mixed; boundary=b",
            &level.to_string(),
            "\r\n\r\n--b",
            &level.to_string(),
            "\r\n",
        ]);
    }
    // Nothing in it says that delivery failed.
    assert_eq!(
        sender().bounces().read(mail.as_bytes()),
        Err(NoBounce::NotAReport)
    );
}
