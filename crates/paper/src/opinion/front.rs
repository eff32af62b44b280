//! First page: who, by whom, 1, 2, and 3 (1)–(4), after the official form.

use kairan_domain::opinion::id::{
    ADDRESS, ADL_DEMENTIA, ADL_DISABILITY, AGE_YEARS, APPLICANT_KANA, APPLICANT_NAME, BIRTH_DATE,
    BPSD_ITEMS, BPSD_OTHER_TEXT, BPSD_PRESENCE, CLINIC_ADDRESS, CLINIC_FAX, CLINIC_NAME,
    CLINIC_PHONE, CLINIC_POSTAL_CODE, COGNITIVE_DECISION, COMMUNICATION, DIAGNOSIS_1_NAME,
    DIAGNOSIS_1_ONSET, DIAGNOSIS_2_NAME, DIAGNOSIS_2_ONSET, DIAGNOSIS_3_NAME, DIAGNOSIS_3_ONSET,
    DOCTOR_CONSENT, DOCTOR_NAME, ENTRY_DATE, INSTABILITY_DETAIL, LAST_EXAM_DATE, OTHER_DEPT,
    OTHER_DEPT_OTHER_TEXT, OTHER_DEPT_VISIT, PHONE, POSTAL_CODE, PSYCH_NEURO_PRESENCE,
    PSYCH_NEURO_SYMPTOM, REPORT_COUNT, SEX_OF_PERSON, SHORT_TERM_MEMORY,
    SPECIAL_TREATMENT_INCONTINENCE, SPECIAL_TREATMENT_PROCEDURE, SPECIAL_TREATMENT_RESPONSE,
    SPECIALIST_DETAIL, SPECIALIST_VISIT, SYMPTOM_STABILITY, TREATMENT_COURSE,
};

use super::layout::Item::{At, Bar, Blank, Boxes, Label, Large, Some, Title, Words};
use super::layout::Piece::{self, Close, Heading, Notes, Open, Room, Row, RowOf, Rule};

/// Height of most lines.
const ROW: f32 = 5.15;

/// The page, from top to bottom. A row of the table is a row of the form: left as it is.
#[rustfmt::skip]
pub(super) static FRONT: &[Piece] = &[
    Row(ROW, &[At(134.0), Label(ENTRY_DATE), At(147.0), Blank(ENTRY_DATE, 35.0)]),
    // 申請者
    Open,
    Row(5.2, &[
        Bar(15.0), At(17.0), Label(APPLICANT_KANA), At(31.0), Blank(APPLICANT_KANA, 75.0),
        Bar(107.0), At(109.0), Words("〒"), Blank(POSTAL_CODE, 30.0),
    ]),
    Row(7.6, &[
        At(2.7), Words("申請者"), Bar(15.0),
        At(17.0), Label(APPLICANT_NAME), At(31.0), Large(APPLICANT_NAME, 52.0),
        At(85.0), Boxes(SEX_OF_PERSON),
        Bar(107.0), At(109.0), Label(ADDRESS), At(117.0), Blank(ADDRESS, 64.0),
    ]),
    Row(5.6, &[
        Bar(15.0), At(17.0), Label(BIRTH_DATE), At(31.0), Blank(BIRTH_DATE, 45.0),
        Words("生（"), Blank(AGE_YEARS, 6.0), Words("歳）"),
        Bar(107.0), At(109.0), Label(PHONE), At(121.0), Blank(PHONE, 60.0),
    ]),
    Rule,
    // 医師・医療機関
    Notes("doctor", ROW),
    RowOf(DOCTOR_CONSENT, ROW, &[At(2.0), Label(DOCTOR_CONSENT), At(110.0), Boxes(DOCTOR_CONSENT)]),
    Row(6.2, &[
        At(2.0), Label(DOCTOR_NAME), At(32.0), Large(DOCTOR_NAME, 92.0),
    ]),
    Row(5.4, &[
        At(2.0), Label(CLINIC_NAME), At(32.0), Blank(CLINIC_NAME, 92.0),
        At(126.0), Label(CLINIC_PHONE), At(138.0), Blank(CLINIC_PHONE, 43.0),
    ]),
    Row(5.8, &[
        At(2.0), Label(CLINIC_ADDRESS), At(32.0), Words("〒"), Blank(CLINIC_POSTAL_CODE, 17.0),
        Blank(CLINIC_ADDRESS, 70.0),
        At(126.0), Label(CLINIC_FAX), At(138.0), Blank(CLINIC_FAX, 43.0),
    ]),
    Rule,
    // (1)–(3)
    Row(ROW, &[
        At(2.0), Title("exam"), At(42.0), Blank(LAST_EXAM_DATE, 48.0),
        At(94.0), Title("count"), At(136.0), Boxes(REPORT_COUNT),
    ]),
    Row(ROW, &[At(2.0), Title("other_depts"), At(42.0), Boxes(OTHER_DEPT_VISIT), Words("（有の場合）")]),
    Row(ROW, &[At(8.0), Some(OTHER_DEPT, 0, 9, 0.0)]),
    Row(ROW, &[
        At(8.0), Some(OTHER_DEPT, 9, 13, 0.0), Words("（"), Blank(OTHER_DEPT_OTHER_TEXT, 50.0), Words("）"),
    ]),
    Close,
    // 1
    Heading("illness"),
    Open,
    Row(ROW, &[At(2.0), Title("diagnosis")]),
    Row(5.5, &[
        At(4.0), Label(DIAGNOSIS_1_NAME), At(11.0), Blank(DIAGNOSIS_1_NAME, 99.0),
        At(113.0), Label(DIAGNOSIS_1_ONSET), At(130.5), Words("（"), Blank(DIAGNOSIS_1_ONSET, 44.0), Words("）"),
    ]),
    Row(5.5, &[
        At(4.0), Label(DIAGNOSIS_2_NAME), At(11.0), Blank(DIAGNOSIS_2_NAME, 99.0),
        At(113.0), Label(DIAGNOSIS_2_ONSET), At(130.5), Words("（"), Blank(DIAGNOSIS_2_ONSET, 44.0), Words("）"),
    ]),
    Row(5.5, &[
        At(4.0), Label(DIAGNOSIS_3_NAME), At(11.0), Blank(DIAGNOSIS_3_NAME, 99.0),
        At(113.0), Label(DIAGNOSIS_3_ONSET), At(130.5), Words("（"), Blank(DIAGNOSIS_3_ONSET, 44.0), Words("）"),
    ]),
    Rule,
    Row(ROW, &[At(2.0), Title("stability"), At(64.0), Boxes(SYMPTOM_STABILITY)]),
    Row(5.2, &[
        At(6.0), Label(INSTABILITY_DETAIL), At(64.0), Words("（"), Blank(INSTABILITY_DETAIL, 110.0), Words("）"),
    ]),
    Rule,
    Row(ROW, &[At(2.0), Title("course")]),
    Notes("course", 3.6),
    Room(TREATMENT_COURSE, 50.5),
    Close,
    // 2
    Heading("treatment"),
    Open,
    Row(ROW, &[
        At(2.0), Label(SPECIAL_TREATMENT_PROCEDURE), At(26.0), Some(SPECIAL_TREATMENT_PROCEDURE, 0, 5, 30.0),
    ]),
    Row(ROW, &[At(26.0), Some(SPECIAL_TREATMENT_PROCEDURE, 5, 9, 30.0)]),
    Row(ROW, &[
        At(2.0), Label(SPECIAL_TREATMENT_RESPONSE), At(26.0), Some(SPECIAL_TREATMENT_RESPONSE, 0, 2, 90.0),
    ]),
    Row(ROW, &[
        At(2.0), Label(SPECIAL_TREATMENT_INCONTINENCE), At(26.0), Boxes(SPECIAL_TREATMENT_INCONTINENCE),
    ]),
    Close,
    // 3 (1)–(4)
    Heading("condition"),
    Open,
    Row(ROW, &[At(2.0), Title("independence")]),
    Row(ROW, &[At(6.0), Label(ADL_DISABILITY), At(72.0), Some(ADL_DISABILITY, 0, 9, 12.2)]),
    Row(ROW, &[At(6.0), Label(ADL_DEMENTIA), At(72.0), Some(ADL_DEMENTIA, 0, 8, 12.2)]),
    Rule,
    Row(ROW, &[At(2.0), Title("core_symptoms")]),
    Row(ROW, &[At(6.0), Label(SHORT_TERM_MEMORY), At(65.0), Some(SHORT_TERM_MEMORY, 0, 2, 0.0)]),
    Row(ROW, &[At(6.0), Label(COGNITIVE_DECISION), At(65.0), Some(COGNITIVE_DECISION, 0, 4, 0.0)]),
    Row(ROW, &[At(6.0), Label(COMMUNICATION), At(65.0), Some(COMMUNICATION, 0, 4, 0.0)]),
    Rule,
    Row(ROW, &[At(2.0), Title("bpsd")]),
    Row(ROW, &[At(6.0), Boxes(BPSD_PRESENCE), At(34.0), Some(BPSD_ITEMS, 0, 7, 0.0)]),
    Row(ROW, &[
        At(34.0), Some(BPSD_ITEMS, 7, 12, 0.0), Words("（"), Blank(BPSD_OTHER_TEXT, 36.0), Words("）"),
    ]),
    Rule,
    Row(ROW, &[At(2.0), Title("psych_neuro"), At(64.0), Boxes(PSYCH_NEURO_PRESENCE)]),
    Row(5.7, &[
        At(6.0), Label(PSYCH_NEURO_SYMPTOM), Words("（"), Blank(PSYCH_NEURO_SYMPTOM, 68.0), Words("）"),
        At(91.0), Label(SPECIALIST_VISIT), At(118.0), Boxes(SPECIALIST_VISIT),
        Words("（"), Blank(SPECIALIST_DETAIL, 36.0), Words("）"),
    ]),
    Close,
];
