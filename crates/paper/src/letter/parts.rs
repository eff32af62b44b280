//! Pieces all letters share: window, sender, title, table of facts, telephone, foot.

use super::{Addressee, Sender};
use crate::canvas::{Area, Canvas, Paint};
use crate::error::{Missing, PaperError};
use crate::font::Font;
use crate::shapes::rounded;
use crate::text::{Align, Ink, Style, fit, missing_in};

/// Left edge of the text.
pub(super) const LEFT: f32 = 22.0;
/// Width of the text.
pub(super) const WIDTH: f32 = 166.0;
/// Running text.
pub(super) const BODY: Style = Style::new(Font::Gothic, 11.0).leading(1.6);
/// Smallest size a line may shrink to, points.
const SMALLEST: f32 = 7.0;

/// What the window shows wherever the paper slips: 長形3号's window (90 × 45 mm, 20–22 mm from the
/// left, 12–14 mm from the top) leaves A4 folded in three 22 mm of play across and 19 mm down, so
/// every part of this lies behind it in both extremes. Windows of 角2 differ by maker; most show it.
const WINDOW: Area = Area::new(23.0, 15.0, 66.0, 25.0);

/// The addressee in the window.
pub(super) fn window(canvas: &mut Canvas<'_>, to: &Addressee<'_>) -> Result<(), PaperError> {
    let small = Style::new(Font::Gothic, 9.0).leading(1.25);
    if !to.postal_code.is_empty() {
        let line = format!("〒{}", to.postal_code);
        canvas.text(WINDOW.x, WINDOW.y, WINDOW.width, &line, small);
    }
    let (clinic, physician) = if to.physician.is_empty() {
        (format!("{}　御中", to.clinic), String::new())
    } else {
        (to.clinic.to_owned(), format!("{}　先生", to.physician))
    };
    let place = |y: f32, height: f32| Area::new(WINDOW.x, WINDOW.y + y, WINDOW.width, height);
    block(canvas, place(4.0, 8.0), to.address, small, "address")?;
    let style = small.size(9.5);
    block(canvas, place(12.2, 6.2), &clinic, style, "clinic")?;
    // Mincho, because rare characters of names come from a Mincho face too.
    let name = Style::new(Font::Mincho, 13.0).leading(1.3);
    block(canvas, place(18.6, 6.4), &physician, name, "physician")
}

/// Date, number, and who writes, at the right of the window and clear of it.
pub(super) fn sender(
    canvas: &mut Canvas<'_>,
    from: &Sender<'_>,
    (date, reference): (&str, &str),
) -> Result<(), PaperError> {
    let x = 118.0;
    let width = LEFT + WIDTH - x;
    let right = Style::new(Font::Gothic, 10.0).align(Align::Right);
    canvas.fit_in(
        Area::new(x, 14.0, width, 5.5),
        reference,
        right,
        "reference",
    )?;
    canvas.fit_in(Area::new(x, 19.5, width, 5.5), date, right, "date")?;
    let phone = format!("電話 {}", from.phone);
    let lines = [
        (from.name, 12.0, "sender name"),
        (from.office, 9.5, "office"),
        (from.address, 9.0, "office address"),
        (phone.as_str(), 9.5, "office phone"),
    ];
    let mut y = 29.0;
    for (text, size, what) in lines {
        let style = Style::new(Font::Gothic, size).leading(1.3);
        let laid = fit(text, style, width, 9.5, SMALLEST).ok_or(PaperError::TooLong { what })?;
        canvas.laid(x, y, width, &laid);
        y += laid.height() + 1.6;
    }
    Ok(())
}

/// Marks at the left edge where the paper is folded for 長形3号.
pub(super) fn fold_marks(canvas: &mut Canvas<'_>) {
    for y in [99.0, 198.0] {
        canvas.line((4.0, y), (9.0, y), Ink::RULE, 0.5);
    }
}

/// The title of the letter, centred; below it a line.
pub(super) fn title(canvas: &mut Canvas<'_>, y: f32, text: &str) {
    let style = Style::new(Font::GothicBold, 16.0)
        .align(Align::Center)
        .ink(Ink::BLUE);
    canvas.text_in(Area::new(LEFT, y, WIDTH, 9.0), text, style);
}

/// A text that may take several lines but not more height; starts at the top of `area`.
pub(super) fn block(
    canvas: &mut Canvas<'_>,
    area: Area,
    text: &str,
    style: Style,
    what: &'static str,
) -> Result<(), PaperError> {
    let laid =
        fit(text, style, area.width, area.height, SMALLEST).ok_or(PaperError::TooLong { what })?;
    canvas.laid(area.x, area.y, area.width, &laid);
    Ok(())
}

/// One line of a table of facts.
pub(super) struct Fact<'a> {
    pub(super) label: &'static str,
    pub(super) value: &'a str,
    pub(super) style: Style,
    pub(super) height: f32,
}

impl<'a> Fact<'a> {
    pub(super) fn new(label: &'static str, value: &'a str) -> Self {
        Self {
            label,
            value,
            style: Style::new(Font::Gothic, 11.5),
            height: 8.0,
        }
    }

    /// In large bold type.
    pub(super) fn large(label: &'static str, value: &'a str) -> Self {
        Self {
            style: Style::new(Font::GothicBold, 15.0),
            height: 10.5,
            ..Self::new(label, value)
        }
    }

    /// A name, in the face its rare characters come from.
    pub(super) fn name(label: &'static str, value: &'a str) -> Self {
        Self {
            style: Style::new(Font::Mincho, 15.0),
            height: 10.0,
            ..Self::new(label, value)
        }
    }
}

/// A ruled table of labels and values; gives its lower edge.
pub(super) fn facts(
    canvas: &mut Canvas<'_>,
    y: f32,
    facts: &[Fact<'_>],
) -> Result<f32, PaperError> {
    const LABEL: f32 = 36.0;
    let top = y;
    let height = facts.iter().map(|fact| fact.height).sum();
    canvas.fill(Area::new(LEFT, top, LABEL, height), Ink::PALE);
    let mut y = y;
    for fact in facts {
        let label = Style::new(Font::Gothic, 10.0);
        let place = Area::new(LEFT + 3.0, y, LABEL - 4.0, fact.height);
        canvas.text_in(place, fact.label, label);
        let place = Area::new(LEFT + LABEL + 3.0, y, WIDTH - LABEL - 5.0, fact.height);
        canvas.fit_in(place, fact.value, fact.style, fact.label)?;
        y += fact.height;
        canvas.line((LEFT, y), (LEFT + WIDTH, y), Ink::RULE, 0.5);
    }
    let frame = Area::new(LEFT, top, WIDTH, height);
    canvas.outline(frame, Ink::BLACK, 0.8);
    Ok(y)
}

/// Whom to phone, on a pale ground.
pub(super) fn telephone(
    canvas: &mut Canvas<'_>,
    y: f32,
    question: &str,
    from: &Sender<'_>,
) -> Result<(), PaperError> {
    let frame = Area::new(LEFT, y, WIDTH, 15.0);
    rounded(canvas, frame, 2.0, Paint::Fill(Ink::PALE));
    let style = Style::new(Font::Gothic, 10.0).leading(1.4);
    let half = Area::new(LEFT + 5.0, y + 2.6, 74.0, 10.5);
    block(
        canvas,
        half,
        &format!("{question}\n{}", from.office),
        style,
        "office",
    )?;
    let place = Area::new(LEFT + 82.0, y, WIDTH - 86.0, 15.0);
    let phone = format!("電話 {}", from.phone);
    canvas.fit_in(
        place,
        &phone,
        Style::new(Font::GothicBold, 17.0),
        "office phone",
    )
}

/// The note about characters that could not be printed, at the foot.
pub(super) fn missing_note(canvas: &mut Canvas<'_>, texts: &[&str]) {
    let mut missing = Missing::default();
    for text in texts {
        missing.merge(missing_in(text, Font::Gothic));
    }
    if missing.is_empty() {
        return;
    }
    let note = format!(
        "〓は印刷できない文字です（{}）。手書きで補ってください。",
        missing.code_points()
    );
    let style = Style::new(Font::Gothic, 8.0).ink(Ink::GREY);
    canvas.text(LEFT, 288.0, WIDTH, &note, style);
}
