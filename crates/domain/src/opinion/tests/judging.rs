use super::form_rules::{facts, filled};
use crate::opinion::*;
use crate::words;

fn judge(change: impl FnOnce(&mut RawOpinion)) -> Checked {
    judge_in(FormEdition::E2026, change)
}

fn judge_in(edition: FormEdition, change: impl FnOnce(&mut RawOpinion)) -> Checked {
    let mut raw = filled();
    change(&mut raw);
    check(edition, &raw, &facts())
}

fn kinds(faults: &[FieldFault]) -> Vec<(&'static str, &'static str)> {
    faults
        .iter()
        .map(|fault| {
            let text = format!("{:?}", fault.what);
            let name = text.split([' ', '{']).next().unwrap_or_default().to_owned();
            (fault.field.as_str(), &*name.leak())
        })
        .collect()
}

#[track_caller]
fn one_error(checked: &Checked, field: FieldId, what: &'static str) {
    assert_eq!(kinds(&checked.errors), [(field.as_str(), what)]);
    assert!(checked.opinion().is_none());
}

#[track_caller]
fn one_warning(checked: &Checked, field: FieldId, what: &'static str) {
    assert_eq!(kinds(&checked.warnings), [(field.as_str(), what)]);
    assert!(checked.opinion().is_some());
}

#[test]
fn a_filled_form_has_no_fault() {
    let checked = judge(|_| {});
    assert_eq!((checked.errors, checked.warnings), (vec![], vec![]));
}

#[test]
fn an_empty_form_names_every_required_field_in_order() {
    let checked = check(FormEdition::E2026, &RawOpinion::new(), &facts());
    let named: Vec<FieldId> = checked.errors.iter().map(|fault| fault.field).collect();
    let required: Vec<FieldId> = fields(FormEdition::E2026)
        .filter(|field| field.required && field.only_if.is_none())
        .map(|field| field.id)
        .collect();
    assert_eq!(named, required);
}

#[test]
fn days_must_be_in_order() {
    let born_later = judge(|raw| {
        raw.put(id::BIRTH_DATE, "2026-11-21");
        raw.put(id::ENTRY_DATE, "2026-11-20");
        raw.put(id::LAST_EXAM_DATE, "");
        raw.put(id::DIAGNOSIS_1_ONSET, "");
    });
    assert_eq!(
        kinds(&born_later.errors),
        [("birth_date", "BornAfterEntry")]
    );
    one_error(
        &judge(|raw| raw.put(id::ENTRY_DATE, "令和8年11月23日")),
        id::ENTRY_DATE,
        "InFuture",
    );
    one_error(
        &judge(|raw| raw.put(id::LAST_EXAM_DATE, "2026-11-22")),
        id::LAST_EXAM_DATE,
        "AfterEntry",
    );
    for (onset, what) in [
        ("2026-12", "InFuture"),
        ("2027", "InFuture"),
        ("2026-11-22", "AfterEntry"),
        ("昭和14年", "BeforeBirth"),
        ("1940-04", "BeforeBirth"),
        ("2026-13", "NotAPartialDate"),
        ("昭和65年", "NotAPartialDate"),
    ] {
        let checked = judge(|raw| raw.put(id::DIAGNOSIS_1_ONSET, onset));
        one_error(&checked, id::DIAGNOSIS_1_ONSET, what);
    }
    // Perhaps later, perhaps not: what is not known is not held against the writer.
    for onset in ["2026", "2026-11", "昭和15年", "1940-05", "不詳", ""] {
        let checked = judge(|raw| raw.put(id::DIAGNOSIS_1_ONSET, onset));
        assert_eq!(checked.errors, vec![], "{onset}");
    }
}

#[test]
fn six_and_a_half_tons_are_refused_and_six_and_a_half_kilos_doubted() {
    for typed in ["6500", "6.5t", "６５００ｋｇ", "-65", "65.55", "65,5"] {
        let checked = judge(|raw| raw.put(id::WEIGHT_KG, typed));
        assert_eq!(
            checked.errors.len(),
            usize::from(typed != "6500" || checked.errors.len() == 1)
        );
        assert!(!checked.errors.is_empty(), "{typed}");
    }
    one_error(
        &judge(|raw| raw.put(id::WEIGHT_KG, "6500")),
        id::WEIGHT_KG,
        "Impossible",
    );
    one_warning(
        &judge(|raw| raw.put(id::WEIGHT_KG, "6.5")),
        id::WEIGHT_KG,
        "Implausible",
    );
    let checked = judge(|raw| raw.put(id::HEIGHT_CM, "１６０．５ ｃｍ"));
    assert_eq!(checked.answers.number(id::HEIGHT_CM), Some(Tenths(1605)));
}

#[test]
fn a_long_text_is_warned_of_and_an_endless_one_refused() {
    let notes = |length: usize| judge(|raw| raw.put(id::SPECIAL_NOTES, "あ".repeat(length)));
    assert_eq!(notes(400).warnings, vec![]);
    one_warning(&notes(401), id::SPECIAL_NOTES, "LongForPrint");
    one_error(&notes(5000), id::SPECIAL_NOTES, "TooLong");
}

#[test]
fn what_does_not_apply_is_left_out_and_said_so() {
    let checked = judge(|raw| {
        raw.put(id::SYMPTOM_STABILITY, "stable");
        raw.put(id::INSTABILITY_DETAIL, "夜間に悪化");
    });
    one_warning(&checked, id::INSTABILITY_DETAIL, "NotApplicable");
    assert_eq!(checked.answers.text(id::INSTABILITY_DETAIL), None);
    let words = words::opinion_fault(&checked.warnings[0].what);
    assert!(
        words.contains("「症状としての安定性」が「不安定」のとき"),
        "{words}"
    );

    // A chain that is off from its first link on: each says so, none is an error.
    let checked = judge(|raw| {
        raw.put(id::PARALYSIS, "0");
        raw.put(id::PARALYSIS_RIGHT_ARM, "1");
        raw.put(id::PARALYSIS_RIGHT_ARM_DEGREE, "heavy");
    });
    assert_eq!(checked.errors, vec![]);
    assert_eq!(checked.warnings.len(), 2);
}

#[test]
fn leftovers_are_found_below_the_answer_that_leaves_them_out() {
    let mut raw = filled();
    raw.put(id::PARALYSIS_RIGHT_ARM_DEGREE, "heavy");
    raw.put(id::INSTABILITY_DETAIL, "夜間に悪化");
    raw.put(id::BPSD_PRESENCE, "no");
    raw.put_all(id::BPSD_ITEMS, ["other".into(), "delusion".into()]);
    raw.put(id::BPSD_OTHER_TEXT, "収集癖");
    let below = |under| leftovers(FormEdition::E2026, &raw, under);
    assert_eq!(below(id::PARALYSIS), [id::PARALYSIS_RIGHT_ARM_DEGREE]);
    assert_eq!(below(id::SYMPTOM_STABILITY), [id::INSTABILITY_DETAIL]);
    assert_eq!(
        below(id::BPSD_PRESENCE),
        [id::BPSD_ITEMS, id::BPSD_OTHER_TEXT]
    );
    assert_eq!(below(id::LIMB_LOSS), []);
    raw.put(id::SYMPTOM_STABILITY, "unstable");
    let applies = leftovers(FormEdition::E2026, &raw, id::SYMPTOM_STABILITY);
    assert_eq!(applies, [], "what applies is nothing left over");
}

#[test]
fn an_unreadable_day_says_what_it_misses() {
    for (typed, sentence) in [
        ("11/17", "年がありません。"),
        ("R8.11", "日までの記入が必要です。"),
        ("8.11.17", "元号がないため"),
        ("令和8年2月30日", "暦にない日付です。"),
        ("不詳", "日付として読み取れません。"),
    ] {
        let checked = judge(|raw| raw.put(id::LAST_EXAM_DATE, typed));
        one_error(&checked, id::LAST_EXAM_DATE, "NotADay");
        let words = words::opinion_fault(&checked.errors[0].what);
        assert!(words.starts_with(sentence), "{typed}: {words}");
        assert!(words.contains("「R8.11.17」"), "{words}");
    }
}

#[test]
fn days_that_are_mostly_forgotten_are_asked_for_but_not_forced() {
    one_warning(
        &judge(|raw| raw.put(id::LAST_EXAM_DATE, "")),
        id::LAST_EXAM_DATE,
        "NoLastExam",
    );
    one_warning(
        &judge(|raw| raw.put(id::DIAGNOSIS_1_ONSET, "")),
        id::DIAGNOSIS_1_ONSET,
        "NoOnset",
    );
    let second = judge(|raw| raw.put(id::DIAGNOSIS_2_NAME, "高血圧症"));
    one_warning(&second, id::DIAGNOSIS_2_ONSET, "NoOnset");
    let unknown = judge(|raw| raw.put(id::DIAGNOSIS_1_ONSET, "不詳"));
    assert_eq!(unknown.warnings, vec![], "不詳 is an answer");
}

#[test]
fn what_applies_must_be_filled() {
    for (question, answer, missing, what) in [
        (
            id::SYMPTOM_STABILITY,
            "unstable",
            id::INSTABILITY_DETAIL,
            "Missing",
        ),
        (id::OTHER_DEPT_VISIT, "yes", id::OTHER_DEPT, "NotChosen"),
        (id::BPSD_PRESENCE, "有", id::BPSD_ITEMS, "NotChosen"),
        (
            id::PSYCH_NEURO_PRESENCE,
            "yes",
            id::PSYCH_NEURO_SYMPTOM,
            "Missing",
        ),
        (id::LIMB_LOSS, "on", id::LIMB_LOSS_SITE, "Missing"),
        (id::INFECTION, "yes", id::INFECTION_DETAIL, "Missing"),
        (id::RISK_STATE, "fall;other", id::RISK_OTHER_TEXT, "Missing"),
        (id::PARALYSIS, "1", id::PARALYSIS, "NoPart"),
        (id::ATAXIA, "1", id::ATAXIA, "NoPart"),
    ] {
        one_error(&judge(|raw| raw.put(question, answer)), missing, what);
    }
}

#[test]
fn what_the_first_judgement_uses_is_asked_for_but_not_forced() {
    one_warning(&judge(|raw| raw.put(id::EATING, "")), id::EATING, "Wanted");
}

#[test]
fn nothing_and_something_exclude_each_other() {
    one_error(
        &judge(|raw| raw.put(id::WALKING_AID, "none;indoors")),
        id::WALKING_AID,
        "AloneOnly",
    );
    one_error(
        &judge(|raw| {
            raw.put(id::CAUTION_NONE, "1");
            raw.put(id::CAUTION_MOVING, "1");
        }),
        id::CAUTION_NONE,
        "NothingBesideSomething",
    );
    one_error(
        &judge(|raw| {
            raw.put(id::MEDICAL_NEED, "home_visit");
            raw.put(id::MEDICAL_NEED_UNDERLINED, "home_nursing");
        }),
        id::MEDICAL_NEED_UNDERLINED,
        "NotTicked",
    );
}

#[test]
fn the_editions_differ_in_the_consent_box() {
    let agree = |raw: &mut RawOpinion| raw.put(id::DOCTOR_CONSENT, "agree");
    one_warning(&judge(agree), id::DOCTOR_CONSENT, "NotInEdition");
    one_error(
        &judge_in(FormEdition::E2021, |_| {}),
        id::DOCTOR_CONSENT,
        "NotChosen",
    );
    assert!(judge_in(FormEdition::E2021, agree).opinion().is_some());
}

#[test]
fn age_is_counted_not_trusted() {
    let checked = judge(|raw| raw.put(id::AGE_YEARS, "99"));
    one_warning(&checked, id::AGE_YEARS, "AgeDiffers");
    assert_eq!(checked.answers.number(id::AGE_YEARS), Some(Tenths(860)));
    one_warning(
        &judge(|raw| raw.put(id::BIRTH_DATE, "昭和15年5月11日")),
        id::BIRTH_DATE,
        "BirthDiffers",
    );
}

#[test]
fn people_under_65_need_a_specified_disease() {
    let mut facts = facts();
    facts.second_insured = true;
    let of = |name: &str| {
        let mut raw = filled();
        raw.put(id::DIAGNOSIS_1_NAME, name);
        check(FormEdition::E2026, &raw, &facts).warnings.len()
    };
    assert_eq!(of("高血圧症"), 1);
    assert_eq!(
        advice(id::DIAGNOSIS_1_NAME, &facts),
        Some(Advice::SpecifiedDisease)
    );
    assert_eq!(advice(id::DIAGNOSIS_2_NAME, &facts), None);
    assert_eq!(
        advice(id::DIAGNOSIS_1_NAME, &super::form_rules::facts()),
        None
    );
    for name in [
        "アルツハイマー型認知症",
        "脳梗塞後遺症",
        "ﾊﾟｰｷﾝｿﾝ病",
        "胃がん末期",
    ] {
        assert_eq!(of(name), 0, "{name}");
    }
}

#[test]
fn names_are_taken_as_given() {
    for name in ["髙﨑　𠮷男", "辻\u{E0100} 花子", "\u{FA10}田"] {
        let checked = judge(|raw| raw.put(id::APPLICANT_NAME, name));
        assert_eq!(checked.answers.text(id::APPLICANT_NAME), Some(name));
    }
    one_warning(
        &judge(|raw| raw.put(id::APPLICANT_KANA, "John")),
        id::APPLICANT_KANA,
        "NotKana",
    );
}

#[test]
fn nothing_of_an_opinion_is_printed_by_debug() {
    let raw = filled();
    let checked = judge(|_| {});
    let printed = format!(
        "{raw:?} {:?} {:?} {:?}",
        checked,
        checked.opinion(),
        checked.answers.value(id::HEIGHT_CM)
    );
    for (_, texts) in raw.iter() {
        for text in texts
            .iter()
            .filter(|text| text.expose().chars().count() > 1)
        {
            assert!(!printed.contains(text.expose()), "{}", text.expose());
        }
    }
}
