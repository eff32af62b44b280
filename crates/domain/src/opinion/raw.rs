//! An opinion as it is typed: texts per field, nothing judged. Web form, JSON, CSV and the
//! autosaved draft are this type; [`super::check()`] judges it.

use super::form::{FieldId, FieldKind};
use super::read::read;
use super::table::{FORM, field, field_named};
use super::value::{Answers, Value};
use crate::secret::SecretText;
use std::collections::BTreeMap;
use std::fmt;
use thiserror::Error;

/// Texts per field. A choice is its code or its printed label; several choices are several
/// texts (or one, with `;` between); a tick is `1`; days, numbers and words are as people
/// write them. Blank texts are kept out, so that two ways of saying nothing are equal.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct RawOpinion {
    texts: BTreeMap<FieldId, Vec<SecretText>>,
}

/// The form has no field of this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the form has no such field")]
pub struct UnknownField;

impl fmt::Debug for RawOpinion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RawOpinion")
    }
}

impl RawOpinion {
    /// Nothing typed.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts one text in place of whatever the field held.
    pub fn put(&mut self, id: FieldId, text: impl Into<String>) {
        self.put_all(id, [text.into()]);
    }

    /// Puts these texts in place of whatever the field held.
    pub fn put_all(&mut self, id: FieldId, texts: impl IntoIterator<Item = String>) {
        let texts: Vec<SecretText> = texts
            .into_iter()
            .filter(|text| !text.trim().is_empty())
            .map(SecretText::new)
            .collect();
        if texts.is_empty() {
            self.texts.remove(&id);
        } else {
            self.texts.insert(id, texts);
        }
    }

    /// Adds a text to what the field holds: the next pair of a posted form.
    ///
    /// # Errors
    /// [`UnknownField`].
    pub fn add_named(&mut self, name: &str, text: String) -> Result<FieldId, UnknownField> {
        let id = field_named(name).ok_or(UnknownField)?.id;
        if !text.trim().is_empty() {
            self.texts
                .entry(id)
                .or_default()
                .push(SecretText::new(text));
        }
        Ok(id)
    }

    /// The texts of a field, as typed.
    pub fn texts(&self, id: FieldId) -> &[SecretText] {
        self.texts.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The first text of a field; empty when there is none.
    pub fn text(&self, id: FieldId) -> &str {
        self.texts(id).first().map_or("", SecretText::expose)
    }

    /// Whether one of the texts is exactly this: "is this box ticked?".
    pub fn has(&self, id: FieldId, text: &str) -> bool {
        self.texts(id).iter().any(|given| given.expose() == text)
    }

    /// Every field that holds something, by id.
    pub fn iter(&self) -> impl Iterator<Item = (FieldId, &[SecretText])> {
        self.texts.iter().map(|(id, texts)| (*id, texts.as_slice()))
    }

    /// Whether both say the same in a field, be it in other words: a day may be written in
    /// several ways.
    pub fn agrees(&self, other: &Self, id: FieldId) -> bool {
        let value = |raw: &Self| field(id).map(|field| read(field, raw.texts(id)));
        self.texts(id) == other.texts(id)
            || matches!((value(self), value(other)), (Some(Ok(one)), Some(Ok(two))) if one == two)
    }

    /// Takes over what rarely changes from an earlier opinion, question by question: where one
    /// of a question's lasting fields is typed already, all stay as they are, so that no onset
    /// comes to stand beside another diagnosis. Answers which fields were filled.
    pub fn take_over(&mut self, earlier: &Answers) -> Vec<FieldId> {
        let mut filled = Vec::new();
        for group in FORM.iter().flat_map(|section| section.groups) {
            let lasting = || group.fields.iter().filter(|field| field.lasting);
            if !lasting().all(|field| self.is_blank(field.id)) {
                continue;
            }
            for id in lasting().map(|field| field.id) {
                if let Some(value) = earlier.value(id) {
                    self.put_all(id, value.to_texts());
                    filled.push(id);
                }
            }
        }
        filled
    }

    /// Bytes of all texts: a draft of more than [`Self::MOST_BYTES`] is not kept.
    pub fn bytes(&self) -> usize {
        let texts = self.texts.values().flatten();
        texts.map(|text| text.expose().len()).sum()
    }

    /// A draft is one sealed record of at most 64 KiB; this leaves room for keys and seal, and
    /// is several times what every field filled to its limit takes.
    pub const MOST_BYTES: usize = 48 * 1024;

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Whether a field says nothing: no text, or a □ said not to be ticked.
    pub fn is_blank(&self, id: FieldId) -> bool {
        let tick = field(id).is_some_and(|field| matches!(field.kind, FieldKind::Tick));
        self.texts(id)
            .iter()
            .all(|text| text.expose().trim().is_empty() || tick && is_no(text.expose()))
    }
}

/// How programs and tables say that a □ is not ticked.
pub(super) fn is_no(text: &str) -> bool {
    matches!(
        text.trim().to_ascii_lowercase().as_str(),
        "" | "0" | "false" | "off" | "no"
    )
}

/// How they say that it is.
pub(super) fn is_yes(text: &str) -> bool {
    matches!(
        text.trim().to_ascii_lowercase().as_str(),
        "1" | "true" | "on" | "yes"
    )
}

impl Value {
    /// The texts that read as this value again.
    pub fn to_texts(&self) -> Vec<String> {
        match self {
            Self::Ticked => vec!["1".to_owned()],
            Self::Chosen(choice) => vec![choice.code.to_owned()],
            Self::Several(choices) => choices.iter().map(|c| c.code.to_owned()).collect(),
            Self::Text(text) => vec![text.expose().to_owned()],
            Self::Date(on) => vec![on.to_string()],
            Self::PartialDate(on) => vec![on.code()],
            Self::Number(number) => vec![number.to_string()],
        }
    }
}

impl Answers {
    /// The answers as texts that read as the same answers again.
    pub fn to_raw(&self) -> RawOpinion {
        let mut raw = RawOpinion::new();
        for (id, value) in self.values() {
            raw.put_all(id, value.to_texts());
        }
        raw
    }
}
