//! Texts as bytes, and which characters cannot become any.
//!
//! CP932 is Windows' map, which WHATWG calls `Shift_JIS` (`encoding_rs`). Seven signs have one
//! byte code but two Unicode readings, JIS' and Windows'; `〜` and `−` are the ones people type.
//! They are written by their code, and come back as Windows reads it (`～`, `－`). Two more would
//! be written as something else in silence (`¥` as `\`, `‾` as `~`): they are reported.

use super::{Name, Sheet, rows};
use encoding_rs::SHIFT_JIS;
use kairan_domain::csv::{Place, Unmappable};
use kairan_domain::secret::SecretText;

/// The seven signs: JIS' reading, Windows' reading.
const TWO_READINGS: [(char, char); 7] = [
    ('\u{301C}', '\u{FF5E}'),
    ('\u{2212}', '\u{FF0D}'),
    ('\u{2016}', '\u{2225}'),
    ('\u{2014}', '\u{2015}'),
    ('\u{00A2}', '\u{FFE0}'),
    ('\u{00A3}', '\u{FFE1}'),
    ('\u{00AC}', '\u{FFE2}'),
];

/// Written by the encoder as something else.
const SILENTLY_OTHER: [char; 2] = ['\u{00A5}', '\u{203E}'];

pub(super) fn utf8(sheet: &Sheet) -> Vec<u8> {
    let mut bytes = vec![0xEF, 0xBB, 0xBF];
    bytes.extend_from_slice(rows::to_text(&sheet.rows).as_bytes());
    bytes
}

pub(super) fn cp932(sheet: &Sheet) -> Result<Vec<u8>, Vec<Unmappable>> {
    let cannot = unmappable(sheet);
    if !cannot.is_empty() {
        return Err(cannot);
    }
    let text = as_windows(&rows::to_text(&sheet.rows));
    let (bytes, _, _) = SHIFT_JIS.encode(&text);
    Ok(bytes.into_owned())
}

fn as_windows(text: &str) -> String {
    let windows = |c| {
        let found = TWO_READINGS.iter().find(|(jis, _)| *jis == c);
        found.map_or(c, |(_, windows)| *windows)
    };
    text.chars().map(windows).collect()
}

fn unmappable(sheet: &Sheet) -> Vec<Unmappable> {
    let mut found = Vec::new();
    for (n, row) in sheet.rows.iter().enumerate().skip(sheet.heads) {
        for (column, (cell, Name { id, japanese })) in row.iter().zip(&sheet.names).enumerate() {
            found.extend(not_in_cp932(cell).into_iter().map(|character| Unmappable {
                opinion: n - sheet.heads,
                at: Place {
                    row: n + 1,
                    column: column + 1,
                },
                column: id,
                name: japanese,
                character: SecretText::new(character),
            }));
        }
    }
    found
}

/// Marks that sit on the character before: told together with it, since alone they show nothing.
fn sits_on_another(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{3099}'..='\u{309A}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// The characters of a text that CP932 cannot hold, each once.
fn not_in_cp932(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut before = String::new();
    for c in text.chars() {
        if sits_on_another(c) {
            before.push(c);
        } else {
            before = c.to_string();
        }
        let windows = as_windows(c.encode_utf8(&mut [0; 4]));
        let (_, _, lost) = SHIFT_JIS.encode(&windows);
        if lost || SILENTLY_OTHER.contains(&c) {
            // A mark on a character that is told already makes one entry of the two.
            if sits_on_another(c) {
                found.retain(|told| !before.starts_with(told.as_str()));
            }
            if !found.contains(&before) {
                found.push(before.clone());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_windows_has_is_written_and_the_rest_told_with_its_marks() {
        assert_eq!(
            not_in_cp932("髙﨑德①㈱Ⅱ～〜－−‖—¢£¬\\~ｶﾞ"),
            Vec::<String>::new()
        );
        assert_eq!(
            not_in_cp932("辻\u{E0100}と𠮷と𠮷\u{E0101}と𠮷、か\u{3099}、¥、😀"),
            ["辻\u{E0100}", "𠮷\u{E0101}", "𠮷", "か\u{3099}", "¥", "😀"]
        );
    }

    #[test]
    fn the_seven_signs_come_back_as_windows_reads_them() {
        for (jis, windows) in TWO_READINGS {
            let text = as_windows(&jis.to_string());
            let (bytes, _, lost) = SHIFT_JIS.encode(&text);
            assert!(!lost);
            assert_eq!(SHIFT_JIS.decode(&bytes).0, windows.to_string());
        }
    }
}
