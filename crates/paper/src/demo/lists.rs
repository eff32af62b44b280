//! The two lists of the packet: the cases of the meeting, and the sheet for preliminary grades.

use super::case::{Case, tenths};
use super::frame::foot;
use crate::canvas::Canvas;
use crate::document::{Document, PageSize};
use crate::font::Font;
use crate::table::{Column, Table};
use crate::text::{Align, Ink, Style};

const LIST: [Column; 10] = [
    Column::new("資料\n番号", 14.0, Align::Center),
    Column::new("申請\n区分", 17.0, Align::Center),
    Column::new("被保険\n者区分", 16.0, Align::Center),
    Column::new("年齢", 12.0, Align::Center),
    Column::new("性別", 12.0, Align::Center),
    Column::new("前回\n要介護度", 21.0, Align::Center),
    Column::new("一次判定", 21.0, Align::Center),
    Column::new("基準時間\n（分）", 18.0, Align::Center),
    Column::new("現在の状況", 34.0, Align::Left),
    Column::new("備考", 13.0, Align::Left),
];

const PRELIMINARY: [Column; 13] = [
    Column::new("No.", 11.0, Align::Center),
    Column::new("申請\n区分", 18.0, Align::Center),
    Column::new("被保険\n者区分", 15.0, Align::Center),
    Column::new("性別", 10.0, Align::Center),
    Column::new("年齢", 12.0, Align::Center),
    Column::new("前回\n二次判定", 19.0, Align::Center),
    Column::new("前回\n有効期間", 17.0, Align::Center),
    Column::new("一次判定", 19.0, Align::Center),
    Column::new("二次判定\n（予備）", 24.0, Align::Center),
    Column::new("有効期間", 18.0, Align::Center),
    Column::new("特定疾病", 32.0, Align::Left),
    Column::new("特記事項のメモ", 35.0, Align::Left),
    Column::new("意見書のメモ", 35.0, Align::Left),
];

const fn table(columns: &[Column], least_height: f32) -> Table<'_> {
    Table {
        columns,
        head: Style::new(Font::GothicBold, 8.5).leading(1.25),
        body: Style::new(Font::Gothic, 9.5).leading(1.25),
        padding: 1.2,
        least_height,
    }
}

/// 審査会対象者一覧.
pub(super) fn draw_list(document: &mut Document, cases: &[Case]) {
    let rows: Vec<Vec<String>> = cases
        .iter()
        .map(|case| {
            vec![
                case.number.to_string(),
                case.application.to_owned(),
                case.insured.to_owned(),
                case.age.to_string(),
                case.sex.to_owned(),
                case.previous.to_owned(),
                case.grade().to_owned(),
                tenths(case.total()),
                case.place.to_owned(),
                String::new(),
            ]
        })
        .collect();
    let total = format!("対象者 {}人", cases.len());
    draw(
        document,
        PageSize::A4,
        ("審査会対象者一覧", &total),
        &table(&LIST, 7.2),
        &rows,
    );
}

/// 予備判定記入表: the columns a reviewer fills in by hand stay empty.
pub(super) fn draw_preliminary(document: &mut Document, cases: &[Case]) {
    let rows: Vec<Vec<String>> = cases
        .iter()
        .map(|case| {
            vec![
                case.number.to_string(),
                case.application.to_owned(),
                case.insured.to_owned(),
                case.sex.to_owned(),
                case.age.to_string(),
                case.previous.to_owned(),
                case.previous_months.to_owned(),
                case.grade().to_owned(),
                String::new(),
                String::new(),
                case.specified().to_owned(),
                String::new(),
                String::new(),
            ]
        })
        .collect();
    let note = "事前にご覧になり、二次判定（予備）と気付いた点を記入してください。審査会の終了後に回収します。";
    draw(
        document,
        PageSize::A4_LANDSCAPE,
        ("予備判定記入表", note),
        &table(&PRELIMINARY, 10.0),
        &rows,
    );
}

fn draw(
    document: &mut Document,
    size: PageSize,
    (title, note): (&str, &str),
    table: &Table<'_>,
    rows: &[Vec<String>],
) {
    let x = (size.width - table.width()) / 2.0;
    let pages = table.pages(rows, size.height - 45.0);
    let total = pages.len();
    for (n, range) in pages.into_iter().enumerate() {
        document.page(size, |canvas: &mut Canvas<'_>| {
            let heading = Style::new(Font::GothicBold, 16.0);
            canvas.text(x, 10.0, table.width(), title, heading);
            let style = Style::new(Font::Gothic, 9.0).ink(Ink::GREY);
            canvas.text(x, 19.5, table.width(), note, style);
            table.draw(canvas, (x, 26.0), &rows[range]);
            foot(canvas, &format!("{} / {total}", n + 1), size.width);
        });
    }
}
