//! What a walk through a page keeps: letters in drawing order, and what may lie over them.
//! Places are pixels of the page's picture.

use hayro::kurbo::{BezPath, Point, Rect, Shape};

/// A letter.
pub(super) struct Letter {
    pub(super) text: String,
    /// Where its ink is; where none is drawn, the box it takes.
    pub(super) place: Rect,
    /// Colour, when it is one that covers; `None`: drawn invisibly, or with a pattern.
    pub(super) colour: Option<[u8; 3]>,
    /// Meant not to be seen: rendering mode 3, or fully transparent.
    pub(super) invisible: bool,
    /// How much of its box its ink fills, 0 to 1.
    pub(super) filled: f64,
    /// Height of the line.
    pub(super) size: f64,
    /// What may be drawn in.
    pub(super) clip: Rect,
    /// Its turn in the order of drawing.
    pub(super) turn: u32,
}

/// What lies over letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CoverKind {
    Shape,
    Picture,
    /// Part of an annotation.
    Annotation,
}

/// Something opaque.
pub(super) struct OpaqueCover {
    pub(super) kind: CoverKind,
    pub(super) turn: u32,
    pub(super) bounds: Rect,
    /// Its outline, where it is not the bounds themselves.
    pub(super) outline: Option<BezPath>,
}

impl OpaqueCover {
    /// Whether a box lies below it, but for a rim as wide as what antialiasing blurs.
    pub(super) fn hides(&self, place: Rect) -> bool {
        let rim = (place.width().min(place.height()) * 0.15).min(1.5);
        let core = place.inset(-rim);
        let inside = core.x0 >= self.bounds.x0
            && core.y0 >= self.bounds.y0
            && core.x1 <= self.bounds.x1
            && core.y1 <= self.bounds.y1;
        inside
            && self.outline.as_ref().is_none_or(|outline| {
                let points = [
                    Point::new(core.x0, core.y0),
                    Point::new(core.x1, core.y0),
                    Point::new(core.x0, core.y1),
                    Point::new(core.x1, core.y1),
                    core.center(),
                ];
                points.iter().all(|point| outline.winding(*point) != 0)
            })
    }
}

/// A page as walked through.
#[derive(Default)]
pub(super) struct Walked {
    pub(super) letters: Vec<Letter>,
    pub(super) covers: Vec<OpaqueCover>,
    /// What is copied in place of what is drawn.
    pub(super) instead: Vec<String>,
}
