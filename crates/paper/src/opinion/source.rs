//! What stands in a field's place: the value as it is printed, or that it is covered.

use kairan_domain::date::wareki;
use kairan_domain::opinion::{
    Answers, Field, FieldId, FieldKind, Given, Privacy, Value, field, id,
};

/// Which paper is drawn from the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paper {
    /// The opinion.
    Whole,
    /// The board's: nobody's name, address or number.
    Masked,
    /// To be filled in by hand: only what the request knows.
    ByHand,
}

/// The answers as one paper shows them.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) answers: &'a Answers,
    pub(super) paper: Paper,
}

impl Source<'_> {
    /// The field, if this edition has it.
    pub(super) fn field(&self, id: FieldId) -> Option<&'static Field> {
        field(id).filter(|field| field.is_in(self.answers.edition()))
    }

    /// Whether the place is covered.
    pub(super) fn covers(&self, id: FieldId) -> bool {
        self.paper == Paper::Masked
            && self
                .field(id)
                .is_some_and(|field| field.privacy == Privacy::Masked)
    }

    /// Whether the paper shows the field's value at all.
    fn shows(&self, id: FieldId) -> bool {
        match self.paper {
            Paper::Whole => true,
            Paper::Masked => !self.covers(id),
            // The doctor signs with their own hand (seed: 自署).
            Paper::ByHand => {
                id != id::DOCTOR_NAME
                    && self
                        .field(id)
                        .is_some_and(|field| field.given == Given::Request)
            }
        }
    }

    /// Whether the □ of a field is ticked.
    pub(super) fn ticked(&self, id: FieldId) -> bool {
        self.shows(id) && self.answers.ticked(id)
    }

    /// Whether the □ of a choice is ticked.
    pub(super) fn has(&self, id: FieldId, code: &str) -> bool {
        self.shows(id) && self.answers.has(id, code)
    }

    /// The value as printed, without the words around it; empty when there is none.
    pub(super) fn text(&self, id: FieldId) -> String {
        let Some(value) = self.answers.value(id).filter(|_| self.shows(id)) else {
            return self.nothing(id);
        };
        match value {
            Value::Text(text) => text.expose().to_owned(),
            Value::Date(on) if id == id::BIRTH_DATE && self.paper == Paper::Masked => {
                without_day(&without_weekday(&wareki(*on)))
            }
            Value::Date(on) => without_weekday(&wareki(*on)),
            Value::PartialDate(on) if on.span().is_none() => on.wareki(),
            Value::PartialDate(on) => format!("{}頃", on.wareki()),
            Value::Number(number) => format!("{number}{}", self.unit(id)),
            Value::Ticked | Value::Chosen(_) | Value::Several(_) => String::new(),
        }
    }

    /// What is printed where a value of this kind is missing: the words to write between.
    fn nothing(&self, id: FieldId) -> String {
        let Some(field) = self.field(id) else {
            return String::new();
        };
        match field.kind {
            FieldKind::Date if id == id::BIRTH_DATE => "明・大・昭　　年　　月　　日".to_owned(),
            FieldKind::Date => "令和　　年　　月　　日".to_owned(),
            FieldKind::PartialDate => "昭・平・令　　年　　月　　日頃".to_owned(),
            FieldKind::Number(_) => format!("　　　{}", self.unit(id)),
            _ => String::new(),
        }
    }

    /// The unit behind a number; the age's is a printed word.
    fn unit(&self, id: FieldId) -> &'static str {
        match self.field(id).map(|field| field.kind) {
            Some(FieldKind::Number(number)) if id != id::AGE_YEARS => number.unit,
            _ => "",
        }
    }
}

fn without_weekday(date: &str) -> String {
    date.split('(').next().unwrap_or(date).to_owned()
}

fn without_day(date: &str) -> String {
    match date.split_once('月') {
        Some((month, _)) => format!("{month}月"),
        None => date.to_owned(),
    }
}
