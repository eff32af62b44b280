//! A posted form as typed: names and values in their order, nothing judged.

use http::StatusCode;
use serde::Serialize;

/// The fields of a posted form.
#[derive(Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Fields in the order they were sent.
    pub(crate) fn new(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// The first value of that name; empty when there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }

    /// Whether a box of that name was ticked.
    pub(crate) fn ticked(&self, name: &str) -> bool {
        !self.text(name).is_empty()
    }

    /// Every value of that name, in order: one per repeated row.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.0
            .iter()
            .filter(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// One more field.
    pub(crate) fn add(&mut self, name: String, value: String) {
        self.0.push((name, value));
    }
}

/// What is told of a form that was posted: the reply's status, and what is wrong where.
pub(crate) struct Told {
    /// Of the page that shows the form again.
    pub(crate) status: StatusCode,
    /// Each at its field.
    pub(crate) errors: Vec<At>,
}

impl Told {
    /// Nothing: the form is shown for the first time.
    pub(crate) fn nothing() -> Self {
        Self::new(StatusCode::OK, Vec::new())
    }

    /// What was typed cannot be taken.
    pub(crate) fn faulty(errors: Vec<At>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, errors)
    }

    /// One sentence about the whole form.
    pub(crate) fn whole(status: StatusCode, text: impl Into<String>) -> Self {
        Self::new(status, vec![At::whole(text)])
    }

    /// These faults, under this status.
    pub(crate) fn new(status: StatusCode, errors: Vec<At>) -> Self {
        Self { status, errors }
    }
}

/// A sentence at a field, or (`field` empty) about the whole form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct At {
    field: String,
    /// Whose sentence it is, where it does not stand at its field: in the summary on top.
    label: String,
    text: String,
}

impl At {
    /// A sentence at the field with this key, which names its field by itself.
    pub(crate) fn new(field: impl Into<String>, text: impl Into<String>) -> Self {
        Self::labelled(field, "", text)
    }

    /// The same, for a sentence that needs its field's name beside it.
    pub(crate) fn labelled(
        field: impl Into<String>,
        label: impl Into<String>,
        text: impl Into<String>,
    ) -> Self {
        Self {
            field: field.into(),
            label: label.into(),
            text: text.into(),
        }
    }

    /// Whether it stands at the field with this key.
    pub(crate) fn is_at(&self, field: &str) -> bool {
        self.field == field
    }

    /// The same sentence about the whole form.
    pub(crate) fn whole(text: impl Into<String>) -> Self {
        Self::new("", text)
    }
}

/// With what a page with a form is answered: 422 where it has faults to tell.
pub(crate) fn status(errors: &[At]) -> StatusCode {
    if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}
