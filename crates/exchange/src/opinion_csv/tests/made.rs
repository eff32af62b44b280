//! Opinions to write: one filled form, and any form the check accepts.

use crate::opinion_csv::{Fact, OpinionFacts};
use jiff::civil::date;
use kairan_domain::opinion::*;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

pub(super) fn form_facts() -> FormFacts {
    FormFacts {
        today: date(2026, 11, 22),
        birth_date: Some(date(1940, 5, 10)),
        second_insured: false,
    }
}

pub(super) fn filled() -> RawOpinion {
    let mut raw = RawOpinion::new();
    for (id, text) in [
        (id::ENTRY_DATE, "令和8年11月21日"),
        (id::APPLICANT_KANA, "たかさき よしお"),
        (id::APPLICANT_NAME, "髙﨑 義男"),
        (id::BIRTH_DATE, "昭和15年5月10日"),
        (id::SEX_OF_PERSON, "male"),
        (id::DOCTOR_CONSENT, "agree"),
        (id::DOCTOR_NAME, "山田花子"),
        (id::CLINIC_NAME, "山田医院"),
        (id::REPORT_COUNT, "first"),
        (id::OTHER_DEPT_VISIT, "no"),
        (id::DIAGNOSIS_1_NAME, "脳梗塞後遺症"),
        (id::DIAGNOSIS_1_ONSET, "平成20年5月頃"),
        (id::SYMPTOM_STABILITY, "stable"),
        (
            id::TREATMENT_COURSE,
            "右片麻痺を残す。\n抗血小板薬を内服中。",
        ),
        (id::ADL_DISABILITY, "a1"),
        (id::ADL_DEMENTIA, "Ⅱa"),
        (id::SHORT_TERM_MEMORY, "problem"),
        (id::COGNITIVE_DECISION, "some_difficulty"),
        (id::COMMUNICATION, "able"),
        (id::BPSD_PRESENCE, "no"),
        (id::PSYCH_NEURO_PRESENCE, "no"),
        (id::EATING, "independent"),
        (id::HEIGHT_CM, "160.5"),
    ] {
        raw.put(id, text);
    }
    raw
}

pub(super) fn opinion(edition: FormEdition, raw: &RawOpinion) -> DoctorOpinion {
    let checked = check(edition, raw, &form_facts());
    assert_eq!(checked.errors, []);
    checked.opinion().unwrap()
}

pub(super) fn facts() -> OpinionFacts {
    let mut facts = OpinionFacts::new();
    for (fact, text) in [
        (Fact::InsurerNo, "141002"),
        (Fact::InsurerName, "横浜市"),
        (Fact::InsuredNo, "0001234567"),
        (Fact::ClinicCode, "1410012345"),
        (Fact::AppliedOn, "2026-11-02"),
        (Fact::RequestedOn, "2026-11-05"),
        (Fact::SentAt, "2026-11-22T13:05:09"),
        (Fact::RequestNo, "26-0042"),
        (Fact::Care, "facility"),
    ] {
        facts.put(fact, text);
    }
    facts
}

/// Letters of every width and origin, for a class of a pattern.
const LETTERS: &str = "ｦ-ﾟぁ-んァ-ヶ一-龥Ａ-ｚ、。〜−‐—＝\u{3000}";

/// What must stay whole or is rare: marks that sit on a letter, letters beyond the first plane,
/// signs CP932 writes in two ways or not at all.
const WHOLE: &str = "髙|﨑|𠮷|辻\u{E0100}|葛\u{E0101}|か\u{3099}|😀|①|㎏|Ⅱ|¥|〓|é|\u{FFFD}";

fn pattern(text: &str) -> BoxedStrategy<String> {
    proptest::string::string_regex(text).unwrap().boxed()
}

/// How many cases: `PROPTEST_CASES`, or so many.
pub(super) fn cases(usual: u32) -> ProptestConfig {
    #[expect(
        clippy::disallowed_methods,
        reason = "how long a test looks is no setting of Kairan"
    )]
    let asked = std::env::var("PROPTEST_CASES").ok();
    ProptestConfig {
        cases: asked.and_then(|text| text.parse().ok()).unwrap_or(usual),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Something a field of this kind takes, or nearly.
fn texts(field: &'static Field) -> BoxedStrategy<Vec<String>> {
    let one = |text: BoxedStrategy<String>| text.prop_map(|text| vec![text]).boxed();
    let codes = || -> Vec<String> {
        let choices = field.choices().iter();
        choices.map(|choice| choice.code.to_owned()).collect()
    };
    match field.kind {
        FieldKind::Tick => one(Just("1".to_owned()).boxed()),
        FieldKind::One(_) => one(select(codes()).boxed()),
        FieldKind::Several(_) => subsequence(codes(), 0..=codes().len()).boxed(),
        FieldKind::Text(kind) => one(match kind.form {
            TextForm::Lines => {
                let letter = format!("[ -~{LETTERS}\u{0B}\n\r\t\u{2028}]");
                pattern(&format!("({letter}|{WHOLE}){{0,60}}"))
            }
            TextForm::PostalCode => "[0-9]{3}-?[0-9]{4}".boxed(),
            TextForm::Phone => "(\\+81|0)[0-9]{1,3}-[0-9]{4}-[0-9]{4}".boxed(),
            TextForm::Line | TextForm::Kana => {
                let letter = format!("[0-9\",;' {LETTERS}\n]");
                let start = "'{0,2}[=+@\\-＝－\t]?0{0,3}";
                pattern(&format!("{start}({letter}|{WHOLE}){{0,30}}"))
            }
        }),
        FieldKind::Date => one((1930..2026_i32, 1..=12_u8, 1..=28_u8)
            .prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}"))
            .boxed()),
        FieldKind::PartialDate => one(prop_oneof![
            Just("不詳".to_owned()),
            (1..=63_u8, 1..=12_u8).prop_map(|(y, m)| format!("昭和{y}年{m}月頃")),
            (1..=31_u8).prop_map(|y| format!("H{y}")),
            (1941..2026_i32).prop_map(|y| y.to_string()),
            (1941..2026_i32, 1..=12_u8).prop_map(|(y, m)| format!("{y}-{m}")),
            (select(vec!["昭和64年", "平成元年", "令和元年5月"])).prop_map(str::to_owned),
            (1941..2026_i32, 1..=12_u8, 1..=28_u8).prop_map(|(y, m, d)| format!("{y}/{m}/{d}")),
        ]
        .boxed()),
        FieldKind::Number(_) => one((0..3000_i32, "0{0,2}")
            .prop_map(|(n, zeros)| format!("{zeros}{}", Tenths(n)))
            .boxed()),
    }
}

/// A filled form on which some fields were written over.
fn typed() -> impl Strategy<Value = RawOpinion> {
    let all: Vec<&'static Field> = all_fields().collect();
    let most = all.len();
    let some = subsequence(all, 0..=most).prop_flat_map(|fields| {
        let fields = fields.into_iter();
        fields
            .map(|field| texts(field).prop_map(move |texts| (field.id, texts)))
            .collect::<Vec<_>>()
    });
    some.prop_map(|entries| {
        let mut raw = filled();
        for (id, texts) in entries {
            raw.put_all(id, texts);
        }
        raw
    })
}

/// Puts something right wherever the check finds an error.
fn repaired(edition: FormEdition, mut raw: RawOpinion) -> RawOpinion {
    loop {
        let errors = check(edition, &raw, &form_facts()).errors;
        let Some(fault) = errors.first() else {
            return raw;
        };
        let field = field(fault.field).unwrap();
        let first = field.choices().first().map_or("あ", |choice| choice.code);
        let known = filled().text(field.id).to_owned();
        match fault.what {
            OpinionFault::NotChosen => raw.put(field.id, first),
            OpinionFault::Missing if known.is_empty() => raw.put(field.id, "あ"),
            OpinionFault::Missing => raw.put(field.id, known),
            OpinionFault::BornAfterEntry => {
                raw.put(id::BIRTH_DATE, filled().text(id::BIRTH_DATE));
                raw.put(id::ENTRY_DATE, filled().text(id::ENTRY_DATE));
            }
            _ => raw.put(field.id, ""),
        }
    }
}

/// Any opinion the check accepts.
pub(super) fn accepted() -> impl Strategy<Value = DoctorOpinion> {
    let edition = select(FormEdition::ALL.to_vec());
    (edition, typed()).prop_map(|(edition, raw)| opinion(edition, &repaired(edition, raw)))
}
