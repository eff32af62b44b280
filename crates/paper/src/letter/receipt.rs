//! 受付票: what a physician keeps after submitting.

use std::fmt;

use super::Sender;
use super::parts::{BODY, Fact, LEFT, WIDTH, facts, missing_note, telephone, title};
use crate::canvas::{Area, Canvas, Paint};
use crate::document::{Document, PageSize};
use crate::error::PaperError;
use crate::font::Font;
use crate::shapes::rounded;
use crate::text::{Align, Ink, Style};

/// What stands on the receipt: finished Japanese lines. Debug prints nothing of it.
#[derive(Clone, Copy)]
pub struct Receipt<'a> {
    /// Who received it.
    pub sender: Sender<'a>,
    /// The receipt number, e.g. 261122-01-K7M2-4Q9S.
    pub number: &'a str,
    /// e.g. 令和8年11月22日(日) 午後2時32分（日本時間）.
    pub received_line: &'a str,
    /// e.g. 第1版, 第2版（差戻しの後の再提出）.
    pub version_line: &'a str,
    /// The clinic.
    pub clinic: &'a str,
    /// The physician.
    pub physician: &'a str,
    /// 氏名 of the applicant.
    pub applicant: &'a str,
    /// Number of the request.
    pub reference: &'a str,
    /// e.g. 主治医意見書 2ページ／PDF 3ページ.
    pub content_line: &'a str,
}

impl fmt::Debug for Receipt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Receipt")
    }
}

/// Draws the receipt: one A4 page.
///
/// # Errors
/// [`PaperError::TooLong`] naming the field.
pub fn draw_receipt(receipt: &Receipt<'_>) -> Result<Vec<u8>, PaperError> {
    let mut document = Document::new("主治医意見書 受付票");
    document.page(PageSize::A4, |canvas| draw(canvas, receipt))?;
    document.finish_marked()
}

fn draw(canvas: &mut Canvas<'_>, receipt: &Receipt<'_>) -> Result<(), PaperError> {
    canvas.fill(Area::new(0.0, 0.0, 210.0, 5.0), Ink::BLUE);
    let office = Style::new(Font::Gothic, 11.0);
    let place = Area::new(LEFT, 16.0, WIDTH, 6.0);
    canvas.fit_in(place, receipt.sender.office, office, "office")?;
    title(canvas, 30.0, "主治医意見書　受付票");
    canvas.text(
        LEFT,
        46.0,
        WIDTH,
        "次の主治医意見書を受け付けました。ありがとうございました。",
        BODY.align(Align::Center),
    );
    number(canvas, 58.0, receipt.number)?;
    let name = format!("{}　様", receipt.applicant);
    let y = facts(
        canvas,
        94.0,
        &[
            Fact::large("受け付けた日時", receipt.received_line),
            Fact::name("申請者", &name),
            Fact::new("依頼番号", receipt.reference),
            Fact::new("医療機関", receipt.clinic),
            Fact::name("医師", receipt.physician),
            Fact::new("内容", receipt.content_line),
            Fact::new("版", receipt.version_line),
        ],
    )?;
    let lines = [
        "お問い合わせのときは、受付番号をお知らせください。",
        "内容を確かめて受領します。直していただきたいところは、ご連絡します。",
        "受領されるまでは、同じ画面で内容を確かめることができます。",
        "この受付票と意見書の控えには個人の情報が含まれます。大切に保管してください。",
    ];
    let mut y = y + 9.0;
    for line in lines {
        canvas.text(LEFT, y, 6.0, "・", BODY);
        y += canvas.text(LEFT + 6.0, y, WIDTH - 6.0, line, BODY) + 1.5;
    }
    telephone(canvas, 258.0, "お問い合わせ", &receipt.sender)?;
    missing_note(
        canvas,
        &[receipt.applicant, receipt.clinic, receipt.physician],
    );
    Ok(())
}

fn number(canvas: &mut Canvas<'_>, y: f32, number: &str) -> Result<(), PaperError> {
    let frame = Area::new(LEFT + 28.0, y, WIDTH - 56.0, 27.0);
    rounded(canvas, frame, 3.0, Paint::Both(Ink::PALE, Ink::BLUE, 1.6));
    let label = Style::new(Font::Gothic, 11.0).align(Align::Center);
    canvas.text_in(
        Area::new(frame.x, y + 2.5, frame.width, 6.0),
        "受付番号",
        label,
    );
    let style = Style::new(Font::GothicBold, 28.0).align(Align::Center);
    let place = Area::new(frame.x + 4.0, y + 9.0, frame.width - 8.0, 15.0);
    canvas.fit_in(place, number, style, "receipt number")
}
