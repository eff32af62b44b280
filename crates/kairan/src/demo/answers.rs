//! What the demo's doctor writes: the answers of an invented case.

use kairan_domain::opinion::{FieldId, id};

/// Fields with what is typed into them; the head comes from the request.
pub(super) const ANSWERS: &[(FieldId, &str)] = &[
    (id::OTHER_DEPT_VISIT, "yes"),
    (id::OTHER_DEPT, "orthopaedics;ophthalmology"),
    (id::DIAGNOSIS_1_NAME, "脳梗塞後遺症（左片麻痺）"),
    (id::DIAGNOSIS_1_ONSET, "2023年5月"),
    (id::DIAGNOSIS_2_NAME, "高血圧症"),
    (id::DIAGNOSIS_2_ONSET, "不詳"),
    (id::SYMPTOM_STABILITY, "stable"),
    (id::TREATMENT_COURSE, COURSE),
    (id::ADL_DISABILITY, "a2"),
    (id::ADL_DEMENTIA, "1"),
    (id::SHORT_TERM_MEMORY, "no_problem"),
    (id::COGNITIVE_DECISION, "some_difficulty"),
    (id::COMMUNICATION, "able"),
    (id::BPSD_PRESENCE, "no"),
    (id::PSYCH_NEURO_PRESENCE, "no"),
    (id::DOMINANT_HAND, "right"),
    (id::HEIGHT_CM, "158"),
    (id::WEIGHT_KG, "51.5"),
    (id::WEIGHT_CHANGE, "same"),
    (id::PARALYSIS, "1"),
    (id::PARALYSIS_LEFT_ARM, "1"),
    (id::PARALYSIS_LEFT_ARM_DEGREE, "medium"),
    (id::PARALYSIS_LEFT_LEG, "1"),
    (id::PARALYSIS_LEFT_LEG_DEGREE, "light"),
    (id::OUTDOOR_WALKING, "with_help"),
    (id::WHEELCHAIR, "not_used"),
    (id::WALKING_AID, "outdoors"),
    (id::EATING, "independent"),
    (id::NUTRITION, "good"),
    (id::RISK_STATE, "fall;mobility"),
    (
        id::RISK_POLICY,
        "屋内に手すりを設け、訪問リハビリテーションで歩行訓練を続ける",
    ),
    (id::OUTLOOK, "expected"),
    (id::MEDICAL_NEED, "home_nursing;home_rehabilitation"),
    (id::CAUTION_NONE, "1"),
    (id::INFECTION, "no"),
    (id::SPECIAL_NOTES, NOTES),
];

const COURSE: &str = "令和5年5月に脳梗塞を発症し、回復期病院を経て自宅へ退院した。左上下肢に麻痺が残るが、杖で屋内を歩ける。\n内服：クロピドグレル錠75mg 1錠（朝）、アムロジピンOD錠5mg 1錠（朝）。";

const NOTES: &str = "日中は一人で過ごす。入浴と外出に見守りを要する。前回の意見書作成時から、介護の必要度に大きな変化はない。";
