//! What did not fit its place goes on, field by field, on pages of its own.

use kairan_domain::opinion::{FieldId, field};

use super::draw::{ENTRY, name};
use super::layout::{BOTTOM, LEFT, TOP, WIDTH};
use crate::document::{Document, PageSize};
use crate::font::Font;
use crate::text::{Laid, Style, lay_out};
use crate::units::count;

/// The rest of one field.
pub(super) struct Rest {
    id: FieldId,
    text: String,
    /// Whether the beginning stands in the field's place.
    begun: bool,
}

impl Rest {
    /// What stands below the beginning of a text that goes on.
    pub(super) const GOES_ON: &'static str = "（続紙へ続く）";
    /// What stands in the place of a value that is on the continuation page as a whole.
    pub(super) const SEE: &'static str = "（続紙のとおり）";
}

/// The rests of all fields, in the order of the form.
#[derive(Default)]
pub(super) struct Continued(Vec<Rest>);

impl Continued {
    /// Text of a field that found no room; `begun` if its beginning stands in its place.
    pub(super) fn add(&mut self, id: FieldId, text: String, begun: bool) {
        self.0.push(Rest { id, text, begun });
    }

    /// The fields that go on.
    pub(super) fn fields(&self) -> Vec<FieldId> {
        self.0.iter().map(|rest| rest.id).collect()
    }

    /// The pages needed: each a list of headings and lines.
    pub(super) fn sheets(&self) -> Vec<Vec<Part>> {
        let mut sheets = Sheets::default();
        for rest in &self.0 {
            let more = if rest.begun { "（続き）" } else { "" };
            let heading = format!("{}{more}", name(field(rest.id)));
            sheets.make_room(HEADING + BODY.line_height());
            sheets.add(Part::Heading(sheets.y, heading), HEADING);
            let mut laid = lay_out(&rest.text, BODY, WIDTH - 4.0);
            while !laid.lines.is_empty() {
                sheets.make_room(BODY.line_height());
                let mut room = 1;
                while sheets.y + count(room + 1) * BODY.line_height() <= BOTTOM {
                    room += 1;
                }
                let later = laid.lines.split_off(room.min(laid.lines.len()));
                let here = Laid {
                    lines: std::mem::replace(&mut laid.lines, later),
                    missing: laid.missing.clone(),
                    style: BODY,
                };
                let height = here.height();
                sheets.add(Part::Lines(sheets.y, here), height);
            }
            sheets.y += 3.0;
        }
        sheets.done
    }
}

/// Continuation pages in the making.
struct Sheets {
    done: Vec<Vec<Part>>,
    y: f32,
}

impl Default for Sheets {
    fn default() -> Self {
        Self {
            done: Vec::new(),
            y: BOTTOM,
        }
    }
}

impl Sheets {
    /// Begins a page when `height` has no room on this one.
    fn make_room(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.done.push(Vec::new());
            self.y = TOP;
        }
    }

    fn add(&mut self, part: Part, height: f32) {
        if let Some(sheet) = self.done.last_mut() {
            sheet.push(part);
        }
        self.y += height;
    }
}

const BODY: Style = ENTRY.size(10.0).leading(1.5);
const HEADING: f32 = 7.0;

/// A piece of a continuation page at its height.
pub(super) enum Part {
    Heading(f32, String),
    Lines(f32, Laid),
}

/// Draws one continuation page.
pub(super) fn draw(document: &mut Document, sheet: &[Part]) {
    document.page(PageSize::A4, |canvas| {
        for part in sheet {
            match part {
                Part::Heading(y, text) => {
                    let style = Style::new(Font::GothicBold, 10.0);
                    canvas.text(LEFT, *y, WIDTH, text, style);
                }
                Part::Lines(y, laid) => canvas.laid(LEFT + 2.0, *y, WIDTH - 4.0, laid),
            }
        }
    });
}
