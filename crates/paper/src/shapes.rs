//! Small pictures made of lines: no image files, sharp at any size.

use crate::canvas::{Area, Canvas, Paint};
use crate::text::Ink;

/// Distance of a Bézier handle that makes a quarter circle of radius 1.
const QUARTER: f32 = 0.5523;

/// A rectangle with rounded corners.
pub(crate) fn rounded(canvas: &mut Canvas<'_>, area: Area, radius: f32, paint: Paint) {
    let (left, top) = (area.x, area.y);
    let (right, low) = (area.x + area.width, area.y + area.height);
    let near = radius * (1.0 - QUARTER);
    canvas.shape(
        &[
            (left + radius, top, false),
            (right - radius, top, false),
            (right - near, top, true),
            (right, top + near, true),
            (right, top + radius, false),
            (right, low - radius, false),
            (right, low - near, true),
            (right - near, low, true),
            (right - radius, low, false),
            (left + radius, low, false),
            (left + near, low, true),
            (left, low - near, true),
            (left, low - radius, false),
            (left, top + radius, false),
            (left, top + near, true),
            (left + near, top, true),
            (left + radius, top, false),
        ],
        paint,
    );
}

/// A circle.
pub(crate) fn circle(canvas: &mut Canvas<'_>, centre: (f32, f32), radius: f32, paint: Paint) {
    let area = Area::new(
        centre.0 - radius,
        centre.1 - radius,
        2.0 * radius,
        2.0 * radius,
    );
    rounded(canvas, area, radius, paint);
}

/// A check box of side `side`, ticked or not.
pub(crate) fn check_box(canvas: &mut Canvas<'_>, at: (f32, f32), side: f32, ticked: bool) {
    let (x, y) = at;
    canvas.outline(Area::new(x, y, side, side), Ink::BLACK, 0.6);
    if ticked {
        let points = [
            (x + side * 0.18, y + side * 0.52),
            (x + side * 0.42, y + side * 0.78),
            (x + side * 0.86, y + side * 0.16),
        ];
        canvas.path(&points, Ink::BLACK, 1.2);
    }
}

/// An envelope filling `area`.
pub(crate) fn envelope(canvas: &mut Canvas<'_>, area: Area, ink: Ink) {
    rounded(canvas, area, 1.2, Paint::Both(Ink::WHITE, ink, 1.4));
    let (l, r) = (area.x + 0.6, area.x + area.width - 0.6);
    let fold = (area.x + area.width / 2.0, area.y + area.height * 0.58);
    canvas.path(&[(l, area.y + 0.6), fold, (r, area.y + 0.6)], ink, 1.4);
    canvas.path(
        &[
            (l, area.y + area.height - 0.6),
            (area.x + area.width * 0.38, area.y + area.height * 0.49),
        ],
        ink,
        1.0,
    );
    canvas.path(
        &[
            (r, area.y + area.height - 0.6),
            (area.x + area.width * 0.62, area.y + area.height * 0.49),
        ],
        ink,
        1.0,
    );
}

/// A pointing hand reduced to a cursor arrow, tip at `tip`, `size` high.
pub(crate) fn pointer(canvas: &mut Canvas<'_>, tip: (f32, f32), size: f32) {
    let (x, y) = tip;
    let at = |dx: f32, dy: f32| (x + dx * size, y + dy * size, false);
    canvas.shape(
        &[
            at(0.0, 0.0),
            at(0.0, 0.84),
            at(0.2, 0.66),
            at(0.34, 0.98),
            at(0.48, 0.92),
            at(0.34, 0.6),
            at(0.62, 0.58),
        ],
        Paint::Both(Ink::WHITE, Ink::BLACK, 1.0),
    );
}
