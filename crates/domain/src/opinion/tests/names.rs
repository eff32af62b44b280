use super::form_rules::{facts, filled};
use crate::opinion::*;

fn found(notes: &str) -> Vec<(&'static str, &'static str)> {
    let mut raw = filled();
    raw.put(id::SPECIAL_NOTES, notes);
    raw.put(id::ADDRESS, "回覧市中央4-5-6");
    let answers = check(FormEdition::E2026, &raw, &facts()).answers;
    find_names(&answers)
        .iter()
        .map(|name| (name.field.as_str(), name.of.as_str()))
        .collect()
}

#[test]
fn names_are_found_however_they_are_written() {
    for (notes, of) in [
        ("高崎 吉男氏は独居。", "applicant_name"),
        ("髙﨑さんは独居。", "applicant_name"),
        ("ﾀｶｻｷ様", "applicant_kana"),
        ("自宅は回覧市中央４－５－６", "address"),
        ("山田　医院へ通院", "clinic_name"),
        ("山田花子が往診", "doctor_name"),
    ] {
        let names = found(notes);
        assert!(names.contains(&("special_notes", of)), "{notes}: {names:?}");
    }
}

#[test]
fn words_without_names_are_left_alone() {
    assert_eq!(found("独居。妻は他界。長女が週末に訪問。"), []);
    assert_eq!(found(""), []);
}
