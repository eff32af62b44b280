//! ２．特別な医療: what nurses did in the 14 days before entry. Nothing ticked is an answer.

use super::group;
use crate::opinion::build::{choice, several};
use crate::opinion::form::{Choice, Section};

pub(super) const SECTION: Section = Section {
    key: "treatment",
    title: "２．特別な医療（過去１４日間以内に受けた医療のすべてにチェック）",
    groups: &[TREATMENTS],
};

const PROCEDURES: &[Choice] = &[
    choice("infusion", "点滴の管理", 1),
    choice("central_venous_nutrition", "中心静脈栄養", 2),
    choice("dialysis", "透析", 3),
    choice("stoma", "ストーマの処置", 4),
    choice("oxygen", "酸素療法", 5),
    choice("respirator", "レスピレーター", 6),
    choice("tracheostomy", "気管切開の処置", 7),
    choice("pain", "疼痛の看護", 8),
    choice("tube_feeding", "経管栄養", 9),
];

const RESPONSES: &[Choice] = &[
    choice("monitoring", "モニター測定（血圧、心拍、酸素飽和度等）", 1),
    choice("pressure_ulcer_care", "褥瘡の処置", 2),
];

const INCONTINENCE: &[Choice] = &[choice(
    "catheter",
    "カテーテル（コンドームカテーテル、留置カテーテル等）",
    1,
)];

group! {
    TREATMENTS = "special_treatment" "";
    SPECIAL_TREATMENT_PROCEDURE = "special_treatment.procedure" "処置内容" =>
        several(PROCEDURES).called("特別な医療 処置内容").ikensyo(44);
    SPECIAL_TREATMENT_RESPONSE = "special_treatment.response" "特別な対応" =>
        several(RESPONSES).called("特別な医療 特別な対応").ikensyo(45);
    SPECIAL_TREATMENT_INCONTINENCE = "special_treatment.incontinence" "失禁への対応" =>
        several(INCONTINENCE).called("特別な医療 失禁への対応").ikensyo(46);
}
