//! Passwords before they are hashed: what may be one, and how Kairan makes one.
//!
//! A made viewing password has 14 characters of an alphabet without look-alikes
//! (30 signs, 68 bits), in groups: `kf7m-3wtp-x9hd-ra`. Hyphens, spaces, case and full-width
//! forms do not matter when it is typed: [`canonical`] removes them on both sides.
//! A typed one follows the medical guideline 6.0's aim (domain.md §6.1), at least 10 characters.

use crate::date;
use crate::mail_address::MailAddress;
use crate::secret::personal_text;
use crate::text;
use jiff::civil::Date;
use thiserror::Error;

personal_text! {
    /// 参照用パスワード in the clear, as shown and told; hash [`ViewingPassword::canonical`].
    ViewingPassword
}

personal_text! {
    /// A console account's password in the clear.
    StaffPassword
}

/// Why a text may not be a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PasswordError {
    /// Fewer characters than the least.
    #[error("shorter than {least} characters")]
    Short {
        /// The least number of characters.
        least: usize,
    },
    /// More than 128 characters.
    #[error("longer than 128 characters")]
    Long,
    /// Contains the address, the login, the date or the meeting number.
    #[error("guessable from the meeting or the person")]
    Guessable,
    /// One of the passwords everybody tries first, or a run such as 1234567890.
    #[error("common")]
    Common,
}

/// Least length of a typed viewing password.
pub const VIEWING_LEAST: usize = 10;
/// Least length of a staff password (guideline 6.0: from 13 on no periodic change).
pub const STAFF_LEAST: usize = 13;

/// Without what looks alike (0 o, 1 i l), and without q: read out over the telephone it is the
/// same キュー as 9.
pub(crate) const ALPHABET: &[u8; 30] = b"23456789abcdefghjkmnprstuvwxyz";
const COMMON: [&str; 24] = [
    "password",
    "passw0rd",
    "qwertyuiop",
    "1q2w3e4r",
    "letmein",
    "iloveyou",
    "administrator",
    "welcome",
    "shinsakai",
    "kaigohoken",
    "kaigonintei",
    "nintei",
    "sakura",
    "asdfghjkl",
    "zxcvbnm",
    "0123456789",
    "1234567890",
    "9876543210",
    "abcdefghij",
    "kairan",
    "test",
    "changeme",
    "himitsu",
    "pasuwado",
];

/// What is hashed and compared: half-width, lower case, without spaces and hyphens.
///
/// Costs a typed mixed-case password at most one bit per letter; made ones lose nothing.
pub fn canonical(raw: &str) -> String {
    text::half_width(raw)
        .chars()
        .filter(|c| {
            !c.is_whitespace()
                && !text::is_invisible(*c)
                && !matches!(c, '-' | '‐' | '‑' | '–' | '—' | '−' | 'ー')
        })
        .flat_map(char::to_lowercase)
        .collect()
}

impl ViewingPassword {
    /// Makes a password from random bytes; bytes of 240 and above are skipped so that every
    /// sign is equally likely. `None` when too many were skipped: draw again.
    pub fn make(random: &[u8; 32]) -> Option<Self> {
        let signs: Vec<char> = random
            .iter()
            .filter(|b| **b < 240)
            .filter_map(|b| ALPHABET.get(usize::from(*b) % ALPHABET.len()))
            .map(|b| char::from(*b))
            .take(14)
            .collect();
        let groups: Vec<String> = signs
            .chunks(4)
            .map(|group| group.iter().collect())
            .collect();
        (signs.len() == 14).then(|| Self(groups.join("-")))
    }

    /// A made password as it was typed, in its groups again; `None` for what has not the shape
    /// of a made one.
    pub fn regroup(typed: &str) -> Option<Self> {
        let plain = canonical(typed);
        let made = plain.len() == 14 && plain.bytes().all(|sign| ALPHABET.contains(&sign));
        let (first, rest) = made.then(|| plain.split_at(4))?;
        let (second, rest) = rest.split_at(4);
        let (third, last) = rest.split_at(4);
        Some(Self(format!("{first}-{second}-{third}-{last}")))
    }

    /// Judges a password the clerk typed for a reviewer.
    ///
    /// # Errors
    /// [`PasswordError`] names the first thing wrong.
    pub fn check(raw: &str, context: &PasswordContext<'_>) -> Result<Self, PasswordError> {
        let shown = text::one_line(&text::half_width(raw));
        let plain = canonical(&shown);
        judge(&plain, VIEWING_LEAST)?;
        let near = |part: &str| part.len() >= 4 && plain.contains(part);
        let mail = context.mail.map(MailAddress::key).unwrap_or_default();
        let local = mail.split('@').next().unwrap_or_default();
        let number = canonical(context.meeting_no);
        let dated = context
            .held_on
            .is_some_and(|on| dates_of(on).iter().any(|d| plain.contains(d.as_str())));
        if near(local) || near(&number) || dated {
            Err(PasswordError::Guessable)
        } else {
            Ok(Self(shown))
        }
    }

    /// The form that is hashed.
    pub fn canonical(&self) -> String {
        canonical(&self.0)
    }
}

/// What a typed viewing password must not repeat.
#[derive(Debug, Clone, Copy, Default)]
pub struct PasswordContext<'a> {
    /// The reviewer's address.
    pub mail: Option<&'a MailAddress>,
    /// The day of the meeting.
    pub held_on: Option<Date>,
    /// The meeting number as typed.
    pub meeting_no: &'a str,
}

impl StaffPassword {
    /// Judges a password chosen at the console; used exactly as typed, only its ends trimmed.
    ///
    /// # Errors
    /// [`PasswordError`] names the first thing wrong.
    pub fn check(raw: &str, login: &str) -> Result<Self, PasswordError> {
        let shown = raw.trim().to_owned();
        let plain = canonical(&shown);
        judge(&plain, STAFF_LEAST)?;
        let login = canonical(login);
        if login.len() >= 4 && plain.contains(&login) {
            Err(PasswordError::Guessable)
        } else {
            Ok(Self(shown))
        }
    }
}

fn judge(plain: &str, least: usize) -> Result<(), PasswordError> {
    let length = plain.chars().count();
    if length < least {
        return Err(PasswordError::Short { least });
    }
    if length > 128 {
        return Err(PasswordError::Long);
    }
    let mut kinds: Vec<char> = plain.chars().collect();
    kinds.sort_unstable();
    kinds.dedup();
    // A common word may be part of a longer password, but must not make up most of it.
    let mostly = |word: &&str| plain.contains(*word) && length < word.len() + 6;
    if kinds.len() < 5 || COMMON.iter().any(mostly) {
        Err(PasswordError::Common)
    } else {
        Ok(())
    }
}

fn dates_of(on: Date) -> [String; 3] {
    let (y, m, d) = (on.year(), on.month(), on.day());
    let era = canonical(&date::wareki(on))
        .split('(')
        .next()
        .unwrap_or_default()
        .to_owned();
    [format!("{y}{m:02}{d:02}"), format!("{y}{m}{d}"), era]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(mail: &MailAddress) -> PasswordContext<'_> {
        PasswordContext {
            mail: Some(mail),
            held_on: Some(jiff::civil::date(2026, 12, 3)),
            meeting_no: "2026-041",
        }
    }

    #[test]
    fn made_passwords_come_in_groups_without_look_alikes() {
        let made = ViewingPassword::make(&[9; 32]).unwrap();
        assert_eq!(made.expose().len(), 17);
        assert!(ALPHABET.iter().all(|sign| !b"01oilq".contains(sign)));
        assert_eq!(made.canonical().len(), 14);
        assert!(ViewingPassword::make(&[255; 32]).is_none());
    }

    #[test]
    fn typing_differences_do_not_matter() {
        for typed in [
            "kf7m-3wtp-x9hd-ra",
            "KF7M3WTPX9HDRA",
            "ｋｆ７ｍー３ｗｔｐー ｘ９ｈｄ ｒａ",
            " kf7m 3wtp x9hd ra ",
        ] {
            assert_eq!(canonical(typed), "kf7m3wtpx9hdra", "{typed}");
        }
    }

    #[test]
    fn weak_typed_passwords_are_named() {
        let mail = MailAddress::check("tanaka.ichiro@example.jp").unwrap();
        let check = |raw: &str| ViewingPassword::check(raw, &context(&mail)).map(|_| ());
        assert_eq!(check("short"), Err(PasswordError::Short { least: 10 }));
        assert_eq!(check("tanaka.ichiro99"), Err(PasswordError::Guessable));
        assert_eq!(check("kawa20261203xy"), Err(PasswordError::Guessable));
        assert_eq!(check("zz2026041yyqq"), Err(PasswordError::Guessable));
        assert_eq!(check("aaaaaaaaaaaa"), Err(PasswordError::Common));
        assert_eq!(check("password2026"), Err(PasswordError::Common));
        assert_eq!(check("あさがおの花が三つ咲いた"), Ok(()));
    }

    #[test]
    fn staff_passwords_need_thirteen_characters() {
        assert_eq!(
            StaffPassword::check("abcdefgh1234", "jimu").map(|_| ()),
            Err(PasswordError::Short { least: 13 })
        );
        assert!(StaffPassword::check("mizu-umi-sora-87", "jimu").is_ok());
    }
}
