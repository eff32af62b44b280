//! The sheet of recovery codes a member of staff prints when setting up the second factor.

use std::fmt;

use crate::canvas::{Area, Canvas};
use crate::document::{Document, PageSize};
use crate::error::PaperError;
use crate::font::Font;
use crate::shapes::check_box;
use crate::text::{Align, Ink, Style, missing_in};
use crate::units::count;

/// What stands on the sheet. Debug prints no code.
#[derive(Clone, Copy)]
pub struct RecoverySheet<'a> {
    /// The insurer, e.g. みどり市.
    pub insurer_name: &'a str,
    /// Display name of the member of staff.
    pub staff_name: &'a str,
    /// The codes, in the order shown on the screen; up to 20.
    pub codes: &'a [&'a str],
    /// When the codes were made, e.g. 令和8年11月22日(日) 作成.
    pub made_on_line: &'a str,
}

impl fmt::Debug for RecoverySheet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoverySheet")
    }
}

const MARGIN: f32 = 22.0;
const WIDTH: f32 = 166.0;
const BODY: Style = Style::new(Font::Gothic, 11.0);

/// Draws the sheet: one A4 page, codes in two columns with a box to cross out used ones.
///
/// # Errors
/// [`PaperError::Nothing`] without codes, [`PaperError::TooLong`] for more than 20,
/// [`PaperError::SecretNotPrintable`], [`PaperError::MissingGlyphs`] for a name no font can draw.
pub fn draw_recovery_codes(sheet: &RecoverySheet<'_>) -> Result<Vec<u8>, PaperError> {
    if sheet.codes.is_empty() {
        return Err(PaperError::Nothing { what: "codes" });
    }
    if sheet.codes.len() > 20 {
        return Err(PaperError::TooLong { what: "codes" });
    }
    let unprintable = |code: &&&str| !missing_in(code, Font::GothicBold).is_empty();
    if sheet.codes.iter().any(|code| unprintable(&code)) {
        return Err(PaperError::SecretNotPrintable);
    }
    let mut document = Document::new("回復コード");
    document.page(PageSize::A4, |canvas| draw(canvas, sheet))?;
    document.finish()
}

fn draw(canvas: &mut Canvas<'_>, sheet: &RecoverySheet<'_>) -> Result<(), PaperError> {
    canvas.fill(Area::new(0.0, 0.0, 210.0, 4.0), Ink::BLUE);
    canvas.text(MARGIN, 18.0, WIDTH, sheet.insurer_name, BODY.ink(Ink::GREY));
    canvas.text(
        MARGIN,
        24.0,
        WIDTH,
        "回復コード",
        Style::new(Font::GothicBold, 24.0),
    );
    let name = format!("{}　様", sheet.staff_name);
    let line = Area::new(MARGIN, 40.0, WIDTH, 9.0);
    canvas.fit_in(
        line,
        &name,
        Style::new(Font::GothicBold, 15.0),
        "staff name",
    )?;
    let mut y = 54.0;
    y += canvas.text(
        MARGIN,
        y,
        WIDTH,
        "スマートフォンの故障や機種変更で、認証アプリの6桁の数字を見られなくなったときに使う番号です。\
         ログインの途中で「6桁の数字」を聞かれたら、同じ欄に、6桁の数字の代わりに下の番号を一つ入力してください。",
        BODY.leading(1.7),
    );
    y = codes(canvas, y + 6.0, sheet.codes)?;
    notes(canvas, y + 8.0);
    canvas.text(
        MARGIN,
        280.0,
        WIDTH,
        sheet.made_on_line,
        Style::new(Font::Gothic, 9.0)
            .align(Align::Right)
            .ink(Ink::GREY),
    );
    Ok(())
}

/// The codes in two columns inside a frame; gives its lower edge.
fn codes(canvas: &mut Canvas<'_>, y: f32, codes: &[&str]) -> Result<f32, PaperError> {
    let rows = codes.len().div_ceil(2);
    let step = 11.0;
    let frame = Area::new(MARGIN, y, WIDTH, count(rows) * step + 8.0);
    canvas.fill(frame, Ink::PALE);
    canvas.outline(frame, Ink::BLUE, 1.0);
    let style = Style::new(Font::GothicBold, 17.0);
    let number = Style::new(Font::Gothic, 9.0)
        .align(Align::Right)
        .ink(Ink::GREY);
    for (n, code) in codes.iter().enumerate() {
        let x = MARGIN + 6.0 + count(n / rows) * 80.0;
        let top = y + 4.0 + count(n % rows) * step;
        canvas.text_in(Area::new(x, top, 7.0, step), &(n + 1).to_string(), number);
        check_box(canvas, (x + 10.0, top + 3.0), 5.0, false);
        let place = Area::new(x + 19.0, top, 58.0, step);
        canvas.fit_in(place, code, style, "code")?;
    }
    Ok(frame.y + frame.height)
}

fn notes(canvas: &mut Canvas<'_>, y: f32) {
    let lines = [
        "一つの番号は一回だけ使えます。使った番号は□に印を付けてください。",
        "残りが少なくなったら、ログインして新しい番号を作り、この紙を破棄してください。",
        "この紙は、鍵のかかる引き出しなど、他の人の目に触れない場所に保管してください。",
        "写真に撮ったり、メールで送ったり、パソコンに保存したりしないでください。",
        "紛失したときは、すぐに管理者へ連絡してください。番号を無効にして作り直します。",
    ];
    let mut y = y;
    for line in lines {
        canvas.text(MARGIN, y, 6.0, "・", BODY);
        y += canvas.text(MARGIN + 6.0, y, WIDTH - 6.0, line, BODY) + 1.5;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{pages_of, text_of};

    fn sheet<'a>(codes: &'a [&'a str]) -> RecoverySheet<'a> {
        RecoverySheet {
            insurer_name: "みどり市",
            staff_name: "髙橋　花子",
            codes,
            made_on_line: "令和8年11月22日(日) 作成",
        }
    }

    #[test]
    fn every_code_is_on_the_one_page() {
        let codes = ["7kq2-m9xp", "d4rt-w8ne", "hx3c-6vbf"];
        let pdf = draw_recovery_codes(&sheet(&codes)).unwrap();
        let text = text_of(&pdf);
        assert!(codes.iter().all(|code| text.contains(code)), "{text}");
        assert!(text.contains("髙橋　花子　様"));
        // As the page calls its one field, which takes both.
        let told = text.replace(char::is_whitespace, "");
        assert!(
            told.contains("6桁の数字") && told.contains("同じ欄"),
            "{text}"
        );
        assert_eq!(pages_of(&pdf).len(), 1);
    }

    #[test]
    fn twenty_codes_fit_and_twenty_one_do_not() {
        let codes = ["aaaa-bbbb"; 21];
        assert!(draw_recovery_codes(&sheet(&codes[..20])).is_ok());
        assert!(matches!(
            draw_recovery_codes(&sheet(&codes)),
            Err(PaperError::TooLong { what: "codes" })
        ));
        assert!(matches!(
            draw_recovery_codes(&sheet(&[])),
            Err(PaperError::Nothing { .. })
        ));
    }

    #[test]
    fn debug_shows_no_code() {
        assert_eq!(format!("{:?}", sheet(&["secret-code"])), "RecoverySheet");
    }
}
