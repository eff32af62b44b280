//! １．傷病に関する意見.

use super::group;
use crate::opinion::build::{choice, line, lines, one, partial_date};
use crate::opinion::form::{Choice, FormEdition, Note, Print, Section};

pub(super) const SECTION: Section = Section {
    key: "illness",
    title: "１．傷病に関する意見",
    groups: &[DIAGNOSES, STABILITY, COURSE],
};

/// Code of 不安定.
pub(super) const UNSTABLE: &str = "unstable";

const STABILITIES: &[Choice] = &[
    choice("stable", "安定", 1),
    choice(UNSTABLE, "不安定", 2),
    choice("unknown", "不明", 3),
];

group! {
    DIAGNOSES = "diagnosis"
        "(1) 診断名（特定疾病または生活機能低下の直接の原因となっている傷病名については１.に記入）及び発症年月日";
    DIAGNOSIS_1_NAME = "diagnosis.1.name" "１．" =>
        line(30).called("診断名１").required().lasting().ikensyo(35);
    DIAGNOSIS_1_ONSET = "diagnosis.1.onset" "発症年月日" =>
        partial_date().called("診断名１の発症年月日").lasting().ikensyo(36);
    DIAGNOSIS_2_NAME = "diagnosis.2.name" "２．" => line(30).called("診断名２").lasting().ikensyo(37);
    DIAGNOSIS_2_ONSET = "diagnosis.2.onset" "発症年月日" =>
        partial_date().called("診断名２の発症年月日").lasting().ikensyo(38);
    DIAGNOSIS_3_NAME = "diagnosis.3.name" "３．" => line(30).called("診断名３").lasting().ikensyo(39);
    DIAGNOSIS_3_ONSET = "diagnosis.3.onset" "発症年月日" =>
        partial_date().called("診断名３の発症年月日").lasting().ikensyo(40);
}

group! {
    STABILITY = "stability" "(2) 症状としての安定性";
    SYMPTOM_STABILITY = "symptom_stability" "症状としての安定性" =>
        one(STABILITIES).required().ikensyo(41);
    INSTABILITY_DETAIL = "instability_detail" "「不安定」とした場合、具体的な状況" =>
        line(30).called("不安定の具体的な状況")
            .if_chosen(SYMPTOM_STABILITY, UNSTABLE).required().ikensyo(42);
}

group! {
    COURSE = "course"
        "(3) 生活機能低下の直接の原因となっている傷病または特定疾病の経過及び投薬内容を含む治療内容",
        notes: &[Note {
            editions: &FormEdition::ALL,
            text: "〔最近（概ね６ヶ月以内）介護に影響のあったもの及び特定疾病についてはその診断の根拠等について記入〕",
        }];
    TREATMENT_COURSE = "treatment_course" "経過及び治療内容" =>
        lines(Print { lines: 11, columns: 50, characters: 560 }).required().ikensyo(43);
}
