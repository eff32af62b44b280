//! The sheet with a reviewer's viewing password, handed over on paper: never mailed.
//!
//! Written for a 75-year-old doctor: the name and the password are the largest things on the
//! page, three steps say what to do, each with a picture, and the office's telephone is on it.

mod password;
mod steps;

use std::fmt;

use crate::canvas::{Area, Canvas, Paint};
use crate::document::{Document, PageSize};
use crate::error::{Missing, PaperError};
use crate::font::Font;
use crate::shapes::rounded;
use crate::text::{Align, Ink, Style, fit, missing_in};

/// What stands on one reviewer's sheet: finished Japanese lines. Debug prints nothing of it.
#[derive(Clone, Copy)]
pub struct HandOverSheet<'a> {
    /// The insurer, e.g. みどり市.
    pub insurer_name: &'a str,
    /// The office, e.g. 介護保険課 認定係; may be empty.
    pub office: &'a str,
    /// Telephone of the office, e.g. 012-345-6789（内線 123）.
    pub office_phone: &'a str,
    /// The reviewer's name without 様.
    pub reviewer_name: &'a str,
    /// Which meeting, e.g. 令和8年12月3日(木) 午後1時30分 第3合議体.
    pub meeting_line: &'a str,
    /// Where the mail went, e.g. t•••••@example.jp; may be empty.
    pub mail_hint: &'a str,
    /// The viewing password exactly as it must be typed.
    pub password: &'a str,
    /// From when until when the materials can be seen: two lines.
    pub access_line: &'a str,
    /// How the link in the mail looks, e.g. `https://kairan.example.jp/r/`; may be empty.
    pub url_hint: &'a str,
    /// When the sheet was made, e.g. 令和8年11月22日(日) 作成.
    pub made_on_line: &'a str,
}

impl fmt::Debug for HandOverSheet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HandOverSheet")
    }
}

impl HandOverSheet<'_> {
    /// Characters in the lines (not the password) that no font has.
    fn missing(&self) -> Missing {
        let mut missing = Missing::default();
        for line in [
            self.insurer_name,
            self.office,
            self.office_phone,
            self.reviewer_name,
            self.meeting_line,
            self.mail_hint,
            self.access_line,
            self.url_hint,
            self.made_on_line,
        ] {
            missing.merge(missing_in(line, Font::GothicBold));
        }
        missing
    }
}

const LEFT: f32 = 20.0;
const WIDTH: f32 = 170.0;

/// Draws one A4 page per sheet, in the order given.
///
/// A character of a name that no font has is drawn as 〓 and explained at the foot of its page,
/// so that the clerk can write it in by hand: the sheet must come out of the printer.
///
/// # Errors
/// [`PaperError::Nothing`] without sheets; [`PaperError::SecretNotPrintable`] when a password has
/// a character that cannot be printed; [`PaperError::TooLong`] naming the field.
pub fn draw_hand_over_sheets(sheets: &[HandOverSheet<'_>]) -> Result<Vec<u8>, PaperError> {
    if sheets.is_empty() {
        return Err(PaperError::Nothing { what: "sheets" });
    }
    let mut document = Document::new("参照用パスワードのお知らせ");
    for sheet in sheets {
        document.page(PageSize::A4, |canvas| draw(canvas, sheet))?;
    }
    document.finish_marked()
}

fn draw(canvas: &mut Canvas<'_>, sheet: &HandOverSheet<'_>) -> Result<(), PaperError> {
    heading(canvas, sheet)?;
    meeting(canvas, sheet)?;
    let below = password::draw(canvas, Area::new(LEFT, 83.0, WIDTH, 52.0), sheet.password)?;
    steps::draw(canvas, below, 225.5, sheet)?;
    requests(canvas, 225.5);
    telephone(canvas, sheet)?;
    foot(canvas, sheet);
    Ok(())
}

fn heading(canvas: &mut Canvas<'_>, sheet: &HandOverSheet<'_>) -> Result<(), PaperError> {
    canvas.fill(Area::new(0.0, 0.0, 210.0, 5.0), Ink::BLUE);
    let small = Style::new(Font::Gothic, 11.0);
    canvas.fit_in(
        Area::new(LEFT, 13.0, 125.0, 6.0),
        sheet.insurer_name,
        small,
        "insurer name",
    )?;
    let stamp = Area::new(LEFT + WIDTH - 34.0, 12.5, 34.0, 8.5);
    canvas.outline(stamp, Ink::RED, 1.2);
    let red = Style::new(Font::GothicBold, 12.0)
        .align(Align::Center)
        .ink(Ink::RED);
    canvas.text_in(stamp, "親展・取扱注意", red.size(11.0));
    canvas.text(
        LEFT,
        21.0,
        WIDTH,
        "介護認定審査会の資料をご覧になるためのパスワード",
        Style::new(Font::GothicBold, 17.0).ink(Ink::BLUE),
    );
    canvas.line((LEFT, 32.5), (LEFT + WIDTH, 32.5), Ink::BLUE, 1.2);
    Ok(())
}

fn meeting(canvas: &mut Canvas<'_>, sheet: &HandOverSheet<'_>) -> Result<(), PaperError> {
    let name = format!("{}　様", sheet.reviewer_name);
    let place = Area::new(LEFT, 36.0, WIDTH, 14.0);
    // Mincho, because rare characters of names come from a Mincho face too.
    canvas.fit_in(
        place,
        &name,
        Style::new(Font::Mincho, 30.0),
        "reviewer name",
    )?;
    canvas.line((LEFT, 52.0), (LEFT + WIDTH, 52.0), Ink::RULE, 0.5);
    let rows = [
        ("審査会", sheet.meeting_line, "meeting", 55.0),
        ("資料を読める期間", sheet.access_line, "access window", 67.0),
    ];
    for (label, value, what, y) in rows {
        let label_style = Style::new(Font::Gothic, 10.0).ink(Ink::GREY);
        canvas.text_in(Area::new(LEFT, y, 30.0, 6.5), label, label_style);
        let style = Style::new(Font::GothicBold, 14.0).leading(1.25);
        block(
            canvas,
            Area::new(LEFT + 30.0, y, WIDTH - 30.0, 11.0),
            value,
            style,
            what,
        )?;
    }
    Ok(())
}

/// A text that may take several lines but not more height; starts at the top of `area`.
fn block(
    canvas: &mut Canvas<'_>,
    area: Area,
    text: &str,
    style: Style,
    what: &'static str,
) -> Result<(), PaperError> {
    let laid =
        fit(text, style, area.width, area.height, 7.0).ok_or(PaperError::TooLong { what })?;
    canvas.laid(area.x, area.y, area.width, &laid);
    Ok(())
}

fn requests(canvas: &mut Canvas<'_>, y: f32) {
    let frame = Area::new(LEFT, y, WIDTH, 33.0);
    rounded(canvas, frame, 2.0, Paint::Stroke(Ink::RED, 1.0));
    canvas.text(
        LEFT + 5.0,
        y + 2.2,
        WIDTH,
        "大切なお願い",
        Style::new(Font::GothicBold, 13.0).ink(Ink::RED),
    );
    let lines = [
        "このパスワードをメールに書いて送らないでください。",
        "他の人に見せたり、教えたりしないでください。職員がおたずねすることはありません。",
        "人の目に触れない場所に保管してください。次の審査会でも使うことがあります。",
    ];
    let style = Style::new(Font::Gothic, 11.0);
    for (line, top) in lines.iter().zip([10.5, 17.2, 23.9]) {
        canvas.text(LEFT + 5.0, y + top, 5.0, "・", style);
        canvas.text(LEFT + 10.0, y + top, WIDTH - 14.0, line, style);
    }
}

fn telephone(canvas: &mut Canvas<'_>, sheet: &HandOverSheet<'_>) -> Result<(), PaperError> {
    let frame = Area::new(LEFT, 263.0, WIDTH, 17.0);
    rounded(canvas, frame, 2.0, Paint::Fill(Ink::PALE));
    let label = Style::new(Font::Gothic, 12.0).leading(1.4);
    canvas.text(
        LEFT + 5.0,
        266.0,
        58.0,
        "うまくいかないとき、\nこの紙をなくしたときは",
        label,
    );
    let office = Style::new(Font::Gothic, 11.0);
    let (place, phone_y) = (Area::new(LEFT + 62.0, 264.0, WIDTH - 66.0, 6.0), 269.5);
    canvas.fit_in(place, sheet.office, office, "office")?;
    let place = Area::new(LEFT + 62.0, phone_y, WIDTH - 66.0, 10.0);
    let phone = format!("電話 {}", sheet.office_phone);
    let style = Style::new(Font::GothicBold, 20.0);
    canvas.fit_in(place, &phone, style, "office phone")
}

fn foot(canvas: &mut Canvas<'_>, sheet: &HandOverSheet<'_>) {
    let small = Style::new(Font::Gothic, 9.0).ink(Ink::GREY);
    let missing = sheet.missing();
    if !missing.is_empty() {
        let note = format!(
            "〓は印刷できない文字です（{}）。手書きで補ってください。",
            missing.code_points()
        );
        canvas.text(LEFT, 284.0, 110.0, &note, small);
    }
    canvas.text(
        LEFT + 110.0,
        284.0,
        WIDTH - 110.0,
        sheet.made_on_line,
        small.align(Align::Right),
    );
}

#[cfg(test)]
mod tests;
