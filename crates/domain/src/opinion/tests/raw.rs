use super::form_rules::{facts, filled};
use crate::opinion::*;
use crate::secret::SecretText;

fn texts(raw: &RawOpinion, id: FieldId) -> Vec<&str> {
    raw.texts(id).iter().map(SecretText::expose).collect()
}

#[test]
fn pairs_of_a_posted_form_gather_by_field() {
    let mut raw = RawOpinion::new();
    for (name, text) in [
        ("other_dept", "surgery"),
        ("other_dept", ""),
        ("other_dept", "dentistry"),
        ("entry_date", " "),
    ] {
        raw.add_named(name, text.to_owned()).unwrap();
    }
    assert_eq!(texts(&raw, id::OTHER_DEPT), ["surgery", "dentistry"]);
    assert!(raw.has(id::OTHER_DEPT, "dentistry") && !raw.has(id::OTHER_DEPT, "urology"));
    assert_eq!(raw.iter().count(), 1);
    assert_eq!(raw.add_named("_csrf", "x".to_owned()), Err(UnknownField));
    raw.put(id::OTHER_DEPT, "");
    assert!(raw.is_empty());
}

#[test]
fn two_answers_to_one_question_are_an_error() {
    let mut raw = filled();
    raw.put_all(id::SEX_OF_PERSON, ["male".to_owned(), "female".to_owned()]);
    let errors = check(FormEdition::E2026, &raw, &facts()).errors;
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].what, OpinionFault::OneOnly);
}

#[test]
fn lasting_parts_are_taken_over_where_nothing_is_typed() {
    let mut earlier = filled();
    earlier.put(id::DIAGNOSIS_2_NAME, "高血圧症");
    earlier.put(id::DOMINANT_HAND, "right");
    let earlier = check(FormEdition::E2021, &earlier, &facts()).answers;

    let mut raw = RawOpinion::new();
    raw.put(id::TREATMENT_COURSE, "今回の経過");
    let filled = raw.take_over(&earlier);
    assert_eq!(
        filled,
        [
            id::DIAGNOSIS_1_NAME,
            id::DIAGNOSIS_1_ONSET,
            id::DIAGNOSIS_2_NAME,
            id::DOMINANT_HAND
        ]
    );
    assert_eq!(texts(&raw, id::DIAGNOSIS_1_ONSET), ["2008-05"]);
    assert_eq!(texts(&raw, id::TREATMENT_COURSE), ["今回の経過"]);

    // An earlier onset must not come to stand beside a new diagnosis.
    let mut raw = RawOpinion::new();
    raw.put(id::DIAGNOSIS_1_NAME, "脳出血後遺症");
    assert_eq!(raw.take_over(&earlier), [id::DOMINANT_HAND]);
}

#[test]
fn a_damaged_record_is_no_opinion() {
    let kept = check(FormEdition::E2026, &filled(), &facts())
        .opinion()
        .unwrap();
    for (id, text) in [
        (id::SEX_OF_PERSON, "both"),
        (id::BIRTH_DATE, "soon"),
        (id::DOCTOR_CONSENT, "agree"),
    ] {
        let mut raw = kept.to_raw();
        raw.put(id, text);
        let read = DoctorOpinion::from_kept(FormEdition::E2026, &raw);
        assert_eq!(read, Err(NotKept { field: id }));
    }
}

#[test]
fn every_field_at_its_limit_stays_within_a_record() {
    let mut raw = RawOpinion::new();
    for field in all_fields() {
        match field.kind {
            FieldKind::Text(kind) => raw.put(field.id, "あ".repeat(kind.most)),
            FieldKind::Several(kind) => {
                raw.put_all(field.id, kind.choices.iter().map(|c| c.code.to_owned()));
            }
            _ => raw.put(field.id, "令和8年11月22日"),
        }
    }
    assert!(raw.bytes() < RawOpinion::MOST_BYTES, "{}", raw.bytes());
}
