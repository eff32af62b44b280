//! ３．(5) 身体の状態.

use super::{DEGREE, SIDES, group};
use crate::opinion::build::{choice, line, number, one, several, tick};
use crate::opinion::form::{Choice, Group, NumberKind};

const WEIGHT_CHANGES: &[Choice] = &[
    choice("gain", "増加", 1),
    choice("same", "維持", 2),
    choice("loss", "減少", 3),
];

/// Plausible: domain.md §3.6. Possible: no adult has been shorter than 50 cm or taller than
/// 2.8 m, lighter than 2 kg or heavier than 650 kg.
const HEIGHT: NumberKind = NumberKind {
    unit: "cm",
    decimal: true,
    possible: (400, 2800),
    plausible: (500, 2500),
};
const WEIGHT: NumberKind = NumberKind {
    unit: "kg",
    decimal: true,
    possible: (20, 6500),
    plausible: (100, 2000),
};

/// Room for a site: seen in print, about twelve characters (domain.md §3.6).
const SITE: usize = 12;

pub(super) const BODY: Group = BODY_STATE;

group! {
    BODY_STATE = "body" "(5) 身体の状態";
    DOMINANT_HAND = "dominant_hand" "利き腕" => one(SIDES).lasting().ikensyo(59);
    HEIGHT_CM = "height_cm" "身長" => number(HEIGHT).ikensyo(60);
    WEIGHT_KG = "weight_kg" "体重" => number(WEIGHT).ikensyo(61);
    WEIGHT_CHANGE = "weight_change" "過去６ヶ月の体重の変化" => one(WEIGHT_CHANGES).ikensyo(62);
    LIMB_LOSS = "limb_loss" "四肢欠損" => tick().lasting().ikensyo(63);
    LIMB_LOSS_SITE = "limb_loss.site" "部位" =>
        line(SITE).called("四肢欠損の部位").if_ticked(LIMB_LOSS).required().lasting().ikensyo(64);
    PARALYSIS = "paralysis" "麻痺" => tick().ikensyo(65);
    PARALYSIS_RIGHT_ARM = "paralysis.right_arm" "右上肢" =>
        tick().called("麻痺 右上肢").if_ticked(PARALYSIS).ikensyo(66);
    PARALYSIS_RIGHT_ARM_DEGREE = "paralysis.right_arm.degree" "程度" =>
        one(DEGREE).called("麻痺 右上肢の程度").if_ticked(PARALYSIS_RIGHT_ARM).required().ikensyo(67);
    PARALYSIS_LEFT_ARM = "paralysis.left_arm" "左上肢" =>
        tick().called("麻痺 左上肢").if_ticked(PARALYSIS).ikensyo(68);
    PARALYSIS_LEFT_ARM_DEGREE = "paralysis.left_arm.degree" "程度" =>
        one(DEGREE).called("麻痺 左上肢の程度").if_ticked(PARALYSIS_LEFT_ARM).required().ikensyo(69);
    PARALYSIS_RIGHT_LEG = "paralysis.right_leg" "右下肢" =>
        tick().called("麻痺 右下肢").if_ticked(PARALYSIS).ikensyo(70);
    PARALYSIS_RIGHT_LEG_DEGREE = "paralysis.right_leg.degree" "程度" =>
        one(DEGREE).called("麻痺 右下肢の程度").if_ticked(PARALYSIS_RIGHT_LEG).required().ikensyo(71);
    PARALYSIS_LEFT_LEG = "paralysis.left_leg" "左下肢" =>
        tick().called("麻痺 左下肢").if_ticked(PARALYSIS).ikensyo(72);
    PARALYSIS_LEFT_LEG_DEGREE = "paralysis.left_leg.degree" "程度" =>
        one(DEGREE).called("麻痺 左下肢の程度").if_ticked(PARALYSIS_LEFT_LEG).required().ikensyo(73);
    PARALYSIS_OTHER = "paralysis.other" "その他" =>
        tick().called("麻痺 その他").if_ticked(PARALYSIS).ikensyo(74);
    PARALYSIS_OTHER_SITE = "paralysis.other.site" "部位" =>
        line(SITE).called("麻痺 その他の部位").if_ticked(PARALYSIS_OTHER).required().ikensyo(75);
    PARALYSIS_OTHER_DEGREE = "paralysis.other.degree" "程度" =>
        one(DEGREE).called("麻痺 その他の程度").if_ticked(PARALYSIS_OTHER).required().ikensyo(76);
    MUSCLE_WEAKNESS = "muscle_weakness" "筋力の低下" => tick().ikensyo(77);
    MUSCLE_WEAKNESS_SITE = "muscle_weakness.site" "部位" =>
        line(SITE).called("筋力の低下の部位").if_ticked(MUSCLE_WEAKNESS).required().ikensyo(78);
    MUSCLE_WEAKNESS_DEGREE = "muscle_weakness.degree" "程度" =>
        one(DEGREE).called("筋力の低下の程度").if_ticked(MUSCLE_WEAKNESS).required().ikensyo(79);
    JOINT_CONTRACTURE = "joint_contracture" "関節の拘縮" => tick().ikensyo(80);
    JOINT_CONTRACTURE_SITE = "joint_contracture.site" "部位" =>
        line(SITE).called("関節の拘縮の部位").if_ticked(JOINT_CONTRACTURE).required().ikensyo(81);
    JOINT_CONTRACTURE_DEGREE = "joint_contracture.degree" "程度" =>
        one(DEGREE).called("関節の拘縮の程度").if_ticked(JOINT_CONTRACTURE).required().ikensyo(82);
    JOINT_PAIN = "joint_pain" "関節の痛み" => tick().ikensyo(83);
    JOINT_PAIN_SITE = "joint_pain.site" "部位" =>
        line(SITE).called("関節の痛みの部位").if_ticked(JOINT_PAIN).required().ikensyo(84);
    JOINT_PAIN_DEGREE = "joint_pain.degree" "程度" =>
        one(DEGREE).called("関節の痛みの程度").if_ticked(JOINT_PAIN).required().ikensyo(85);
    ATAXIA = "ataxia" "失調・不随意運動" => tick().ikensyo(86);
    ATAXIA_ARMS = "ataxia.arms" "上肢" =>
        several(SIDES).called("失調・不随意運動 上肢").if_ticked(ATAXIA).ikensyo(87);
    ATAXIA_LEGS = "ataxia.legs" "下肢" =>
        several(SIDES).called("失調・不随意運動 下肢").if_ticked(ATAXIA).ikensyo(88);
    ATAXIA_TRUNK = "ataxia.trunk" "体幹" =>
        several(SIDES).called("失調・不随意運動 体幹").if_ticked(ATAXIA).ikensyo(89);
    PRESSURE_ULCER = "pressure_ulcer" "褥瘡" => tick().ikensyo(90);
    PRESSURE_ULCER_SITE = "pressure_ulcer.site" "部位" =>
        line(SITE).called("褥瘡の部位").if_ticked(PRESSURE_ULCER).required().ikensyo(91);
    PRESSURE_ULCER_DEGREE = "pressure_ulcer.degree" "程度" =>
        one(DEGREE).called("褥瘡の程度").if_ticked(PRESSURE_ULCER).required().ikensyo(92);
    OTHER_SKIN = "other_skin" "その他の皮膚疾患" => tick().ikensyo(93);
    OTHER_SKIN_SITE = "other_skin.site" "部位" =>
        line(SITE).called("その他の皮膚疾患の部位").if_ticked(OTHER_SKIN).required().ikensyo(94);
    OTHER_SKIN_DEGREE = "other_skin.degree" "程度" =>
        one(DEGREE).called("その他の皮膚疾患の程度").if_ticked(OTHER_SKIN).required().ikensyo(95);
}
