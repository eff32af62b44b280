//! One field's texts read as its value. What is read here writes itself back to the same value.

use super::fault::OpinionFault;
use super::form::{Choice, Field, FieldKind, NumberKind, Several, TextForm, TextKind};
use super::raw::{is_no, is_yes};
use super::value::{Tenths, Value};
use crate::date::{self, NotADate, PartialDate, day_gap};
use crate::secret::SecretText;
use crate::text;

/// The value of a field; `None` when nothing is said.
pub(super) fn read(field: &Field, texts: &[SecretText]) -> Result<Option<Value>, OpinionFault> {
    let several = matches!(field.kind, FieldKind::Several(_));
    if texts.len() > 1 && !several {
        return Err(OpinionFault::OneOnly);
    }
    let Some(text) = texts.first().map(SecretText::expose) else {
        return Ok(None);
    };
    match field.kind {
        FieldKind::Tick if is_yes(text) => Ok(Some(Value::Ticked)),
        FieldKind::Tick if is_no(text) => Ok(None),
        FieldKind::Tick => Err(OpinionFault::NotATick),
        FieldKind::Text(kind) => words(kind, text),
        _ if texts.iter().all(|text| text.expose().trim().is_empty()) => Ok(None),
        FieldKind::One(choices) => choice(choices, text).map(|c| Some(Value::Chosen(c))),
        FieldKind::Several(kind) => several_of(kind, texts),
        FieldKind::Date => date::parse_date(text)
            .map(|on| Some(Value::Date(on)))
            .map_err(|NotADate| OpinionFault::NotADay { gap: day_gap(text) }),
        FieldKind::PartialDate => PartialDate::parse(text)
            .map(|on| Some(Value::PartialDate(on)))
            .map_err(|NotADate| OpinionFault::NotAPartialDate { gap: day_gap(text) }),
        FieldKind::Number(kind) => number(kind, text).map(|n| Some(Value::Number(n))),
    }
}

fn choice(choices: &'static [Choice], text: &str) -> Result<&'static Choice, OpinionFault> {
    let text = text.trim();
    choices
        .iter()
        .find(|choice| choice.code == text)
        .or_else(|| choices.iter().find(|choice| choice.label == text))
        .ok_or(OpinionFault::NotAChoice)
}

fn several_of(kind: Several, texts: &[SecretText]) -> Result<Option<Value>, OpinionFault> {
    let mut taken = Vec::new();
    let parts = texts.iter().flat_map(|text| text.expose().split(';'));
    for part in parts.filter(|part| !part.trim().is_empty()) {
        taken.push(choice(kind.choices, part)?);
    }
    let in_order: Vec<&'static Choice> = kind
        .choices
        .iter()
        .filter(|choice| taken.contains(choice))
        .collect();
    let alone = in_order.iter().find(|c| Some(c.code) == kind.alone);
    match alone {
        Some(alone) if in_order.len() > 1 => Err(OpinionFault::AloneOnly { label: alone.label }),
        _ if in_order.is_empty() => Ok(None),
        _ => Ok(Some(Value::Several(in_order))),
    }
}

fn words(kind: TextKind, typed: &str) -> Result<Option<Value>, OpinionFault> {
    let text = match kind.form {
        // IKENSYO writes VT for a line break (domain.md §3.9).
        TextForm::Lines => {
            text::many_lines(&typed.replace(['\u{0B}', '\u{2028}', '\u{2029}'], "\n"))
        }
        TextForm::Line | TextForm::Kana => text::line_as_given(typed),
        TextForm::Phone => text::phone(typed),
        TextForm::PostalCode => text::postal_code(typed).ok_or(OpinionFault::NotAPostalCode)?,
    };
    if text.chars().count() > kind.most {
        Err(OpinionFault::TooLong { most: kind.most })
    } else if text.is_empty() {
        Ok(None)
    } else {
        Ok(Some(Value::Text(SecretText::new(text))))
    }
}

fn number(kind: NumberKind, typed: &str) -> Result<Tenths, OpinionFault> {
    let refused = OpinionFault::NotANumber { kind };
    let text = text::half_width(&text::one_line(typed)).to_lowercase();
    let text = text.strip_suffix(kind.unit).unwrap_or(&text).trim();
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits =
        |part: &str| (1..=6).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let tenth = decimals.trim_end_matches('0');
    if !digits(whole) || !digits(decimals) || tenth.len() > usize::from(kind.decimal) {
        return Err(refused);
    }
    let whole: i32 = whole.parse().map_err(|_| refused)?;
    let tenth: i32 = if tenth.is_empty() {
        0
    } else {
        tenth.parse().map_err(|_| refused)?
    };
    let tenths = whole * 10 + tenth;
    if (kind.possible.0..=kind.possible.1).contains(&tenths) {
        Ok(Tenths(tenths))
    } else {
        Err(OpinionFault::Impossible { kind })
    }
}
