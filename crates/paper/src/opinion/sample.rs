//! Opinions to look at and to test with: an invented person.

use kairan_domain::opinion::{
    Answers, FieldId, FieldKind, FormEdition, FormFacts, RawOpinion, check, fields, id,
};

/// Words whose fields are filled in the sample.
const TEXTS: &[(FieldId, &str)] = &[
    (id::ENTRY_DATE, "2026-11-22"),
    (id::APPLICANT_KANA, "たかさき　よしお"),
    (id::APPLICANT_NAME, "髙﨑　𠮷男"),
    (id::BIRTH_DATE, "1938-03-05"),
    (id::SEX_OF_PERSON, "male"),
    (id::POSTAL_CODE, "123-4567"),
    (
        id::ADDRESS,
        "みどり市中央１丁目２番３号　みどりハイツ４０５号室",
    ),
    (id::PHONE, "012-345-6789"),
    (id::DOCTOR_CONSENT, "agree"),
    (id::DOCTOR_NAME, "辻\u{E0100}　葛\u{E0100}子"),
    (id::CLINIC_NAME, "医療法人みどり会　みどり内科クリニック"),
    (id::CLINIC_POSTAL_CODE, "123-4500"),
    (id::CLINIC_ADDRESS, "みどり市駅前２丁目１番地"),
    (id::CLINIC_PHONE, "012-345-0001"),
    (id::CLINIC_FAX, "012-345-0002"),
    (id::LAST_EXAM_DATE, "2026-11-18"),
    (id::REPORT_COUNT, "later"),
    (id::OTHER_DEPT_VISIT, "yes"),
    (id::OTHER_DEPT, "orthopaedics;ophthalmology;other"),
    (id::OTHER_DEPT_OTHER_TEXT, "循環器内科"),
    (id::DIAGNOSIS_1_NAME, "脳梗塞後遺症（左片麻痺）"),
    (id::DIAGNOSIS_1_ONSET, "2023-05-10"),
    (id::DIAGNOSIS_2_NAME, "アルツハイマー型認知症"),
    (id::DIAGNOSIS_2_ONSET, "2021年"),
    (id::DIAGNOSIS_3_NAME, "高血圧症"),
    (id::DIAGNOSIS_3_ONSET, "不詳"),
    (id::SYMPTOM_STABILITY, "unstable"),
    (
        id::INSTABILITY_DETAIL,
        "夜間に血圧の変動があり、転倒を繰り返している",
    ),
    (id::TREATMENT_COURSE, COURSE),
    (id::SPECIAL_TREATMENT_PROCEDURE, "oxygen"),
    (id::SPECIAL_TREATMENT_RESPONSE, "monitoring"),
    (id::ADL_DISABILITY, "a2"),
    (id::ADL_DEMENTIA, "2b"),
    (id::SHORT_TERM_MEMORY, "problem"),
    (id::COGNITIVE_DECISION, "needs_watching"),
    (id::COMMUNICATION, "some_difficulty"),
    (id::BPSD_PRESENCE, "yes"),
    (id::BPSD_ITEMS, "day_night_reversal;resistance;other"),
    (id::BPSD_OTHER_TEXT, "独語"),
    (id::PSYCH_NEURO_PRESENCE, "yes"),
    (id::PSYCH_NEURO_SYMPTOM, "左半側空間無視"),
    (id::SPECIALIST_VISIT, "yes"),
    (id::SPECIALIST_DETAIL, "脳神経内科"),
    (id::DOMINANT_HAND, "right"),
    (id::HEIGHT_CM, "160.5"),
    (id::WEIGHT_KG, "52"),
    (id::WEIGHT_CHANGE, "loss"),
    (id::PARALYSIS, "1"),
    (id::PARALYSIS_LEFT_ARM, "1"),
    (id::PARALYSIS_LEFT_ARM_DEGREE, "medium"),
    (id::PARALYSIS_LEFT_LEG, "1"),
    (id::PARALYSIS_LEFT_LEG_DEGREE, "light"),
    (id::MUSCLE_WEAKNESS, "1"),
    (id::MUSCLE_WEAKNESS_SITE, "両下肢"),
    (id::MUSCLE_WEAKNESS_DEGREE, "medium"),
    (id::ATAXIA, "1"),
    (id::ATAXIA_TRUNK, "left"),
    (id::PRESSURE_ULCER, "1"),
    (id::PRESSURE_ULCER_SITE, "仙骨部"),
    (id::PRESSURE_ULCER_DEGREE, "light"),
    (id::OUTDOOR_WALKING, "with_help"),
    (id::WHEELCHAIR, "by_others"),
    (id::WALKING_AID, "outdoors;indoors"),
    (id::EATING, "independent"),
    (id::NUTRITION, "poor"),
    (
        id::NUTRITION_NOTE,
        "塩分は１日６ｇ未満。水分にはとろみを付ける",
    ),
    (id::RISK_STATE, "fall;mobility;swallowing;other"),
    (id::RISK_OTHER_TEXT, "誤嚥性肺炎"),
    (
        id::RISK_POLICY,
        "屋内に手すりを設け、訪問リハビリテーションで歩行訓練を続ける",
    ),
    (id::OUTLOOK, "expected"),
    (
        id::MEDICAL_NEED,
        "home_nursing;home_rehabilitation;health_facility;other",
    ),
    (id::MEDICAL_NEED_UNDERLINED, "home_rehabilitation"),
    (id::MEDICAL_NEED_OTHER_TEXT, "居宅療養管理指導"),
    (id::CAUTION_BLOOD_PRESSURE, "1"),
    (
        id::CAUTION_BLOOD_PRESSURE_TEXT,
        "収縮期血圧１６０以上は入浴を控える",
    ),
    (id::CAUTION_SWALLOWING, "1"),
    (
        id::CAUTION_SWALLOWING_TEXT,
        "とろみを付け、食後３０分は座位を保つ",
    ),
    (
        id::CAUTION_OTHER,
        "左側から声をかけても気付かないことがある",
    ),
    (id::INFECTION, "no"),
    (id::SPECIAL_NOTES, NOTES),
];

const COURSE: &str = "令和５年５月に右中大脳動脈領域の脳梗塞を発症し、急性期病院で２か月、回復期病院で４か月の加療の後、自宅へ退院した。左上下肢に中等度の麻痺が残る。令和３年頃から物忘れが目立ち、アルツハイマー型認知症と診断された（ＨＤＳ－Ｒ　１６点、令和８年１０月）。\n内服：クロピドグレル錠７５mg　１錠（朝）、アムロジピンＯＤ錠５mg　１錠（朝）、ドネペジル塩酸塩ＯＤ錠５mg　１錠（夕）、酸化マグネシウム錠３３０mg　３錠（毎食後）。\n令和８年８月に自宅で転倒し、左大腿骨の打撲。以後、屋内でも介助を要することが増えた。";

const NOTES: &str = "日中は長女が見守るが、夜間は妻（８５歳）と二人になる。夜間の排泄に介助を要し、妻の負担が大きい。左半側空間無視があり、移乗のときに左足の位置を確かめる見守りが欠かせない。服薬は一包化しても飲み忘れがあり、声かけを要する。\n前回の意見書作成時と比べて、介護の必要度は増している。";

/// The typed answers.
pub(crate) fn raw() -> RawOpinion {
    let mut raw = RawOpinion::new();
    for (id, text) in TEXTS {
        raw.put(*id, *text);
    }
    raw
}

/// What the form makes of them.
pub(crate) fn answers(edition: FormEdition, raw: &RawOpinion) -> Answers {
    let facts = FormFacts {
        today: kairan_domain::date::parse_date("2026-11-22").expect("a day"),
        birth_date: None,
        second_insured: false,
    };
    check(edition, raw, &facts).answers
}

/// Every field filled to its room on the form with full-width characters, every box ticked.
pub(crate) fn full(edition: FormEdition) -> RawOpinion {
    let mut raw = raw();
    for field in fields(edition) {
        match field.kind {
            FieldKind::Tick if field.id != id::CAUTION_NONE => raw.put(field.id, "1"),
            FieldKind::Text(kind) if field.text_kind().is_some() => {
                let text = filling(kind.print.lines, kind.print.columns, kind.print.characters);
                raw.put(field.id, text);
            }
            FieldKind::One(choices) => {
                let last = choices.iter().find(|choice| choice.code == "yes");
                raw.put(field.id, last.unwrap_or(&choices[choices.len() - 1]).code);
            }
            FieldKind::Several(several) => {
                let codes = several.choices.iter().map(|choice| choice.code);
                let codes = codes.filter(|code| Some(*code) != several.alone);
                raw.put_all(field.id, codes.map(str::to_owned));
            }
            _ => {}
        }
    }
    raw.put(id::SYMPTOM_STABILITY, "unstable");
    raw.put(id::POSTAL_CODE, "123-4567");
    raw.put(id::CLINIC_POSTAL_CODE, "123-4567");
    for phone in [id::PHONE, id::CLINIC_PHONE, id::CLINIC_FAX] {
        raw.put(phone, "0120-3456-7890");
    }
    raw.put(id::APPLICANT_KANA, "あ".repeat(30));
    raw
}

fn filling(lines: usize, columns: usize, characters: usize) -> String {
    let pattern = "一二三四五六七八九十";
    let count = characters.min(lines * columns);
    pattern.chars().cycle().take(count).collect()
}
