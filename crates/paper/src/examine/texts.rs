//! From letters to findings: rows of unseen letters, their words and their place.

use super::letters::Letter;
use hayro::kurbo::Rect;
use kairan_domain::examination::FindingKind;

/// A row of letters of one kind.
pub(super) struct Stretch {
    pub(super) kind: FindingKind,
    pub(super) place: Rect,
    pub(super) text: String,
    size: f64,
    /// The last letter's place.
    last: Rect,
}

impl Stretch {
    fn new(kind: FindingKind, letter: &Letter) -> Self {
        Self {
            kind,
            place: letter.place,
            text: letter.text.clone(),
            size: letter.size,
            last: letter.place,
        }
    }

    /// Whether a letter goes on where this ends.
    fn goes_on(&self, letter: &Letter) -> bool {
        let reach = self.size.max(letter.size);
        let near = self.last.inflate(reach * 1.5, reach * 0.6);
        near.intersect(letter.place).area() > 0.0 || near.contains(letter.place.center())
    }

    /// Whether the other is the next line of the same text.
    fn next_line(&self, other: &Self) -> bool {
        let reach = self.size.max(other.size);
        self.kind == other.kind
            && self
                .place
                .inflate(reach, reach)
                .intersect(other.place)
                .area()
                > 0.0
    }

    /// Recognition finds letters in dust, and a single dot tells nothing.
    fn tells(&self) -> bool {
        let letters = self.text.chars().filter(|c| c.is_alphanumeric());
        let telling = letters
            .map(|c| if c > '\u{2E80}' { 2 } else { 1 })
            .sum::<usize>();
        let unknown = self.text.contains(char::REPLACEMENT_CHARACTER);
        match self.kind {
            FindingKind::CoveredText | FindingKind::TextUnderAnnotation => telling > 0 || unknown,
            _ => telling > 1,
        }
    }
}

/// Joins what was judged, in drawing order.
pub(super) fn stretches(letters: &[Letter], hidden: &[Option<FindingKind>]) -> Vec<Stretch> {
    let mut done: Vec<Stretch> = Vec::new();
    let mut open: Option<Stretch> = None;
    let mut space = false;
    for (letter, kind) in letters.iter().zip(hidden) {
        if letter.text.trim().is_empty() {
            space = true;
            continue;
        }
        match (&mut open, kind) {
            (Some(stretch), Some(kind)) if stretch.kind == *kind && stretch.goes_on(letter) => {
                if space || letter.place.x0 - stretch.last.x1 > stretch.size * 0.3 {
                    stretch.text.push(' ');
                }
                stretch.text.push_str(&letter.text);
                stretch.place = stretch.place.union(letter.place);
                stretch.last = letter.place;
            }
            _ => {
                done.extend(open.take());
                open = kind.map(|kind| Stretch::new(kind, letter));
            }
        }
        space = false;
    }
    done.extend(open);
    lines(done)
}

/// Lines below each other are one place.
fn lines(all: Vec<Stretch>) -> Vec<Stretch> {
    let mut joined: Vec<Stretch> = Vec::new();
    for stretch in all.into_iter().filter(Stretch::tells) {
        match joined.last_mut() {
            Some(before) if before.next_line(&stretch) => {
                before.text.push('\n');
                before.text.push_str(&stretch.text);
                before.place = before.place.union(stretch.place);
                before.size = stretch.size;
            }
            _ => joined.push(stretch),
        }
    }
    joined
}

/// How many words a text has: Japanese has no spaces, a row of characters is one.
pub(super) fn words(text: &str) -> u32 {
    u32::try_from(text.split_whitespace().count()).unwrap_or(u32::MAX)
}

/// All text of a page.
pub(super) fn whole(letters: &[Letter]) -> String {
    letters.iter().map(|letter| letter.text.as_str()).collect()
}

/// Without spaces and the hyphens that only show at the end of a line, for comparing.
pub(super) fn bare(text: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !matches!(c, '\u{AD}' | '\u{200B}' | '-');
    text.chars().filter(kept).collect()
}
