use crate::date::PartialDate;
use crate::opinion::*;
use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

pub(super) fn facts() -> FormFacts {
    FormFacts {
        today: date(2026, 11, 22),
        birth_date: Some(date(1940, 5, 10)),
        second_insured: false,
    }
}

/// A form with everything that is required, and nothing doubtful.
pub(super) fn filled() -> RawOpinion {
    let mut raw = RawOpinion::new();
    for (id, text) in [
        (id::ENTRY_DATE, "令和8年11月21日"),
        (id::APPLICANT_KANA, "たかさき よしお"),
        (id::APPLICANT_NAME, "髙﨑 𠮷男"),
        (id::BIRTH_DATE, "昭和15年5月10日"),
        (id::SEX_OF_PERSON, "male"),
        (id::POSTAL_CODE, "〒１２３－４５６７"),
        (id::DOCTOR_NAME, "山田花子"),
        (id::CLINIC_NAME, "山田医院"),
        (id::CLINIC_PHONE, "03-1234-5678"),
        (id::LAST_EXAM_DATE, "R8.11.20"),
        (id::REPORT_COUNT, "first"),
        (id::OTHER_DEPT_VISIT, "no"),
        (id::DIAGNOSIS_1_NAME, "脳梗塞後遺症"),
        (id::DIAGNOSIS_1_ONSET, "平成20年5月頃"),
        (id::SYMPTOM_STABILITY, "stable"),
        (id::TREATMENT_COURSE, "右片麻痺を残し、抗血小板薬を内服中。"),
        (id::ADL_DISABILITY, "a1"),
        (id::ADL_DEMENTIA, "Ⅱa"),
        (id::SHORT_TERM_MEMORY, "problem"),
        (id::COGNITIVE_DECISION, "some_difficulty"),
        (id::COMMUNICATION, "able"),
        (id::BPSD_PRESENCE, "no"),
        (id::PSYCH_NEURO_PRESENCE, "no"),
        (id::EATING, "independent"),
        (id::HEIGHT_CM, "160.5"),
        (id::WEIGHT_KG, "55"),
    ] {
        raw.put(id, text);
    }
    raw
}

/// Something a field of this kind takes, or nearly.
fn texts(field: &'static Field) -> BoxedStrategy<Vec<String>> {
    let words = |text: BoxedStrategy<String>| text.prop_map(|text| vec![text]).boxed();
    match field.kind {
        FieldKind::Tick => words(select(vec!["1".to_owned(), "0".to_owned()]).boxed()),
        FieldKind::One(choices) => {
            let codes: Vec<String> = choices.iter().map(|c| c.code.to_owned()).collect();
            words(select(codes).boxed())
        }
        FieldKind::Several(kind) => {
            let codes: Vec<String> = kind.choices.iter().map(|c| c.code.to_owned()).collect();
            let most = codes.len();
            subsequence(codes, 0..=most).prop_shuffle().boxed()
        }
        FieldKind::Text(kind) => words(match kind.form {
            TextForm::Lines => {
                "([ -~ｦ-ﾟぁ-ん一-龥、。\u{3000}\u{0B}\n\r\t\u{2028}\u{85}]|髙|𠮷|辻\u{E0100}|か\u{3099}|😀|👨\u{200D}👩){0,60}".boxed()
            }
            TextForm::PostalCode => "[0-9]{3}-?[0-9]{4}".boxed(),
            TextForm::Phone => "[0-9]{2,4}-[0-9]{4}-[0-9]{4}".boxed(),
            TextForm::Line | TextForm::Kana => {
                "([ -~ｦ-ﾟァ-ヶぁ-ん髙﨑𠮷 \u{3000}\u{200B}\u{202E}\t\n\u{A0}]|辻\u{E0100}|か\u{3099}|😀){0,40}".boxed()
            }
        }),
        FieldKind::Date => words(
            (1930..2026_i32, 1..=12_u8, 1..=28_u8)
                .prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}"))
                .boxed(),
        ),
        FieldKind::PartialDate => words(partial().boxed()),
        FieldKind::Number(_) => words((0..3000_i32, "0{0,2}")
            .prop_map(|(n, zeros)| format!("{zeros}{}", Tenths(n)))
            .boxed()),
    }
}

fn partial() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("不詳".to_owned()),
        (1900..2026_i32).prop_map(|y| y.to_string()),
        (1900..2026_i32, 1..=12_u8).prop_map(|(y, m)| format!("{y}年{m}月頃")),
        (select(vec!["昭和", "S", "平成", "h"]), 1..=64_u8).prop_map(|(e, y)| format!("{e}{y}年")),
        (select(vec!["昭和", "H"]), 1..=64_u8, 1..=12_u8)
            .prop_map(|(e, y, m)| format!("{e}{y}.{m}")),
        (1900..2026_i32, 1..=12_u8, 1..=31_u8).prop_map(|(y, m, d)| format!("{y}/{m}/{d}")),
    ]
}

/// A filled form on which some fields were written over.
fn typed() -> impl Strategy<Value = RawOpinion> {
    let all: Vec<&'static Field> = all_fields().collect();
    let most = all.len();
    subsequence(all, 0..=most)
        .prop_flat_map(|fields| {
            fields
                .into_iter()
                .map(|field| texts(field).prop_map(move |texts| (field.id, texts)))
                .collect::<Vec<_>>()
        })
        .prop_map(|entries| {
            let mut raw = filled();
            for (id, texts) in entries {
                raw.put_all(id, texts);
            }
            raw
        })
}

/// A form that leads to an opinion: fields at fault are emptied or take their first value.
fn repaired(edition: FormEdition, mut raw: RawOpinion) -> RawOpinion {
    for _ in 0..all_fields().count() {
        let errors = check(edition, &raw, &facts()).errors;
        if errors.is_empty() {
            break;
        }
        for fault in errors {
            let field = field(fault.field).unwrap();
            match (fault.what, field.choices().first()) {
                (OpinionFault::NotChosen, Some(choice)) => raw.put(field.id, choice.code),
                (OpinionFault::Missing, _) => {
                    let text = filled().text(field.id).to_owned();
                    raw.put(
                        field.id,
                        if text.is_empty() {
                            "あ".to_owned()
                        } else {
                            text
                        },
                    );
                }
                // Entered before birth: either day may be the odd one.
                (OpinionFault::BornAfterEntry, _) => {
                    raw.put(id::ENTRY_DATE, filled().text(id::ENTRY_DATE));
                }
                _ => raw.put(field.id, ""),
            }
        }
    }
    raw
}

/// How many cases: `PROPTEST_CASES`, or 128.
fn cases() -> ProptestConfig {
    #[expect(
        clippy::disallowed_methods,
        reason = "how long a test looks is no setting of Kairan"
    )]
    let asked = std::env::var("PROPTEST_CASES").ok();
    ProptestConfig {
        cases: asked.and_then(|text| text.parse().ok()).unwrap_or(128),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn what_is_accepted_reads_as_the_same_again(raw in typed(), edition in select(FormEdition::ALL.to_vec())) {
        let raw = repaired(edition, raw);
        let checked = check(edition, &raw, &facts());
        prop_assert_eq!(&checked.errors, &vec![]);
        let opinion = checked.opinion().unwrap();
        let again = check(edition, &opinion.to_raw(), &facts());
        prop_assert_eq!(again.opinion(), Some(opinion.clone()));
        prop_assert_eq!(DoctorOpinion::from_kept(edition, &opinion.to_raw()), Ok(opinion.clone()));
        let stray = again.warnings.iter().any(|fault| matches!(
            fault.what,
            OpinionFault::NotApplicable { .. } | OpinionFault::NotInEdition | OpinionFault::AgeDiffers { .. }
        ));
        prop_assert!(!stray);
        for (id, _) in opinion.values() {
            prop_assert!(opinion.applies(id), "{}", id);
        }
    }

    #[test]
    fn any_text_anywhere_is_judged_with_a_sentence(at in select(all_fields().collect::<Vec<_>>()), text in "\\PC{0,40}|[\n\t\u{0B}\u{202E}0-9.;-]{0,12}") {
        let mut raw = filled();
        raw.put(at.id, text);
        let checked = check(FormEdition::E2021, &raw, &facts());
        for fault in checked.errors.iter().chain(&checked.warnings) {
            prop_assert!(crate::words::opinion_fault(&fault.what).ends_with('。')
                || crate::words::opinion_fault(&fault.what).contains("例:"));
            prop_assert!(field(fault.field).is_some());
        }
    }

    #[test]
    fn a_partial_date_never_gains_a_part(text in partial()) {
        let Ok(read) = PartialDate::parse(&text) else { return Ok(()) };
        prop_assert_eq!(PartialDate::parse(&read.code()), Ok(read));
        let numbers = |text: &str| text.split(|c: char| !c.is_numeric() && c != '元').filter(|n| !n.is_empty()).count();
        prop_assert_eq!(numbers(&read.code()), numbers(&text));
        prop_assert_eq!(numbers(&read.wareki()), numbers(&text));
        // The Japanese writing is as true as what was read, up to the year an era changed in.
        let back = PartialDate::parse(&read.wareki()).unwrap();
        prop_assert_eq!(back.span().is_some(), read.span().is_some());
    }
}
