//! A picture on its A4 page.

use super::exif::Orientation;
use super::picture::Picture;
use crate::document::{Document, PageSize};

/// Adds a page with the picture as large as it goes, in the middle, its shape kept.
pub(super) fn on_a_page(document: &mut Document, picture: Picture) {
    let (width, height) = picture.seen();
    let page = if width > height {
        PageSize::A4_LANDSCAPE
    } else {
        PageSize::A4
    };
    let (width, height) = (f64::from(width), f64::from(height));
    let scale = (f64::from(page.width) / width).min(f64::from(page.height) / height);
    let (width, height) = (narrow(width * scale), narrow(height * scale));
    let left = (page.width - width) / 2.0;
    let low = (page.height - height) / 2.0;
    let matrix = matrix(picture.orientation, [left, low, width, height]);
    let id = document.picture(picture.into_object());
    document.page(page, |canvas| canvas.place_picture(id, matrix));
}

/// The matrix (millimetres, counted from the lower left corner) that lays the unit square of the
/// stored picture on a rectangle given as left, low, width, height.
pub(super) fn matrix(orientation: Orientation, [x, y, w, h]: [f32; 4]) -> [f32; 6] {
    match orientation {
        Orientation::Upright => [w, 0.0, 0.0, h, x, y],
        Orientation::MirroredAcross => [-w, 0.0, 0.0, h, x + w, y],
        Orientation::HalfTurn => [-w, 0.0, 0.0, -h, x + w, y + h],
        Orientation::MirroredDown => [w, 0.0, 0.0, -h, x, y + h],
        Orientation::Transposed => [0.0, -h, -w, 0.0, x + w, y + h],
        Orientation::QuarterRight => [0.0, -h, w, 0.0, x, y + h],
        Orientation::Transversed => [0.0, h, w, 0.0, x, y],
        Orientation::QuarterLeft => [0.0, h, -w, 0.0, x + w, y],
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "millimetres of a page, at most 297"
)]
fn narrow(mm: f64) -> f32 {
    mm as f32
}
