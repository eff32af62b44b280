//! Facts with fixed values, and snapshots.

use jiff::Timestamp;
use jiff::civil::{date, time};
use kairan_domain::date::from_tokyo;
use kairan_domain::ids::NoticeId;
use kairan_domain::insurer::Office;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::meeting::AccessWindow;
use kairan_domain::meeting_line::MeetingLine;
use kairan_domain::notice::{NoticeKind, PasswordNote};
use kairan_domain::secret::SecretText;
use kairan_domain::staff::PersonName;
use kairan_mail::Sender;
use kairan_mail::letter::{LetterFacts, MaterialChanges, News, Reader};
use kairan_mail::sender::{DkimSettings, SenderSettings};
use std::path::Path;

pub(crate) const URL: &str = "https://kairan.example.jp/r/9b4kq2m7w0x5t8v3z6y1";

pub(crate) fn mail(text: &str) -> MailAddress {
    MailAddress::check(text).unwrap()
}

pub(crate) fn now() -> Timestamp {
    from_tokyo(date(2026, 11, 22), time(9, 30, 0, 0)).unwrap()
}

pub(crate) fn notice() -> NoticeId {
    NoticeId::new(now(), [7; 10])
}

pub(crate) fn facts(kind: NoticeKind) -> LetterFacts {
    let window = AccessWindow {
        from: from_tokyo(date(2026, 11, 23), time(9, 0, 0, 0)).unwrap(),
        until: from_tokyo(date(2026, 12, 1), time(0, 0, 0, 0)).unwrap(),
    };
    let link = SecretText::new(URL);
    LetterFacts {
        office: office(),
        reader: Reader {
            name: PersonName::from_kept("髙﨑 𠮷男".to_owned()),
            mail: mail("takasaki@clinic.example.jp"),
            password: match kind {
                NoticeKind::Published => PasswordNote::Told,
                NoticeKind::Resent => PasswordNote::AsAt(date(2026, 11, 9)),
                _ => PasswordNote::AsBefore,
            },
        },
        meeting: MeetingLine {
            held_on: date(2026, 11, 30),
            starts_at: Some(time(13, 30, 0, 0)),
            meeting_no: "第12回".to_owned(),
            panel: Some("第3合議体".to_owned()),
            window,
        },
        news: News::of(
            kind,
            Some(link),
            MaterialChanges {
                replaced: 1,
                added: 2,
                withdrawn: 0,
                total: 5,
            },
        )
        .unwrap(),
    }
}

pub(crate) fn office() -> Office {
    Office {
        insurer: "髙﨑𠮷市".to_owned(),
        office: "髙﨑𠮷市 介護保険課 認定係".to_owned(),
        address: String::new(),
        phone: "027-000-0000".to_owned(),
        mail: mail("kaigo-nintei@city.example.jp"),
    }
}

pub(crate) fn settings() -> SenderSettings {
    SenderSettings {
        from: mail("kairan@kairan.example.jp"),
        return_path: "bounce+{notice}@kairan.example.jp".to_owned(),
        dkim: None,
    }
}

pub(crate) fn sender() -> Sender {
    Sender::new(&settings()).unwrap()
}

pub(crate) fn signing_sender() -> Sender {
    let key_pem = SecretText::new(include_str!("../fixtures/dkim-test-key.pem"));
    let dkim = DkimSettings {
        selector: "k2026".into(),
        domain: "kairan.example.jp".into(),
        key_pem,
    };
    Sender::new(&SenderSettings {
        dkim: Some(dkim),
        ..settings()
    })
    .unwrap()
}

/// Compares with `tests/expected/<name>`. With `KAIRAN_ACCEPT=1` in the environment the file
/// is written anew instead; look at the difference before committing it.
pub(crate) fn check_text(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/expected")
        .join(name);
    if std::env::var_os("KAIRAN_ACCEPT").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        actual, expected,
        "{name} differs from what was last agreed on"
    );
}

/// A small generator with a fixed start (xorshift64*): the same bytes on every run.
pub(crate) struct Seeded(pub(crate) u64);

impl Seeded {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let mixed = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(mixed).unwrap() % end.max(1)
    }

    pub(crate) fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap()
    }
}
