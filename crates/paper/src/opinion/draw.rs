//! Draws a page piece by piece.

use kairan_domain::opinion::{Choice, FORM, Field, FieldId, Group, Section, field};

use super::continuation::{Continued, Rest};
use super::layout::{BOTTOM, Item, LEFT, Piece, TOP, WIDTH};
use super::source::Source;
use super::unprintable::Unprintable;
use crate::canvas::{Area, Canvas};
use crate::font::Font;
use crate::text::{Ink, Laid, Line, Style, fit, lay_out, missing_in};
use crate::units::{MM_PER_PT, count};

/// Printed words: lighter and smaller than what was entered.
pub(super) const WORDS: Style = Style::new(Font::Gothic, 8.8)
    .leading(1.0)
    .ink(Ink(75, 75, 75));
/// What was entered. The same face as the printed words: half as many glyphs to embed.
pub(super) const ENTRY: Style = Style::new(Font::Gothic, 9.8).leading(1.0).ink(Ink(0, 0, 0));
/// Names: rare characters come from a Mincho face, so the others shall match them.
pub(super) const NAME: Style = Style::new(Font::Mincho, 13.0).leading(1.0);
/// Smallest size of what was entered, points.
pub(super) const SMALLEST: f32 = 7.0;
/// Frames.
pub(super) const FRAME: f32 = 0.8;
/// Between a frame and words.
const INSET: f32 = 2.0;
/// Height of a section's heading.
const HEADING: f32 = 6.0;

/// The page being drawn.
pub(super) struct Page<'c, 'd, 's> {
    pub(super) canvas: &'c mut Canvas<'d>,
    pub(super) source: Source<'s>,
    pub(super) rest: &'c mut Continued,
    pub(super) unprintable: &'c mut Unprintable,
    y: f32,
    frame: f32,
    /// Items that reach into the next one.
    #[cfg(test)]
    pub(super) overruns: Vec<String>,
}

impl<'c, 'd, 's> Page<'c, 'd, 's> {
    pub(super) fn new(
        canvas: &'c mut Canvas<'d>,
        source: Source<'s>,
        rest: &'c mut Continued,
        unprintable: &'c mut Unprintable,
    ) -> Self {
        Self {
            canvas,
            source,
            rest,
            unprintable,
            y: TOP,
            frame: TOP,
            #[cfg(test)]
            overruns: Vec::new(),
        }
    }

    /// Draws the pieces; gives the lower edge of the last.
    pub(super) fn draw(&mut self, pieces: &[Piece]) -> f32 {
        for piece in pieces {
            self.piece(*piece);
        }
        self.y
    }

    fn piece(&mut self, piece: Piece) {
        match piece {
            Piece::Heading(key) => self.heading(key),
            Piece::Open => {
                self.frame = self.y;
                self.y += 0.4;
            }
            Piece::Close => {
                self.y += 0.4;
                let frame = Area::new(LEFT, self.frame, WIDTH, self.y - self.frame);
                self.canvas.outline(frame, Ink::BLACK, FRAME);
            }
            Piece::Rule => {
                let (left, right) = ((LEFT, self.y), (LEFT + WIDTH, self.y));
                self.canvas.line(left, right, Ink::RULE, 0.4);
            }
            Piece::Row(height, items) => self.row(height, items),
            Piece::Pair(height, left, right) => {
                self.items(height, left);
                self.row(height, right);
            }
            Piece::RowOf(id, height, items) => {
                if self.source.field(id).is_some() {
                    self.row(height, items);
                }
            }
            Piece::Notes(key, height) => self.notes(key, height),
            Piece::Room(id, height) => self.room(id, height),
            Piece::RoomToTheEnd(id) => self.room(id, BOTTOM - self.y),
        }
    }

    fn heading(&mut self, key: &str) {
        let title = section(key).map_or("", |section| section.title);
        let place = Area::new(LEFT, self.y, WIDTH, HEADING);
        let style = Style::new(Font::GothicBold, 10.0);
        self.canvas.text_in(place, title, style);
        self.y += HEADING;
    }

    fn notes(&mut self, key: &str, height: f32) {
        let edition = self.source.answers.edition();
        let notes = group(key).map_or(&[][..], |group| group.notes);
        let small = WORDS.size(if height < 4.5 { 7.5 } else { 9.0 });
        let style = small.leading(height / (small.size * MM_PER_PT));
        for note in notes.iter().filter(|note| note.editions.contains(&edition)) {
            let width = WIDTH - 2.0 * INSET;
            self.y += self
                .canvas
                .text(LEFT + INSET, self.y, width, note.text, style);
        }
    }

    fn row(&mut self, height: f32, items: &[Item]) {
        self.items(height, items);
        self.y += height;
    }

    fn items(&mut self, height: f32, items: &[Item]) {
        let mut x = LEFT;
        for (n, item) in items.iter().enumerate() {
            let end = items[n + 1..]
                .iter()
                .find_map(|next| match next {
                    Item::At(x) | Item::Bar(x) => Some(LEFT + x),
                    _ => None,
                })
                .unwrap_or(LEFT + WIDTH);
            x = self.item(*item, Area::new(x, self.y, end - x, height));
            #[cfg(test)]
            if x > end + 0.01 && !matches!(item, Item::At(_) | Item::Bar(_)) {
                self.overruns
                    .push(format!("{item:?} ends {:.1} mm late", x - end));
            }
        }
    }

    /// Several lines of words in the room that is left for them.
    fn room(&mut self, id: FieldId, height: f32) {
        let area = Area::new(LEFT, self.y, WIDTH, height).inset(INSET);
        self.y += height;
        if self.source.covers(id) {
            self.cover(area);
            return;
        }
        let text = self.source.text(id);
        self.unprintable.add(id, missing_in(&text, ENTRY.font));
        let style = ENTRY.leading(1.3);
        if let Some(laid) = fit(&text, style, area.width, area.height, 8.0) {
            self.canvas.laid(area.x, area.y, area.width, &laid);
            return;
        }
        let style = style.size(8.0);
        let (here, there) = split(&text, style, area);
        self.canvas.laid(area.x, area.y, area.width, &here);
        let y = area.y + here.height();
        self.canvas
            .text(area.x, y, area.width, Rest::GOES_ON, style);
        self.rest.add(id, there, true);
    }

    /// A place that named somebody: covered, nothing beneath it.
    pub(super) fn cover(&mut self, area: Area) {
        self.canvas.fill(area, Ink(205, 205, 205));
    }
}

/// The lines that fit with one more below them, and the text of the others.
fn split(text: &str, style: Style, area: Area) -> (Laid, String) {
    let mut room = 0;
    while count(room + 2) * style.line_height() <= area.height {
        room += 1;
    }
    let mut here = lay_out("", style, area.width);
    here.lines.clear();
    let mut there = Vec::new();
    for paragraph in text.split('\n') {
        let mut laid = lay_out(paragraph, style, area.width);
        let left = laid.lines.split_off(laid.lines.len().min(room));
        room -= laid.lines.len();
        here.lines.extend(laid.lines);
        here.missing.merge(laid.missing);
        if !left.is_empty() {
            there.push(left.iter().fold(String::new(), joined));
        }
    }
    (here, there.join("\n"))
}

/// Adds a line to those before it, with the space that was cut off between two words.
fn joined(mut text: String, line: &Line) -> String {
    let next: String = line.glyphs.iter().map(|g| g.cluster.text()).collect();
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic());
    if word(text.chars().last()) && word(next.chars().next()) {
        text.push(' ');
    }
    text.push_str(&next);
    text
}

pub(super) fn section(key: &str) -> Option<&'static Section> {
    FORM.iter().find(|section| section.key == key)
}

pub(super) fn group(key: &str) -> Option<&'static Group> {
    FORM.iter()
        .flat_map(|section| section.groups)
        .find(|group| group.key == key)
}

/// The choices of a field; empty for kinds without.
pub(super) fn choices(id: FieldId) -> &'static [Choice] {
    field(id).map_or(&[], Field::choices)
}

/// The name of a field that stands alone.
pub(super) fn name(field: Option<&'static Field>) -> &'static str {
    field.map_or("", |field| field.name)
}
