//! Kana and the marks that some machines write behind them.

use unicode_normalization::char::compose;

/// Kana joined with the combining marks of sound (U+3099, U+309A) behind them: a Mac's file names
/// come apart (か + ゛), and Windows shows them so. Nothing else is composed: NFC would turn
/// compatibility kanji of names into other characters.
pub fn join_kana(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for c in text.chars() {
        let whole = joined
            .chars()
            .next_back()
            .filter(|last| is_mark(c) && is_kana_letter(*last))
            .and_then(|last| compose(last, c));
        if let Some(whole) = whole {
            joined.pop();
            joined.push(whole);
        } else {
            joined.push(c);
        }
    }
    joined
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309A}')
}

fn is_kana_letter(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{309D}' | '\u{30A1}'..='\u{30FA}' | '\u{30FD}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn every_kana_comes_together_as_it_came_apart() {
        for c in ('\u{3041}'..='\u{30FF}').filter(|c| !is_mark(*c)) {
            let apart: String = c.to_string().nfd().collect();
            assert_eq!(join_kana(&apart), c.to_string(), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn names_and_stray_marks_stay() {
        for text in [
            "\u{FA10}\u{FA19}\u{FA1B} 﨑",
            "e\u{301}",
            "漢\u{3099}",
            "\u{3099}か",
            "か゛",
            "あ\u{3099}",
            "",
        ] {
            assert_eq!(join_kana(text), text);
        }
        assert_eq!(
            join_kana("か\u{3099}き\u{3099}は\u{309A}.pdf"),
            "がぎぱ.pdf"
        );
    }
}
