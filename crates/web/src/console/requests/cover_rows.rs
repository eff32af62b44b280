//! The rows of numbers of a page of covers: as typed, what is wrong with them, what they mean.

use crate::console::fields::{At, Fields};
use kairan_domain::opinion_request::{CoverBox, PageCovers};
use kairan_domain::text::{half_width, one_line};
use serde::Serialize;

/// What a row's numbers are called; the order of [`Row`].
const NAMES: [&str; 4] = ["left", "top", "width", "height"];

/// The most rows of a page; more would not be looked at by anybody.
const MOST: usize = 60;

/// The rows of all pages.
pub(super) struct Rows(Vec<PageRows>);

/// The rows of one page.
#[derive(Default, Serialize)]
pub(super) struct PageRows {
    rows: Vec<Row>,
    boxes: Vec<Shape>,
    /// The clerk says that there is nothing to hide on it.
    nothing: bool,
}

/// One row as typed.
#[derive(Default, Serialize)]
struct Row {
    key: String,
    left: String,
    top: String,
    width: String,
    height: String,
}

/// A row that can be drawn, in percent of the page.
#[derive(Clone, Copy, Serialize)]
struct Shape {
    left: f32,
    top: f32,
    width: f32,
    height: f32,
}

impl Rows {
    /// So many empty rows on each page.
    pub(super) fn empty(pages: usize, rows: usize) -> Self {
        let mut all = Self((0..pages).map(|_| PageRows::default()).collect());
        for page in 1..=pages {
            all.grow(page, rows);
        }
        all
    }

    /// Rows of what was covered before, and some empty ones on each page.
    pub(super) fn covered(pages: usize, before: &[Vec<CoverBox>], rows: usize) -> Self {
        let mut all = Self::empty(pages, 0);
        for (page, boxes) in (1..=pages).zip(before) {
            for one in boxes {
                if let Some(found) = all.0.get_mut(page - 1) {
                    found.push(page, Row::of(*one));
                }
            }
        }
        for page in 1..=pages {
            all.grow(page, rows);
        }
        all
    }

    /// Further empty rows on a page (from 1).
    pub(super) fn grow(&mut self, page: usize, rows: usize) {
        let Some(place) = page.checked_sub(1) else {
            return;
        };
        if let Some(found) = self.0.get_mut(place) {
            for _ in 0..rows {
                found.push(page, Row::default());
            }
        }
    }

    /// What cannot be read, at its number.
    pub(super) fn faults(&self) -> Vec<At> {
        let rows = self.0.iter().flat_map(|page| &page.rows);
        rows.flat_map(Row::faults).collect()
    }

    /// What is to become of each page.
    pub(super) fn covers(&self) -> Vec<PageCovers> {
        let of = |shape: &Shape| CoverBox {
            left: hundredths(shape.left),
            top: hundredths(shape.top),
            width: hundredths(shape.width),
            height: hundredths(shape.height),
        };
        let page = |page: &PageRows| PageCovers {
            boxes: page.boxes.iter().map(of).collect(),
            nothing_to_hide: page.nothing,
        };
        self.0.iter().map(page).collect()
    }

    /// For the template.
    pub(super) fn into_pages(self) -> Vec<PageRows> {
        self.0
    }
}

impl PageRows {
    fn push(&mut self, page: usize, mut row: Row) {
        if self.rows.len() < MOST {
            row.key = format!("{page}-{}", self.rows.len() + 1);
            self.boxes.extend(row.shape());
            self.rows.push(row);
        }
    }
}

/// Hundredths of a percent. Read before: 0 to 100.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number from 0 to 10,000"
)]
fn hundredths(percent: f32) -> u16 {
    (percent.clamp(0.0, 100.0) * 100.0).round() as u16
}

/// The rows of a posted form, in their order.
pub(super) fn typed_rows(fields: &Fields, pages: usize) -> Rows {
    let mut rows = Rows::empty(pages, 0);
    let [left, top, width, height] = NAMES.map(|name| fields.all(name));
    let text = |texts: &[&str], at: usize| texts.get(at).map_or("", |text| *text).to_owned();
    for (at, page) in fields.all("page").iter().enumerate() {
        let row = Row {
            key: String::new(),
            left: text(&left, at),
            top: text(&top, at),
            width: text(&width, at),
            height: text(&height, at),
        };
        let page: usize = page.parse().unwrap_or_default();
        if let Some(found) = page.checked_sub(1).and_then(|at| rows.0.get_mut(at)) {
            found.push(page, row);
        }
    }
    for (page, found) in (1..).zip(&mut rows.0) {
        found.nothing = fields.ticked(&format!("nothing-{page}"));
    }
    rows
}

impl Row {
    fn of(one: CoverBox) -> Self {
        let text = |hundredths: u16| {
            let percent = f32::from(hundredths) / 100.0;
            format!("{percent}")
        };
        Self {
            key: String::new(),
            left: text(one.left),
            top: text(one.top),
            width: text(one.width),
            height: text(one.height),
        }
    }

    fn texts(&self) -> [&str; 4] {
        [&self.left, &self.top, &self.width, &self.height]
    }

    fn is_empty(&self) -> bool {
        self.texts().iter().all(|text| one_line(text).is_empty())
    }

    fn faults(&self) -> Vec<At> {
        if self.is_empty() {
            return Vec::new();
        }
        let wrong = NAMES.iter().zip(self.texts()).filter(|(name, text)| {
            let least = if matches!(**name, "width" | "height") {
                CoverBox::LEAST
            } else {
                0
            };
            percent(text).is_none_or(|number| hundredths(number) < least)
        });
        wrong
            .map(|(name, _)| At::new(format!("{name}-{}", self.key), SENTENCE))
            .collect()
    }

    fn shape(&self) -> Option<Shape> {
        Some(Shape {
            left: percent(&self.left)?,
            top: percent(&self.top)?,
            width: percent(&self.width)?,
            height: percent(&self.height)?,
        })
    }
}

const SENTENCE: &str = "0から100までの数字を入れてください（幅と高さは0.5以上）。";

fn percent(typed: &str) -> Option<f32> {
    let number: f32 = half_width(&one_line(typed)).parse().ok()?;
    (0.0..=100.0).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(rows: &[(&str, [&str; 4])]) -> Rows {
        let mut fields = Fields::default();
        for (page, texts) in rows {
            fields.add("page".into(), (*page).into());
            for (name, text) in NAMES.iter().zip(texts) {
                fields.add((*name).into(), (*text).into());
            }
        }
        typed_rows(&fields, 2)
    }

    #[test]
    fn rows_become_covers_of_their_page_and_empty_ones_nothing() {
        let rows = typed(&[
            ("2", ["１０", "8.5", "40", "4"]),
            ("1", ["", " ", "", ""]),
            ("9", ["1", "1", "1", "1"]),
        ]);
        assert!(rows.faults().is_empty());
        let covers = rows.covers();
        assert_eq!(covers[0], PageCovers::default());
        let boxes = [CoverBox {
            left: 1_000,
            top: 850,
            width: 4_000,
            height: 400,
        }];
        assert_eq!(covers[1].boxes, boxes);
        // What was covered before comes back as it was.
        let again = Rows::covered(2, &[vec![], boxes.to_vec()], 1).covers();
        assert_eq!(again, covers);
    }

    #[test]
    fn what_cannot_be_read_is_named_at_its_number() {
        let rows = typed(&[("1", ["x", "101", "0", ""]), ("1", ["1", "2", "3", "NaN"])]);
        let faults = rows.faults();
        for key in [
            "left-1-1",
            "top-1-1",
            "width-1-1",
            "height-1-1",
            "height-1-2",
        ] {
            assert!(faults.iter().any(|fault| fault.is_at(key)), "{key}");
        }
        assert_eq!(faults.len(), 5);
    }
}
