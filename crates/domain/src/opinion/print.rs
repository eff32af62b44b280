//! Room on the official form: how many lines a text takes there.

use super::form::Print;

/// Half-width columns a character takes: two, one for ASCII and half-width kana, none for
/// marks that sit on the character before (variation selectors, combining marks).
fn half_columns(c: char) -> usize {
    match c {
        '\u{0300}'..='\u{036F}'
        | '\u{3099}'..='\u{309A}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{E0100}'..='\u{E01EF}' => 0,
        '\u{20}'..='\u{7E}' | '\u{FF61}'..='\u{FF9F}' => 1,
        _ => 2,
    }
}

/// What a text takes of its room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Lines, broken where the line is full. The drawing may need one more to keep 。 and 、
    /// from the start of a line.
    pub lines: usize,
    /// Characters as a reader counts them: without marks that sit on others, without breaks.
    pub characters: usize,
    /// Full-width columns of the longest typed line, rounded up: what a single line's room is
    /// measured by.
    pub columns: usize,
}

impl Print {
    /// What a text takes of this room.
    pub fn taken(&self, text: &str) -> Taken {
        let room = self.columns.saturating_mul(2).max(2);
        let lines = text.split('\n').map(|line| {
            let (mut lines, mut used) = (1_usize, 0);
            for width in line.chars().map(half_columns) {
                if used + width > room {
                    lines += 1;
                    used = 0;
                }
                used += width;
            }
            lines
        });
        let widths = text
            .split('\n')
            .map(|line| line.chars().map(half_columns).sum::<usize>());
        let seen = text.chars().filter(|c| *c != '\n' && half_columns(*c) > 0);
        Taken {
            lines: if text.is_empty() { 0 } else { lines.sum() },
            characters: seen.count(),
            columns: widths.max().unwrap_or_default().div_ceil(2),
        }
    }

    /// Whether a text fits.
    pub fn fits(&self, text: &str) -> bool {
        let taken = self.taken(text);
        // One line is measured by its width alone: half-width characters may be more.
        taken.lines <= self.lines && (self.lines == 1 || taken.characters <= self.characters)
    }
}
