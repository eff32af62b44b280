//! The one place where an opinion is judged: every fault at its field, all at once, errors and
//! warnings apart.

use super::fault::{FieldFault, OpinionFault, Weight};
use super::form::{Field, FieldId, FieldKind, FormEdition, Given, TextForm};
use super::raw::RawOpinion;
use super::read::read;
use super::rules;
use super::table::{all_fields, field};
use super::value::{Answers, DoctorOpinion, Value};
use crate::text;
use jiff::civil::Date;
use thiserror::Error;

/// What the form itself does not know.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FormFacts {
    /// Today in Tokyo.
    pub today: Date,
    /// The birth date of the request; `None` when there is no request.
    pub birth_date: Option<Date>,
    /// 第2号被保険者 (40 to 64): the first diagnosis must be a 特定疾病.
    pub second_insured: bool,
}

/// An opinion, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What could be read of it.
    pub answers: Answers,
    /// What must be put right before submitting, in the order of the form.
    pub errors: Vec<FieldFault>,
    /// What the writer should look at, in the order of the form.
    pub warnings: Vec<FieldFault>,
}

impl Checked {
    /// The opinion, if it has no error.
    pub fn opinion(&self) -> Option<DoctorOpinion> {
        self.errors
            .is_empty()
            .then(|| DoctorOpinion(self.answers.clone()))
    }
}

/// Faults in the making.
pub(super) struct Faults(Vec<FieldFault>);

impl Faults {
    pub(super) fn note(&mut self, field: FieldId, what: OpinionFault) {
        self.0.push(FieldFault { field, what });
    }

    fn has_error(&self, id: FieldId) -> bool {
        self.0
            .iter()
            .any(|fault| fault.field == id && fault.what.weight() == Weight::Error)
    }
}

/// Judges an opinion.
///
/// A field that does not apply (its condition is off, or the edition has no such field) is
/// left out of the answers; if something was typed there, a warning says so. The typed text
/// stays in the draft, so that switching the condition on again brings it back.
pub fn check(edition: FormEdition, raw: &RawOpinion, facts: &FormFacts) -> Checked {
    let (mut answers, mut faults) = fields_alone(edition, raw);
    rules::judge(raw, facts, &mut answers, &mut faults);
    let place = |id: FieldId| all_fields().position(|field| field.id == id);
    faults.0.sort_by_key(|fault| place(fault.field));
    let (errors, warnings) = faults
        .0
        .into_iter()
        .partition(|fault| fault.what.weight() == Weight::Error);
    Checked {
        answers,
        errors,
        warnings,
    }
}

/// What each field says by itself, with faults that need no other field than its condition's.
fn fields_alone(edition: FormEdition, raw: &RawOpinion) -> (Answers, Faults) {
    let mut answers = Answers::empty(edition);
    let mut faults = Faults(Vec::new());
    for field in all_fields().filter(|field| field.given != Given::Computed) {
        if applicable(field, &answers, raw, &mut faults) {
            take(field, raw, &mut answers, &mut faults);
        }
    }
    (answers, faults)
}

/// Fields that hold something though the answer at `under`, on which they hang over however
/// many steps, leaves them out of the opinion.
pub fn leftovers(edition: FormEdition, raw: &RawOpinion, under: FieldId) -> Vec<FieldId> {
    let (_, faults) = fields_alone(edition, raw);
    let left_out = faults.0.into_iter().filter(|fault| {
        matches!(fault.what, OpinionFault::NotApplicable { .. }) && hangs_on(fault.field, under)
    });
    left_out.map(|fault| fault.field).collect()
}

fn hangs_on(id: FieldId, under: FieldId) -> bool {
    let only_if = field(id).and_then(|field| field.only_if);
    only_if.is_some_and(|when| when.field == under || hangs_on(when.field, under))
}

fn applicable(field: &Field, answers: &Answers, raw: &RawOpinion, faults: &mut Faults) -> bool {
    let typed = !raw.is_blank(field.id);
    if !field.is_in(answers.edition()) {
        if typed {
            faults.note(field.id, OpinionFault::NotInEdition);
        }
        return false;
    }
    match field.only_if {
        Some(only_if) if !answers.holds(only_if) => {
            // While the question above is itself at fault, that is what must be told.
            if typed && !faults.has_error(only_if.field) {
                faults.note(field.id, OpinionFault::NotApplicable { only_if });
            }
            false
        }
        _ => true,
    }
}

fn take(field: &Field, raw: &RawOpinion, answers: &mut Answers, faults: &mut Faults) {
    match read(field, raw.texts(field.id)) {
        Err(what) => faults.note(field.id, what),
        Ok(None) if field.required => faults.note(
            field.id,
            match field.kind {
                FieldKind::One(_) | FieldKind::Several(_) => OpinionFault::NotChosen,
                _ => OpinionFault::Missing,
            },
        ),
        Ok(None) if field.wanted => faults.note(field.id, OpinionFault::Wanted),
        Ok(None) => {}
        Ok(Some(value)) => {
            if let Some(what) = doubt(field, &value) {
                faults.note(field.id, what);
            }
            answers.put(field.id, value);
        }
    }
}

/// What makes one value doubtful by itself.
fn doubt(field: &Field, value: &Value) -> Option<OpinionFault> {
    match (field.kind, value) {
        (FieldKind::Text(kind), Value::Text(text)) => {
            let text = text.expose();
            match kind.form {
                TextForm::Kana if !text::is_kana(text) => Some(OpinionFault::NotKana),
                TextForm::Phone if !text::is_phone(text) => Some(OpinionFault::NotAPhone),
                _ if !kind.print.fits(text) => {
                    Some(OpinionFault::LongForPrint { print: kind.print })
                }
                _ => None,
            }
        }
        (FieldKind::Number(kind), Value::Number(number)) => {
            let (least, most) = kind.plausible;
            (!(least..=most).contains(&number.0)).then_some(OpinionFault::Implausible { kind })
        }
        _ => None,
    }
}

/// What was kept is not an opinion any more: the record is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the kept opinion cannot be read at {field}")]
pub struct NotKept {
    /// The first field that cannot be read.
    pub field: FieldId,
}

impl DoctorOpinion {
    /// An opinion that was checked before and kept since as [`Answers::to_raw`] (the record
    /// codec's door). Days that were plausible then are not judged again.
    ///
    /// # Errors
    /// [`NotKept`] when a text is not one its field writes.
    pub fn from_kept(edition: FormEdition, raw: &RawOpinion) -> Result<Self, NotKept> {
        let mut answers = Answers::empty(edition);
        for field in all_fields().filter(|field| !raw.texts(field.id).is_empty()) {
            let value = read(field, raw.texts(field.id)).ok().flatten();
            let kept = value.filter(|_| field.is_in(edition));
            answers.put(field.id, kept.ok_or(NotKept { field: field.id })?);
        }
        Ok(Self(answers))
    }
}
