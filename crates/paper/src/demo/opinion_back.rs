//! Page 4 of a case: second page of the doctor's opinion.

use super::case::Case;
use super::form::Form;
use super::frame::{LEFT, frame};
use crate::document::{Document, PageSize};
use crate::error::PaperError;

/// Draws the page.
pub(super) fn draw(document: &mut Document, case: &Case) -> Result<(), PaperError> {
    document.page(PageSize::A4, |canvas| {
        frame(canvas, "主治医意見書（続き）", case, 4);
        let mut form = Form { canvas, y: 24.0 };
        body(&mut form, case);
        form.heading("4．生活機能とサービスに関する意見");
        living(&mut form, case);
        risks(&mut form, case)?;
        medical_need(&mut form, case);
        cautions(&mut form, case);
        form.heading("5．特記すべき事項");
        form.text(&remarks(case), 46.0)
    })
}

fn body(form: &mut Form<'_, '_>, case: &Case) {
    form.question("(5) 身体の状態");
    form.one_of(
        "　利き腕",
        22.0,
        &["右", "左"],
        usize::from(case.voice == 3),
    );
    let height = 142 + case.age % 17;
    let weight = 38 + (case.age * 7) % 22;
    form.value(LEFT + 4.0, "身長", &format!("{height} cm"), 40.0);
    form.value(LEFT + 48.0, "体重", &format!("{weight} kg"), 40.0);
    form.end_line();
    let change = match case.illness.name {
        "廃用症候群" => 2,
        _ => 1,
    };
    form.one_of(
        "　過去6か月の体重の変化",
        44.0,
        &["増加", "維持", "減少"],
        change,
    );
    limbs(form, case);
}

fn limbs(form: &mut Form<'_, '_>, case: &Case) {
    let (right, left) = (
        case.illness.palsy == Some("右"),
        case.illness.palsy == Some("左"),
    );
    form.row("　四肢欠損", 30.0, &[("有", false)]);
    form.row(
        "　麻痺",
        30.0,
        &[
            ("右上肢（中）", right),
            ("左上肢（中）", left),
            ("右下肢（中）", right),
            ("左下肢（中）", left),
            ("その他", false),
        ],
    );
    form.row(
        "　その他",
        30.0,
        &[
            ("筋力の低下（両下肢・中）", case.body > 30),
            ("関節の拘縮（膝・軽）", case.body > 45),
            ("関節の痛み（膝・中）", case.illness.name.contains("関節")),
            ("失調・不随意運動", case.illness.name == "パーキンソン病"),
            ("褥瘡（仙骨部・軽）", case.illness.name == "廃用症候群"),
            ("その他の皮膚疾患", false),
        ],
    );
    form.y += 1.0;
}

fn living(form: &mut Form<'_, '_>, case: &Case) {
    let walking = match case.body {
        ..30 => 0,
        30..58 => 1,
        _ => 2,
    };
    form.question("(1) 移動");
    form.one_of(
        "　屋外歩行",
        44.0,
        &["自立", "介助があればしている", "していない"],
        walking,
    );
    form.one_of(
        "　車いすの使用",
        44.0,
        &["用いていない", "主に自分で操作", "主に他人が操作"],
        if walking == 2 { 2 } else { 0 },
    );
    form.row(
        "　歩行補助具・装具",
        44.0,
        &[
            ("用いていない", walking == 2),
            ("屋外で使用", walking < 2),
            ("屋内で使用", walking == 1),
        ],
    );
    form.question("(2) 栄養・食生活");
    let eating = usize::from(case.body > 78);
    form.one_of(
        "　食事行為",
        44.0,
        &["自立ないし何とか自分で食べられる", "全面介助"],
        eating,
    );
    let poor = usize::from(case.illness.name == "廃用症候群");
    form.one_of("　現在の栄養状態", 44.0, &["良好", "不良"], poor);
}

fn risks(form: &mut Form<'_, '_>, case: &Case) -> Result<(), PaperError> {
    form.question("(3) 現在あるか又は今後発生の可能性の高い状態とその対処方針");
    form.checks(
        LEFT + 8.0,
        &[
            ("尿失禁", case.body > 42),
            ("転倒・骨折", case.body > 16),
            ("移動能力の低下", case.body > 36),
            ("褥瘡", case.body > 78),
            ("心肺機能の低下", case.illness.name.starts_with("慢性")),
            ("閉じこもり", case.voice % 2 == 1),
            ("意欲低下", case.mind > 40),
            ("徘徊", case.mind > 74 && case.body < 50),
            ("低栄養", case.body > 70),
            ("摂食・嚥下機能低下", case.body > 56),
            ("脱水", case.age > 88),
            ("易感染性", false),
            ("がん等による疼痛", false),
            ("その他", false),
        ],
    );
    form.text(
        "（対処方針）手すり等の環境整備と下肢の訓練を続け、転倒を防ぐ。服薬と水分の摂取を確認し、変化があれば早めに受診する。",
        13.5,
    )?;
    let hope = usize::from(case.body > 66 || case.mind > 66);
    form.one_of(
        "(4) サービス利用による生活機能の維持・改善の見通し",
        88.0,
        &["期待できる", "期待できない", "不明"],
        hope * 2,
    );
    Ok(())
}

fn medical_need(form: &mut Form<'_, '_>, case: &Case) {
    form.question("(5) 医学的管理の必要性");
    form.checks(
        LEFT + 8.0,
        &[
            ("訪問診療", case.body > 74),
            ("訪問看護", case.body > 58),
            ("訪問歯科診療", false),
            ("訪問薬剤管理指導", case.mind > 60),
            ("訪問リハビリテーション", case.body > 46 && case.body < 74),
            ("短期入所療養介護", false),
            ("訪問歯科衛生指導", case.body > 80),
            ("訪問栄養食事指導", false),
            ("通所リハビリテーション", case.body <= 58),
            ("老人保健施設", case.place.contains("老人保健")),
            ("介護医療院", false),
            ("その他の医療系サービス", false),
            ("特記すべき項目なし", false),
        ],
    );
}

fn cautions(form: &mut Form<'_, '_>, case: &Case) {
    form.question("(6) サービス提供時における医学的観点からの留意事項");
    form.checks(
        LEFT + 8.0,
        &[
            ("血圧（収縮期160以上は運動を控える）", case.voice < 3),
            ("摂食", false),
            ("嚥下（とろみを付ける）", case.body > 56),
            ("移動（転倒に注意）", case.body > 16),
            (
                "運動（息切れに注意）",
                case.illness.name.starts_with("慢性"),
            ),
            ("特記すべき項目なし", false),
        ],
    );
    form.one_of("(7) 感染症の有無", 36.0, &["無", "有", "不明"], 0);
    form.y += 1.0;
}

/// What the physician adds, from the state of body and mind.
fn remarks(case: &Case) -> String {
    let body = match case.body {
        ..35 => "屋内の動作はおおむね自立しているが、立ち座りと浴室での動作に不安定さがある。",
        35..65 => {
            "移動と入浴に見守り又は一部の介助を要する。体調により介助の量が変わり、夕方に疲れが出やすい。"
        }
        _ => "起居、移乗、排泄の全般に介助を要し、介護者の身体的な負担が大きい。",
    };
    let mind = match case.mind {
        ..30 => "認知機能は年齢相応に保たれ、服薬は一包化により自分で管理できている。",
        30..58 => {
            "物忘れのため服薬と火の管理に見守りが必要である。新しい手順を覚えることは難しい。"
        }
        _ => {
            "一人で過ごす時間の安全の確保が難しく、日中の見守りの手立てが必要である。環境の変化で混乱しやすい。"
        }
    };
    let family = match case.place {
        "居宅（独居）" => "一人暮らしのため、緊急時の連絡方法を整えておくことが望ましい。",
        "居宅（夫婦のみ）" => {
            "配偶者も高齢であり、介護者の休息のための短期入所の利用を勧めている。"
        }
        _ => "家族又は施設の職員と連携し、変化があれば連絡を受けることとしている。",
    };
    format!(
        "{body}{mind}\n{family}前回の意見書作成時と比べて、介護の必要度は{}。",
        ["変わらない", "やや増している"][case.voice % 2]
    )
}
