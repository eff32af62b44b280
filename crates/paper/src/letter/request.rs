//! The request to write an opinion, with the way in: QR, typed address, short code, passcode.
//!
//! Whoever holds the letter may open the request: the sheet says so, and the code and passcode
//! are refused rather than drawn with a mark in them.

use std::fmt;

use kairan_domain::opinion::Answers;

use super::parts::{
    BODY, Fact, LEFT, WIDTH, block, facts, fold_marks, missing_note, sender, telephone, title,
    window,
};
use super::{Addressee, Applicant, Sender};
use crate::canvas::{Area, Canvas, Paint};
use crate::document::{Document, PageSize};
use crate::error::PaperError;
use crate::font::Font;
use crate::opinion::{OpinionFrame, add_form_by_hand};
use crate::shapes::rounded;
use crate::text::{Align, Ink, Style};

/// What stands in one request: finished Japanese lines. Debug prints nothing of it.
#[derive(Clone, Copy)]
pub struct RequestLetter<'a> {
    /// Who asks.
    pub sender: Sender<'a>,
    /// Who is asked.
    pub to: Addressee<'a>,
    /// Whose opinion.
    pub applicant: Applicant<'a>,
    /// e.g. 令和8年11月22日.
    pub date_line: &'a str,
    /// Number of the request, e.g. 依頼番号 2026-000123; may be empty.
    pub reference_line: &'a str,
    /// e.g. 新規申請（令和8年11月20日）／在宅・初回.
    pub kind_line: &'a str,
    /// e.g. 令和8年12月5日(土).
    pub due_line: &'a str,
    /// The whole address, for the QR code.
    pub url: &'a str,
    /// What is typed instead, e.g. `https://kairan.example.jp/o`.
    pub typed_address: &'a str,
    /// The short code as it is typed, e.g. `7KQ2-M9XP-4`.
    pub short_code: &'a str,
    /// The passcode as it is typed.
    pub passcode: &'a str,
    /// The form for an answer by hand, behind the letter.
    pub form: Option<PaperForm<'a>>,
}

/// The official form with the facts of the request.
#[derive(Clone, Copy)]
pub struct PaperForm<'a> {
    /// The facts as answers; only fields given by the request are printed.
    pub answers: &'a Answers,
    /// What stands around the form.
    pub frame: OpinionFrame<'a>,
}

/// How the printer will lay the pages on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sides {
    /// A sheet for every page.
    One,
    /// Both sides: an empty page keeps one clinic's letter and form on sheets of their own.
    Two,
}

impl fmt::Debug for RequestLetter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RequestLetter")
    }
}

impl fmt::Debug for PaperForm<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PaperForm")
    }
}

/// Draws each letter, and behind it its form, in the order given.
///
/// # Errors
/// [`PaperError::Nothing`] without letters; [`PaperError::SecretNotPrintable`] for a code or
/// passcode that cannot be printed; [`PaperError::QrTooLong`]; [`PaperError::TooLong`] naming
/// the field.
pub fn draw_request_letters(
    letters: &[RequestLetter<'_>],
    sides: Sides,
) -> Result<Vec<u8>, PaperError> {
    if letters.is_empty() {
        return Err(PaperError::Nothing { what: "letters" });
    }
    let mut document = Document::new("主治医意見書の作成について（依頼）");
    for letter in letters {
        for secret in [letter.short_code, letter.passcode] {
            let printable = secret.chars().all(|c| c.is_ascii_graphic());
            if secret.is_empty() || !printable {
                return Err(PaperError::SecretNotPrintable);
            }
        }
        document.page(PageSize::A4, |canvas| draw(canvas, letter))?;
        let full = |document: &mut Document| {
            if sides == Sides::Two && document.page_count() % 2 == 1 {
                document.page(PageSize::A4, |_| ());
            }
        };
        full(&mut document);
        if let Some(form) = letter.form {
            add_form_by_hand(&mut document, form.answers, &form.frame);
            full(&mut document);
        }
    }
    document.finish_marked()
}

fn draw(canvas: &mut Canvas<'_>, letter: &RequestLetter<'_>) -> Result<(), PaperError> {
    fold_marks(canvas);
    window(canvas, &letter.to)?;
    sender(
        canvas,
        &letter.sender,
        (letter.date_line, letter.reference_line),
    )?;
    title(canvas, 70.0, "主治医意見書の作成について（依頼）");
    let text = "日頃から介護保険の運営にご協力いただき、ありがとうございます。次の方から要介護認定の申請があり、\
                主治医として先生のお名前をうかがいました。意見書を作成し、期限までに提出してくださいますようお願いします。";
    block(
        canvas,
        Area::new(LEFT, 81.0, WIDTH, 17.0),
        text,
        BODY.size(10.5),
        "text",
    )?;
    let y = table(canvas, 101.0, letter)?;
    let y = online(canvas, y + 5.0, letter)?;
    on_paper(canvas, y + 4.0, letter)?;
    telephone(
        canvas,
        268.0,
        "ご不明な点、この紙をなくしたとき",
        &letter.sender,
    )?;
    let to = &letter.to;
    let names = [to.address, to.clinic, to.physician];
    let whom = [letter.applicant.name, letter.applicant.kana];
    missing_note(canvas, &[&names[..], &whom[..]].concat());
    Ok(())
}

fn table(canvas: &mut Canvas<'_>, y: f32, letter: &RequestLetter<'_>) -> Result<f32, PaperError> {
    let who = &letter.applicant;
    let name = format!("{}　様（{}）", who.name, who.kana);
    let about = format!(
        "{}　{}　被保険者番号 {}",
        who.birth, who.sex, who.insured_no
    );
    facts(
        canvas,
        y,
        &[
            Fact::name("申請者", &name),
            Fact::new("生年月日ほか", &about),
            Fact::new("申請・意見書", letter.kind_line),
            Fact::large("提出の期限", letter.due_line),
        ],
    )
}

/// How to answer in a browser; gives the lower edge of the frame.
fn online(canvas: &mut Canvas<'_>, y: f32, letter: &RequestLetter<'_>) -> Result<f32, PaperError> {
    let frame = Area::new(LEFT, y, WIDTH, 84.0);
    rounded(canvas, frame, 3.0, Paint::Stroke(Ink::BLUE, 1.6));
    let heading = Style::new(Font::GothicBold, 13.0).ink(Ink::BLUE);
    let words = "インターネットで作成・提出する";
    canvas.text(LEFT + 6.0, y + 3.0, WIDTH, words, heading);
    let small = Style::new(Font::Gothic, 10.0).leading(1.45);
    canvas.text(
        LEFT + 6.0,
        y + 11.5,
        WIDTH - 12.0,
        "パソコン・タブレット・スマートフォンで書けます。途中で閉じても続きから書けます。\
         お手元の意見書（PDF・画像・日医IKENSYOのCSV）を送ることもできます。",
        small,
    );
    let qr = Area::new(LEFT + 5.0, y + 23.0, 42.0, 42.0);
    canvas.qr(qr, letter.url)?;
    let note = Style::new(Font::Gothic, 9.0)
        .align(Align::Center)
        .leading(1.35);
    let below = Area::new(LEFT + 4.0, y + 65.5, 44.0, 9.0);
    block(canvas, below, "カメラで読み取ると\n開きます", note, "note")?;
    entries(canvas, (LEFT + 52.0, y + 23.5), letter)?;
    let red = Style::new(Font::GothicBold, 9.5).ink(Ink::RED);
    let words =
        "この紙をお持ちの方は、この申請者の意見書を開けます。鍵と同じように保管してください。";
    let place = Area::new(LEFT + 6.0, y + 76.5, WIDTH - 12.0, 5.0);
    canvas.fit_in(place, words, red, "warning")?;
    Ok(frame.y + frame.height)
}

/// Address, short code and passcode, one under the other.
fn entries(
    canvas: &mut Canvas<'_>,
    (x, y): (f32, f32),
    letter: &RequestLetter<'_>,
) -> Result<(), PaperError> {
    let width = LEFT + WIDTH - 5.0 - x;
    let rows = [
        (
            "QRコードを使わないときのアドレス",
            letter.typed_address,
            Font::Gothic,
            13.0,
            "typed address",
        ),
        (
            "受付コード（アドレスを入力したときだけ）",
            letter.short_code,
            Font::GothicBold,
            19.0,
            "short code",
        ),
        (
            "パスコード（どちらの場合も入力します）",
            letter.passcode,
            Font::GothicBold,
            19.0,
            "passcode",
        ),
    ];
    let mut top = y;
    for (label, value, font, size, what) in rows {
        let style = Style::new(Font::Gothic, 9.5).ink(Ink::GREY);
        canvas.text(x, top, width, label, style);
        let cell = Area::new(x, top + 5.0, width, 11.0);
        canvas.fill(cell, Ink::PALE);
        let inner = Area::new(x + 3.0, top + 5.0, width - 6.0, 11.0);
        canvas.fit_in(inner, value, Style::new(font, size), what)?;
        top += 17.3;
    }
    Ok(())
}

/// Where the paper goes: as much of the address as there is.
fn whereto(sender: &Sender<'_>) -> String {
    let parts = [sender.address, sender.name, sender.office];
    let given: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    given.join("　")
}

fn on_paper(canvas: &mut Canvas<'_>, y: f32, letter: &RequestLetter<'_>) -> Result<(), PaperError> {
    let heading = Style::new(Font::GothicBold, 11.5);
    canvas.text(LEFT, y, WIDTH, "紙で提出する", heading);
    let form = if letter.form.is_some() {
        "同封の様式"
    } else {
        "主治医意見書の様式"
    };
    let text = format!(
        "{form}に記入し、医師の氏名を自署のうえ、次へお送りください。\n{}",
        whereto(&letter.sender)
    );
    let place = Area::new(LEFT, y + 6.5, WIDTH, 16.0);
    block(canvas, place, &text, BODY.size(10.0), "return address")
}
