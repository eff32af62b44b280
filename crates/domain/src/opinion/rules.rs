//! Rules between fields: days in order, age, parts of a whole, "nothing" beside something.

use super::check::{Faults, FormFacts};
use super::disease;
use super::fault::OpinionFault;
use super::form::{FieldId, FieldKind};
use super::raw::RawOpinion;
use super::read::read;
use super::table::{all_fields, field, id};
use super::value::{Answers, Tenths, Value};
use crate::date;

/// A □ and the parts of which at least one must be ticked with it.
const WHOLES: &[(FieldId, &[FieldId])] = &[
    (
        id::PARALYSIS,
        &[
            id::PARALYSIS_RIGHT_ARM,
            id::PARALYSIS_LEFT_ARM,
            id::PARALYSIS_RIGHT_LEG,
            id::PARALYSIS_LEFT_LEG,
            id::PARALYSIS_OTHER,
        ],
    ),
    (
        id::ATAXIA,
        &[id::ATAXIA_ARMS, id::ATAXIA_LEGS, id::ATAXIA_TRUNK],
    ),
];

/// What 特記すべき項目なし of question (6) excludes.
const CAUTIONS: &[FieldId] = &[
    id::CAUTION_BLOOD_PRESSURE,
    id::CAUTION_EATING,
    id::CAUTION_SWALLOWING,
    id::CAUTION_MOVING,
    id::CAUTION_EXERCISE,
    id::CAUTION_OTHER,
];

const DIAGNOSES: &[(FieldId, FieldId)] = &[
    (id::DIAGNOSIS_1_NAME, id::DIAGNOSIS_1_ONSET),
    (id::DIAGNOSIS_2_NAME, id::DIAGNOSIS_2_ONSET),
    (id::DIAGNOSIS_3_NAME, id::DIAGNOSIS_3_ONSET),
];

pub(super) fn judge(
    raw: &RawOpinion,
    facts: &FormFacts,
    answers: &mut Answers,
    faults: &mut Faults,
) {
    days(facts, answers, faults);
    if raw.is_blank(id::LAST_EXAM_DATE) {
        faults.note(id::LAST_EXAM_DATE, OpinionFault::NoLastExam);
    }
    age(raw, facts, answers, faults);
    onsets(raw, facts, answers, faults);
    first_diagnosis(facts, answers, faults);
    boxes(answers, faults);
}

fn days(facts: &FormFacts, answers: &Answers, faults: &mut Faults) {
    let today = facts.today;
    let entry = answers.date(id::ENTRY_DATE);
    for id in [id::ENTRY_DATE, id::LAST_EXAM_DATE, id::BIRTH_DATE] {
        if answers.date(id).is_some_and(|on| on > today) {
            faults.note(id, OpinionFault::InFuture { today });
        }
    }
    // What lies in the future has been told already.
    let after_entry = |id| {
        let on = answers.date(id).filter(|on| *on <= today);
        on.zip(entry).is_some_and(|(on, entry)| on > entry)
    };
    if after_entry(id::LAST_EXAM_DATE) {
        faults.note(id::LAST_EXAM_DATE, OpinionFault::AfterEntry);
    }
    if after_entry(id::BIRTH_DATE) {
        faults.note(id::BIRTH_DATE, OpinionFault::BornAfterEntry);
    }
}

fn age(raw: &RawOpinion, facts: &FormFacts, answers: &mut Answers, faults: &mut Faults) {
    let (Some(born), Some(entry)) = (answers.date(id::BIRTH_DATE), answers.date(id::ENTRY_DATE))
    else {
        return;
    };
    if facts.birth_date.is_some_and(|known| known != born) {
        faults.note(id::BIRTH_DATE, OpinionFault::BirthDiffers);
    }
    let Some(years) = date::full_years(born, entry) else {
        return;
    };
    let is = Tenths(i32::from(years) * 10);
    let Some(field) = field(id::AGE_YEARS) else {
        return;
    };
    if let FieldKind::Number(kind) = field.kind {
        if is.0 < kind.plausible.0 {
            faults.note(id::BIRTH_DATE, OpinionFault::Under40);
        } else if is.0 > kind.plausible.1 {
            faults.note(id::BIRTH_DATE, OpinionFault::Implausible { kind });
        }
        if is.0 > kind.possible.1 {
            return;
        }
    }
    let typed = raw.texts(field.id);
    if !typed.is_empty() && read(field, typed) != Ok(Some(Value::Number(is))) {
        faults.note(field.id, OpinionFault::AgeDiffers { is });
    }
    answers.put(field.id, Value::Number(is));
}

fn onsets(raw: &RawOpinion, facts: &FormFacts, answers: &Answers, faults: &mut Faults) {
    for (name, onset_id) in DIAGNOSES {
        let is_named = answers.text(*name).is_some();
        if is_named && raw.is_blank(*onset_id) {
            faults.note(*onset_id, OpinionFault::NoOnset);
        }
        let Some(onset) = answers.partial_date(*onset_id) else {
            continue;
        };
        let born = answers.date(id::BIRTH_DATE);
        let entry = answers.date(id::ENTRY_DATE);
        let today = facts.today;
        if onset.is_after(today) == Some(true) {
            faults.note(*onset_id, OpinionFault::InFuture { today });
        } else if entry.is_some_and(|entry| onset.is_after(entry) == Some(true)) {
            faults.note(*onset_id, OpinionFault::AfterEntry);
        } else if born.is_some_and(|born| onset.is_before(born) == Some(true)) {
            faults.note(*onset_id, OpinionFault::BeforeBirth);
        }
        let required = field(*name).is_some_and(|field| field.required);
        if !is_named && !required {
            faults.note(*name, OpinionFault::Missing);
        }
    }
}

fn first_diagnosis(facts: &FormFacts, answers: &Answers, faults: &mut Faults) {
    let first = answers.text(id::DIAGNOSIS_1_NAME);
    if facts.second_insured && first.is_some_and(|name| !disease::is_specified(name)) {
        faults.note(id::DIAGNOSIS_1_NAME, OpinionFault::NotSpecifiedDisease);
    }
}

fn boxes(answers: &Answers, faults: &mut Faults) {
    let filled = |id: &FieldId| answers.value(*id).is_some();
    for (whole, parts) in WHOLES {
        if answers.ticked(*whole) && !parts.iter().any(filled) {
            faults.note(*whole, OpinionFault::NoPart);
        }
    }
    if answers.ticked(id::CAUTION_NONE) && CAUTIONS.iter().any(filled) {
        faults.note(id::CAUTION_NONE, OpinionFault::NothingBesideSomething);
    }
    for field in all_fields() {
        if let FieldKind::Several(kind) = field.kind
            && let Some(other) = kind.within
            && !answers
                .several(field.id)
                .iter()
                .all(|choice| answers.has(other, choice.code))
        {
            faults.note(field.id, OpinionFault::NotTicked);
        }
    }
}
