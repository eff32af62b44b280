use super::made::{accepted, cases, facts, form_facts, opinion};
use crate::opinion_csv::*;
use kairan_domain::opinion::{DoctorOpinion, FieldId, check, field, id};
use proptest::prelude::*;

fn written(opinion: &DoctorOpinion, layout: Layout) -> Vec<u8> {
    let row = OpinionRow {
        facts: &facts(),
        answers: opinion,
    };
    write_opinions(&[row], layout, Encoding::Utf8).unwrap()
}

fn read(bytes: &[u8], layout: Layout) -> ReadOpinion {
    read_one_opinion(bytes, layout, &CsvLimits::default()).unwrap()
}

fn judged(edition: FormEdition, raw: &RawOpinion) -> DoctorOpinion {
    let checked = check(edition, raw, &form_facts());
    assert_eq!(checked.errors, []);
    checked.opinion().unwrap()
}

/// The opinion without what the IKENSYO layout has no place for.
fn as_far_as_ikensyo_goes(of: &DoctorOpinion) -> DoctorOpinion {
    let mut raw = of.to_raw();
    for lost in not_in_ikensyo(of) {
        let kept = of.several(lost).iter().filter(|choice| {
            let needs = field(id::MEDICAL_NEED).unwrap();
            needs
                .choice(choice.code)
                .is_some_and(|need| need.ikensyo > 0)
        });
        let kept: Vec<String> = kept.map(|choice| choice.code.to_owned()).collect();
        raw.put_all(lost, kept);
    }
    opinion(of.edition(), &raw)
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn every_opinion_comes_back_whole_in_the_own_layout(opinion in accepted()) {
        let read = read(&written(&opinion, Layout::Own), Layout::Own);
        prop_assert_eq!(&read.facts, &facts());
        prop_assert_eq!(read.edition, Some(opinion.edition()));
        prop_assert_eq!(&read.unread, &vec![]);
        prop_assert_eq!(judged(opinion.edition(), &read.raw), opinion);
    }

    #[test]
    fn every_opinion_comes_back_from_ikensyo_as_far_as_that_goes(opinion in accepted()) {
        let read = read(&written(&opinion, Layout::Ikensyo), Layout::Ikensyo);
        prop_assert_eq!(&read.unread, &vec![]);
        let expected = as_far_as_ikensyo_goes(&opinion);
        prop_assert_eq!(judged(opinion.edition(), &read.raw), expected);
    }

    #[test]
    fn cp932_tells_what_it_cannot_hold_or_comes_back(opinion in accepted()) {
        let row = OpinionRow { facts: &facts(), answers: &opinion };
        match write_opinions(&[row], Layout::Own, Encoding::Cp932) {
            Err(told) => {
                let text = |column: &str| {
                    let field = kairan_domain::opinion::field_named(column);
                    opinion.text(field.unwrap().id).unwrap_or_default().to_owned()
                };
                for cannot in told {
                    prop_assert!(text(cannot.column).contains(cannot.character.expose()));
                }
            }
            Ok(bytes) => {
                let mut windows = opinion.to_raw();
                for (id, texts) in opinion.to_raw().iter() {
                    windows.put_all(id, texts.iter().map(|text| as_windows(text.expose())));
                }
                let read = read(&bytes, Layout::Own);
                let expected = judged(opinion.edition(), &windows);
                prop_assert_eq!(judged(opinion.edition(), &read.raw), expected);
            }
        }
    }

    #[test]
    fn ikensyo_in_cp932_comes_back_as_windows_reads_it(opinion in accepted()) {
        let row = OpinionRow { facts: &facts(), answers: &opinion };
        let Ok(bytes) = write_opinions(&[row], Layout::Ikensyo, Encoding::Cp932) else { return Ok(()) };
        let mut windows = as_far_as_ikensyo_goes(&opinion).to_raw();
        for (id, texts) in windows.clone().iter() {
            windows.put_all(id, texts.iter().map(|text| as_windows(text.expose())));
        }
        let read = read(&bytes, Layout::Ikensyo);
        prop_assert_eq!(judged(opinion.edition(), &read.raw), judged(opinion.edition(), &windows));
    }

    #[test]
    fn no_bytes_make_it_fall(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[\",\r\n=1.2ぁ\u{0B}]{0,80}") {
        for layout in [Layout::Own, Layout::Ikensyo] {
            for bytes in [&bytes[..], text.as_bytes()] {
                if let Ok(opinions) = read_opinions(bytes, layout, &CsvLimits::default()) {
                    prop_assert!(!opinions.is_empty());
                }
            }
        }
    }
}

fn as_windows(text: &str) -> String {
    text.replace('〜', "～")
        .replace('−', "－")
        .replace('—', "―")
}

#[test]
fn what_ikensyo_has_no_place_for_is_told() {
    let mut raw = super::made::filled();
    raw.put(id::CAUTION_NONE, "1");
    raw.put_all(
        id::MEDICAL_NEED,
        ["home_visit", "health_facility"].map(str::to_owned),
    );
    raw.put(id::MEDICAL_NEED_UNDERLINED, "home_visit");
    let lost: Vec<FieldId> = not_in_ikensyo(&opinion(FormEdition::E2026, &raw));
    assert_eq!(lost, [id::MEDICAL_NEED, id::CAUTION_NONE]);
}
