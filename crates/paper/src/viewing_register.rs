//! The printed register of who has read a meeting's materials (参照状況一覧).

use std::fmt;

use crate::canvas::{Area, Canvas};
use crate::document::{Document, PageSize};
use crate::error::{Missing, PaperError};
use crate::font::Font;
use crate::table::{Column, Table};
use crate::text::{Align, Ink, Style, missing_in};

/// One reviewer of the meeting. All times are finished Japanese lines; empty where not (yet) so.
#[derive(Clone, Copy)]
pub struct RegisterRow<'a> {
    /// The reviewer's name.
    pub reviewer_name: &'a str,
    /// How the materials go out: 電子 or 紙.
    pub method: &'a str,
    /// The letter: when it was sent, or what became of it.
    pub sent: &'a str,
    /// First sign-in with the password.
    pub opened: &'a str,
    /// Last view of a material.
    pub last_viewed: &'a str,
    /// How many of the materials were opened, e.g. 3 / 4.
    pub read: &'a str,
    /// Anything to be said, e.g. 電話連絡済み.
    pub remark: &'a str,
}

/// What stands on the register. Debug prints no name.
#[derive(Clone, Copy)]
pub struct ViewingRegister<'a> {
    /// The insurer.
    pub insurer_name: &'a str,
    /// Which meeting.
    pub meeting_line: &'a str,
    /// From when until when the materials can be seen.
    pub access_line: &'a str,
    /// The sum in one sentence, e.g. 委員5人のうち3人がすべての資料を開きました.
    pub summary_line: &'a str,
    /// One row per seat, in the order of the meeting page.
    pub rows: &'a [RegisterRow<'a>],
    /// The moment the register tells about, e.g. 令和8年12月1日(火) 午後5時12分 現在.
    pub made_on_line: &'a str,
}

impl fmt::Debug for RegisterRow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RegisterRow")
    }
}

impl fmt::Debug for ViewingRegister<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ViewingRegister")
    }
}

const COLUMNS: [Column; 8] = [
    Column::new("No.", 11.0, Align::Right),
    Column::new("委員", 44.0, Align::Left),
    Column::new("方法", 14.0, Align::Center),
    Column::new("お知らせの送信", 46.0, Align::Left),
    Column::new("最初に開いた日時", 46.0, Align::Left),
    Column::new("最後に見た日時", 46.0, Align::Left),
    Column::new("開いた\n資料", 16.0, Align::Center),
    Column::new("備考", 42.0, Align::Left),
];

const TABLE: Table<'static> = Table {
    columns: &COLUMNS,
    head: Style::new(Font::GothicBold, 9.0).leading(1.3),
    body: Style::new(Font::Gothic, 9.5).leading(1.35),
    padding: 2.0,
    least_height: 11.0,
};

const LEFT: f32 = 16.0;
const WIDTH: f32 = 265.0;
const TOP: f32 = 44.0;
const ROOM: f32 = 148.0;

/// Draws the register on as many A4 pages (landscape) as it takes. A character of a name that no
/// font has is drawn as 〓 and explained at the foot.
///
/// # Errors
/// [`PaperError::TooLong`] when the meeting's line does not fit.
pub fn draw_viewing_register(register: &ViewingRegister<'_>) -> Result<Vec<u8>, PaperError> {
    let rows: Vec<Vec<String>> = register.rows.iter().enumerate().map(cells).collect();
    let pages = TABLE.pages(&rows, ROOM);
    let mut document = Document::new("参照状況一覧");
    let total = pages.len();
    for (n, range) in pages.into_iter().enumerate() {
        document.page(PageSize::A4_LANDSCAPE, |canvas| {
            heading(canvas, register)?;
            TABLE.draw(canvas, (LEFT, TOP), &rows[range.clone()]);
            note(canvas, &rows[range]);
            canvas.page_number(n + 1, total);
            Ok::<(), PaperError>(())
        })?;
    }
    document.finish_marked()
}

fn cells((n, row): (usize, &RegisterRow<'_>)) -> Vec<String> {
    let or_dash = |text: &str| {
        if text.is_empty() {
            "―".to_owned()
        } else {
            text.to_owned()
        }
    };
    vec![
        (n + 1).to_string(),
        row.reviewer_name.to_owned(),
        row.method.to_owned(),
        or_dash(row.sent),
        or_dash(row.opened),
        or_dash(row.last_viewed),
        or_dash(row.read),
        row.remark.to_owned(),
    ]
}

fn heading(canvas: &mut Canvas<'_>, register: &ViewingRegister<'_>) -> Result<(), PaperError> {
    let small = Style::new(Font::Gothic, 10.0);
    let right = small.align(Align::Right).ink(Ink::GREY);
    canvas.text(LEFT, 12.0, WIDTH / 2.0, register.insurer_name, small);
    canvas.text(LEFT, 12.0, WIDTH, register.made_on_line, right);
    let title = Style::new(Font::GothicBold, 17.0).ink(Ink::BLUE);
    canvas.text(LEFT, 17.0, 100.0, "参照状況一覧", title);
    let place = Area::new(LEFT + 60.0, 18.0, WIDTH - 60.0, 8.0);
    let meeting = Style::new(Font::GothicBold, 13.0);
    canvas.fit_in(place, register.meeting_line, meeting, "meeting")?;
    let window = format!("閲覧できる期間　{}", register.access_line);
    canvas.text(LEFT, 28.5, WIDTH, &window, small);
    canvas.text(LEFT, 34.5, WIDTH, register.summary_line, small);
    Ok(())
}

fn note(canvas: &mut Canvas<'_>, rows: &[Vec<String>]) {
    let mut missing = Missing::default();
    for cell in rows.iter().flatten() {
        missing.merge(missing_in(cell, Font::Gothic));
    }
    if !missing.is_empty() {
        let text = format!("〓は印刷できない文字です（{}）。", missing.code_points());
        let style = Style::new(Font::Gothic, 9.0).ink(Ink::GREY);
        canvas.text(LEFT, 194.0, WIDTH, &text, style);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{pages_of, text_of, texts_of};

    fn row(name: &str) -> RegisterRow<'_> {
        RegisterRow {
            reviewer_name: name,
            method: "電子",
            sent: "11月26日(木) 午前9時02分",
            opened: "11月26日(木) 午後8時15分",
            last_viewed: "",
            read: "3 / 4",
            remark: "",
        }
    }

    fn register<'a>(rows: &'a [RegisterRow<'a>]) -> ViewingRegister<'a> {
        ViewingRegister {
            insurer_name: "みどり市",
            meeting_line: "令和8年12月3日(木) 午後1時30分　第3合議体",
            access_line: "11月26日(木) 午前9時 から 12月3日(木) 午後5時 まで",
            summary_line: "委員5人のうち3人がすべての資料を開きました。",
            rows,
            made_on_line: "令和8年12月1日(火) 午後5時12分 現在",
        }
    }

    #[test]
    fn every_reviewer_is_on_the_register() {
        let rows = [row("髙﨑　𠮷男"), row("辻\u{E0100}　葛子")];
        let text = text_of(&draw_viewing_register(&register(&rows)).unwrap());
        for row in rows {
            assert!(text.contains(row.reviewer_name), "{text}");
        }
        assert!(text.contains("令和8年12月1日(火) 午後5時12分 現在"));
    }

    #[test]
    fn a_long_register_goes_on_over_pages() {
        let rows = [row("山田　太郎"); 45];
        let pdf = draw_viewing_register(&register(&rows)).unwrap();
        let texts = texts_of(&pdf);
        assert!(texts.len() > 2);
        assert!(texts.iter().all(|t| t.contains("参照状況一覧")));
        assert!(texts[0].ends_with(&format!("1 / {}", texts.len())));
        assert_eq!(pages_of(&pdf)[0], (842, 595));
    }

    #[test]
    fn an_undrawable_name_is_explained_and_debug_tells_nothing() {
        let rows = [row("山田😀")];
        let text = text_of(&draw_viewing_register(&register(&rows)).unwrap());
        assert!(
            text.contains("〓は印刷できない文字です（U+1F600）"),
            "{text}"
        );
        assert_eq!(format!("{:?}", register(&rows)), "ViewingRegister");
        assert_eq!(format!("{:?}", rows[0]), "RegisterRow");
    }
}
