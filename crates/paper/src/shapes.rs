//! Small pictures made of lines: no image files, sharp at any size.

use crate::canvas::{Area, Canvas, Paint};
use crate::text::Ink;

/// Distance of a Bézier handle that makes a quarter circle of radius 1.
const QUARTER: f32 = 0.5523;

/// A rectangle with rounded corners.
pub(crate) fn rounded(canvas: &mut Canvas<'_>, area: Area, radius: f32, paint: Paint) {
    let (l, t) = (area.x, area.y);
    let (r, b) = (area.x + area.width, area.y + area.height);
    let k = radius * (1.0 - QUARTER);
    canvas.shape(
        &[
            (l + radius, t, false),
            (r - radius, t, false),
            (r - k, t, true),
            (r, t + k, true),
            (r, t + radius, false),
            (r, b - radius, false),
            (r, b - k, true),
            (r - k, b, true),
            (r - radius, b, false),
            (l + radius, b, false),
            (l + k, b, true),
            (l, b - k, true),
            (l, b - radius, false),
            (l, t + radius, false),
            (l, t + k, true),
            (l + k, t, true),
            (l + radius, t, false),
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
