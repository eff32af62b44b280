//! Telephone numbers, postal codes and other short signs as any keyboard writes them.

use super::{half_width, one_line};

/// Everything that people and keyboards write for a hyphen: the key itself in kana mode (`ー`),
/// a Mac's minus, dashes, ruled lines and the numeral one. Only where no word can stand: in kana
/// `ー` is a letter.
pub fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{02D7}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{207B}'
                | '\u{208B}'
                | '\u{2212}'
                | '\u{2500}'
                | '\u{2501}'
                | '\u{30FC}'
                | '\u{4E00}'
                | '\u{FE58}'
                | '\u{FE63}'
                | '\u{FF0D}'
                | '\u{FF70}'
    )
}

/// One line of signs, such as a number or a code: half-width, every dash a hyphen.
pub fn signs(raw: &str) -> String {
    half_width(&one_line(raw))
        .chars()
        .map(|c| if is_dash(c) { '-' } else { c })
        .collect()
}

/// 〒 as `123-4567`, from seven digits in any common writing; empty stays empty, anything else
/// is `None`.
pub fn postal_code(raw: &str) -> Option<String> {
    let digits = signs(raw).replace(['〒', '-', ' '], "");
    if digits.is_empty() {
        Some(digits)
    } else if digits.len() == 7 && digits.bytes().all(|b| b.is_ascii_digit()) {
        Some(format!("{}-{}", &digits[..3], &digits[3..]))
    } else {
        None
    }
}

/// A telephone number in one writing, without changing what it says: half-width, hyphens for
/// every dash, no `TEL` in front. Whether it is one, [`is_phone`] says.
pub fn phone(raw: &str) -> String {
    let text = signs(raw);
    let lower = text.to_ascii_lowercase();
    let named = ["tel", "fax", "電話", "℡"]
        .iter()
        .find_map(|name| lower.starts_with(name).then_some(name.len()));
    let number = text[named.unwrap_or(0)..].trim_start_matches(['.', ':', ' ']);
    number.to_owned()
}

/// What may stand beside the digits of a number: extensions, and whose line it is.
const BESIDE: &[&str] = &[
    "内線", "内", "代表", "代", "直通", "夜間", "呼出", "呼", "転送", "ext",
];

/// Whether a text of [`phone`] reads as a telephone number: six digits or more, nothing else
/// but the usual signs and words (`内線12`, `(代)`).
pub fn is_phone(text: &str) -> bool {
    let mut bare = text.to_ascii_lowercase();
    for word in BESIDE {
        bare = bare.replace(word, "");
    }
    let digits = bare.chars().filter(char::is_ascii_digit).count();
    digits >= 6
        && bare
            .chars()
            .all(|c| c.is_ascii_digit() || " -()+.#:".contains(c))
}

/// What a telephone dials when the number is touched: the digits up to the first word (an
/// extension is asked for by voice). Empty when no number stands in front.
pub fn dialled(phone: &str) -> String {
    let front = phone
        .chars()
        .take_while(|c| c.is_ascii_digit() || "-() +".contains(*c));
    let digits: String = front.filter(|c| c.is_ascii_digit() || *c == '+').collect();
    match digits.len() {
        6.. => digits,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every dash that a keyboard, a spreadsheet or a word processor gives.
    const DASHES: &str = "-‐‑‒–—―−ー－ｰ⁃﹘﹣─━一";

    #[test]
    fn every_keyboards_dash_is_a_hyphen() {
        for dash in DASHES.chars() {
            let typed = format!("０３{dash}１２３４{dash}５６７８");
            assert_eq!(phone(&typed), "03-1234-5678", "U+{:04X}", u32::from(dash));
            assert!(is_phone(&phone(&typed)));
            let code = format!("〒１２３{dash}４５６７");
            assert_eq!(postal_code(&code).as_deref(), Some("123-4567"));
        }
    }

    #[test]
    fn a_hospitals_number_has_words_beside_it() {
        for (typed, kept) in [
            ("03-1234-5678 内線12", "03-1234-5678 内線12"),
            ("03-1234-5678（内線 12）", "03-1234-5678(内線 12)"),
            ("０３－１２３４－５６７８（代）", "03-1234-5678(代)"),
            ("03-1234-5678（代表）", "03-1234-5678(代表)"),
            ("03-1234-5678 代表", "03-1234-5678 代表"),
            ("090-1234-5678(直通)", "090-1234-5678(直通)"),
            ("+81 3 1234 5678 ext.12", "+81 3 1234 5678 ext.12"),
            ("TEL：03-1234-5678", "03-1234-5678"),
            ("電話 03-1234-5678", "03-1234-5678"),
            ("℡03-1234-5678", "03-1234-5678"),
            ("0312345678", "0312345678"),
            ("03(1234)5678", "03(1234)5678"),
        ] {
            let read = phone(typed);
            assert_eq!(read, kept, "{typed}");
            assert!(is_phone(&read), "{typed}");
        }
        for typed in ["", "なし", "03-12", "自宅 03-1234-5678", "taro@example.jp"] {
            assert!(!is_phone(&phone(typed)), "{typed}");
        }
    }

    #[test]
    fn a_touched_number_is_dialled_without_its_words() {
        for (shown, dials) in [
            ("03-1234-5678", "0312345678"),
            ("+81 3 1234 5678", "+81312345678"),
            ("03-1234-5678(代)", "0312345678"),
            ("03-1234-5678 内線12", "0312345678"),
            ("内線12", ""),
            ("なし", ""),
        ] {
            assert_eq!(dialled(shown), dials, "{shown}");
        }
    }

    #[test]
    fn what_was_read_once_is_read_the_same_again() {
        for typed in [
            "ＴＥＬ ０３ー１２３４ー５６７８（内線１２）",
            "〒123-4567",
            "tel tel 1",
            "―",
        ] {
            let once = phone(typed);
            assert_eq!(signs(&signs(typed)), signs(typed));
            assert_eq!(phone(&once).is_empty(), once.is_empty());
            if let Some(code) = postal_code(typed) {
                assert_eq!(postal_code(&code), Some(code.clone()));
            }
        }
    }
}
