//! Bars of the first-judgement sheet: standard time against the grades, scores per group.

use super::case::{CARE, Case, tenths};
use super::frame::LABEL;
use super::survey::GROUPS;
use crate::canvas::{Area, Canvas};
use crate::font::Font;
use crate::text::{Align, Ink, Style};
use crate::units::count;

/// Shades of the parts of the time bar.
const SHADES: [Ink; CARE.len()] = [
    Ink(0, 23, 120),
    Ink(52, 82, 165),
    Ink(104, 131, 196),
    Ink(160, 178, 218),
    Ink(196, 206, 228),
    Ink(120, 120, 120),
    Ink(165, 165, 165),
    Ink(205, 205, 205),
];

/// Thresholds in minutes and the grade that begins there.
const THRESHOLDS: [(u8, &str); 6] = [
    (25, "支1"),
    (32, "支2・介1"),
    (50, "介2"),
    (70, "介3"),
    (90, "介4"),
    (110, "介5"),
];

/// The standard time as one stacked bar from 0 to 130 minutes, with the thresholds.
pub(super) fn time_bar(canvas: &mut Canvas<'_>, area: Area, case: &Case) {
    let scale = area.width / 130.0;
    let bar = Area::new(area.x, area.y + 6.0, area.width, 8.0);
    let mut left = area.x;
    for (minutes, shade) in case.minutes.iter().zip(SHADES) {
        let tenth = f32::from(u16::try_from(*minutes).unwrap_or(u16::MAX));
        let width = (tenth / 10.0 * scale).min(bar.x + bar.width - left);
        canvas.fill(Area::new(left, bar.y, width, bar.height), shade);
        left += width;
    }
    canvas.outline(bar, Ink::BLACK, 0.6);
    let style = LABEL.size(7.0);
    for (at, name) in THRESHOLDS {
        let x = area.x + f32::from(at) * scale;
        canvas.line(
            (x, bar.y - 1.2),
            (x, bar.y + bar.height + 1.2),
            Ink::BLACK,
            0.5,
        );
        canvas.text(x + 0.4, area.y + 1.4, 18.0, name, style);
        let centred = style.align(Align::Center).ink(Ink::GREY);
        canvas.text(
            x - 8.0,
            bar.y + bar.height + 1.4,
            16.0,
            &at.to_string(),
            centred,
        );
    }
}

/// Scores of the five groups, 0–100, as bars from `area`'s top.
pub(super) fn score_bars(canvas: &mut Canvas<'_>, area: Area, case: &Case) {
    let step = area.height / count(GROUPS.len());
    let (names, track) = (46.0, area.width - 46.0 - 14.0);
    for (n, (name, score)) in GROUPS.iter().zip(case.scores).enumerate() {
        let y = area.y + count(n) * step;
        canvas.text_in(Area::new(area.x, y, names, step), name, LABEL);
        let ground = Area::new(area.x + names, y + step * 0.25, track, step * 0.5);
        canvas.fill(ground, Ink(232, 232, 232));
        let part = f32::from(u16::try_from(score).unwrap_or(1000)) / 1000.0;
        let filled = Area::new(ground.x, ground.y, track * part, ground.height);
        canvas.fill(filled, Ink(52, 82, 165));
        let value = Area::new(area.x + names + track, y, 14.0, step);
        let style = Style::new(Font::GothicBold, 9.5).align(Align::Right);
        canvas.text_in(value, &tenths(score), style);
    }
}
