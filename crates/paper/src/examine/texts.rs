//! From letters to findings: rows of unseen letters, their words and their place.

use super::judge::Hidden;
use super::letters::Letter;
use hayro::kurbo::Rect;
use kairan_domain::examination::FindingKind;

/// One line in so many with a pale end is too many for words that were painted over.
const DRIFTING: usize = 5;

/// A row of letters of one kind.
pub(super) struct Stretch {
    pub(super) kind: FindingKind,
    pub(super) place: Rect,
    pub(super) text: String,
    size: f64,
    /// The last letter's place.
    last: Rect,
    /// See [`Hidden::pale`].
    pale: bool,
    /// A pale end of a line whose beginning is seen.
    tail: bool,
}

impl Stretch {
    fn new(hidden: Hidden, letter: &Letter, follows: bool) -> Self {
        Self {
            kind: hidden.kind,
            pale: hidden.pale,
            tail: hidden.pale && follows,
            place: letter.place,
            text: letter.text.clone(),
            size: letter.size,
            last: letter.place,
        }
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
        match self.kind {
            FindingKind::ScannedText => telling(&self.text) > 2,
            FindingKind::FaintText | FindingKind::TextOutside => telling(&self.text) > 1,
            _ => tells(&self.text),
        }
    }
}

/// Letters and digits; those of Japanese count twice.
fn telling(text: &str) -> usize {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.map(|c| if c > '\u{2E80}' { 2 } else { 1 }).sum()
}

/// Whether a text says anything at all; what cannot be read might.
pub(super) fn tells(text: &str) -> bool {
    telling(text) > 0 || text.contains(char::REPLACEMENT_CHARACTER)
}

/// Whether one letter goes on in the line of the other.
fn goes_on(before: &Letter, letter: &Letter) -> bool {
    let reach = before.size.max(letter.size);
    let near = before.place.inflate(reach * 1.5, reach * 0.6);
    near.intersect(letter.place).area() > 0.0 || near.contains(letter.place.center())
}

/// Joins what was judged, in drawing order.
pub(super) fn stretches(letters: &[Letter], hidden: &[Option<Hidden>]) -> Vec<Stretch> {
    let mut done: Vec<Stretch> = Vec::new();
    let mut open: Option<Stretch> = None;
    let (mut space, mut lines, mut tails) = (false, 0_usize, 0_usize);
    let mut before: Option<(&Letter, bool)> = None;
    for (letter, hidden) in letters.iter().zip(hidden) {
        if letter.text.trim().is_empty() {
            space = true;
            continue;
        }
        let follows = before.is_some_and(|(before, _)| goes_on(before, letter));
        let after_seen = follows && before.is_some_and(|(_, seen)| seen);
        before = Some((letter, hidden.is_none()));
        lines += usize::from(!follows);
        match (&mut open, hidden) {
            (Some(stretch), Some(hidden))
                if follows && stretch.kind == hidden.kind && stretch.pale == hidden.pale =>
            {
                if space || letter.place.x0 - stretch.last.x1 > stretch.size * 0.3 {
                    stretch.text.push(' ');
                }
                stretch.text.push_str(&letter.text);
                stretch.place = stretch.place.union(letter.place);
                stretch.last = letter.place;
            }
            _ => {
                if let Some(mut stretch) = open.take() {
                    // Seen letters follow in the line: no tail.
                    stretch.tail &= !(follows && hidden.is_none());
                    tails += usize::from(stretch.tail);
                    done.push(stretch);
                }
                open = hidden.map(|hidden| Stretch::new(hidden, letter, after_seen));
            }
        }
        space = false;
    }
    tails += usize::from(open.as_ref().is_some_and(|stretch| stretch.tail));
    done.extend(open);
    // Where line after line seems to end on blank paper, what was recognised is set wider than
    // what it was recognised on.
    let drifts = tails * DRIFTING > lines;
    done.retain(|stretch| !(drifts && stretch.tail));
    joined(done)
}

/// Lines below each other are one place.
fn joined(all: Vec<Stretch>) -> Vec<Stretch> {
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
