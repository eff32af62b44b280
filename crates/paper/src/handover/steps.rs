//! What to do, in three steps, each with a picture.

use super::{HandOverSheet, LEFT, WIDTH, block};
use crate::canvas::{Area, Canvas, Paint};
use crate::error::PaperError;
use crate::font::Font;
use crate::shapes::{circle, envelope, pointer, rounded};
use crate::text::{Align, Ink, Style};
use crate::units::count;

/// The blue of links on a screen.
const LINK: Ink = Ink(0, 23, 193);
/// Height of one step's picture.
const PICTURE: f32 = 20.5;

/// Draws the three steps, spread evenly between the heights `above` and `below`.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    above: f32,
    below: f32,
    sheet: &HandOverSheet<'_>,
) -> Result<(), PaperError> {
    let texts = texts(sheet);
    let gap = (below - above - 3.0 * PICTURE) / 4.0;
    for (n, (what, how)) in texts.iter().enumerate() {
        let top = above + gap + count(n) * (PICTURE + gap);
        number(canvas, (LEFT + 6.0, top + 10.0), n + 1);
        let picture = Area::new(LEFT + 17.0, top, 34.0, PICTURE);
        rounded(
            canvas,
            picture,
            1.5,
            Paint::Both(Ink::WHITE, Ink::RULE, 0.8),
        );
        match n {
            0 => mail_picture(canvas, picture),
            1 => link_picture(canvas, picture),
            _ => form_picture(canvas, picture),
        }
        let x = LEFT + 57.0;
        let width = LEFT + WIDTH - x;
        let bold = Style::new(Font::GothicBold, 15.0);
        canvas.fit_in(Area::new(x, top + 2.0, width, 8.0), what, bold, "step")?;
        let plain = Style::new(Font::Gothic, 12.0).leading(1.3);
        block(
            canvas,
            Area::new(x, top + 11.0, width, 11.0),
            how,
            plain,
            "hint",
        )?;
    }
    Ok(())
}

/// What to do and how, for each step.
fn texts(sheet: &HandOverSheet<'_>) -> [(&'static str, String); 3] {
    let mail = if sheet.mail_hint.is_empty() {
        "審査会の資料のお知らせが届いています。".to_owned()
    } else {
        format!("{} に届いています。", sheet.mail_hint)
    };
    let link = if sheet.url_hint.is_empty() {
        "メールの中の、青い文字の行です。".to_owned()
    } else {
        format!("{} で始まる行です。", sheet.url_hint)
    };
    [
        ("メールを開きます", mail),
        ("メールの中のリンクを押します", link),
        (
            "メールアドレスと、このパスワードを入れます",
            "「資料を見る」のボタンを押すと、資料の一覧が出ます。".to_owned(),
        ),
    ]
}

fn number(canvas: &mut Canvas<'_>, centre: (f32, f32), number: usize) {
    circle(canvas, centre, 6.0, Paint::Fill(Ink::BLUE));
    let area = Area::new(centre.0 - 6.0, centre.1 - 6.0, 12.0, 12.0);
    let style = Style::new(Font::GothicBold, 20.0)
        .align(Align::Center)
        .ink(Ink::WHITE)
        .leading(1.0);
    canvas.text_in(area, &number.to_string(), style);
}

fn mail_picture(canvas: &mut Canvas<'_>, area: Area) {
    let letter = Area::new(area.x + 8.0, area.y + 4.0, 18.0, 12.5);
    envelope(canvas, letter, Ink::BLACK);
    circle(
        canvas,
        (letter.x + letter.width, letter.y + 0.5),
        2.6,
        Paint::Fill(Ink::RED),
    );
    let badge = Area::new(letter.x + letter.width - 2.6, letter.y - 2.1, 5.2, 5.2);
    let style = Style::new(Font::GothicBold, 9.0)
        .align(Align::Center)
        .ink(Ink::WHITE)
        .leading(1.0);
    canvas.text_in(badge, "1", style);
}

fn link_picture(canvas: &mut Canvas<'_>, area: Area) {
    for (dy, length) in [(4.0, 22.0), (7.0, 26.0), (16.0, 18.0)] {
        let y = area.y + dy;
        canvas.line(
            (area.x + 4.0, y),
            (area.x + 4.0 + length, y),
            Ink::RULE,
            1.4,
        );
    }
    let y = area.y + 11.0;
    canvas.line((area.x + 4.0, y), (area.x + 27.0, y), LINK, 2.6);
    canvas.line((area.x + 4.0, y + 1.6), (area.x + 27.0, y + 1.6), LINK, 0.6);
    pointer(canvas, (area.x + 22.0, y + 0.6), 8.0);
}

fn form_picture(canvas: &mut Canvas<'_>, area: Area) {
    for (dy, text) in [(2.6, "a@b.jp"), (8.0, "ab2c-3d4e-…")] {
        let field = Area::new(area.x + 4.5, area.y + dy, 25.0, 4.2);
        canvas.outline(field, Ink::BLACK, 0.7);
        let style = Style::new(Font::Gothic, 6.5).leading(1.0);
        let inner = Area::new(field.x + 1.2, field.y, field.width, field.height);
        canvas.text_in(inner, text, style);
    }
    let button = Area::new(area.x + 4.5, area.y + 13.6, 25.0, 4.8);
    rounded(canvas, button, 1.0, Paint::Fill(LINK));
    let style = Style::new(Font::GothicBold, 6.5)
        .align(Align::Center)
        .ink(Ink::WHITE)
        .leading(1.0);
    canvas.text_in(button, "資料を見る", style);
}
