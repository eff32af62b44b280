//! Bytes as text: which encoding, and the first cell that is in none.

use super::{Name, rows};
use encoding_rs::{DecoderResult, Encoding, SHIFT_JIS, UTF_8};
use kairan_domain::csv::{CellFault, CellTrouble, CsvFault, CsvLimits, Place};

/// The text of a file: by its byte-order mark, else UTF-8, else CP932.
pub(super) fn decode(bytes: &[u8], limits: &CsvLimits) -> Result<String, CsvFault> {
    if bytes.len() > limits.bytes {
        return Err(CsvFault::TooLarge { most: limits.bytes });
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strictly(encoding, &bytes[mark..]).map_err(|read| not_text(&read));
    }
    let text = match strictly(UTF_8, bytes) {
        Ok(text) => text,
        Err(of_utf8) => match strictly(SHIFT_JIS, bytes) {
            Ok(text) if mostly_half_width_kana(&text) => return Err(not_text("")),
            Ok(text) => text,
            // What was read longer is what the file was meant to be.
            Err(of_cp932) if of_cp932.len() > of_utf8.len() => return Err(not_text(&of_cp932)),
            Err(_) => return Err(not_text(&of_utf8)),
        },
    };
    // Text has none; UTF-16 without its mark, and programs, do.
    match text.split_once('\0') {
        Some((before, _)) => Err(not_text(before)),
        None => Ok(text),
    }
}

fn not_text(read: &str) -> CsvFault {
    CsvFault::NotText {
        at: rows::end_of(read),
    }
}

/// The whole text, or what comes before the first byte that is none.
fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, String> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    // UTF-16 and CP932 grow by half at most, and UTF-8 not at all.
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut text = String::with_capacity(room.unwrap_or(bytes.len()));
    let (result, _) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    if result == DecoderResult::InputEmpty {
        Ok(text)
    } else {
        Err(text)
    }
}

/// EUC-JP read as CP932 is half-width kana without sense, and no byte of it is wrong.
fn mostly_half_width_kana(text: &str) -> bool {
    let beyond_ascii = text.chars().filter(|c| !c.is_ascii());
    let (kana, all) = beyond_ascii.fold((0_usize, 0_usize), |(kana, all), c| {
        let half = ('\u{FF61}'..='\u{FF9F}').contains(&c);
        (kana + usize::from(half), all + 1)
    });
    kana * 2 > all
}

/// A cell with 〓 for the sender's own characters (外字), which mean nothing here.
pub(super) fn without_own_characters(
    cell: &str,
    at: Place,
    name: Name,
    faults: &mut Vec<CellFault>,
) -> String {
    let own = |c: char| ('\u{E000}'..='\u{F8FF}').contains(&c);
    if cell.contains(own) {
        faults.push(CellFault {
            at,
            column: name.id,
            name: name.japanese,
            what: CellTrouble::OwnCharacter,
        });
    }
    cell.replace(own, "〓")
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::EUC_JP;

    const TEXT: &str = "\"髙﨑 ｶﾅ\",\"①\"\r\n";

    fn read(bytes: &[u8]) -> Result<String, CsvFault> {
        decode(
            bytes,
            &CsvLimits {
                bytes: 999,
                rows: 9,
            },
        )
    }

    fn utf16(text: &str, mark: [u8; 2], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let text = text.encode_utf16().flat_map(bytes);
        mark.into_iter().chain(text).collect()
    }

    #[test]
    fn every_encoding_met_in_practice_is_told_by_its_bytes() {
        let cp932 = SHIFT_JIS.encode(TEXT).0.into_owned();
        let marked = [b"\xEF\xBB\xBF", TEXT.as_bytes()].concat();
        let little = utf16(TEXT, [0xFF, 0xFE], u16::to_le_bytes);
        let big = utf16(TEXT, [0xFE, 0xFF], u16::to_be_bytes);
        for bytes in [TEXT.as_bytes(), &marked, &cp932, &little, &big] {
            assert_eq!(read(bytes).as_deref(), Ok(TEXT));
        }
    }

    #[test]
    fn what_is_no_text_is_told_with_its_cell() {
        let at = |row, column| {
            Err(CsvFault::NotText {
                at: Place { row, column },
            })
        };
        let mixed = [TEXT.as_bytes(), b"\"a\",\"\x8d\x82\"\r\n"].concat();
        assert_eq!(read(&mixed), at(2, 2));
        let cut = [&SHIFT_JIS.encode(TEXT).0, &b"\"x\",\"y\",\"\xFF"[..]].concat();
        assert_eq!(read(&cut), at(2, 3));
        assert_eq!(read(&EUC_JP.encode("\"ひらがな\",\"1\"").0), at(1, 1));
        let mut odd = utf16(TEXT, [0xFF, 0xFE], u16::to_le_bytes);
        odd.pop();
        assert!(matches!(read(&odd), Err(CsvFault::NotText { .. })));
        let unmarked = utf16("\"a\"", [0, 0x20], u16::to_be_bytes);
        assert_eq!(read(&unmarked), at(1, 1));
        assert_eq!(read(&[b'a'; 1000]), Err(CsvFault::TooLarge { most: 999 }));
    }
}
