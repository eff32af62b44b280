//! Text on paper: characters to glyphs, lines broken by the Japanese rules, sizes that fit.
//!
//! Start with [`lay_out`]; [`shaping`] finds the glyphs, [`breaking`] the line ends.

pub mod breaking;
pub mod shaping;

use crate::error::Missing;
use crate::font::Font;
use crate::units::{MM_PER_PT, advance_mm, count};
pub use shaping::{Cluster, Glyph};

/// Where a line stands in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// At the left edge.
    Left,
    /// In the middle.
    Center,
    /// At the right edge.
    Right,
}

/// An ink colour, each part 0–255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ink(pub u8, pub u8, pub u8);

impl Ink {
    /// Nearly black: running text.
    pub const BLACK: Self = Self(26, 26, 26);
    /// Grey that is still 4.5:1 on white: side notes.
    pub const GREY: Self = Self(96, 96, 96);
    /// Hairlines.
    pub const RULE: Self = Self(150, 150, 150);
    /// Fill behind headings.
    pub const PALE: Self = Self(238, 241, 246);
    /// Deep blue: headings, links.
    pub const BLUE: Self = Self(0, 23, 120);
    /// Warnings.
    pub const RED: Self = Self(176, 0, 0);
    /// Paper.
    pub const WHITE: Self = Self(255, 255, 255);
}

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Family.
    pub font: Font,
    /// Size in points.
    pub size: f32,
    /// Distance of baselines as a multiple of the size.
    pub leading: f32,
    /// Place in the column.
    pub align: Align,
    /// Colour.
    pub ink: Ink,
}

impl Style {
    /// Left-aligned black text with comfortable leading.
    pub const fn new(font: Font, size: f32) -> Self {
        Self {
            font,
            size,
            leading: 1.5,
            align: Align::Left,
            ink: Ink::BLACK,
        }
    }

    /// The same, placed otherwise.
    #[must_use]
    pub const fn align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }

    /// The same in another colour.
    #[must_use]
    pub const fn ink(mut self, ink: Ink) -> Self {
        self.ink = ink;
        self
    }

    /// The same with another distance of lines.
    #[must_use]
    pub const fn leading(mut self, leading: f32) -> Self {
        self.leading = leading;
        self
    }

    /// The same in another size (points).
    #[must_use]
    pub const fn size(mut self, size: f32) -> Self {
        self.size = size;
        self
    }

    /// Distance of baselines in millimetres.
    pub fn line_height(&self) -> f32 {
        self.size * self.leading * MM_PER_PT
    }
}

/// One line ready to draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Glyphs from left to right.
    pub glyphs: Vec<Glyph>,
    /// Width in millimetres at the size it was laid out for.
    pub width: f32,
}

/// A text broken into lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Laid {
    /// The lines from top to bottom; at least one.
    pub lines: Vec<Line>,
    /// Characters no font has; a geta mark stands in their place.
    pub missing: Missing,
    /// The style used (its size may be smaller than asked after [`fit`]).
    pub style: Style,
}

impl Laid {
    /// Height in millimetres, all lines with their leading.
    pub fn height(&self) -> f32 {
        count(self.lines.len()) * self.style.line_height()
    }
}

/// Breaks `text` into lines of at most `width` millimetres. `\n` ends a line.
pub fn lay_out(text: &str, style: Style, width: f32) -> Laid {
    let mut lines = Vec::new();
    let mut missing = Missing::default();
    let em = width / (style.size * MM_PER_PT);
    for paragraph in text.split('\n') {
        let shaped = shaping::shape(paragraph, style.font);
        missing.merge(shaped.missing);
        for range in breaking::break_lines(&shaped.glyphs, em) {
            let glyphs = shaped.glyphs[range].to_vec();
            let width = width_of(&glyphs, style.size);
            lines.push(Line { glyphs, width });
        }
    }
    Laid {
        lines,
        missing,
        style,
    }
}

/// Lays out at the style's size, or smaller in half points down to `smallest`, until the text is
/// at most `height` millimetres high. `None` when it does not fit even then.
pub fn fit(text: &str, style: Style, width: f32, height: f32, smallest: f32) -> Option<Laid> {
    let mut style = style;
    loop {
        let laid = lay_out(text, style, width);
        if laid.height() <= height + 0.01 {
            return Some(laid);
        }
        if style.size <= smallest {
            return None;
        }
        style.size = (style.size - 0.5).max(smallest);
    }
}

/// Width in millimetres of a text set on one line.
pub fn measure(text: &str, font: Font, size: f32) -> f32 {
    width_of(&shaping::shape(text, font).glyphs, size)
}

/// The characters of `text` that `font` and its fallback cannot draw.
pub fn missing_in(text: &str, font: Font) -> Missing {
    let mut missing = Missing::default();
    for line in text.split('\n') {
        missing.merge(shaping::shape(line, font).missing);
    }
    missing
}

fn width_of(glyphs: &[Glyph], size: f32) -> f32 {
    let total: u32 = glyphs.iter().map(|g| u32::from(g.advance)).sum();
    advance_mm(total, size)
}

#[cfg(test)]
mod tests;
