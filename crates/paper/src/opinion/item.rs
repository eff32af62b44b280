//! Draws one item of a line; gives where the next begins.

use kairan_domain::opinion::FieldId;

use super::continuation::Rest;
use super::draw::{ENTRY, NAME, Page, SMALLEST, WORDS, choices, group};
use super::layout::{Item, LEFT};
use crate::canvas::Area;
use crate::shapes::check_box;
use crate::text::{Ink, Style, fit, measure, missing_in};
use crate::units::MM_PER_PT;

/// Side of a □.
const SIDE: f32 = 2.9;
/// Between a □ and its label.
const NEAR: f32 = 1.0;
/// Size of a value on one line, points, from which two lines are not tried.
const ONE_LINE: f32 = 8.0;
/// Distance of two small lines in sizes, and what is left above and below them, so that they are
/// seen to belong together.
const TIGHT: f32 = 1.05;
const AROUND: f32 = 0.3;
/// Between a label and the next □.
const APART: f32 = 3.0;

/// Choices to draw: the field, which of them, and how wide each is.
struct Boxes {
    id: FieldId,
    underlined_by: Option<FieldId>,
    first: usize,
    behind: usize,
    pitch: f32,
}

impl Boxes {
    fn new(id: FieldId, (first, behind): (usize, usize), pitch: f32) -> Self {
        Self {
            id,
            underlined_by: None,
            first,
            behind,
            pitch,
        }
    }

    fn underlined_by(self, line: FieldId) -> Self {
        Self {
            underlined_by: Some(line),
            ..self
        }
    }
}

impl Page<'_, '_, '_> {
    /// Draws in `area`, which reaches to the next fixed place or the edge.
    pub(super) fn item(&mut self, item: Item, area: Area) -> f32 {
        match item {
            Item::At(x) => LEFT + x,
            Item::Bar(x) => {
                let x = LEFT + x;
                let (top, low) = ((x, area.y - 0.4), (x, area.y + area.height));
                self.canvas.line(top, low, Ink::RULE, 0.4);
                x
            }
            Item::Words(words) => self.words(area, words),
            Item::Title(key) => self.title(area, group(key).map_or("", |group| group.title)),
            Item::Label(id) => {
                let label = self.source.field(id).map_or("", |field| field.label);
                self.words(area, label)
            }
            Item::Tick(id) => {
                let ticked = self.source.ticked(id);
                self.tick(area, id, ticked)
            }
            Item::TickIfFilled(id) => {
                let filled = !self.source.text(id).is_empty();
                self.tick(area, id, filled)
            }
            Item::Boxes(id) => self.boxes(area, &Boxes::new(id, (0, usize::MAX), 0.0)),
            Item::Some(id, first, behind, pitch) => {
                self.boxes(area, &Boxes::new(id, (first, behind), pitch))
            }
            Item::Underlined(id, line, first, behind, pitch) => {
                let boxes = Boxes::new(id, (first, behind), pitch);
                self.boxes(area, &boxes.underlined_by(line))
            }
            Item::Blank(id, width) => self.blank(area, id, width, ENTRY),
            Item::Large(id, width) => self.blank(area, id, width, NAME),
        }
    }

    fn words(&mut self, area: Area, words: &str) -> f32 {
        let width = measure(words, WORDS.font, WORDS.size);
        let place = Area::new(area.x, area.y, width + 1.0, area.height);
        self.canvas.text_in(place, words, WORDS);
        area.x + width
    }

    /// A question's title: one line, smaller if there is no more room.
    fn title(&mut self, area: Area, title: &str) -> f32 {
        let room = area.width - 2.0;
        let natural = measure(title, WORDS.font, WORDS.size);
        let size = if natural > room {
            WORDS.size * room / natural
        } else {
            WORDS.size
        };
        let place = Area::new(area.x, area.y, area.width + 1.0, area.height);
        self.canvas.text_in(place, title, WORDS.size(size));
        area.x + natural.min(room)
    }

    fn tick(&mut self, area: Area, id: FieldId, ticked: bool) -> f32 {
        let label = self.source.field(id).map_or("", |field| field.label);
        self.one_box(area, label, ticked)
    }

    /// A □ and its label; gives where the label ends.
    fn one_box(&mut self, area: Area, label: &str, ticked: bool) -> f32 {
        let at = (area.x, area.y + (area.height - SIDE) / 2.0);
        check_box(self.canvas, at, SIDE, ticked);
        let left = area.x + SIDE + NEAR;
        self.words(Area { x: left, ..area }, label)
    }

    fn boxes(&mut self, area: Area, boxes: &Boxes) -> f32 {
        let here = self.source.field(boxes.id).is_some();
        let choices = if here { choices(boxes.id) } else { &[] };
        let shown = choices.iter().take(boxes.behind).skip(boxes.first);
        let mut x = area.x;
        let mut end = x;
        for choice in shown {
            let ticked = self.source.has(boxes.id, choice.code);
            end = self.one_box(Area { x, ..area }, choice.label, ticked);
            if let Some(line) = boxes.underlined_by
                && self.source.has(line, choice.code)
            {
                let y = area.y + area.height / 2.0 + 2.0;
                let (from, to) = ((x + SIDE + NEAR, y), (end, y));
                self.canvas.line(from, to, Ink::BLACK, 1.0);
            }
            x = if boxes.pitch > 0.0 {
                x + boxes.pitch
            } else {
                end + APART
            };
        }
        end + 1.0
    }

    /// The value in its place: one line, two small ones, or a pointer to the continuation.
    fn blank(&mut self, area: Area, id: FieldId, width: f32, style: Style) -> f32 {
        let place = Area::new(area.x, area.y, width, area.height);
        let end = area.x + width;
        if self.source.field(id).is_none() {
            return area.x;
        }
        if self.source.covers(id) {
            self.cover(Area::new(
                place.x,
                place.y + 0.5,
                width - 1.0,
                place.height - 1.0,
            ));
            return end;
        }
        let text = self.source.text(id);
        self.unprintable.add(id, missing_in(&text, style.font));
        if !self.fit_line(place, &text, style) {
            self.fit_line(place, Rest::SEE, ENTRY);
            self.rest.add(id, text, false);
        }
        end
    }

    /// One line, smaller if it must be; two lines where they are clearly larger than one.
    fn fit_line(&mut self, place: Area, text: &str, style: Style) -> bool {
        let natural = measure(text, style.font, style.size);
        let one = (style.size * (place.width / natural.max(0.1))).min(style.size) - 0.01;
        let two = (place.height - 2.0 * AROUND) / (2.0 * TIGHT * MM_PER_PT);
        let two = two.clamp(SMALLEST, style.size.max(SMALLEST));
        let single = one >= ONE_LINE || one >= SMALLEST && one + 1.0 >= two;
        let (lines, first, widest) = if single {
            (1.0, one, 1.25)
        } else {
            (2.0, two, TIGHT)
        };
        // Steps of a twentieth of a point keep the sizes in the file short.
        let mut size = (first * 20.0).floor() / 20.0;
        while size >= SMALLEST {
            let leading = (place.height / (lines * size * MM_PER_PT)).min(widest);
            let style = style.size(size).leading(leading);
            if leading >= 1.0
                && let Some(laid) = fit(text, style, place.width, place.height, size)
            {
                let y = place.y + (place.height - laid.height()) / 2.0;
                self.canvas.laid(place.x, y, place.width, &laid);
                return true;
            }
            size -= 0.25;
        }
        false
    }
}
