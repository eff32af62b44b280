//! One field of the form as the page shows it.

use super::sheet::underlines;
use super::sheet_kind::{alone, example, fill, keyboard, kind, need, unit};
use super::sheet_room::{Room, room};
use super::sheet_said::{AdviceView, Filled, RequestSays, Said};
use kairan_domain::date;
use kairan_domain::opinion::{Answers, Field, FieldId, FieldKind, Given, Holds, TextForm, field};
use kairan_domain::secret::SecretText;
use kairan_domain::words;
use serde::Serialize;

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
    /// What the request says by now, where the draft says something else.
    request: Option<RequestSays>,
    advice: Option<AdviceView>,
    /// It or a part of it holds something that the answer above leaves out.
    left: bool,
    /// One of its parts does.
    leftover: bool,
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
    let parts: Vec<FieldView> = hanging
        .map(|other| field_view(other, question, title, filled))
        .collect();
    let leftover = parts.iter().any(|part| part.left);
    let text = filled.raw.text(field.id).to_owned();
    let under = question
        .iter()
        .find(|other| underlines(other) == Some(field.id));
    let Said { error, doubt, .. } = filled.said(field.id);
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
        request: filled.request_says(field.id),
        advice: filled.advice(field.id),
        left: leftover || filled.is_left_out(field.id),
        leftover,
        parts,
        text,
    }
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

/// Texts of a field as a person reads them: a choice by its printed words, a day as it is read.
pub(super) fn shown(id: FieldId, texts: &[SecretText]) -> String {
    let Some(field) = field(id) else {
        return String::new();
    };
    let words = texts.iter().map(|text| {
        let text = text.expose();
        match (field.choice(text), field.kind) {
            (Some(choice), _) => choice.label.to_owned(),
            (None, FieldKind::Tick) => "チェックあり".to_owned(),
            (None, FieldKind::Date) => {
                date::parse_date(text).map_or_else(|_| text.to_owned(), date::wareki)
            }
            (None, _) => text.to_owned(),
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
