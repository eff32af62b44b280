//! What every page of the packet has: title, case number, the line at the foot.

use super::case::Case;
use crate::canvas::{Area, Canvas};
use crate::font::Font;
use crate::text::{Align, Ink, Style};

/// Left edge of the text column.
pub(super) const LEFT: f32 = 16.0;
/// Width of the text column on an upright A4 page.
pub(super) const WIDTH: f32 = 178.0;

/// Small label text.
pub(super) const LABEL: Style = Style::new(Font::Gothic, 8.5).leading(1.3);
/// Running form text.
pub(super) const FORM: Style = Style::new(Font::Mincho, 10.0).leading(1.45);

/// Title at the left, case number in a box at the right, note and page of the case at the foot.
pub(super) fn frame(canvas: &mut Canvas<'_>, title: &str, case: &Case, page: usize) {
    let size = canvas.size();
    let heading = Style::new(Font::GothicBold, 16.0);
    canvas.text_in(Area::new(LEFT, 10.0, 120.0, 9.0), title, heading);
    let number = Area::new(LEFT + WIDTH - 42.0, 9.0, 42.0, 10.5);
    canvas.outline(number, Ink::BLACK, 1.0);
    canvas.fill(Area::new(number.x, number.y, 19.0, 10.5), Ink::PALE);
    let label = Area::new(number.x, number.y, 19.0, 10.5);
    canvas.text_in(label, "資料番号", LABEL.align(Align::Center));
    let value = Area::new(number.x + 19.0, number.y, 23.0, 10.5);
    let style = Style::new(Font::GothicBold, 18.0).align(Align::Center);
    canvas.text_in(value, &case.number.to_string(), style);
    foot(canvas, &format!("{} - {page}", case.number), size.width);
}

/// The line at the foot of every page.
pub(super) fn foot(canvas: &mut Canvas<'_>, page: &str, width: f32) {
    let y = canvas.size().height - 11.0;
    let style = Style::new(Font::Gothic, 7.5).ink(Ink::GREY);
    let note = "【見本】架空の事例です。審査判定以外の目的に使用しないでください。";
    canvas.text(LEFT, y, 130.0, note, style);
    let right = style.align(Align::Right);
    canvas.text(LEFT, y, width - 2.0 * LEFT, page, right);
}

/// Heading of a section: bold on a pale bar. Gives its lower edge.
pub(super) fn section(canvas: &mut Canvas<'_>, x: f32, y: f32, width: f32, text: &str) -> f32 {
    canvas.fill(Area::new(x, y, width, 5.6), Ink::PALE);
    canvas.fill(Area::new(x, y, 1.2, 5.6), Ink::BLUE);
    let style = Style::new(Font::GothicBold, 9.5);
    canvas.text_in(Area::new(x + 3.0, y, width - 3.0, 5.6), text, style);
    y + 5.6
}

/// A row of labelled boxes: label above on pale ground, value below. Widths in millimetres.
pub(super) fn boxes(canvas: &mut Canvas<'_>, x: f32, y: f32, cells: &[(&str, &str, f32)]) {
    let mut left = x;
    for (label, value, width) in cells {
        canvas.fill(Area::new(left, y, *width, 4.4), Ink::PALE);
        let place = Area::new(left, y, *width, 4.4);
        canvas.text_in(place, label, LABEL.size(7.5).align(Align::Center));
        let place = Area::new(left, y + 4.4, *width, 6.2);
        let style = Style::new(Font::Gothic, 9.5).align(Align::Center);
        canvas.text_in(place, value, style);
        canvas.outline(Area::new(left, y, *width, 10.6), Ink::RULE, 0.5);
        left += width;
    }
}
