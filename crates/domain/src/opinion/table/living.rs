//! ４．生活機能とサービスに関する意見.

use super::{NO_YES, NONE, OTHER, YES, group};
use crate::opinion::build::{choice, line, one, several, tick};
use crate::opinion::form::{Choice, Section};

pub(super) const SECTION: Section = Section {
    key: "living",
    title: "４．生活機能とサービスに関する意見",
    groups: &[
        MOVING,
        NOURISHMENT,
        RISKS,
        OUTLOOKS,
        MEDICAL,
        CAUTIONS,
        INFECTIONS,
    ],
};

const WALKING: &[Choice] = &[
    choice("independent", "自立", 1),
    choice("with_help", "介助があればしている", 2),
    choice("not_walking", "していない", 3),
];

const WHEELCHAIRS: &[Choice] = &[
    choice("not_used", "用いていない", 1),
    choice("by_oneself", "主に自分で操作している", 2),
    choice("by_others", "主に他人が操作している", 3),
];

const AIDS: &[Choice] = &[
    choice(NONE, "用いていない", 1),
    choice("outdoors", "屋外で使用", 2),
    choice("indoors", "屋内で使用", 3),
];

const EATINGS: &[Choice] = &[
    choice("independent", "自立ないし何とか自分で食べられる", 1),
    choice("full_help", "全面介助", 2),
];

const NUTRITIONS: &[Choice] = &[choice("good", "良好", 1), choice("poor", "不良", 2)];

const RISK_CHOICES: &[Choice] = &[
    choice("urinary_incontinence", "尿失禁", 1),
    choice("fall", "転倒・骨折", 2),
    choice("mobility", "移動能力の低下", 3),
    choice("pressure_ulcer", "褥瘡", 4),
    choice("heart_lung", "心肺機能の低下", 5),
    choice("homebound", "閉じこもり", 6),
    choice("apathy", "意欲低下", 7),
    choice("wandering", "徘徊", 8),
    choice("undernutrition", "低栄養", 9),
    choice("swallowing", "摂食・嚥下機能低下", 10),
    choice("dehydration", "脱水", 11),
    choice("infection", "易感染性", 12),
    choice("cancer_pain", "がん等による疼痛", 13),
    choice(OTHER, "その他", 14),
];

const PROSPECTS: &[Choice] = &[
    choice("expected", "期待できる", 1),
    choice("not_expected", "期待できない", 2),
    choice("unknown", "不明", 3),
];

/// IKENSYO's places are of its 2018 layout, which has neither 老人保健施設 nor 介護医療院 and
/// another order (domain.md §3.9).
const SERVICES: &[Choice] = &[
    choice("home_visit", "訪問診療", 1),
    choice("home_nursing", "訪問看護", 2),
    choice("home_dentistry", "訪問歯科診療", 6),
    choice("home_pharmacy", "訪問薬剤管理指導", 8),
    choice("home_rehabilitation", "訪問リハビリテーション", 3),
    choice("short_stay", "短期入所療養介護", 5),
    choice("home_dental_hygiene", "訪問歯科衛生指導", 7),
    choice("home_dietetics", "訪問栄養食事指導", 9),
    choice("day_rehabilitation", "通所リハビリテーション", 4),
    choice("health_facility", "老人保健施設", 0),
    choice("medical_facility", "介護医療院", 0),
    choice(OTHER, "その他の医療系サービス", 10),
    choice(NONE, "特記すべき項目なし", 0),
];

const INFECTED: &[Choice] = &[NO_YES[0], NO_YES[1], choice("unknown", "不明", 3)];

group! {
    MOVING = "moving" "(1) 移動";
    OUTDOOR_WALKING = "outdoor_walking" "屋外歩行" => one(WALKING).ikensyo(96);
    WHEELCHAIR = "wheelchair" "車いすの使用" => one(WHEELCHAIRS).ikensyo(97);
    WALKING_AID = "walking_aid" "歩行補助具・装具の使用（複数選択可）" =>
        several(AIDS).called("歩行補助具・装具の使用").alone(NONE).ikensyo(98);
}

group! {
    NOURISHMENT = "nourishment" "(2) 栄養・食生活";
    EATING = "eating" "食事行為" => one(EATINGS).wanted().ikensyo(99);
    NUTRITION = "nutrition" "現在の栄養状態" => one(NUTRITIONS).ikensyo(100);
    NUTRITION_NOTE = "nutrition_note" "栄養・食生活上の留意点" => line(30).ikensyo(101);
}

group! {
    RISKS = "risk" "(3) 現在あるかまたは今後発生の可能性の高い状態とその対処方針";
    RISK_STATE = "risk_state" "発生の可能性の高い状態" => several(RISK_CHOICES).ikensyo(102);
    RISK_OTHER_TEXT = "risk_other_text" "その他" =>
        line(15).called("発生の可能性の高い状態のその他")
            .if_chosen(RISK_STATE, OTHER).required().ikensyo(103);
    RISK_POLICY = "risk_policy" "対処方針" => line(44).ikensyo(104);
}

group! {
    OUTLOOKS = "outlook" "(4) サービス利用による生活機能の維持・改善の見通し";
    OUTLOOK = "outlook" "生活機能の維持・改善の見通し" => one(PROSPECTS).ikensyo(105);
}

group! {
    MEDICAL = "medical"
        "(5) 医学的管理の必要性（特に必要性の高いものには下線を引いて下さい。予防給付により提供されるサービスを含みます。）";
    MEDICAL_NEED = "medical_need" "医学的管理の必要性" => several(SERVICES).alone(NONE).ikensyo(106);
    MEDICAL_NEED_UNDERLINED = "medical_need_underlined" "特に必要性の高いもの（下線）" =>
        several(SERVICES.split_at(12).0).called("医学的管理の必要性 特に必要性の高いもの")
            .within(MEDICAL_NEED);
    MEDICAL_NEED_OTHER_TEXT = "medical_need_other_text" "その他の医療系サービスの内容" =>
        line(15).if_chosen(MEDICAL_NEED, OTHER).required().ikensyo(107);
}

group! {
    CAUTIONS = "caution"
        "(6) サービス提供時における医学的観点からの留意事項（該当するものを選択するとともに、具体的に記載）";
    CAUTION_BLOOD_PRESSURE = "caution.blood_pressure" "血圧" =>
        tick().called("留意事項 血圧").ikensyo(108);
    CAUTION_BLOOD_PRESSURE_TEXT = "caution.blood_pressure.text" "内容" =>
        line(30).called("留意事項 血圧の内容").if_ticked(CAUTION_BLOOD_PRESSURE).ikensyo(109);
    CAUTION_EATING = "caution.eating" "摂食" => tick().called("留意事項 摂食").ikensyo(110);
    CAUTION_EATING_TEXT = "caution.eating.text" "内容" =>
        line(30).called("留意事項 摂食の内容").if_ticked(CAUTION_EATING).ikensyo(111);
    CAUTION_SWALLOWING = "caution.swallowing" "嚥下" => tick().called("留意事項 嚥下").ikensyo(112);
    CAUTION_SWALLOWING_TEXT = "caution.swallowing.text" "内容" =>
        line(30).called("留意事項 嚥下の内容").if_ticked(CAUTION_SWALLOWING).ikensyo(113);
    CAUTION_MOVING = "caution.moving" "移動" => tick().called("留意事項 移動").ikensyo(114);
    CAUTION_MOVING_TEXT = "caution.moving.text" "内容" =>
        line(30).called("留意事項 移動の内容").if_ticked(CAUTION_MOVING).ikensyo(115);
    CAUTION_EXERCISE = "caution.exercise" "運動" => tick().called("留意事項 運動").ikensyo(116);
    CAUTION_EXERCISE_TEXT = "caution.exercise.text" "内容" =>
        line(30).called("留意事項 運動の内容").if_ticked(CAUTION_EXERCISE).ikensyo(117);
    CAUTION_OTHER = "caution.other" "その他" => line(50).called("留意事項 その他").ikensyo(118);
    CAUTION_NONE = "caution_none" "特記すべき項目なし" =>
        tick().called("留意事項 特記すべき項目なし");
}

group! {
    INFECTIONS = "infection" "(7) 感染症の有無（有の場合は具体的に記入して下さい）";
    INFECTION = "infection" "感染症の有無" => one(INFECTED).ikensyo(119);
    INFECTION_DETAIL = "infection_detail" "感染症の内容" =>
        line(30).if_chosen(INFECTION, YES).required().ikensyo(120);
}
