//! The form's page beside its table: nothing is listed twice, so nothing can be missing.

use super::sheet::sheet;
use super::sheet_said::Filled;
use crate::Pages;
use kairan_domain::opinion::{
    FieldId, FieldKind, FormEdition, FormFacts, Given, RawOpinion, check, fields, id,
};
use minijinja::value::Serde;
use minijinja::{Value, context};
use std::collections::BTreeMap;

fn page(edition: FormEdition, raw: &RawOpinion, tell: bool) -> String {
    let facts = FormFacts {
        today: jiff::civil::date(2026, 11, 23),
        birth_date: None,
        second_insured: false,
    };
    let checked = check(edition, raw, &facts);
    let filled = Filled {
        raw,
        checked: &checked,
        facts: &facts,
        tell,
        theirs: &BTreeMap::new(),
        differing: &[],
    };
    let drawn = Value::from(Serde(sheet(edition, &filled)));
    let none: Vec<Value> = Vec::new();
    let page = context! {
        assets => "/assets/x", csrf => "t", insurer => "みどり市", notice => (), person => "髙﨑 𠮷男",
        room => "/opinion/k/", me => (), office => (), seen => "", saved_at => (),
        today => "令和8年11月23日", sent_back => (), errors => none, clashes => 0, differing => 0, sheet => drawn,
    };
    let pages = Pages::load().expect("templates parse");
    pages.text("opinion/write.html", page).expect("renders")
}

fn raw(texts: &[(FieldId, &str)]) -> RawOpinion {
    let mut raw = RawOpinion::new();
    for (id, text) in texts {
        raw.put(*id, *text);
    }
    raw
}

/// The markup of one field, up to the next.
fn field_of(page: &str, id: FieldId) -> &str {
    let start = page
        .find(&format!("data-field=\"{id}\""))
        .unwrap_or_else(|| panic!("{id} is not on the page"));
    let start = page[..start].rfind("<div").unwrap_or(start);
    let rest = &page[start..];
    let end = rest[4..]
        .find("<div class=\"op-field")
        .map_or(rest.len(), |at| at + 4);
    &rest[..end]
}

#[test]
fn every_field_of_an_edition_stands_on_the_page_once() {
    for edition in FormEdition::ALL {
        let page = page(edition, &RawOpinion::new(), false);
        for field in fields(edition) {
            let within = matches!(field.kind, FieldKind::Several(kind) if kind.within.is_some());
            let mark = if within {
                format!(
                    "name=\"{}\" value=\"{}\"",
                    field.id,
                    field.choices()[0].code
                )
            } else {
                format!("id=\"f-{}\"", field.id)
            };
            assert_eq!(page.matches(&mark).count(), 1, "{mark} in {edition:?}");
            if field.given != Given::Computed {
                assert!(
                    page.contains(&format!("name=\"{}\"", field.id)),
                    "{}",
                    field.id
                );
            }
            for choice in field.choices() {
                let mark = format!("name=\"{}\" value=\"{}\"", field.id, choice.code);
                assert_eq!(page.matches(&mark).count(), 1, "{mark} in {edition:?}");
                assert!(page.contains(choice.label), "{}", choice.label);
            }
        }
    }
    let new = page(FormEdition::E2026, &RawOpinion::new(), false);
    assert!(
        !new.contains("doctor_consent"),
        "the box went with the edition"
    );
}

#[test]
fn what_is_typed_stands_in_its_field_and_cannot_break_out_of_it() {
    let typed = raw(&[
        (id::DIAGNOSIS_1_NAME, "\"><script>髙﨑"),
        (id::TREATMENT_COURSE, "一行目\n</textarea>二行目"),
        (id::PARALYSIS, "on"),
        (id::SYMPTOM_STABILITY, "不安定"),
    ]);
    let page = page(FormEdition::E2026, &typed, false);
    assert!(!page.contains("<script>髙"));
    assert!(page.contains("value=\"&quot;&gt;&lt;script&gt;髙﨑\""));
    assert!(page.contains("一行目\n&lt;&#x2f;textarea&gt;二行目"));
    assert!(page.contains("name=\"paralysis\" value=\"1\" checked"));
    assert!(page.contains("name=\"symptom_stability\" value=\"unstable\" checked"));
    assert!(!page.contains("name=\"symptom_stability\" value=\"stable\" checked"));
}

#[test]
fn what_does_not_apply_is_marked_and_says_when_it_would() {
    let empty = page(FormEdition::E2026, &RawOpinion::new(), false);
    let detail = field_of(&empty, id::INSTABILITY_DETAIL);
    assert!(detail.contains("op-off") && detail.contains("「不安定」のとき"));
    assert!(detail.contains("data-if=\"symptom_stability\" data-code=\"unstable\""));
    let begun = raw(&[(id::SYMPTOM_STABILITY, "unstable")]);
    let open = page(FormEdition::E2026, &begun, false);
    assert!(!field_of(&open, id::INSTABILITY_DETAIL).contains("op-off"));
    // A choice below one that is put away is put away with it.
    let deep = raw(&[(id::BPSD_ITEMS, "other")]);
    let page = page(FormEdition::E2026, &deep, false);
    assert!(field_of(&page, id::BPSD_OTHER_TEXT).contains("op-off"));
}

#[test]
fn days_are_read_back_the_age_is_counted_and_room_is_told_in_words() {
    let typed = raw(&[
        (id::ENTRY_DATE, "R8.11.22"),
        (id::BIRTH_DATE, "1938-03-05"),
        (id::DIAGNOSIS_1_ONSET, "R5.5頃"),
        (id::NUTRITION_NOTE, &"あ".repeat(31)),
    ]);
    let page = page(FormEdition::E2026, &typed, false);
    assert!(field_of(&page, id::ENTRY_DATE).contains("令和8年11月22日(日)"));
    assert!(field_of(&page, id::AGE_YEARS).contains("88歳"));
    assert!(field_of(&page, id::DIAGNOSIS_1_ONSET).contains(">令和5年5月<"));
    let over = field_of(&page, id::NUTRITION_NOTE);
    assert!(
        over.contains("31 &#x2f; 30文字") && over.contains("収まりません"),
        "{over}"
    );
}

#[test]
fn what_an_answer_leaves_out_stays_in_sight_with_a_way_to_clear_it() {
    let left = raw(&[
        (id::SYMPTOM_STABILITY, "stable"),
        (id::INSTABILITY_DETAIL, "夜間に悪化"),
    ]);
    let page = page(FormEdition::E2026, &left, false);
    let above = field_of(&page, id::SYMPTOM_STABILITY);
    assert!(above.contains("いまの回答では使わない欄"), "{above}");
    assert!(above.contains("name=\"clear\" value=\"symptom_stability\""));
    assert!(field_of(&page, id::INSTABILITY_DETAIL).contains("op-left"));
    // The note stands where something is left, and is put away elsewhere.
    let other = field_of(&page, id::OTHER_DEPT_VISIT);
    assert!(other.contains("data-leftover hidden"), "{other}");
}

#[test]
fn what_stands_there_and_cannot_be_is_told_though_nothing_is_asked_for_yet() {
    let typed = raw(&[
        (id::LAST_EXAM_DATE, "11/17"),
        (id::WALKING_AID, "none;indoors"),
    ]);
    let page = page(FormEdition::E2026, &typed, false);
    assert!(field_of(&page, id::LAST_EXAM_DATE).contains("年がありません。"));
    assert!(field_of(&page, id::WALKING_AID).contains("両方選ばれています"));
    assert!(!field_of(&page, id::ENTRY_DATE).contains("field-error"));
}

#[test]
fn faults_stand_at_their_fields_only_when_they_are_to_be_told() {
    let quiet = page(FormEdition::E2026, &RawOpinion::new(), false);
    assert!(!quiet.contains("field-error"));
    let told = page(FormEdition::E2026, &RawOpinion::new(), true);
    let field = field_of(&told, id::ENTRY_DATE);
    assert!(field.contains("id=\"f-entry_date-error\"") && field.contains("aria-invalid"));
    assert!(!field_of(&told, id::INSTABILITY_DETAIL).contains("field-error"));
}
