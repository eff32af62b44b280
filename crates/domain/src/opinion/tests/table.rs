use crate::opinion::*;
use std::collections::BTreeSet;

/// `domain.md` §3, written out once more on purpose: the table must hold each of these once.
const OF_BOTH: &str = "
entry_date applicant_kana applicant_name birth_date age sex postal_code address phone
doctor_name clinic_name clinic_postal_code clinic_address clinic_phone clinic_fax
last_exam_date report_count other_dept_visit other_dept other_dept_other_text
diagnosis.1.name diagnosis.1.onset diagnosis.2.name diagnosis.2.onset diagnosis.3.name
diagnosis.3.onset symptom_stability instability_detail treatment_course
special_treatment.procedure special_treatment.response special_treatment.incontinence
adl_disability adl_dementia short_term_memory cognitive_decision communication
bpsd_presence bpsd_items bpsd_other_text psych_neuro_presence psych_neuro_symptom
specialist_visit specialist_detail dominant_hand height_cm weight_kg weight_change
limb_loss limb_loss.site paralysis paralysis.right_arm paralysis.right_arm.degree
paralysis.left_arm paralysis.left_arm.degree paralysis.right_leg paralysis.right_leg.degree
paralysis.left_leg paralysis.left_leg.degree paralysis.other paralysis.other.site
paralysis.other.degree muscle_weakness muscle_weakness.site muscle_weakness.degree
joint_contracture joint_contracture.site joint_contracture.degree joint_pain joint_pain.site
joint_pain.degree ataxia ataxia.arms ataxia.legs ataxia.trunk pressure_ulcer
pressure_ulcer.site pressure_ulcer.degree other_skin other_skin.site other_skin.degree
outdoor_walking wheelchair walking_aid eating nutrition nutrition_note risk_state
risk_other_text risk_policy outlook medical_need medical_need_underlined
medical_need_other_text caution.blood_pressure caution.blood_pressure.text caution.eating
caution.eating.text caution.swallowing caution.swallowing.text caution.moving
caution.moving.text caution.exercise caution.exercise.text caution.other caution_none
infection infection_detail special_notes";

#[test]
fn every_field_of_the_form_stands_once_in_each_edition() {
    for edition in FormEdition::ALL {
        let mut wanted: Vec<&str> = OF_BOTH.split_whitespace().collect();
        if edition == FormEdition::E2021 {
            wanted.push("doctor_consent");
        }
        wanted.sort_unstable();
        let mut there: Vec<&str> = fields(edition).map(|field| field.id.as_str()).collect();
        there.sort_unstable();
        assert_eq!(there, wanted, "{edition:?}");
    }
}

#[test]
fn ids_names_and_codes_are_unique() {
    let mut ids = BTreeSet::new();
    let mut names = BTreeSet::new();
    for field in all_fields() {
        assert!(ids.insert(field.id), "{} twice", field.id);
        assert!(names.insert(field.name), "{} twice", field.name);
        let mut codes = BTreeSet::new();
        for choice in field.choices() {
            assert!(codes.insert(choice.code), "{} in {}", choice.code, field.id);
            assert!(
                !choice.code.contains(';') && !choice.label.contains(';'),
                "{} separates nothing else",
                field.id
            );
        }
    }
}

#[test]
fn conditions_hang_on_earlier_fields_that_can_hold_them() {
    let mut earlier: Vec<&Field> = Vec::new();
    for field in all_fields() {
        if let Some(when) = field.only_if {
            let asked = earlier
                .iter()
                .find(|earlier| earlier.id == when.field)
                .unwrap_or_else(|| panic!("{} hangs on a later field", field.id));
            let can_hold = match when.holds {
                Holds::Ticked => matches!(asked.kind, FieldKind::Tick),
                Holds::Chosen(code) => asked.choice(code).is_some(),
            };
            assert!(can_hold, "{}", field.id);
            assert!(
                field.editions.iter().all(|e| asked.is_in(*e)),
                "{}",
                field.id
            );
        }
        if let FieldKind::Several(kind) = field.kind {
            assert!(kind.alone.is_none_or(|code| field.choice(code).is_some()));
            let wider = kind
                .within
                .map(|id| earlier.iter().find(|f| f.id == id).unwrap());
            for choice in kind.choices {
                assert!(wider.is_none_or(|wider| wider.choice(choice.code).is_some()));
            }
        }
        earlier.push(field);
    }
}

#[test]
fn the_ikensyo_items_are_those_of_the_layout_without_gap_or_double() {
    let mut items: Vec<u8> = all_fields().filter_map(|field| field.ikensyo).collect();
    items.sort_unstable();
    assert_eq!(items, (14..=121).collect::<Vec<u8>>());
    for field in all_fields().filter(|field| field.ikensyo.is_some()) {
        let mut places: Vec<u8> = field.choices().iter().map(|c| c.ikensyo).collect();
        places.retain(|place| *place > 0);
        places.sort_unstable();
        let whole: Vec<u8> = (1..=places.len())
            .map(|n| u8::try_from(n).unwrap())
            .collect();
        assert_eq!(places, whole, "{}", field.id);
    }
}

#[test]
fn the_consent_box_is_on_the_old_form_alone() {
    assert!(field(id::DOCTOR_CONSENT).unwrap().is_in(FormEdition::E2021));
    assert!(!field(id::DOCTOR_CONSENT).unwrap().is_in(FormEdition::E2026));
    let attachments = FORM
        .iter()
        .flat_map(|section| section.groups)
        .flat_map(|group| group.notes)
        .find(|note| note.text.contains("添付"))
        .unwrap();
    assert_eq!(attachments.editions, [FormEdition::E2021]);
}

#[test]
fn who_is_named_is_masked_and_free_words_are_searched() {
    for field in all_fields() {
        if field.given == Given::Request && field.text_kind().is_some() {
            assert_eq!(field.privacy, Privacy::Masked, "{}", field.id);
        }
        if field.given == Given::Typed && field.text_kind().is_some() {
            assert_eq!(field.privacy, Privacy::Searched, "{}", field.id);
        }
    }
}

#[test]
fn room_is_counted_as_the_form_prints() {
    let print = field(id::TREATMENT_COURSE)
        .unwrap()
        .text_kind()
        .unwrap()
        .print;
    assert!(print.fits(&"あ".repeat(550)));
    assert!(!print.fits(&"あ".repeat(551)));
    assert!(print.fits(&["行"; 11].join("\n")));
    assert!(!print.fits(&["行"; 12].join("\n")));
    let line = field(id::APPLICANT_NAME)
        .unwrap()
        .text_kind()
        .unwrap()
        .print;
    assert!(line.fits(&"a".repeat(30)));
    assert!(!line.fits(&"髙".repeat(16)));
    assert_eq!(line.taken("辻\u{E0100}ｶﾞ").characters, 3);
}
