//! Page 3 of a case: first page of the doctor's opinion (主治医意見書), names masked.

use super::case::{ADL, Case, DEMENTIA};
use super::form::Form;
use super::frame::{LEFT, WIDTH, frame};
use crate::canvas::{Area, Canvas};
use crate::document::{Document, PageSize};
use crate::error::PaperError;
use crate::text::Ink;

/// Draws the page.
pub(super) fn draw(document: &mut Document, case: &Case) -> Result<(), PaperError> {
    document.page(PageSize::A4, |canvas| {
        frame(canvas, "主治医意見書", case, 3);
        let mut form = Form { canvas, y: 24.0 };
        head(&mut form, case);
        illness(&mut form, case)?;
        special_care(&mut form, case);
        state(&mut form, case);
        Ok(())
    })
}

fn head(form: &mut Form<'_, '_>, case: &Case) {
    let top = form.y;
    form.y += 1.2;
    form.value(LEFT + 2.0, "記入日", &case.written_on, 60.0);
    form.end_line();
    form.masked(LEFT + 2.0, "申請者氏名", 76.0);
    form.value(LEFT + 82.0, "年齢", &format!("{}歳", case.age), 32.0);
    form.value(LEFT + 118.0, "性別", case.sex, 26.0);
    form.end_line();
    form.masked(LEFT + 2.0, "住所・連絡先", 112.0);
    form.end_line();
    form.masked(LEFT + 2.0, "医師氏名", 62.0);
    form.masked(LEFT + 66.0, "医療機関名・所在地・電話", 110.0);
    form.end_line();
    frame_around(form.canvas, top, form.y + 0.6);
    form.y += 2.2;
    form.value(LEFT + 1.0, "(1) 最終診察日", &case.seen_on, 74.0);
    form.end_line();
    let again = usize::from(case.application != "新規");
    form.one_of("(2) 意見書作成回数", 36.0, &["初回", "2回目以上"], again);
    let others = case.voice % 3;
    form.one_of(
        "(3) 他科受診の有無",
        36.0,
        &["有", "無"],
        usize::from(others == 0),
    );
    form.checks(
        LEFT + 22.0,
        &[
            ("内科", others == 1),
            ("精神科", false),
            ("整形外科", others == 2),
            ("脳神経外科", false),
            ("泌尿器科", false),
            ("眼科", others == 1),
            ("歯科", false),
            ("その他", false),
        ],
    );
    form.y += 1.0;
}

fn frame_around(canvas: &mut Canvas<'_>, top: f32, bottom: f32) {
    canvas.outline(Area::new(LEFT, top, WIDTH, bottom - top), Ink::BLACK, 0.8);
}

fn illness(form: &mut Form<'_, '_>, case: &Case) -> Result<(), PaperError> {
    form.heading("1．傷病に関する意見");
    form.question("(1) 診断名（第2号被保険者は特定疾病名を1.に記入）及び発症年月日");
    let first = match case.specified() {
        "" => case.illness.name.to_owned(),
        specified if specified == case.illness.name => specified.to_owned(),
        specified => format!("{}（{specified}）", case.illness.name),
    };
    let rows = [
        (first.as_str(), case.illness.onset),
        case.companions[0],
        case.companions[1],
    ];
    for (n, (name, onset)) in rows.iter().enumerate() {
        form.value(LEFT + 4.0, &format!("{}.", n + 1), name, 102.0);
        form.value(LEFT + 108.0, "発症年月日", onset, 68.0);
        form.end_line();
    }
    let unstable = case.voice == 4;
    form.one_of(
        "(2) 症状としての安定性",
        44.0,
        &["安定", "不安定", "不明"],
        usize::from(unstable),
    );
    form.question(
        "(3) 生活機能低下の直接の原因となっている傷病又は特定疾病の経過及び投薬内容を含む治療内容",
    );
    form.text(case.illness.course, 34.0)
}

fn special_care(form: &mut Form<'_, '_>, case: &Case) {
    form.heading("2．特別な医療（過去14日間以内に受けた医療のすべてにチェック）");
    let oxygen = case.illness.name == "慢性閉塞性肺疾患";
    form.row(
        "処置内容",
        26.0,
        &[
            ("点滴の管理", false),
            ("中心静脈栄養", false),
            ("透析", false),
            ("ストーマの処置", false),
            ("酸素療法", oxygen),
            ("レスピレーター", false),
            ("気管切開の処置", false),
            ("疼痛の看護", false),
            ("経管栄養", case.body > 88),
        ],
    );
    form.row(
        "特別な対応",
        26.0,
        &[
            ("モニター測定（血圧、心拍、酸素飽和度等）", oxygen),
            ("褥瘡の処置", case.illness.name == "廃用症候群"),
        ],
    );
    form.row("失禁への対応", 26.0, &[("カテーテル", false)]);
    form.y += 1.0;
}

fn state(form: &mut Form<'_, '_>, case: &Case) {
    form.heading("3．心身の状態に関する意見");
    form.question("(1) 日常生活の自立度等について");
    form.one_of("　・障害高齢者", 32.0, &ADL, case.adl());
    form.one_of("　・認知症高齢者", 32.0, &DEMENTIA, case.dementia());
    form.question("(2) 認知症の中核症状");
    let forgets = usize::from(case.mind >= 34);
    form.one_of("　・短期記憶", 66.0, &["問題なし", "問題あり"], forgets);
    let deciding = usize::try_from(case.mind / 26).unwrap_or(0).min(3);
    form.one_of(
        "　・日常の意思決定を行うための認知能力",
        66.0,
        &["自立", "いくらか困難", "見守りが必要", "判断できない"],
        deciding,
    );
    form.one_of(
        "　・自分の意思の伝達能力",
        66.0,
        &[
            "伝えられる",
            "いくらか困難",
            "具体的要求に限られる",
            "伝えられない",
        ],
        deciding.saturating_sub(1),
    );
    behaviour(form, case);
}

fn behaviour(form: &mut Form<'_, '_>, case: &Case) {
    let any = case.mind >= 52;
    form.one_of(
        "(3) 認知症の行動・心理症状（BPSD）",
        66.0,
        &["無", "有"],
        usize::from(any),
    );
    let lewy = case.illness.name == "レビー小体型認知症";
    form.checks(
        LEFT + 8.0,
        &[
            ("幻視・幻聴", lewy),
            ("妄想", any && case.voice.is_multiple_of(2)),
            ("昼夜逆転", any && case.mind > 62),
            ("暴言", false),
            ("暴行", false),
            ("介護への抵抗", any && case.mind > 68),
            ("徘徊", any && case.mind > 74 && case.body < 50),
            ("火の不始末", any && case.voice == 1),
            ("不潔行為", false),
            ("異食行動", false),
            ("性的問題行動", false),
            ("その他", false),
        ],
    );
    form.one_of(
        "(4) その他の精神・神経症状",
        66.0,
        &["無", "有"],
        usize::from(case.voice == 5),
    );
}
