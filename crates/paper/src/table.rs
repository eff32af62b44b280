//! Ruled tables that go on over pages.

use std::ops::Range;

use crate::canvas::{Area, Canvas};
use crate::text::{Align, Ink, Laid, Style, lay_out};
use crate::units::MM_PER_PT;

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Heading; `\n` breaks it.
    pub title: &'static str,
    /// Width in millimetres.
    pub width: f32,
    /// Place of the cells' text.
    pub align: Align,
}

impl Column {
    /// A column.
    pub const fn new(title: &'static str, width: f32, align: Align) -> Self {
        Self {
            title,
            width,
            align,
        }
    }
}

/// A table: columns, how headings and cells are set, and the space around a cell's text.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    /// Columns from left to right.
    pub columns: &'a [Column],
    /// Headings.
    pub head: Style,
    /// Cells.
    pub body: Style,
    /// Space left and right of a text in millimetres; half of it above and below.
    pub padding: f32,
    /// Least height of a row in millimetres (room to write by hand).
    pub least_height: f32,
}

impl Table<'_> {
    /// Width of the whole table in millimetres.
    pub fn width(&self) -> f32 {
        self.columns.iter().map(|c| c.width).sum()
    }

    /// Splits rows over pages: `height` is what the table (with its heading) may take on each.
    /// A row is never split; one that is higher than a page stands alone.
    pub fn pages<T: AsRef<str>>(&self, rows: &[Vec<T>], height: f32) -> Vec<Range<usize>> {
        let room = height - self.head_height();
        let mut pages = Vec::new();
        let (mut start, mut used) = (0, 0.0);
        for (n, row) in rows.iter().enumerate() {
            let row_height = self.row_height(row);
            if n > start && used + row_height > room {
                pages.push(start..n);
                (start, used) = (n, 0.0);
            }
            used += row_height;
        }
        pages.push(start..rows.len());
        pages
    }

    /// Draws heading and rows with the top left corner at (`x`, `y`); gives the lower edge.
    pub fn draw<T: AsRef<str>>(
        &self,
        canvas: &mut Canvas<'_>,
        (x, y): (f32, f32),
        rows: &[Vec<T>],
    ) -> f32 {
        let top = y;
        let head = self.head_height();
        canvas.fill(Area::new(x, y, self.width(), head), Ink::PALE);
        let titles: Vec<&str> = self.columns.iter().map(|c| c.title).collect();
        self.cells(canvas, (x, y, head), &titles, self.head);
        let mut y = y + head;
        for row in rows {
            let height = self.row_height(row);
            canvas.line((x, y), (x + self.width(), y), Ink::RULE, 0.4);
            self.cells(canvas, (x, y, height), row, self.body);
            y += height;
        }
        self.rules(canvas, x, top, y);
        y
    }

    fn cells<T: AsRef<str>>(
        &self,
        canvas: &mut Canvas<'_>,
        (x, y, height): (f32, f32, f32),
        row: &[T],
        style: Style,
    ) {
        let mut left = x;
        for (column, text) in self.columns.iter().zip(row) {
            let align = if style == self.head {
                Align::Center
            } else {
                column.align
            };
            let laid = self.cell(*column, text.as_ref(), style.align(align));
            let middle = y + (height - laid.height()) / 2.0;
            let width = column.width - 2.0 * self.padding;
            canvas.laid(left + self.padding, middle, width, &laid);
            left += column.width;
        }
    }

    fn rules(&self, canvas: &mut Canvas<'_>, x: f32, top: f32, bottom: f32) {
        let mut edge = x;
        for column in self.columns.iter().take(self.columns.len() - 1) {
            edge += column.width;
            canvas.line((edge, top), (edge, bottom), Ink::RULE, 0.4);
        }
        let frame = Area::new(x, top, self.width(), bottom - top);
        canvas.outline(frame, Ink::BLACK, 0.8);
    }

    fn cell(&self, column: Column, text: &str, style: Style) -> Laid {
        lay_out(text, style, column.width - 2.0 * self.padding)
    }

    fn head_height(&self) -> f32 {
        let titles: Vec<&str> = self.columns.iter().map(|c| c.title).collect();
        self.height_of(&titles, self.head)
    }

    fn row_height<T: AsRef<str>>(&self, row: &[T]) -> f32 {
        self.height_of(row, self.body).max(self.least_height)
    }

    fn height_of<T: AsRef<str>>(&self, row: &[T], style: Style) -> f32 {
        let highest = self
            .columns
            .iter()
            .zip(row)
            .map(|(column, text)| self.cell(*column, text.as_ref(), style).height())
            .fold(style.size * MM_PER_PT, f32::max);
        highest + self.padding
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::Font;

    const COLUMNS: [Column; 2] = [
        Column::new("番号", 20.0, Align::Right),
        Column::new("内容", 60.0, Align::Left),
    ];

    fn table() -> Table<'static> {
        Table {
            columns: &COLUMNS,
            head: Style::new(Font::GothicBold, 9.0),
            body: Style::new(Font::Gothic, 10.0),
            padding: 1.5,
            least_height: 8.0,
        }
    }

    #[test]
    fn rows_go_on_over_pages_without_loss() {
        let rows: Vec<Vec<String>> = (0..100)
            .map(|n| vec![n.to_string(), "介護の手間".repeat(n % 7)])
            .collect();
        let pages = table().pages(&rows, 200.0);
        assert!(pages.len() > 3);
        assert_eq!(pages[0].start, 0);
        assert_eq!(pages.last().unwrap().end, 100);
        assert!(pages.windows(2).all(|w| w[0].end == w[1].start));
    }

    #[test]
    fn no_rows_are_one_page_and_a_giant_row_stands_alone() {
        let none = table().pages::<String>(&[], 200.0);
        assert!(none.len() == 1 && none[0].is_empty());
        let giant = vec!["1".to_owned(), "長".repeat(2000)];
        let small = vec!["2".to_owned(), "短".to_owned()];
        let pages = table().pages(&[small.clone(), giant, small], 200.0);
        assert_eq!(pages, [0..1, 1..2, 2..3]);
    }
}
