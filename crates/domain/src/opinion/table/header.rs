//! 基本情報: the person, the doctor, the clinic; examination and other departments.

use super::{OTHER, YES, YES_NO, group};
use crate::opinion::build::{choice, date, kana, line, number, one, phone, postal_code, several};
use crate::opinion::form::{Choice, FormEdition, Note, NumberKind, Section};

pub(super) const SECTION: Section = Section {
    key: "header",
    title: "基本情報",
    groups: &[ENTRY, PERSON, DOCTOR, EXAM, COUNT, OTHER_DEPTS],
};

const SEX: &[Choice] = &[choice("male", "男", 1), choice("female", "女", 2)];

const CONSENT: &[Choice] = &[
    choice("agree", "同意する", 1),
    choice("disagree", "同意しない", 2),
];

const COUNTS: &[Choice] = &[choice("first", "初回", 1), choice("later", "２回目以上", 2)];

const DEPARTMENTS: &[Choice] = &[
    choice("internal_medicine", "内科", 1),
    choice("psychiatry", "精神科", 2),
    choice("surgery", "外科", 3),
    choice("orthopaedics", "整形外科", 4),
    choice("neurosurgery", "脳神経外科", 5),
    choice("dermatology", "皮膚科", 6),
    choice("urology", "泌尿器科", 7),
    choice("gynaecology", "婦人科", 8),
    choice("ophthalmology", "眼科", 9),
    choice("otolaryngology", "耳鼻咽喉科", 10),
    choice("rehabilitation", "リハビリテーション科", 11),
    choice("dentistry", "歯科", 12),
    choice(OTHER, "その他", 13),
];

/// A certified person is at least 40; nobody has reached 130.
const AGE: NumberKind = NumberKind {
    unit: "歳",
    decimal: false,
    possible: (0, 1500),
    plausible: (400, 1200),
};

group! {
    ENTRY = "entry" "";
    ENTRY_DATE = "entry_date" "記入日" => date().required().ikensyo(14);
}

group! {
    PERSON = "person" "申請者";
    APPLICANT_KANA = "applicant_kana" "ふりがな" =>
        kana(30).required().by_request().masked().ikensyo(15);
    APPLICANT_NAME = "applicant_name" "氏名" =>
        line(15).required().by_request().masked().ikensyo(16);
    BIRTH_DATE = "birth_date" "生年月日" => date().required().by_request().ikensyo(17);
    AGE_YEARS = "age" "年齢" => number(AGE).computed().ikensyo(18);
    SEX_OF_PERSON = "sex" "性別" => one(SEX).required().by_request().ikensyo(19);
    POSTAL_CODE = "postal_code" "郵便番号" => postal_code().by_request().masked().ikensyo(20);
    ADDRESS = "address" "住所" => line(45).by_request().masked().ikensyo(21);
    PHONE = "phone" "連絡先" => phone().by_request().masked().ikensyo(22);
}

group! {
    DOCTOR = "doctor" "医師・医療機関", notes: &[Note {
        editions: &FormEdition::ALL,
        text: "上記の申請者に関する意見は以下の通りです。",
    }];
    DOCTOR_CONSENT = "doctor_consent"
        "主治医として、本意見書が介護サービス計画作成等に利用されることに" =>
        one(CONSENT).called("介護サービス計画作成等への利用の同意")
            .only_in(&[FormEdition::E2021]).required().ikensyo(29);
    DOCTOR_NAME = "doctor_name" "医師氏名" =>
        line(15).required().by_request().masked().ikensyo(23);
    CLINIC_NAME = "clinic_name" "医療機関名" =>
        line(30).required().by_request().masked().ikensyo(24);
    CLINIC_POSTAL_CODE = "clinic_postal_code" "医療機関の郵便番号" =>
        postal_code().by_request().masked().ikensyo(25);
    CLINIC_ADDRESS = "clinic_address" "医療機関所在地" =>
        line(45).by_request().masked().ikensyo(26);
    CLINIC_PHONE = "clinic_phone" "電話" =>
        phone().called("医療機関の電話").by_request().masked().ikensyo(27);
    CLINIC_FAX = "clinic_fax" "FAX" =>
        phone().called("医療機関のFAX").by_request().masked().ikensyo(28);
}

group! {
    EXAM = "exam" "(1) 最終診察日";
    LAST_EXAM_DATE = "last_exam_date" "最終診察日" => date().ikensyo(30);
}

group! {
    COUNT = "count" "(2) 意見書作成回数";
    REPORT_COUNT = "report_count" "意見書作成回数" => one(COUNTS).required().ikensyo(31);
}

group! {
    OTHER_DEPTS = "other_depts" "(3) 他科受診の有無";
    OTHER_DEPT_VISIT = "other_dept_visit" "他科受診の有無" => one(YES_NO).required().ikensyo(32);
    OTHER_DEPT = "other_dept" "受診している科" =>
        several(DEPARTMENTS).if_chosen(OTHER_DEPT_VISIT, YES).required().ikensyo(33);
    OTHER_DEPT_OTHER_TEXT = "other_dept_other_text" "その他の科" =>
        line(6).if_chosen(OTHER_DEPT, OTHER).required().ikensyo(34);
}
