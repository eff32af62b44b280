//! Second page: 3 (5), 4 and 5, after the official form.

use kairan_domain::opinion::FieldId;
use kairan_domain::opinion::id::{
    ATAXIA, ATAXIA_ARMS, ATAXIA_LEGS, ATAXIA_TRUNK, CAUTION_BLOOD_PRESSURE,
    CAUTION_BLOOD_PRESSURE_TEXT, CAUTION_EATING, CAUTION_EATING_TEXT, CAUTION_EXERCISE,
    CAUTION_EXERCISE_TEXT, CAUTION_MOVING, CAUTION_MOVING_TEXT, CAUTION_NONE, CAUTION_OTHER,
    CAUTION_SWALLOWING, CAUTION_SWALLOWING_TEXT, DOMINANT_HAND, EATING, HEIGHT_CM, INFECTION,
    INFECTION_DETAIL, JOINT_CONTRACTURE, JOINT_CONTRACTURE_DEGREE, JOINT_CONTRACTURE_SITE,
    JOINT_PAIN, JOINT_PAIN_DEGREE, JOINT_PAIN_SITE, LIMB_LOSS, LIMB_LOSS_SITE, MEDICAL_NEED,
    MEDICAL_NEED_OTHER_TEXT, MEDICAL_NEED_UNDERLINED, MUSCLE_WEAKNESS, MUSCLE_WEAKNESS_DEGREE,
    MUSCLE_WEAKNESS_SITE, NUTRITION, NUTRITION_NOTE, OTHER_SKIN, OTHER_SKIN_DEGREE,
    OTHER_SKIN_SITE, OUTDOOR_WALKING, OUTLOOK, PARALYSIS, PARALYSIS_LEFT_ARM,
    PARALYSIS_LEFT_ARM_DEGREE, PARALYSIS_LEFT_LEG, PARALYSIS_LEFT_LEG_DEGREE, PARALYSIS_OTHER,
    PARALYSIS_OTHER_DEGREE, PARALYSIS_OTHER_SITE, PARALYSIS_RIGHT_ARM, PARALYSIS_RIGHT_ARM_DEGREE,
    PARALYSIS_RIGHT_LEG, PARALYSIS_RIGHT_LEG_DEGREE, PRESSURE_ULCER, PRESSURE_ULCER_DEGREE,
    PRESSURE_ULCER_SITE, RISK_OTHER_TEXT, RISK_POLICY, RISK_STATE, SPECIAL_NOTES, WALKING_AID,
    WEIGHT_CHANGE, WEIGHT_KG, WHEELCHAIR,
};

use super::layout::Item::{
    self, At, Blank, Boxes, Label, Some, Tick, TickIfFilled, Title, Underlined, Words,
};
use super::layout::Piece::{self, Close, Heading, Notes, Open, Pair, RoomToTheEnd, Row, Rule};

/// Height of most lines.
const ROW: f32 = 5.4;
/// Of lines whose thirty characters seldom fit on one.
const CAUTION: f32 = 6.4;

/// □ with a site and a degree behind it.
#[rustfmt::skip]
const fn sited(tick: FieldId, site: FieldId, degree: FieldId) -> [Item; 12] {
    [
        At(6.0), Tick(tick), At(42.0), Words("（"), Label(site), Words("："), Blank(site, 62.0),
        At(120.0), Label(degree), Words("："), Boxes(degree), Words("）"),
    ]
}

/// Before a limb that does not begin its line.
const NOTHING: [Item; 2] = [At(0.0), At(0.0)];

/// One limb with its degree, and what stands before it.
#[rustfmt::skip]
const fn limb(before: [Item; 2], x: f32, limb: FieldId, degree: FieldId) -> [Item; 9] {
    let [at, first] = before;
    [at, first, At(x), Tick(limb), Words("（"), Label(degree), Words("："), Boxes(degree), Words("）")]
}

/// □ with words behind it.
const fn caution(x: f32, tick: Item, text: FieldId) -> [Item; 6] {
    [
        At(x),
        tick,
        At(x + 16.0),
        Words("（"),
        Blank(text, 63.0),
        Words("）"),
    ]
}

static WEAKNESS: [Item; 12] = sited(
    MUSCLE_WEAKNESS,
    MUSCLE_WEAKNESS_SITE,
    MUSCLE_WEAKNESS_DEGREE,
);
static CONTRACTURE: [Item; 12] = sited(
    JOINT_CONTRACTURE,
    JOINT_CONTRACTURE_SITE,
    JOINT_CONTRACTURE_DEGREE,
);
static PAIN: [Item; 12] = sited(JOINT_PAIN, JOINT_PAIN_SITE, JOINT_PAIN_DEGREE);
static ULCER: [Item; 12] = sited(PRESSURE_ULCER, PRESSURE_ULCER_SITE, PRESSURE_ULCER_DEGREE);
static SKIN: [Item; 12] = sited(OTHER_SKIN, OTHER_SKIN_SITE, OTHER_SKIN_DEGREE);
static RIGHT_ARM: [Item; 9] = limb(
    [At(6.0), Tick(PARALYSIS)],
    42.0,
    PARALYSIS_RIGHT_ARM,
    PARALYSIS_RIGHT_ARM_DEGREE,
);
static LEFT_ARM: [Item; 9] = limb(
    NOTHING,
    112.0,
    PARALYSIS_LEFT_ARM,
    PARALYSIS_LEFT_ARM_DEGREE,
);
static RIGHT_LEG: [Item; 9] = limb(
    NOTHING,
    42.0,
    PARALYSIS_RIGHT_LEG,
    PARALYSIS_RIGHT_LEG_DEGREE,
);
static LEFT_LEG: [Item; 9] = limb(
    NOTHING,
    112.0,
    PARALYSIS_LEFT_LEG,
    PARALYSIS_LEFT_LEG_DEGREE,
);
static PRESSURE: [Item; 6] = caution(
    6.0,
    Tick(CAUTION_BLOOD_PRESSURE),
    CAUTION_BLOOD_PRESSURE_TEXT,
);
static MOVING: [Item; 6] = caution(95.0, Tick(CAUTION_MOVING), CAUTION_MOVING_TEXT);
static INTAKE: [Item; 6] = caution(6.0, Tick(CAUTION_EATING), CAUTION_EATING_TEXT);
static EXERCISE: [Item; 6] = caution(95.0, Tick(CAUTION_EXERCISE), CAUTION_EXERCISE_TEXT);
static SWALLOWING: [Item; 6] = caution(6.0, Tick(CAUTION_SWALLOWING), CAUTION_SWALLOWING_TEXT);
static OTHER: [Item; 6] = caution(95.0, TickIfFilled(CAUTION_OTHER), CAUTION_OTHER);

/// The page, from top to bottom. A row of the table is a row of the form: left as it is.
#[rustfmt::skip]
pub(super) static BACK: &[Piece] = &[
    // 3 (5)
    Open,
    Row(ROW, &[
        At(2.0), Title("body"), At(42.0), Label(DOMINANT_HAND), Words("（"), Boxes(DOMINANT_HAND), Words("）"),
        At(92.0), Label(HEIGHT_CM), Words("＝"), Blank(HEIGHT_CM, 20.0),
        At(128.0), Label(WEIGHT_KG), Words("＝"), Blank(WEIGHT_KG, 20.0),
    ]),
    Row(ROW, &[At(42.0), Label(WEIGHT_CHANGE), Words("（"), Boxes(WEIGHT_CHANGE), Words("）")]),
    Row(ROW, &[
        At(6.0), Tick(LIMB_LOSS), At(42.0), Words("（"), Label(LIMB_LOSS_SITE), Words("："),
        Blank(LIMB_LOSS_SITE, 62.0), Words("）"),
    ]),
    Pair(ROW, &RIGHT_ARM, &LEFT_ARM),
    Pair(ROW, &RIGHT_LEG, &LEFT_LEG),
    Row(ROW, &[
        At(42.0), Tick(PARALYSIS_OTHER), Words("（"), Label(PARALYSIS_OTHER_SITE), Words("："),
        Blank(PARALYSIS_OTHER_SITE, 46.0),
        At(120.0), Label(PARALYSIS_OTHER_DEGREE), Words("："), Boxes(PARALYSIS_OTHER_DEGREE), Words("）"),
    ]),
    Row(ROW, &WEAKNESS),
    Row(ROW, &CONTRACTURE),
    Row(ROW, &PAIN),
    Row(ROW, &[
        At(6.0), Tick(ATAXIA), At(42.0), Label(ATAXIA_ARMS), Words("（"), Boxes(ATAXIA_ARMS), Words("）"),
        At(86.0), Label(ATAXIA_LEGS), Words("（"), Boxes(ATAXIA_LEGS), Words("）"),
        At(130.0), Label(ATAXIA_TRUNK), Words("（"), Boxes(ATAXIA_TRUNK), Words("）"),
    ]),
    Row(ROW, &ULCER),
    Row(ROW, &SKIN),
    Close,
    // 4
    Heading("living"),
    Open,
    Row(ROW, &[At(2.0), Title("moving")]),
    Row(ROW, &[At(6.0), Label(OUTDOOR_WALKING), At(63.5), Some(OUTDOOR_WALKING, 0, 3, 39.3)]),
    Row(ROW, &[At(6.0), Label(WHEELCHAIR), At(63.5), Some(WHEELCHAIR, 0, 3, 39.3)]),
    Row(ROW, &[At(6.0), Label(WALKING_AID), At(63.5), Some(WALKING_AID, 0, 3, 39.3)]),
    Rule,
    Row(ROW, &[At(2.0), Title("nourishment")]),
    Row(ROW, &[At(6.0), Label(EATING), At(63.5), Some(EATING, 0, 2, 78.6)]),
    Row(ROW, &[At(6.0), Label(NUTRITION), At(63.5), Some(NUTRITION, 0, 2, 78.6)]),
    Row(5.6, &[At(6.0), Label(NUTRITION_NOTE), At(43.0), Words("（"), Blank(NUTRITION_NOTE, 130.0), Words("）")]),
    Rule,
    Row(ROW, &[At(2.0), Title("risk")]),
    Row(ROW, &[At(6.0), Some(RISK_STATE, 0, 8, 0.0)]),
    Row(5.8, &[
        At(6.0), Some(RISK_STATE, 8, 14, 0.0), Words("（"), Blank(RISK_OTHER_TEXT, 34.0), Words("）"),
    ]),
    Row(6.0, &[At(6.0), Label(RISK_POLICY), At(21.0), Words("（"), Blank(RISK_POLICY, 150.0), Words("）")]),
    Rule,
    Row(ROW, &[At(2.0), Title("outlook"), At(96.0), Boxes(OUTLOOK)]),
    Rule,
    Row(ROW, &[At(2.0), Title("medical")]),
    Row(ROW, &[At(6.0), Underlined(MEDICAL_NEED, MEDICAL_NEED_UNDERLINED, 0, 4, 44.0)]),
    Row(ROW, &[At(6.0), Underlined(MEDICAL_NEED, MEDICAL_NEED_UNDERLINED, 4, 8, 44.0)]),
    Row(ROW, &[At(6.0), Underlined(MEDICAL_NEED, MEDICAL_NEED_UNDERLINED, 8, 11, 44.0)]),
    Row(ROW, &[
        At(6.0), Underlined(MEDICAL_NEED, MEDICAL_NEED_UNDERLINED, 11, 12, 0.0), Words("（"),
        Blank(MEDICAL_NEED_OTHER_TEXT, 62.0), Words("）"),
        At(138.0), Some(MEDICAL_NEED, 12, 13, 0.0),
    ]),
    Rule,
    Row(ROW, &[At(2.0), Title("caution")]),
    Pair(CAUTION, &PRESSURE, &MOVING),
    Pair(CAUTION, &INTAKE, &EXERCISE),
    Pair(CAUTION, &SWALLOWING, &OTHER),
    Row(ROW, &[At(6.0), Tick(CAUTION_NONE)]),
    Rule,
    Row(CAUTION, &[
        At(2.0), Title("infection"), At(84.0), Boxes(INFECTION), Words("（"), Blank(INFECTION_DETAIL, 54.0), Words("）"),
    ]),
    Close,
    // 5
    Heading("notes"),
    Open,
    Notes("special_notes", 3.7),
    RoomToTheEnd(SPECIAL_NOTES),
    Close,
];
