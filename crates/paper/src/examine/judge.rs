//! Which letters nobody sees.

use super::letters::{CoverKind, Letter, OpaqueCover, Walked};
use crate::render::RenderedPage;
use hayro::kurbo::Rect;
use kairan_domain::examination::FindingKind;

/// Most difference of two parts of a colour (of 255) that an eye takes for one.
const SAME: u8 = 12;
/// The same in a scan, whose flat places are never quite flat.
const SAME_SCANNED: u8 = 28;
/// Of a scanned place, one pixel in so many may differ.
const SPECK: usize = 60;
/// A picture that covers so much of the page is the page.
const WHOLE: f64 = 0.75;
/// Each part of paper's colour is above this.
const PALE: u8 = 200;
/// A letter smaller than this many pixels is blurred over all of its box.
const SMALL: f64 = 6.0;
/// A letter that fills more of its box than this may be flat and seen.
const SOLID: f64 = 0.8;

/// The page as it is seen.
pub(super) struct Seen<'a> {
    pub(super) picture: &'a RenderedPage,
    pub(super) page: Rect,
}

/// Why a letter is not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hidden {
    pub(super) kind: FindingKind,
    /// Recognised on a scan where that is as pale as paper.
    pub(super) pale: bool,
}

impl From<FindingKind> for Hidden {
    fn from(kind: FindingKind) -> Self {
        Self { kind, pale: false }
    }
}

/// What hides each letter, in their order; `None`: it is seen, or is only a space.
pub(super) fn judge(walked: &Walked, seen: &Seen<'_>) -> Vec<Option<Hidden>> {
    let letters = walked.letters.iter();
    letters
        .map(|letter| seen.hidden(letter, &walked.covers))
        .collect()
}

impl Seen<'_> {
    fn hidden(&self, letter: &Letter, covers: &[OpaqueCover]) -> Option<Hidden> {
        if letter.text.trim().is_empty() {
            return None;
        }
        let visible = letter.place.intersect(letter.clip).intersect(self.page);
        if visible.area() <= letter.place.area() * 0.1 {
            return Some(FindingKind::TextOutside.into());
        }
        let over = covers
            .iter()
            .rev()
            .take_while(|cover| cover.turn > letter.turn)
            .find(|cover| cover.hides(letter.place));
        let (mut under_page, mut by) = (false, None);
        match over.map(|cover| (cover.kind, self.is_page(cover))) {
            Some((CoverKind::Annotation, _)) => by = Some(FindingKind::TextUnderAnnotation),
            Some((CoverKind::Picture, true)) => under_page = true,
            Some(_) => by = Some(FindingKind::CoveredText),
            None => {}
        }
        // Text that was never to be seen is found again on what lies over it.
        let recognised = letter.invisible || under_page;
        if recognised {
            let ground = self.flat(letter.place, SAME_SCANNED, SPECK)?;
            return Some(Hidden {
                kind: by.unwrap_or(FindingKind::ScannedText),
                pale: by.is_none() && ground.iter().all(|part| *part > PALE),
            });
        }
        by.or_else(|| self.faint(letter)).map(Hidden::from)
    }

    /// A letter that was painted, and of which the picture shows nothing.
    fn faint(&self, letter: &Letter) -> Option<FindingKind> {
        let ground = self.flat(letter.place, SAME, 0)?;
        let small = letter.place.width().min(letter.place.height()) < SMALL;
        if small || letter.filled > SOLID {
            let rim = (letter.size * 0.15).max(2.0);
            self.flat(letter.place.inflate(rim, rim), SAME, 0)?;
        }
        Some(match letter.colour {
            Some(own) if !near(own, ground, SAME) => FindingKind::CoveredText,
            _ => FindingKind::FaintText,
        })
    }

    fn is_page(&self, cover: &OpaqueCover) -> bool {
        cover.bounds.intersect(self.page).area() > self.page.area() * WHOLE
    }

    /// The one colour of a place, when it has only one.
    fn flat(&self, place: Rect, most: u8, speck: usize) -> Option<[u8; 3]> {
        let place = place.intersect(self.page);
        let width = pixel(f64::from(self.picture.width));
        let columns = span(place.x0, place.x1, width);
        let rows = span(place.y0, place.y1, pixel(f64::from(self.picture.height)));
        let rgb = self.picture.rgb();
        let row = |y: usize| rgb.get((y * width + columns.0) * 3..(y * width + columns.1) * 3);
        let pixels = || {
            (rows.0..rows.1)
                .filter_map(row)
                .flat_map(|row| row.chunks_exact(3))
        };
        let ground = middle(pixels())?;
        let (mut all, mut other) = (0_usize, 0_usize);
        for pixel in pixels() {
            all += 1;
            other += usize::from(!near([pixel[0], pixel[1], pixel[2]], ground, most));
        }
        let allowed = all.checked_div(speck).unwrap_or(0);
        (other <= allowed).then_some(ground)
    }
}

/// The middle of each part of the colours.
fn middle<'a>(pixels: impl Iterator<Item = &'a [u8]>) -> Option<[u8; 3]> {
    let mut counts = [[0_u32; 256]; 3];
    let mut all = 0_u32;
    for pixel in pixels {
        all += 1;
        for (count, part) in counts.iter_mut().zip(pixel) {
            count[usize::from(*part)] += 1;
        }
    }
    (all > 0).then(|| {
        counts.map(|count| {
            let mut sum = 0;
            (0..=u8::MAX)
                .find(|value| {
                    sum += count[usize::from(*value)];
                    sum * 2 >= all
                })
                .unwrap_or(u8::MAX)
        })
    })
}

fn near(a: [u8; 3], b: [u8; 3], most: u8) -> bool {
    a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= most)
}

/// Whole pixels within two edges, at least one.
fn span(from: f64, to: f64, most: usize) -> (usize, usize) {
    let first = pixel(from.ceil()).min(most.saturating_sub(1));
    let end = pixel(to.floor()).min(most);
    (first, end.max(first + 1))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place on a picture of some thousand pixels; what lies before it is its edge"
)]
fn pixel(at: f64) -> usize {
    at.max(0.0) as usize
}
