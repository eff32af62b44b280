//! 主治医意見書 on paper: two A4 pages after the official layout of its edition, and what did not
//! fit on continuation pages that name the field.
//!
//! `layout` has the words in which a page is laid out, `front` and `back` are the two pages as
//! tables keyed by the form's field ids; nothing else knows a position. Titles, labels and
//! choices come from the form's own table in `domain`. To move a field, edit its row.

mod back;
mod continuation;
mod draw;
mod front;
#[cfg(test)]
mod guessing;
mod item;
mod layout;
#[cfg(test)]
pub(crate) mod sample;
mod source;
#[cfg(test)]
mod tests;
mod unprintable;

use std::fmt;

use kairan_domain::opinion::{Answers, FieldId};

use crate::canvas::{Area, Canvas};
use crate::document::{Document, PageSize};
use crate::error::PaperError;
use crate::font::Font;
use crate::text::{Align, Ink, Style, fit, measure};
use continuation::Continued;
use draw::Page;
use layout::{LEFT, WIDTH};
use source::{Paper, Source};

pub use unprintable::Unprintable;

/// A drawn opinion.
pub struct OpinionPdf {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Its pages: two, and one or more if something goes on.
    pub pages: usize,
    /// Fields whose text goes on a continuation page.
    pub continued: Vec<FieldId>,
    /// Characters no font has; 〓 stands for each, with a note at the foot of every page.
    pub unprintable: Unprintable,
}

impl fmt::Debug for OpinionPdf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpinionPdf")
    }
}

/// What stands around the form: finished Japanese lines. Debug prints nothing of it.
#[derive(Clone, Copy, Default)]
pub struct OpinionFrame<'a> {
    /// Above the form, left: whose and which, e.g. みどり市　被保険者番号 0000123456. May be empty.
    pub reference: &'a str,
    /// At the foot, left: e.g. 受付番号 261122-01-K7M2-4Q9S　令和8年11月22日(日) 午後2時32分 提出. May be empty.
    pub foot: &'a str,
}

impl fmt::Debug for OpinionFrame<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpinionFrame")
    }
}

/// The opinion, whole: for the doctor and the insurer. Also the preview of a draft.
///
/// # Errors
/// [`PaperError`] only when the PDF cannot be written; a character that no font has is told in
/// [`OpinionPdf::unprintable`].
pub fn draw_opinion(answers: &Answers, frame: &OpinionFrame<'_>) -> Result<OpinionPdf, PaperError> {
    draw_form(answers, Paper::Whole, &Around::new(frame))
}

/// The opinion for the board, built anew: fields that name the person, the doctor or the clinic
/// are covered with nothing beneath, the birth date loses its day, and the case number stands
/// above. Free text stays as it was written; whoever calls has had it confirmed.
///
/// # Errors
/// As [`draw_opinion`].
pub fn draw_masked_opinion(answers: &Answers, case_no: &str) -> Result<OpinionPdf, PaperError> {
    let around = Around {
        case_no,
        ..Around::new(&OpinionFrame::default())
    };
    draw_form(answers, Paper::Masked, &around)
}

/// The empty form with the facts of the request, for an answer by hand. Of `answers` only the
/// fields given by the request are printed, and not the doctor's name: it is signed by hand.
///
/// # Errors
/// As [`draw_opinion`].
pub fn draw_opinion_form(
    answers: &Answers,
    frame: &OpinionFrame<'_>,
) -> Result<OpinionPdf, PaperError> {
    draw_form(answers, Paper::ByHand, &Around::new(frame))
}

/// Adds the form for an answer by hand to a document (behind its letter).
pub(crate) fn add_form_by_hand(
    document: &mut Document,
    answers: &Answers,
    frame: &OpinionFrame<'_>,
) {
    let source = Source {
        answers,
        paper: Paper::ByHand,
    };
    let mut lost = (Continued::default(), Unprintable::default());
    let around = Around::new(frame);
    add_form(document, source, &around, (&mut lost.0, &mut lost.1));
}

/// What stands around the form on every page.
struct Around<'a> {
    reference: &'a str,
    foot: &'a str,
    case_no: &'a str,
}

impl<'a> Around<'a> {
    fn new(frame: &OpinionFrame<'a>) -> Self {
        Self {
            reference: frame.reference,
            foot: frame.foot,
            case_no: "",
        }
    }
}

fn draw_form(
    answers: &Answers,
    paper: Paper,
    around: &Around<'_>,
) -> Result<OpinionPdf, PaperError> {
    let mut document = Document::new("主治医意見書");
    let mut unprintable = Unprintable::default();
    let mut rest = Continued::default();
    add_form(
        &mut document,
        Source { answers, paper },
        around,
        (&mut rest, &mut unprintable),
    );
    Ok(OpinionPdf {
        pages: document.page_count(),
        pdf: document.finish_marked()?,
        continued: rest.fields(),
        unprintable,
    })
}

/// Adds the pages of one form to a document.
fn add_form(
    document: &mut Document,
    source: Source<'_>,
    around: &Around<'_>,
    (rest, unprintable): (&mut Continued, &mut Unprintable),
) {
    let before = document.page_count();
    for pieces in [front::FRONT, back::BACK] {
        document.page(PageSize::A4, |canvas| {
            Page::new(canvas, source, rest, unprintable).draw(pieces);
        });
    }
    for sheet in rest.sheets() {
        continuation::draw(document, &sheet);
    }
    // How many pages there are, and what could not be printed, is known only now.
    let pages = document.page_count() - before;
    for page in 1..=pages {
        document.amend(before + page, |canvas| {
            surround(canvas, around, (page, pages), unprintable);
        });
    }
}

/// Title, reference or case number above; foot line, note and page number below.
fn surround(
    canvas: &mut Canvas<'_>,
    around: &Around<'_>,
    (page, pages): (usize, usize),
    unprintable: &Unprintable,
) {
    let title = match page {
        1 => "主治医意見書",
        2 => "主治医意見書（2枚目）",
        _ => "主治医意見書（続紙）",
    };
    let style = Style::new(Font::Mincho, if page == 1 { 15.0 } else { 11.0 }).align(Align::Center);
    canvas.text_in(Area::new(60.0, 9.5, 90.0, 7.0), title, style);
    let small = Style::new(Font::Gothic, 8.0).ink(Ink::GREY);
    canvas.text_in(
        Area::new(LEFT, 11.5, 62.0, 5.0),
        around.reference,
        small.ink(Ink::BLACK),
    );
    if !around.case_no.is_empty() {
        case_number(canvas, around.case_no);
    }
    let y = 287.5;
    canvas.text(LEFT, y, 130.0, around.foot, small);
    let right = small.align(Align::Right);
    canvas.text(LEFT, y, WIDTH, &format!("{page} / {pages}"), right);
    let missing = unprintable.all();
    if !missing.is_empty() {
        let note = format!("〓は印刷できない文字です（{}）。", missing.code_points());
        if let Some(laid) = fit(&note, small, WIDTH, 5.0, 5.0) {
            canvas.laid(LEFT, y + 3.8, WIDTH, &laid);
        }
    }
}

fn case_number(canvas: &mut Canvas<'_>, number: &str) {
    let style = Style::new(Font::GothicBold, 13.0).align(Align::Center);
    let width = measure(number, style.font, style.size).max(14.0) + 4.0;
    let label = Area::new(LEFT + WIDTH - width - 20.0, 8.5, 20.0, 8.0);
    let value = Area::new(LEFT + WIDTH - width, 8.5, width, 8.0);
    canvas.fill(label, Ink::PALE);
    canvas.outline(label, Ink::BLACK, 0.8);
    canvas.outline(value, Ink::BLACK, 0.8);
    let words = Style::new(Font::Gothic, 9.0).align(Align::Center);
    canvas.text_in(label, "資料番号", words);
    canvas.text_in(value, number, style);
}
