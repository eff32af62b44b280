//! What people type, brought into one shape: full-width forms, stray spaces, invisible marks.
//!
//! Stored names keep the characters given: NFC would turn 﨑's cousins (塚, 羽, 神 of the
//! compatibility block) into other characters. Only a *search key* is normalised, and kana are
//! joined with marks that stand apart behind them ([`join_kana`]): both in every line read here.
//!
//! Decided on 2026-12-01: one reader per kind of thing that people type, here or at its own noun
//! ([`crate::mail_address`], [`crate::date`]); no door has signs of its own.

mod kana;
mod typed;

pub use kana::join_kana;
pub use typed::{dialled, is_dash, is_phone, phone, postal_code, signs};

use unicode_normalization::UnicodeNormalization;

/// Bytes as hexadecimal digits, two lower-case ones each.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or('0');
    let digits = bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    digits.collect()
}

/// Full-width ASCII (`！`–`～`) and the ideographic space become their half-width twins.
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{3000}' => ' ',
            '\u{FF01}'..='\u{FF5E}' => u32::from(c)
                .checked_sub(0xFEE0)
                .and_then(char::from_u32)
                .unwrap_or(c),
            _ => c,
        })
        .collect()
}

/// Marks that show nothing and can hide something: direction overrides, zero-width
/// characters, byte-order marks, control characters (line feed and tab are kept).
///
/// Variation selectors are not among them: a name may need one (辻󠄀).
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}')
        || (c.is_control() && c != '\n' && c != '\t')
}

/// One line: invisible marks dropped, line breaks and runs of spaces made one space, trimmed.
pub fn one_line(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    join_kana(&visible)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// One line with its characters and inner spaces as given (a name keeps its `\u{3000}`):
/// invisible marks dropped, line breaks and tabs made spaces, trimmed.
pub fn line_as_given(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' | '\u{0B}' | '\u{2028}' | '\u{2029}' => ' ',
            _ => c,
        })
        .filter(|c| !is_invisible(*c))
        .collect();
    join_kana(visible.trim())
}

/// Whether a text is all kana (either kind, either width) and spaces.
pub fn is_kana(text: &str) -> bool {
    text.chars().all(|c| {
        matches!(c,
            '\u{3041}'..='\u{309F}' | '\u{30A0}'..='\u{30FF}' | '\u{FF65}'..='\u{FF9F}'
            | ' ' | '\u{3000}')
    })
}

/// Several lines: invisible marks dropped, CR LF made LF, trailing spaces trimmed.
pub fn many_lines(text: &str) -> String {
    let visible: String = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| !is_invisible(*c))
        .collect();
    let lines: Vec<&str> = visible.lines().map(str::trim_end).collect();
    join_kana(lines.join("\n").trim_matches('\n'))
}

/// The key under which a text is found: NFKC, lower case, hiragana as katakana, no spaces.
pub fn search_key(text: &str) -> String {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| !c.is_whitespace() && !is_invisible(*c))
        .map(|c| match c {
            '\u{3041}'..='\u{3096}' => u32::from(c)
                .checked_add(0x60)
                .and_then(char::from_u32)
                .unwrap_or(c),
            _ => c,
        })
        .collect()
}

/// The key under which a person's name is found: as [`search_key`], and written variants of
/// one character are one (髙 高, 﨑 崎, 辻 with or without its selector), small kana are large
/// (older systems print キヨウコ for キョウコ), dashes and dots between names are dropped.
pub fn name_key(name: &str) -> String {
    search_key(name)
        .chars()
        .filter(|c| !matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '・' | '=' | '-' | '‐'))
        .map(|c| VARIANTS.iter().find(|(one, _)| one.contains(c)).map_or(c, |(_, of)| *of))
        .collect()
}

/// Variants seen in names, and the character they are searched as. Two people may differ only
/// in such a character; a search shows both, and stored names keep theirs.
const VARIANTS: &[(&str, char)] = &[
    ("髙", '高'),
    ("﨑嵜碕", '崎'),
    ("𠮷", '吉'),
    ("濱濵", '浜'),
    ("邊邉", '辺'),
    ("齋齊斎", '斉'),
    ("澤", '沢'),
    ("廣", '広'),
    ("德", '徳'),
    ("瀨", '瀬'),
    ("櫻", '桜'),
    ("國", '国'),
    ("嶋嶌", '島'),
    ("眞", '真'),
    ("惠", '恵'),
    ("壽", '寿'),
    ("與", '与'),
    ("條", '条'),
    ("藏", '蔵'),
    ("黑", '黒'),
    ("增", '増'),
    ("橫", '横'),
    ("淸", '清'),
    ("曾", '曽'),
    ("彌", '弥'),
    ("榮", '栄'),
    ("會", '会'),
    ("應", '応'),
    ("圓", '円'),
    ("關", '関'),
    ("佛", '仏'),
    ("ァ", 'ア'),
    ("ィ", 'イ'),
    ("ゥ", 'ウ'),
    ("ェ", 'エ'),
    ("ォ", 'オ'),
    ("ッ", 'ツ'),
    ("ャ", 'ヤ'),
    ("ュ", 'ユ'),
    ("ョ", 'ヨ'),
    ("ヮ", 'ワ'),
    ("ヵ", 'カ'),
    ("ヶ", 'ケ'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_takes_two_digits() {
        assert_eq!(hex(&[0, 0x0f, 0xa5, 0xff]), "000fa5ff");
    }

    #[test]
    fn full_width_mail_becomes_half_width() {
        assert_eq!(
            half_width("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ　"),
            "taro@example.jp "
        );
    }

    #[test]
    fn names_keep_their_characters() {
        for name in ["髙﨑 𠮷男", "辻\u{E0100} 花子", "\u{FA10}田"] {
            assert_eq!(one_line(name), name);
        }
    }

    #[test]
    fn hidden_direction_marks_vanish() {
        assert_eq!(one_line("資料\u{202E}fdp.exe"), "資料fdp.exe");
    }

    #[test]
    fn kana_of_either_kind_is_found() {
        assert_eq!(search_key("ｶﾞｯﾊﾟ"), search_key("がっぱ"));
    }

    #[test]
    fn a_name_is_found_however_it_is_written() {
        for (one, other) in [
            ("髙﨑　𠮷男", "高崎吉男"),
            ("辻\u{E0100} 花子", "辻花子"),
            ("きょうこ", "ｷﾖｳｺ"),
            ("ワタナベ・ジョン", "わたなべ じよん"),
            ("渡邉", "渡辺"),
        ] {
            assert_eq!(name_key(one), name_key(other));
        }
        assert_ne!(name_key("はは"), name_key("ばば"));
    }

    #[test]
    fn a_line_keeps_its_inner_spaces() {
        assert_eq!(line_as_given(" 髙﨑\u{3000}𠮷男\r\n"), "髙﨑\u{3000}𠮷男");
        assert_eq!(line_as_given("a\nb\u{200B}"), "a b");
    }
}
