//! What was entered, judged: one value per field that has one.

use super::form::{Choice, FieldId, FormEdition};
use super::table::field;
use crate::date::PartialDate;
use crate::secret::SecretText;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;

/// A number with one decimal at most, in tenths: 160.5 is 1605.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tenths(pub i32);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 10, (self.0 % 10).abs()) {
            (whole, 0) => write!(f, "{whole}"),
            (whole, tenth) => write!(f, "{whole}.{tenth}"),
        }
    }
}

/// Health data: prints nothing.
impl fmt::Debug for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tenths")
    }
}

/// The value of one field.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// The □ is ticked. An unticked one has no value.
    Ticked,
    /// The choice taken.
    Chosen(&'static Choice),
    /// The choices taken, in printed order, at least one.
    Several(Vec<&'static Choice>),
    /// Words, not empty.
    Text(SecretText),
    /// A day.
    Date(Date),
    /// A day as far as it is known.
    PartialDate(PartialDate),
    /// A number.
    Number(Tenths),
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value")
    }
}

/// Whatever of an opinion could be read: perhaps incomplete. For previews and comparisons;
/// what is submitted is a [`DoctorOpinion`].
#[derive(Clone, PartialEq, Eq)]
pub struct Answers {
    edition: FormEdition,
    values: BTreeMap<FieldId, Value>,
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answers")
    }
}

impl Answers {
    /// A form nobody has written on.
    pub fn empty(edition: FormEdition) -> Self {
        Self {
            edition,
            values: BTreeMap::new(),
        }
    }

    pub(super) fn put(&mut self, id: FieldId, value: Value) {
        self.values.insert(id, value);
    }

    /// The edition it is written on.
    pub fn edition(&self) -> FormEdition {
        self.edition
    }

    /// The value of a field, whatever its kind.
    pub fn value(&self, id: FieldId) -> Option<&Value> {
        self.values.get(&id)
    }

    /// Fields with a value, by id; the form's order is [`super::fields`].
    pub fn values(&self) -> impl Iterator<Item = (FieldId, &Value)> {
        self.values.iter().map(|(id, value)| (*id, value))
    }

    /// Whether the □ is ticked.
    pub fn ticked(&self, id: FieldId) -> bool {
        matches!(self.values.get(&id), Some(Value::Ticked))
    }

    /// The choice taken.
    pub fn chosen(&self, id: FieldId) -> Option<&'static Choice> {
        match self.values.get(&id) {
            Some(Value::Chosen(choice)) => Some(choice),
            _ => None,
        }
    }

    /// The choices taken, in printed order.
    pub fn several(&self, id: FieldId) -> &[&'static Choice] {
        match self.values.get(&id) {
            Some(Value::Several(choices)) => choices,
            _ => &[],
        }
    }

    /// Whether this choice is taken, alone or among others: "is this box ticked?".
    pub fn has(&self, id: FieldId, code: &str) -> bool {
        self.chosen(id).is_some_and(|choice| choice.code == code)
            || self.several(id).iter().any(|choice| choice.code == code)
    }

    /// The words; never empty.
    pub fn text(&self, id: FieldId) -> Option<&str> {
        match self.values.get(&id) {
            Some(Value::Text(text)) => Some(text.expose()),
            _ => None,
        }
    }

    /// The day.
    pub fn date(&self, id: FieldId) -> Option<Date> {
        match self.values.get(&id) {
            Some(Value::Date(on)) => Some(*on),
            _ => None,
        }
    }

    /// The day as far as it is known.
    pub fn partial_date(&self, id: FieldId) -> Option<PartialDate> {
        match self.values.get(&id) {
            Some(Value::PartialDate(on)) => Some(*on),
            _ => None,
        }
    }

    /// The number.
    pub fn number(&self, id: FieldId) -> Option<Tenths> {
        match self.values.get(&id) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// Whether a field applies: no condition, or a condition that holds.
    pub fn applies(&self, id: FieldId) -> bool {
        field(id).is_some_and(|field| {
            field.is_in(self.edition) && field.only_if.is_none_or(|when| self.holds(when))
        })
    }

    /// Whether a condition holds.
    pub fn holds(&self, condition: super::form::Condition) -> bool {
        match condition.holds {
            super::form::Holds::Ticked => self.ticked(condition.field),
            super::form::Holds::Chosen(code) => self.has(condition.field, code),
        }
    }
}

/// 主治医意見書: answers without an error. Only [`super::check()`] and the record's door make it.
#[derive(Clone, PartialEq, Eq)]
pub struct DoctorOpinion(pub(super) Answers);

impl Deref for DoctorOpinion {
    type Target = Answers;

    fn deref(&self) -> &Answers {
        &self.0
    }
}

impl fmt::Debug for DoctorOpinion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DoctorOpinion")
    }
}
