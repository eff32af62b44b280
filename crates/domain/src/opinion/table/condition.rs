//! ３．心身の状態に関する意見, (1) to (4); (5) is [`super::body`].

use super::body::BODY;
use super::{NO_YES, OTHER, YES, YES_NO, group};
use crate::opinion::build::{choice, line, one, several};
use crate::opinion::form::{Choice, Section};

pub(super) const SECTION: Section = Section {
    key: "condition",
    title: "３．心身の状態に関する意見",
    groups: &[INDEPENDENCE, CORE_SYMPTOMS, BPSD, PSYCH_NEURO, BODY],
};

const DISABILITY: &[Choice] = &[
    choice("independent", "自立", 1),
    choice("j1", "J1", 2),
    choice("j2", "J2", 3),
    choice("a1", "A1", 4),
    choice("a2", "A2", 5),
    choice("b1", "B1", 6),
    choice("b2", "B2", 7),
    choice("c1", "C1", 8),
    choice("c2", "C2", 9),
];

const DEMENTIA: &[Choice] = &[
    choice("independent", "自立", 1),
    choice("1", "Ⅰ", 2),
    choice("2a", "Ⅱa", 3),
    choice("2b", "Ⅱb", 4),
    choice("3a", "Ⅲa", 5),
    choice("3b", "Ⅲb", 6),
    choice("4", "Ⅳ", 7),
    choice("m", "M", 8),
];

const MEMORY: &[Choice] = &[
    choice("no_problem", "問題なし", 1),
    choice("problem", "問題あり", 2),
];

const DECISION: &[Choice] = &[
    choice("independent", "自立", 1),
    choice("some_difficulty", "いくらか困難", 2),
    choice("needs_watching", "見守りが必要", 3),
    choice("unable", "判断できない", 4),
];

const COMMUNICATION_CHOICES: &[Choice] = &[
    choice("able", "伝えられる", 1),
    choice("some_difficulty", "いくらか困難", 2),
    choice("concrete_only", "具体的要求に限られる", 3),
    choice("unable", "伝えられない", 4),
];

const BPSD_CHOICES: &[Choice] = &[
    choice("hallucination", "幻視・幻聴", 1),
    choice("delusion", "妄想", 2),
    choice("day_night_reversal", "昼夜逆転", 3),
    choice("verbal_abuse", "暴言", 4),
    choice("violence", "暴行", 5),
    choice("resistance", "介護への抵抗", 6),
    choice("wandering", "徘徊", 7),
    choice("fire", "火の不始末", 8),
    choice("unclean", "不潔行為", 9),
    choice("pica", "異食行動", 10),
    choice("sexual", "性的問題行動", 11),
    choice(OTHER, "その他", 12),
];

group! {
    INDEPENDENCE = "independence" "(1) 日常生活の自立度等について";
    ADL_DISABILITY = "adl_disability" "障害高齢者の日常生活自立度（寝たきり度）" =>
        one(DISABILITY).required().ikensyo(47);
    ADL_DEMENTIA = "adl_dementia" "認知症高齢者の日常生活自立度" =>
        one(DEMENTIA).required().ikensyo(48);
}

group! {
    CORE_SYMPTOMS = "core_symptoms"
        "(2) 認知症の中核症状（認知症以外の疾患で同様の症状を認める場合を含む）";
    SHORT_TERM_MEMORY = "short_term_memory" "短期記憶" => one(MEMORY).required().ikensyo(49);
    COGNITIVE_DECISION = "cognitive_decision" "日常の意思決定を行うための認知能力" =>
        one(DECISION).required().ikensyo(50);
    COMMUNICATION = "communication" "自分の意思の伝達能力" =>
        one(COMMUNICATION_CHOICES).required().ikensyo(51);
}

group! {
    BPSD = "bpsd"
        "(3) 認知症の行動・心理症状（BPSD）（該当する項目全てチェック：認知症以外の疾患で同様の症状を認める場合を含む）";
    BPSD_PRESENCE = "bpsd_presence" "認知症の行動・心理症状（BPSD）の有無" =>
        one(NO_YES).required().ikensyo(52);
    BPSD_ITEMS = "bpsd_items" "認知症の行動・心理症状（BPSD）の内容" =>
        several(BPSD_CHOICES).if_chosen(BPSD_PRESENCE, YES).required().ikensyo(53);
    BPSD_OTHER_TEXT = "bpsd_other_text" "その他" =>
        line(10).called("BPSDのその他").if_chosen(BPSD_ITEMS, OTHER).required().ikensyo(54);
}

group! {
    PSYCH_NEURO = "psych_neuro" "(4) その他の精神・神経症状";
    PSYCH_NEURO_PRESENCE = "psych_neuro_presence" "その他の精神・神経症状の有無" =>
        one(NO_YES).required().ikensyo(55);
    PSYCH_NEURO_SYMPTOM = "psych_neuro_symptom" "症状名" =>
        line(30).called("その他の精神・神経症状の症状名")
            .if_chosen(PSYCH_NEURO_PRESENCE, YES).required().ikensyo(56);
    SPECIALIST_VISIT = "specialist_visit" "専門医受診の有無" =>
        one(YES_NO).if_chosen(PSYCH_NEURO_PRESENCE, YES).ikensyo(57);
    SPECIALIST_DETAIL = "specialist_detail" "専門医の科名等" =>
        line(15).if_chosen(SPECIALIST_VISIT, YES).required().ikensyo(58);
}
