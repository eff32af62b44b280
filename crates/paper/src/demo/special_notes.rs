//! Page 2 of a case: the surveyor's special notes (特記事項).

use super::case::Case;
use super::frame::{LABEL, LEFT, WIDTH, frame, section};
use super::notes::{SITUATIONS, note};
use super::survey::{GROUPS, ITEMS};
use crate::canvas::Canvas;
use crate::document::{Document, PageSize};
use crate::font::Font;
use crate::text::{Ink, Style, lay_out};

const TEXT: Style = Style::new(Font::Mincho, 10.0).leading(1.5);
const BOTTOM: f32 = 282.0;

/// Draws the page: the situation, then notes by group as far as the page goes.
pub(super) fn draw(document: &mut Document, case: &Case) {
    document.page(PageSize::A4, |canvas| {
        frame(canvas, "認定調査票（特記事項）", case, 2);
        let mut y = section(canvas, LEFT, 24.0, WIDTH, "概況") + 1.5;
        y += canvas.text(LEFT, y, WIDTH, SITUATIONS[case.voice], TEXT) + 2.0;
        for group in 1..=GROUPS.len() {
            y = draw_group(canvas, y, group, case);
        }
        if y < BOTTOM - 20.0 {
            canvas.text(LEFT, y + 2.0, WIDTH, "（以下余白）", LABEL.ink(Ink::GREY));
        }
    });
}

fn draw_group(canvas: &mut Canvas<'_>, y: f32, group: usize, case: &Case) -> f32 {
    let notes: Vec<(&str, &str, &str)> = ITEMS
        .iter()
        .zip(case.levels)
        .filter(|(item, level)| item.group() == group && *level > 0)
        .filter_map(|(item, level)| {
            let text = note(item.code, level, item.choices.len() - 1)?;
            Some((item.code, item.name, text))
        })
        .collect();
    if notes.is_empty() || y + 14.0 > BOTTOM {
        return y;
    }
    let mut y = section(canvas, LEFT, y, WIDTH, GROUPS[group - 1]) + 1.2;
    for (code, name, text) in notes {
        let laid = lay_out(text, TEXT, WIDTH - 38.0);
        if y + laid.height() > BOTTOM {
            break;
        }
        let label = Style::new(Font::Gothic, 8.5).leading(1.76);
        canvas.text(LEFT, y, 9.0, code, label.ink(Ink::GREY));
        canvas.text(LEFT + 9.0, y, 29.0, name, label);
        canvas.laid(LEFT + 38.0, y, WIDTH - 38.0, &laid);
        y += laid.height() + 0.6;
    }
    y + 1.5
}
