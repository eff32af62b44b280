//! The address in what somebody pasted.

use crate::text;

/// What stands around an address and is no part of it.
const AROUND: &[char] = &[
    ' ', '"', '\'', '`', '<', '>', '(', ')', '[', ']', '{', '}', ',', ';', ':', '.', '「', '」',
    '『', '』', '【', '】', '〈', '〉', '《', '》', '、', '・', '→',
];

/// The one address in a text, spaces gone; the text itself where it holds none, so that the
/// caller can name what is wrong. `None` when there are two.
pub(super) fn address_in(raw: &str) -> Option<String> {
    let line: String = text::half_width(&text::one_line(raw))
        .chars()
        .map(|c| match c {
            '。' | '｡' => '.',
            '“' | '”' | '„' | '〝' | '〟' => '"',
            '‘' | '’' => '\'',
            '〈' | '《' | '‹' => '<',
            '〉' | '》' | '›' => '>',
            '､' => '、',
            other => other,
        })
        .collect();
    let (name, inner) = match line.split_once('<') {
        Some((name, rest)) if rest.contains('@') => match rest.split_once('>') {
            Some((inner, behind)) if !behind.contains('@') => (name, inner),
            Some(_) => return None,
            None => (name, rest),
        },
        _ => ("", line.as_str()),
    };
    let inner = bare(inner);
    // `taro@x.jp <taro@x.jp>` names one address twice; two different ones are for nobody to choose.
    if name.contains('@') && !bare(name).eq_ignore_ascii_case(&inner) {
        return None;
    }
    Some(inner)
}

/// One address without name, punctuation and spaces.
fn bare(text: &str) -> String {
    let text = text.split('(').next().unwrap_or_default();
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    // A name beside the address; `taro @x.jp` is only a slip of the space bar.
    let mut with_at = words.iter().filter(|word| word.contains('@'));
    let named = words
        .iter()
        .any(|word| !word.contains('@') && !word.is_ascii());
    let text = match (with_at.next(), with_at.next()) {
        (Some(only), None) if named => (*only).to_owned(),
        _ => words.concat(),
    };
    let lower = text.to_ascii_lowercase();
    let text = match lower.find("mailto:") {
        Some(at) => text[at + "mailto:".len()..]
            .split('?')
            .next()
            .unwrap_or_default(),
        None => text.as_str(),
    };
    // `メール:taro@x.jp`
    let text = match text.rsplit_once(':') {
        Some((label, rest)) if !label.contains('@') => rest,
        _ => text,
    };
    let text: String = text
        .chars()
        .map(|c| if text::is_dash(c) { '-' } else { c })
        .collect();
    trimmed(&text).to_owned()
}

/// A quote in front of the address stays where another one stands before the `@`: both belong
/// to the address. So does a dot in front.
fn trimmed(text: &str) -> &str {
    let text = text.trim_end_matches(AROUND);
    let front = |c: char| AROUND.contains(&c) && c != '.';
    if text.contains("\"@") && text.matches('"').count() >= 2 {
        text.trim_start_matches(|c: char| front(c) && c != '"')
    } else {
        text.trim_start_matches(front)
    }
}

/// A local part without the quotes around it.
pub(super) fn unquoted(local: &str) -> &str {
    local
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(local)
}
