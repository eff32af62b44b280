//! Where a line may end: the Japanese rules (kinsoku) and whole Latin words.
//!
//! A line that would have to break at a forbidden place pushes the characters before it down to
//! the next line (oidashi); only when a line has no allowed place at all does it break anywhere.

use std::ops::Range;

use super::shaping::Glyph;

/// Splits glyphs into lines of at most `width` em. An empty text is one empty line. Spaces at a
/// line end belong to no line.
pub fn break_lines(glyphs: &[Glyph], width: f32) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < glyphs.len() {
        let end = line_end(glyphs, start, width);
        lines.push(start..trimmed_end(glyphs, start, end));
        start = end;
        while start < glyphs.len() && is_space(glyphs[start].cluster.base) {
            start += 1;
        }
    }
    if lines.is_empty() {
        lines.push(0..0);
    }
    lines
}

/// End of the line that begins at `start`: the last allowed break before the text is too wide.
fn line_end(glyphs: &[Glyph], start: usize, width: f32) -> usize {
    let mut used = 0.0_f32;
    let mut allowed = None;
    for at in start..glyphs.len() {
        if at > start && may_break(glyphs, at) {
            allowed = Some(at);
        }
        let c = glyphs[at].cluster.base;
        used += f32::from(glyphs[at].advance) / 1000.0;
        // A space may hang over the edge: it is cut off at a line end.
        if used > width + 0.001 && !is_space(c) {
            return allowed.unwrap_or(at.max(start + 1));
        }
    }
    glyphs.len()
}

/// Whether a line may end before glyph `at`.
fn may_break(glyphs: &[Glyph], at: usize) -> bool {
    let (before, after) = (glyphs[at - 1].cluster.base, glyphs[at].cluster.base);
    if never_starts(after) || never_ends(before) || is_space(after) {
        return false;
    }
    if before == after && matches!(after, '…' | '‥' | '―' | '─') {
        return false;
    }
    !(is_word(before) && is_word(after))
}

fn trimmed_end(glyphs: &[Glyph], start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start && glyphs[end - 1].cluster.base == ' ' {
        end -= 1;
    }
    end
}

fn is_space(c: char) -> bool {
    c == ' '
}

/// Characters of Latin words, numbers and addresses, which stay together where possible.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(
            c,
            '@' | '.' | '-' | '_' | '/' | ':' | '%' | '+' | '&' | '\'' | '#' | '=' | '?' | '~'
        )
        || matches!(c, '\u{C0}'..='\u{24F}')
}

/// Characters that must not begin a line (JIS X 4051: closing brackets, stops, small kana …).
fn never_starts(c: char) -> bool {
    "、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】〙〗〟｠℃％‰)]},.:;?!｡､･ﾞﾟｰ｣\
     ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ〜～゠–"
        .contains(c)
}

/// Characters that must not end a line (opening brackets, currency before a number).
fn never_ends(c: char) -> bool {
    "‘“（〔［｛〈《「『【〘〖〝｟([{｢￥＄£№".contains(c)
}
