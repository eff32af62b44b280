use crate::opinion::*;
use std::collections::BTreeSet;

/// `domain.md` §3, written out once more on purpose: the table must hold each of these once.
const OF_BOTH: &str = "
entry_date applicant_kana applicant_name birth_date age sex postal_code address phone
doctor_name clinic_name clinic_postal_code clinic_address clinic_phone clinic_fax
last_exam_date report_count other_dept_visit other_dept other_dept_other_text
diagnosis.1.name diagnosis.1.onset diagnosis.2.name diagnosis.2.onset diagnosis.3.name
diagnosis.3.onset symptom_stability instability_detail treatment_course
special_treatment.procedure special_treatment.response special_treatment.incontinence
adl_disability adl_dementia short_term_memory cognitive_decision communication
bpsd_presence bpsd_items bpsd_other_text psych_neuro_presence psych_neuro_symptom
specialist_visit specialist_detail dominant_hand height_cm weight_kg weight_change
limb_loss limb_loss.site paralysis paralysis.right_arm paralysis.right_arm.degree
paralysis.left_arm paralysis.left_arm.degree paralysis.right_leg paralysis.right_leg.degree
paralysis.left_leg paralysis.left_leg.degree paralysis.other paralysis.other.site
paralysis.other.degree muscle_weakness muscle_weakness.site muscle_weakness.degree
joint_contracture joint_contracture.site joint_contracture.degree joint_pain joint_pain.site
joint_pain.degree ataxia ataxia.arms ataxia.legs ataxia.trunk pressure_ulcer
pressure_ulcer.site pressure_ulcer.degree other_skin other_skin.site other_skin.degree
outdoor_walking wheelchair walking_aid eating nutrition nutrition_note risk_state
risk_other_text risk_policy outlook medical_need medical_need_underlined
medical_need_other_text caution.blood_pressure caution.blood_pressure.text caution.eating
caution.eating.text caution.swallowing caution.swallowing.text caution.moving
caution.moving.text caution.exercise caution.exercise.text caution.other caution_none
infection infection_detail special_notes";

#[test]
fn every_field_of_the_form_stands_once_in_each_edition() {
    for edition in FormEdition::ALL {
        let mut wanted: Vec<&str> = OF_BOTH.split_whitespace().collect();
        if edition == FormEdition::E2021 {
            wanted.push("doctor_consent");
        }
        wanted.sort_unstable();
        let mut there: Vec<&str> = fields(edition).map(|field| field.id.as_str()).collect();
        there.sort_unstable();
        assert_eq!(there, wanted, "{edition:?}");
    }
}

#[test]
fn ids_names_and_codes_are_unique() {
    let mut ids = BTreeSet::new();
    let mut names = BTreeSet::new();
    for field in all_fields() {
        assert!(ids.insert(field.id), "{} twice", field.id);
        assert!(names.insert(field.name), "{} twice", field.name);
        let mut codes = BTreeSet::new();
        for choice in field.choices() {
            assert!(codes.insert(choice.code), "{} in {}", choice.code, field.id);
            assert!(
                !choice.code.contains(';') && !choice.label.contains(';'),
                "{} separates nothing else",
                field.id
            );
        }
    }
}

#[test]
fn conditions_hang_on_earlier_fields_that_can_hold_them() {
    let mut earlier: Vec<&Field> = Vec::new();
    for field in all_fields() {
        if let Some(when) = field.only_if {
            let asked = earlier
                .iter()
                .find(|earlier| earlier.id == when.field)
                .unwrap_or_else(|| panic!("{} hangs on a later field", field.id));
            let can_hold = match when.holds {
                Holds::Ticked => matches!(asked.kind, FieldKind::Tick),
                Holds::Chosen(code) => asked.choice(code).is_some(),
            };
            assert!(can_hold, "{}", field.id);
            assert!(
                field.editions.iter().all(|e| asked.is_in(*e)),
                "{}",
                field.id
            );
        }
        if let FieldKind::Several(kind) = field.kind {
            assert!(kind.alone.is_none_or(|code| field.choice(code).is_some()));
            let wider = kind
                .within
                .map(|id| earlier.iter().find(|f| f.id == id).unwrap());
            for choice in kind.choices {
                assert!(wider.is_none_or(|wider| wider.choice(choice.code).is_some()));
            }
        }
        earlier.push(field);
    }
}

#[test]
fn the_ikensyo_items_are_those_of_the_layout_without_gap_or_double() {
    let mut items: Vec<u8> = all_fields().filter_map(|field| field.ikensyo).collect();
    items.sort_unstable();
    assert_eq!(items, (14..=121).collect::<Vec<u8>>());
    for field in all_fields().filter(|field| field.ikensyo.is_some()) {
        let mut places: Vec<u8> = field.choices().iter().map(|c| c.ikensyo).collect();
        places.retain(|place| *place > 0);
        places.sort_unstable();
        let whole: Vec<u8> = (1..=places.len())
            .map(|n| u8::try_from(n).unwrap())
            .collect();
        assert_eq!(places, whole, "{}", field.id);
    }
}

#[test]
fn the_consent_box_is_on_the_old_form_alone() {
    assert!(field(id::DOCTOR_CONSENT).unwrap().is_in(FormEdition::E2021));
    assert!(!field(id::DOCTOR_CONSENT).unwrap().is_in(FormEdition::E2026));
    let attachments = FORM
        .iter()
        .flat_map(|section| section.groups)
        .flat_map(|group| group.notes)
        .find(|note| note.text.contains("添付"))
        .unwrap();
    assert_eq!(attachments.editions, [FormEdition::E2021]);
}

#[test]
fn who_is_named_is_masked_and_free_words_are_searched() {
    for field in all_fields() {
        if field.given == Given::Request && field.text_kind().is_some() {
            assert_eq!(field.privacy, Privacy::Masked, "{}", field.id);
        }
        if field.given == Given::Typed && field.text_kind().is_some() {
            assert_eq!(field.privacy, Privacy::Searched, "{}", field.id);
        }
    }
}

#[test]
fn room_is_counted_as_the_form_prints() {
    let print = field(id::TREATMENT_COURSE)
        .unwrap()
        .text_kind()
        .unwrap()
        .print;
    assert!(print.fits(&"あ".repeat(550)));
    assert!(!print.fits(&"あ".repeat(551)));
    assert!(print.fits(&["行"; 11].join("\n")));
    assert!(!print.fits(&["行"; 12].join("\n")));
    let line = field(id::APPLICANT_NAME)
        .unwrap()
        .text_kind()
        .unwrap()
        .print;
    assert!(line.fits(&"a".repeat(30)));
    assert!(!line.fits(&"髙".repeat(16)));
    assert_eq!(line.taken("辻\u{E0100}ｶﾞ").characters, 3);
}

/// The choices of `domain.md` §3 in the order printed, written out once more on purpose.
const CHOICES: &str = "
sex: 男 女
doctor_consent: 同意する 同意しない
report_count: 初回 ２回目以上
other_dept_visit: 有 無
other_dept: 内科 精神科 外科 整形外科 脳神経外科 皮膚科 泌尿器科 婦人科 眼科 耳鼻咽喉科 リハビリテーション科 歯科 その他
symptom_stability: 安定 不安定 不明
special_treatment.procedure: 点滴の管理 中心静脈栄養 透析 ストーマの処置 酸素療法 レスピレーター 気管切開の処置 疼痛の看護 経管栄養
special_treatment.response: モニター測定（血圧、心拍、酸素飽和度等） 褥瘡の処置
special_treatment.incontinence: カテーテル（コンドームカテーテル、留置カテーテル等）
adl_disability: 自立 J1 J2 A1 A2 B1 B2 C1 C2
adl_dementia: 自立 Ⅰ Ⅱa Ⅱb Ⅲa Ⅲb Ⅳ M
short_term_memory: 問題なし 問題あり
cognitive_decision: 自立 いくらか困難 見守りが必要 判断できない
communication: 伝えられる いくらか困難 具体的要求に限られる 伝えられない
bpsd_presence: 無 有
bpsd_items: 幻視・幻聴 妄想 昼夜逆転 暴言 暴行 介護への抵抗 徘徊 火の不始末 不潔行為 異食行動 性的問題行動 その他
psych_neuro_presence: 無 有
specialist_visit: 有 無
dominant_hand: 右 左
weight_change: 増加 維持 減少
outdoor_walking: 自立 介助があればしている していない
wheelchair: 用いていない 主に自分で操作している 主に他人が操作している
walking_aid: 用いていない 屋外で使用 屋内で使用
eating: 自立ないし何とか自分で食べられる 全面介助
nutrition: 良好 不良
risk_state: 尿失禁 転倒・骨折 移動能力の低下 褥瘡 心肺機能の低下 閉じこもり 意欲低下 徘徊 低栄養 摂食・嚥下機能低下 脱水 易感染性 がん等による疼痛 その他
outlook: 期待できる 期待できない 不明
medical_need: 訪問診療 訪問看護 訪問歯科診療 訪問薬剤管理指導 訪問リハビリテーション 短期入所療養介護 訪問歯科衛生指導 訪問栄養食事指導 通所リハビリテーション 老人保健施設 介護医療院 その他の医療系サービス 特記すべき項目なし
medical_need_underlined: 訪問診療 訪問看護 訪問歯科診療 訪問薬剤管理指導 訪問リハビリテーション 短期入所療養介護 訪問歯科衛生指導 訪問栄養食事指導 通所リハビリテーション 老人保健施設 介護医療院 その他の医療系サービス
infection: 無 有 不明";

/// Room in full-width characters: `domain.md` §3, column "limit"; lines × columns for two.
const ROOM: &str = "
applicant_kana 30 applicant_name 15 address 45 doctor_name 15 clinic_name 30 clinic_address 45
other_dept_other_text 6 diagnosis.1.name 30 diagnosis.2.name 30 diagnosis.3.name 30
instability_detail 30 treatment_course 11×50 bpsd_other_text 10 psych_neuro_symptom 30
specialist_detail 15 limb_loss.site 12 paralysis.other.site 12 muscle_weakness.site 12
joint_contracture.site 12 joint_pain.site 12 pressure_ulcer.site 12 other_skin.site 12
nutrition_note 30 risk_other_text 15 risk_policy 44 medical_need_other_text 15
caution.blood_pressure.text 30 caution.eating.text 30 caution.swallowing.text 30
caution.moving.text 30 caution.exercise.text 30 caution.other 50 infection_detail 30
special_notes 9×50";

#[test]
fn choices_and_room_are_those_of_the_printed_form() {
    let degree = |field: &&Field| field.id.as_str().ends_with(".degree");
    let side = |field: &&Field| field.id.as_str().starts_with("ataxia.");
    let mut wanted: Vec<String> = CHOICES.lines().skip(1).map(str::to_owned).collect();
    for field in all_fields().filter(degree) {
        wanted.push(format!("{}: 軽 中 重", field.id));
    }
    for field in all_fields().filter(side) {
        wanted.push(format!("{}: 右 左", field.id));
    }
    let with_choices = all_fields().filter(|field| !field.choices().is_empty());
    let mut there: Vec<String> = with_choices
        .map(|field| {
            let labels: Vec<&str> = field.choices().iter().map(|c| c.label).collect();
            format!("{}: {}", field.id, labels.join(" "))
        })
        .collect();
    wanted.sort_unstable();
    there.sort_unstable();
    assert_eq!(there, wanted);

    let room: Vec<String> = all_fields()
        .filter_map(|field| {
            let kind = field.text_kind()?;
            let (id, print) = (field.id, kind.print);
            match kind.form {
                TextForm::Line | TextForm::Kana => Some(format!("{id} {}", print.columns)),
                TextForm::Lines => Some(format!("{id} {}×{}", print.lines, print.columns)),
                TextForm::PostalCode | TextForm::Phone => None,
            }
        })
        .collect();
    let room = room.join(" ");
    let wanted: Vec<&str> = ROOM.split_whitespace().collect();
    assert_eq!(room.split(' ').collect::<Vec<_>>(), wanted);
}
