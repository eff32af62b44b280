//! 督促状: the opinion has not come. It holds no code: the way in is on the request itself.

use std::fmt;

use super::parts::{
    BODY, Fact, LEFT, WIDTH, block, facts, fold_marks, missing_note, sender, telephone, title,
    window,
};
use super::{Addressee, Applicant, Sender};
use crate::canvas::{Area, Canvas};
use crate::document::{Document, PageSize};
use crate::error::PaperError;

/// What stands in one reminder: finished Japanese lines. Debug prints nothing of it.
#[derive(Clone, Copy)]
pub struct ReminderLetter<'a> {
    /// Who asks.
    pub sender: Sender<'a>,
    /// Who is asked.
    pub to: Addressee<'a>,
    /// Whose opinion.
    pub applicant: Applicant<'a>,
    /// e.g. 令和8年12月8日.
    pub date_line: &'a str,
    /// Number of the request; may be empty.
    pub reference_line: &'a str,
    /// When it was asked for, e.g. 令和8年11月22日(日).
    pub requested_line: &'a str,
    /// When it was due, e.g. 令和8年12月5日(土)（3日過ぎています）.
    pub due_line: &'a str,
}

impl fmt::Debug for ReminderLetter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReminderLetter")
    }
}

/// Draws one A4 page per reminder, in the order given.
///
/// # Errors
/// [`PaperError::Nothing`] without letters; [`PaperError::TooLong`] naming the field.
pub fn draw_reminder_letters(letters: &[ReminderLetter<'_>]) -> Result<Vec<u8>, PaperError> {
    if letters.is_empty() {
        return Err(PaperError::Nothing { what: "letters" });
    }
    let mut document = Document::new("主治医意見書の提出について（督促）");
    for letter in letters {
        document.page(PageSize::A4, |canvas| draw(canvas, letter))?;
    }
    document.finish_marked()
}

fn draw(canvas: &mut Canvas<'_>, letter: &ReminderLetter<'_>) -> Result<(), PaperError> {
    fold_marks(canvas);
    window(canvas, &letter.to)?;
    sender(
        canvas,
        &letter.sender,
        (letter.date_line, letter.reference_line),
    )?;
    title(canvas, 76.0, "主治医意見書の提出について（督促）");
    let text = "日頃から介護保険の運営にご協力いただき、ありがとうございます。\n\
                次の方の主治医意見書が、まだ届いておりません。要介護認定は申請から30日以内に結果をお知らせすることとされており、\
                意見書が届かないと審査判定に進めません。お忙しいところ恐れ入りますが、至急ご提出くださいますようお願いします。";
    block(
        canvas,
        Area::new(LEFT, 92.0, WIDTH, 38.0),
        text,
        BODY,
        "text",
    )?;
    let who = &letter.applicant;
    let name = format!("{}　様（{}）", who.name, who.kana);
    let about = format!(
        "{}　{}　被保険者番号 {}",
        who.birth, who.sex, who.insured_no
    );
    let y = facts(
        canvas,
        128.0,
        &[
            Fact::name("申請者", &name),
            Fact::new("生年月日ほか", &about),
            Fact::new("お願いした日", letter.requested_line),
            Fact::large("提出の期限", letter.due_line),
        ],
    )?;
    notes(canvas, y + 9.0);
    telephone(
        canvas,
        258.0,
        "ご不明な点、ご事情のあるとき",
        &letter.sender,
    )?;
    let to = &letter.to;
    missing_note(
        canvas,
        &[to.address, to.clinic, to.physician, who.name, who.kana],
    );
    Ok(())
}

fn notes(canvas: &mut Canvas<'_>, y: f32) {
    let lines = [
        "インターネットで提出するときは、先にお送りした依頼書のQRコード（又は受付コード）とパスコードをお使いください。書きかけの内容は残っています。",
        "依頼書が見当たらないときは、下の電話へご連絡ください。新しい依頼書をお送りします。",
        "最近診察していない、転院した、入院中であるなど、作成が難しいときも、お早めにお知らせください。",
        "この書面と行き違いにご提出いただいた場合は、ご容赦ください。",
    ];
    let mut y = y;
    for line in lines {
        canvas.text(LEFT, y, 6.0, "・", BODY);
        y += canvas.text(LEFT + 6.0, y, WIDTH - 6.0, line, BODY) + 1.5;
    }
}
