//! One field of the form as the page shows it.

use super::sheet::underlines;
use super::sheet_kind::{alone, example, fill, keyboard, kind, need, unit};
use kairan_domain::date;
use kairan_domain::opinion::{
    Answers, Checked, Field, FieldFault, FieldId, FieldKind, Given, Holds, OpinionFault, Print,
    RawOpinion, TextForm, field,
};
use kairan_domain::secret::SecretText;
use kairan_domain::words;
use serde::Serialize;
use std::collections::BTreeMap;

/// What is written on the form, and what is said about it.
pub(super) struct Filled<'a> {
    /// As typed.
    pub(super) raw: &'a RawOpinion,
    /// As judged.
    pub(super) checked: &'a Checked,
    /// Whether faults stand at their fields: a form just begun is not full of them.
    pub(super) tell: bool,
    /// What another device wrote meanwhile, by field.
    pub(super) theirs: &'a BTreeMap<FieldId, String>,
}

/// A field with what it holds.
#[derive(Debug, Serialize)]
pub(super) struct FieldView {
    id: &'static str,
    label: &'static str,
    /// Stands alone, for readers who hear the label by itself.
    name: &'static str,
    /// The heading above says it already.
    quiet: bool,
    kind: &'static str,
    need: &'static str,
    when: Option<When>,
    text: String,
    room: Option<Room>,
    unit: &'static str,
    keyboard: &'static str,
    example: &'static str,
    fill: Option<&'static str>,
    /// How a day typed was read, or what Kairan counted.
    read: String,
    choices: Vec<Box_>,
    alone: &'static str,
    error: Vec<String>,
    doubt: Vec<String>,
    theirs: Option<String>,
    /// Fields that hang on this one.
    parts: Vec<FieldView>,
}

/// When a field applies.
#[derive(Debug, Serialize)]
struct When {
    field: &'static str,
    /// The choice; empty when the □ itself decides.
    code: &'static str,
    words: String,
    /// It does, as it stands.
    holds: bool,
}

/// The room in print and what is taken of it.
#[derive(Debug, Serialize)]
struct Room {
    lines: usize,
    columns: usize,
    characters: usize,
    taken: String,
    /// The sentence for more than fits.
    over: String,
    is_over: bool,
}

/// One □.
#[derive(Debug, Serialize)]
struct Box_ {
    code: &'static str,
    label: &'static str,
    ticked: bool,
    under: Option<Under>,
}

/// Its underlining.
#[derive(Debug, Serialize)]
struct Under {
    id: &'static str,
    ticked: bool,
}

/// The view of a field with those of its question that hang on it.
pub(super) fn field_view(
    field: &'static Field,
    question: &[&'static Field],
    title: &str,
    filled: &Filled<'_>,
) -> FieldView {
    let is_first = question.first().is_some_and(|first| first.id == field.id);
    let hanging = question
        .iter()
        .filter(|other| other.only_if.is_some_and(|when| when.field == field.id));
    let parts = hanging.map(|other| field_view(other, question, title, filled));
    let text = filled.raw.text(field.id).to_owned();
    let under = question
        .iter()
        .find(|other| underlines(other) == Some(field.id));
    let (error, doubt) = filled.faults(field.id);
    FieldView {
        id: field.id.as_str(),
        label: field.label,
        name: field.name,
        quiet: is_first && title.contains(field.label),
        kind: kind(field),
        need: need(field),
        when: when(field, filled),
        room: field
            .text_kind()
            .filter(|kind| !matches!(kind.form, TextForm::PostalCode | TextForm::Phone))
            .map(|kind| room(kind.print, &text)),
        unit: unit(field),
        keyboard: keyboard(field),
        example: example(field),
        fill: fill(field),
        read: read(field, &filled.checked.answers).unwrap_or_default(),
        choices: boxes(field, under.copied(), filled),
        alone: alone(field),
        error,
        doubt,
        theirs: filled.theirs.get(&field.id).cloned(),
        parts: parts.collect(),
        text,
    }
}

impl Filled<'_> {
    /// Errors and warnings at a field.
    fn faults(&self, id: FieldId) -> (Vec<String>, Vec<String>) {
        if !self.tell {
            return (Vec::new(), Vec::new());
        }
        let said = |faults: &[FieldFault]| {
            let own = faults.iter().filter(|fault| fault.field == id);
            own.filter(|fault| !is_said_by_count(&fault.what))
                .map(|fault| words::opinion_fault(&fault.what))
                .collect()
        };
        (said(&self.checked.errors), said(&self.checked.warnings))
    }

    /// Whether a box is ticked, be it by its code or by its label.
    fn ticked(&self, id: FieldId, code: &str) -> bool {
        self.raw.has(id, code) || self.checked.answers.has(id, code)
    }
}

/// Too long for the box: the count beside the field says it, always.
fn is_said_by_count(fault: &OpinionFault) -> bool {
    matches!(fault, OpinionFault::LongForPrint { .. })
}

fn when(field: &Field, filled: &Filled<'_>) -> Option<When> {
    let only_if = field.only_if?;
    let code = match only_if.holds {
        Holds::Ticked => "",
        Holds::Chosen(code) => code,
    };
    Some(When {
        field: only_if.field.as_str(),
        code,
        words: words::when(only_if),
        holds: filled.checked.answers.holds(only_if),
    })
}

/// The count beside a field, and the sentence for too much of it.
fn room(print: Print, text: &str) -> Room {
    let taken = print.taken(text);
    let taken = if print.lines == 1 {
        format!("{} / {}文字", taken.columns, print.columns)
    } else {
        format!(
            "{} / {}文字・{} / {}行",
            taken.characters, print.characters, taken.lines, print.lines
        )
    };
    Room {
        lines: print.lines,
        columns: print.columns,
        characters: print.characters,
        taken: if text.is_empty() && print.lines == 1 {
            String::new()
        } else {
            taken
        },
        over: words::opinion_fault(&OpinionFault::LongForPrint { print }),
        is_over: !print.fits(text),
    }
}

/// How a day was read; what Kairan counts by itself. `None` for fields that are not read so.
pub(super) fn read(field: &Field, answers: &Answers) -> Option<String> {
    let text = match field.kind {
        FieldKind::Date => answers.date(field.id).map(date::wareki),
        FieldKind::PartialDate => answers.partial_date(field.id).map(|on| on.wareki()),
        FieldKind::Number(number) if field.given == Given::Computed => answers
            .number(field.id)
            .map(|value| format!("{value}{}", number.unit)),
        _ => return None,
    };
    Some(text.unwrap_or_default())
}

/// Texts of a field as a person reads them: a choice by its printed words.
pub(super) fn shown(id: FieldId, texts: &[SecretText]) -> String {
    let field = field(id);
    let words = texts.iter().map(|text| {
        let choice = field.and_then(|field| field.choice(text.expose()));
        let ticked = field.is_some_and(|field| matches!(field.kind, FieldKind::Tick));
        match choice {
            Some(choice) => choice.label,
            None if ticked => "チェックあり",
            None => text.expose(),
        }
    });
    words.collect::<Vec<_>>().join("、")
}

fn boxes(field: &Field, under: Option<&'static Field>, filled: &Filled<'_>) -> Vec<Box_> {
    if matches!(field.kind, FieldKind::Tick) {
        let ticked = !filled.raw.is_blank(field.id);
        return vec![Box_ {
            code: "1",
            label: field.label,
            ticked,
            under: None,
        }];
    }
    let choices = field.choices().iter();
    choices
        .map(|choice| Box_ {
            code: choice.code,
            label: choice.label,
            ticked: filled.ticked(field.id, choice.code),
            under: under
                .filter(|under| under.choice(choice.code).is_some())
                .map(|under| Under {
                    id: under.id.as_str(),
                    ticked: filled.ticked(under.id, choice.code),
                }),
        })
        .collect()
}
