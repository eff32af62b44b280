//! What the reader of returned mails makes of foreign ones: one line per file with its fate and
//! the words kept. Each is read as if it had come to the address of one notice.
//!
//!     cargo run -p kairan-mail --example returns -- FILE…

use kairan_domain::ids::NoticeId;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::notice::MailCause;
use kairan_mail::Sender;
use kairan_mail::bounce::Reading;
use kairan_mail::sender::SenderSettings;
use std::io::Write;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sender = Sender::new(&SenderSettings {
        from: MailAddress::check("kairan@kairan.example.jp")?,
        return_path: "bounce+{notice}@kairan.example.jp".into(),
        dkim: None,
    })?;
    let notice = NoticeId::new(jiff::Timestamp::UNIX_EPOCH, [7; 10]);
    let mut out = std::io::stdout().lock();
    for path in std::env::args().skip(1) {
        let mut mail = format!("Delivered-To: bounce+{notice}@kairan.example.jp\n").into_bytes();
        mail.extend(std::fs::read(&path)?);
        match sender.bounces().read(&mail) {
            Ok(Reading::Returned(bounce)) => {
                let words = bounce.words.expose();
                writeln!(out, "{path}\treturned\t{:?}\t{words}", MailCause::of(words))?;
            }
            Ok(Reading::Quiet(quiet)) => writeln!(out, "{path}\tquiet\t{quiet:?}")?,
            Err(reason) => writeln!(out, "{path}\tunrecognised\t{reason:?}")?,
        }
    }
    Ok(())
}
