//! Pieces of a paper form: rows of check boxes, framed texts, masked fields.

use super::frame::{FORM, LEFT, WIDTH};
use crate::canvas::{Area, Canvas};
use crate::error::PaperError;
use crate::font::Font;
use crate::shapes::check_box;
use crate::text::{Align, Ink, Style, fit, measure};

const SIDE: f32 = 3.0;
const ROW: f32 = 5.75;
const CHOICE: Style = Style::new(Font::Mincho, 9.5).leading(1.0);

/// A form filled from top to bottom.
pub(super) struct Form<'c, 'd> {
    pub(super) canvas: &'c mut Canvas<'d>,
    /// Where the next piece begins.
    pub(super) y: f32,
}

impl Form<'_, '_> {
    /// A section heading on a dark bar.
    pub(super) fn heading(&mut self, text: &str) {
        self.canvas
            .fill(Area::new(LEFT, self.y, WIDTH, 5.4), Ink(226, 226, 226));
        let style = Style::new(Font::GothicBold, 9.5);
        let place = Area::new(LEFT + 2.0, self.y, WIDTH, 5.4);
        self.canvas.text_in(place, text, style);
        self.y += 6.2;
    }

    /// A numbered question; the answers follow on the same line when `inline` is given.
    pub(super) fn question(&mut self, text: &str) {
        let style = Style::new(Font::Gothic, 9.0).leading(1.0);
        let place = Area::new(LEFT + 1.0, self.y, WIDTH, ROW);
        self.canvas.text_in(place, text, style);
        self.y += ROW;
    }

    /// Check boxes in a row from `x`, going on to the next line at the right edge.
    pub(super) fn checks(&mut self, x: f32, choices: &[(&str, bool)]) {
        let mut left = x;
        for (text, ticked) in choices {
            let width = SIDE + 1.4 + measure(text, CHOICE.font, CHOICE.size) + 4.0;
            if left + width - 4.0 > LEFT + WIDTH && left > x {
                left = x;
                self.y += ROW;
            }
            check_box(
                self.canvas,
                (left, self.y + (ROW - SIDE) / 2.0),
                SIDE,
                *ticked,
            );
            let place = Area::new(left + SIDE + 1.4, self.y, width, ROW);
            self.canvas.text_in(place, text, CHOICE);
            left += width;
        }
        self.y += ROW;
    }

    /// Label and check boxes on one line; the boxes begin `indent` right of the left edge.
    pub(super) fn row(&mut self, label: &str, indent: f32, choices: &[(&str, bool)]) {
        let style = Style::new(Font::Gothic, 9.0).leading(1.0);
        let place = Area::new(LEFT + 1.0, self.y, indent, ROW);
        self.canvas.text_in(place, label, style);
        self.checks(LEFT + indent, choices);
    }

    /// Exactly one of `names` ticked.
    pub(super) fn one_of(&mut self, label: &str, indent: f32, names: &[&str], chosen: usize) {
        let choices: Vec<(&str, bool)> = names
            .iter()
            .enumerate()
            .map(|(n, name)| (*name, n == chosen))
            .collect();
        self.row(label, indent, &choices);
    }

    /// A framed text of a fixed height.
    ///
    /// # Errors
    /// [`PaperError::TooLong`] when it does not fit.
    pub(super) fn text(&mut self, text: &str, height: f32) -> Result<(), PaperError> {
        let frame = Area::new(LEFT, self.y, WIDTH, height);
        self.canvas.outline(frame, Ink::RULE, 0.5);
        let inner = frame.inset(1.6);
        let laid = fit(text, FORM, inner.width, inner.height, 7.5)
            .ok_or(PaperError::TooLong { what: "form text" })?;
        self.canvas.laid(inner.x, inner.y, inner.width, &laid);
        self.y += height + 1.4;
        Ok(())
    }

    /// A label and a value on one line, the value underlined.
    pub(super) fn value(&mut self, x: f32, label: &str, value: &str, width: f32) {
        let style = Style::new(Font::Gothic, 9.0).leading(1.0);
        let own = measure(label, style.font, style.size) + 2.0;
        self.canvas
            .text_in(Area::new(x, self.y, own, ROW), label, style);
        let place = Area::new(x + own, self.y, width - own, ROW);
        self.canvas.text_in(place, value, CHOICE.size(10.0));
        let base = self.y + ROW - 0.3;
        self.canvas
            .line((x + own, base), (x + width - 2.0, base), Ink::RULE, 0.4);
    }

    /// A field that named somebody: painted over, as in the reviewers' copies.
    pub(super) fn masked(&mut self, x: f32, label: &str, width: f32) {
        let style = Style::new(Font::Gothic, 9.0).leading(1.0);
        let own = measure(label, style.font, style.size) + 2.0;
        self.canvas
            .text_in(Area::new(x, self.y, own, ROW), label, style);
        let place = Area::new(x + own, self.y + 0.4, width - own - 2.0, ROW - 0.8);
        self.canvas.fill(place, Ink(60, 60, 60));
        let white = Style::new(Font::Gothic, 6.5)
            .align(Align::Center)
            .ink(Ink::WHITE)
            .leading(1.0);
        self.canvas.text_in(place, "マスキング", white);
    }

    /// Ends a line of values.
    pub(super) fn end_line(&mut self) {
        self.y += ROW + 0.6;
    }
}
