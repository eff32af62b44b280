//! The ways a day is written, brought into one: era and numbers.

use super::{Era, NotADate};
use crate::text;

/// Eras as one sign: ㋿ ㍻ ㍼ ㍽ ㍾.
const SIGNS: [(char, Era); 5] = [
    ('\u{32FF}', Era::Reiwa),
    ('\u{337B}', Era::Heisei),
    ('\u{337C}', Era::Showa),
    ('\u{337D}', Era::Taisho),
    ('\u{337E}', Era::Meiji),
];

/// Half-width, small letters, every separator a full stop, without weekday and inner spaces.
pub(super) fn plain(raw: &str) -> String {
    let text = text::half_width(&text::one_line(raw)).to_lowercase();
    let text = text.split('(').next().unwrap_or_default().trim();
    let mut plain = String::new();
    let mut spaced = false;
    for c in text.chars() {
        let c = match c {
            '/' | '・' | '･' | ',' | '、' => '.',
            dash if text::is_dash(dash) && dash != '一' => '.',
            other => other,
        };
        // `2026 11 17`: a space between digits parts them, any other says nothing.
        if spaced && c.is_ascii_digit() && plain.ends_with(|c: char| c.is_ascii_digit()) {
            plain.push('.');
        }
        spaced = c == ' ';
        if !spaced {
            plain.push(c);
        }
    }
    for (sign, era) in SIGNS {
        plain = plain.replace(sign, era.name());
    }
    plain.replace("西暦", "")
}

/// The era a plain text begins with, and the rest with 元 as 1.
pub(super) fn era(plain: &str) -> (Option<Era>, String) {
    match Era::prefix(plain) {
        Some((era, rest)) => (Some(era), rest.replacen('元', "1", 1)),
        None => (None, plain.to_owned()),
    }
}

/// The numbers of a text without its era, none of them 0: `8.11.22`, `8年11月22日`, and those
/// written without separators, where era or length leave no doubt: `081122`, `20261122`.
pub(super) fn numbers(era: Option<Era>, rest: &str) -> Result<Vec<i16>, NotADate> {
    let year = match (era, rest.len()) {
        (Some(_), 6) => Some(2),
        (None, 8) => Some(4),
        _ => None,
    };
    let year = year.filter(|_| rest.bytes().all(|byte| byte.is_ascii_digit()));
    let parts: Vec<&str> = match year {
        Some(year) => vec![&rest[..year], &rest[year..year + 2], &rest[year + 2..]],
        None => rest
            .split(['.', '年', '月', '日'])
            .filter(|part| !part.is_empty())
            .collect(),
    };
    let number = |part: &str| {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        let number = part.parse::<i16>().ok().filter(|n| digits && *n > 0);
        number.ok_or(NotADate)
    };
    parts.into_iter().map(number).collect()
}
