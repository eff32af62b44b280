//! Page 1 of a case: result of the first judgement (一次判定結果票).

use super::bars::{score_bars, time_bar};
use super::case::{ADL, CARE, Case, DEMENTIA, tenths};
use super::frame::{LABEL, LEFT, WIDTH, boxes, frame, section};
use super::survey::{GROUPS, ITEMS};
use crate::canvas::{Area, Canvas};
use crate::document::{Document, PageSize};
use crate::error::PaperError;
use crate::font::Font;
use crate::text::{Align, Ink, Style};
use crate::units::count;

/// Draws the page.
pub(super) fn draw(document: &mut Document, case: &Case) -> Result<(), PaperError> {
    document.page(PageSize::A4, |canvas| {
        frame(canvas, "一次判定結果票", case, 1);
        person(canvas, case);
        judgement(canvas, case)?;
        survey(canvas, case);
        below(canvas, case);
        Ok(())
    })
}

fn person(canvas: &mut Canvas<'_>, case: &Case) {
    let age = format!("{}歳", case.age);
    boxes(
        canvas,
        LEFT,
        23.0,
        &[
            ("申請区分", case.application, 24.0),
            ("被保険者区分", case.insured, 24.0),
            ("年齢", &age, 18.0),
            ("性別", case.sex, 14.0),
            ("現在の状況", case.place, 48.0),
            ("前回要介護度", case.previous, 26.0),
            ("前回有効期間", case.previous_months, 24.0),
        ],
    );
    boxes(
        canvas,
        LEFT,
        33.6,
        &[
            ("申請日", &case.applied_on, 40.0),
            ("調査日", &case.surveyed_on, 40.0),
            ("意見書記入日", &case.written_on, 40.0),
            ("特定疾病（第2号のみ）", case.specified(), 58.0),
        ],
    );
}

fn judgement(canvas: &mut Canvas<'_>, case: &Case) -> Result<(), PaperError> {
    let y = section(
        canvas,
        LEFT,
        47.5,
        WIDTH,
        "1　一次判定と要介護認定等基準時間",
    ) + 1.0;
    let frame = Area::new(LEFT, y, 46.0, 20.0);
    canvas.outline(frame, Ink::BLUE, 1.4);
    let style = Style::new(Font::GothicBold, 21.0).align(Align::Center);
    canvas.fit_in(
        Area::new(LEFT, y + 1.0, 46.0, 11.0),
        case.grade(),
        style,
        "grade",
    )?;
    let minutes = format!("基準時間　{}分", tenths(case.total()));
    let style = Style::new(Font::Gothic, 10.5).align(Align::Center);
    canvas.text_in(Area::new(LEFT, y + 12.0, 46.0, 6.0), &minutes, style);
    time_bar(canvas, Area::new(LEFT + 52.0, y, WIDTH - 52.0, 20.0), case);
    let parts: Vec<String> = case.minutes.iter().map(|m| tenths(*m)).collect();
    let width = WIDTH / count(CARE.len());
    let cells: Vec<(&str, &str, f32)> = CARE
        .iter()
        .zip(&parts)
        .map(|(name, minutes)| (*name, minutes.as_str(), width))
        .collect();
    boxes(canvas, LEFT, y + 22.5, &cells);
    Ok(())
}

/// The items in three columns: groups 1 and 5, 2 and 3, 4.
fn survey(canvas: &mut Canvas<'_>, case: &Case) {
    let y = section(
        canvas,
        LEFT,
        91.0,
        WIDTH,
        "2　認定調査項目（●は介助・支障のある項目）",
    );
    let width = WIDTH / 3.0;
    for (n, groups) in [&[1, 5][..], &[2, 3], &[4]].iter().enumerate() {
        let x = LEFT + 3.0 + count(n) * width;
        let mut top = y + 1.5;
        for group in *groups {
            top = survey_group(canvas, (x, top), width - 5.0, *group, case) + 1.5;
        }
        if *groups == [4] {
            medical(canvas, (x, top), width - 5.0, case);
        }
    }
}

fn survey_group(
    canvas: &mut Canvas<'_>,
    (x, y): (f32, f32),
    width: f32,
    group: usize,
    case: &Case,
) -> f32 {
    let row = 5.2;
    canvas.text(x, y, width, GROUPS[group - 1], LABEL.ink(Ink::BLUE));
    let mut y = y + 4.6;
    if group == 1 {
        for (code, name, value) in [
            ("1-1", "麻痺等の有無", palsy(case)),
            ("1-2", "拘縮の有無", contracture(case)),
        ] {
            survey_row(canvas, (x, y), width, (code, name, value), value != "ない");
            y += row;
        }
    }
    for (item, level) in ITEMS.iter().zip(case.levels) {
        if item.group() == group {
            let cells = (item.code, item.name, item.choices[level]);
            survey_row(canvas, (x, y), width, cells, level > 0);
            y += row;
        }
    }
    y
}

fn survey_row(
    canvas: &mut Canvas<'_>,
    (x, y): (f32, f32),
    width: f32,
    (code, name, value): (&str, &str, &str),
    marked: bool,
) {
    let style = Style::new(Font::Gothic, 8.0).leading(1.0);
    let at = |dx: f32, width: f32| Area::new(x + dx, y, width, 5.2);
    canvas.text_in(at(0.0, 8.0), code, style.ink(Ink::GREY));
    canvas.text_in(at(8.5, 30.0), name, style);
    let bold = Style::new(Font::GothicBold, 8.0).leading(1.0);
    let value_style = if marked { bold } else { style };
    canvas.text_in(at(0.0, width), value, value_style.align(Align::Right));
    if marked {
        canvas.text_in(at(-2.8, 4.0), "●", bold.size(6.0).ink(Ink::BLUE));
    }
    canvas.line((x, y + 5.2), (x + width, y + 5.2), Ink(215, 215, 215), 0.3);
}

fn palsy(case: &Case) -> &'static str {
    match (case.illness.palsy, case.body) {
        (Some("右"), _) => "右上肢・右下肢",
        (Some(_), _) => "左上肢・左下肢",
        (None, 60..) => "両下肢",
        _ => "ない",
    }
}

fn contracture(case: &Case) -> &'static str {
    match case.body {
        ..45 => "ない",
        45..70 => "膝関節",
        _ => "肩・膝関節",
    }
}

fn medical(canvas: &mut Canvas<'_>, (x, y): (f32, f32), width: f32, case: &Case) {
    canvas.text(
        x,
        y,
        width,
        "過去14日間に受けた特別な医療",
        LABEL.ink(Ink::BLUE),
    );
    let value = match case.illness.name {
        "慢性閉塞性肺疾患" => "酸素療法",
        "廃用症候群" => "褥瘡の処置",
        _ => "なし",
    };
    let style = Style::new(Font::Gothic, 8.5);
    canvas.text(x, y + 5.0, width, value, style);
    canvas.text(
        x,
        y + 11.0,
        width,
        "利用中のサービス（月当たり）",
        LABEL.ink(Ink::BLUE),
    );
    canvas.text(x, y + 16.0, width, services(case), style.leading(1.6));
}

fn services(case: &Case) -> &'static str {
    match (case.application, case.body) {
        ("新規", _) => "なし",
        (_, ..40) => "通所介護 4回\n福祉用具貸与 1品目",
        (_, 40..60) => "通所リハビリテーション 8回\n訪問介護 12回\n福祉用具貸与 3品目",
        _ => "訪問看護 8回\n訪問介護 20回\n短期入所 6日\n福祉用具貸与 5品目",
    }
}

/// Scores of the groups, and the independence levels of surveyor and physician side by side.
fn below(canvas: &mut Canvas<'_>, case: &Case) {
    let left = 104.0;
    let y = section(canvas, LEFT, 226.0, left, "3　中間評価項目得点");
    score_bars(canvas, Area::new(LEFT, y + 2.0, left, 42.0), case);
    let x = LEFT + left + 6.0;
    let width = WIDTH - left - 6.0;
    let y = section(canvas, x, 226.0, width, "4　日常生活自立度") + 3.0;
    let surveyed = case.adl().saturating_sub(case.voice % 2);
    for (n, (name, list, survey, doctor)) in [
        ("障害高齢者", &ADL[..], surveyed, case.adl()),
        (
            "認知症高齢者",
            &DEMENTIA[..],
            case.dementia(),
            case.dementia(),
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let top = y + count(n) * 19.0;
        canvas.text(x, top, width, name, LABEL.ink(Ink::BLUE));
        boxes(
            canvas,
            x,
            top + 5.0,
            &[
                ("認定調査", list[survey], width / 2.0),
                ("主治医意見書", list[doctor], width / 2.0),
            ],
        );
    }
}
