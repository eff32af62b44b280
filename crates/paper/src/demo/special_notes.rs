//! Page 2 of a case: the surveyor's special notes (特記事項).

use super::case::Case;
use super::frame::{LABEL, LEFT, WIDTH, frame, section};
use super::notes::{note, situation};
use super::survey::{GROUPS, ITEMS};
use crate::canvas::Canvas;
use crate::document::{Document, PageSize};
use crate::font::Font;
use crate::text::{Ink, Laid, Style, lay_out};

const TOP: f32 = 24.0;
const BOTTOM: f32 = 282.0;
/// Width of the column with the item's number and name.
const NAMES: f32 = 36.0;
const SIZES: [f32; 6] = [11.5, 11.0, 10.5, 10.0, 9.5, 9.0];

/// One note, ready to draw.
struct Note {
    code: &'static str,
    name: &'static str,
    text: Laid,
}

/// Draws the page in the largest size in which everything fits.
pub(super) fn draw(document: &mut Document, case: &Case) {
    let style = |size| Style::new(Font::Mincho, size).leading(1.55);
    let fits = |size: &&f32| height(case, style(**size)) <= BOTTOM - TOP;
    let size = SIZES.iter().find(fits).unwrap_or(&SIZES[5]);
    document.page(PageSize::A4, |canvas| {
        frame(canvas, "認定調査票（特記事項）", case, 2);
        fill(canvas, case, style(*size));
    });
}

fn fill(canvas: &mut Canvas<'_>, case: &Case, style: Style) {
    let mut y = section(canvas, LEFT, TOP, WIDTH, "概況") + 1.5;
    y += canvas.text(LEFT, y, WIDTH, situation(case.place), style) + 2.0;
    for group in 1..=GROUPS.len() {
        let notes = notes(case, group, style);
        if notes.is_empty() {
            continue;
        }
        y = section(canvas, LEFT, y, WIDTH, GROUPS[group - 1]) + 1.5;
        for note in notes {
            let label =
                Style::new(Font::Gothic, 8.5).leading(style.line_height() / LABEL.size / 0.352_78);
            canvas.text(LEFT, y, 9.0, note.code, label.ink(Ink::GREY));
            canvas.text(LEFT + 9.0, y, NAMES, note.name, label);
            canvas.laid(LEFT + NAMES, y, WIDTH - NAMES, &note.text);
            y += note.text.height() + 0.6;
        }
        y += 1.5;
    }
    if y < BOTTOM - 10.0 {
        canvas.text(LEFT, y + 1.0, WIDTH, "（以下余白）", LABEL.ink(Ink::GREY));
    }
}

/// Height [`fill`] would take.
fn height(case: &Case, style: Style) -> f32 {
    let situation = lay_out(situation(case.place), style, WIDTH).height();
    let groups: f32 = (1..=GROUPS.len())
        .map(|group| notes(case, group, style))
        .filter(|notes| !notes.is_empty())
        .map(|notes| 8.6 + notes.iter().map(|n| n.text.height() + 0.6).sum::<f32>())
        .sum();
    9.1 + situation + groups
}

fn notes(case: &Case, group: usize, style: Style) -> Vec<Note> {
    ITEMS
        .iter()
        .zip(case.levels)
        .filter(|(item, level)| item.group() == group && *level > 0)
        .filter_map(|(item, level)| {
            let text = note(item.code, level, item.choices.len() - 1)?;
            Some(Note {
                code: item.code,
                name: item.name,
                text: lay_out(text, style, WIDTH - NAMES),
            })
        })
        .collect()
}
