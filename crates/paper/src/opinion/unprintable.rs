//! Which characters of which field no font can draw.

use kairan_domain::opinion::{Answers, FieldId, Value};

use crate::error::Missing;
use crate::font::Font;
use crate::text::missing_in;

/// Characters that no font has, by field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unprintable(Vec<(FieldId, Missing)>);

impl Unprintable {
    /// Looks through the words of an opinion without drawing it: what the writer is told.
    pub fn in_answers(answers: &Answers) -> Self {
        let mut found = Self::default();
        for (id, value) in answers.values() {
            if let Value::Text(text) = value {
                // All families end in the same fallback and share BIZ UD's repertoire.
                found.add(id, missing_in(text.expose(), Font::Gothic));
            }
        }
        found
    }

    /// Whether everything can be drawn.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The fields and their characters, in the order of the drawing.
    pub fn fields(&self) -> impl Iterator<Item = (FieldId, &Missing)> {
        self.0.iter().map(|(id, missing)| (*id, missing))
    }

    pub(super) fn add(&mut self, id: FieldId, missing: Missing) {
        if missing.is_empty() {
            return;
        }
        match self.0.iter_mut().find(|(known, _)| *known == id) {
            Some((_, known)) => known.merge(missing),
            None => self.0.push((id, missing)),
        }
    }

    /// All characters together, for the footnote.
    pub(super) fn all(&self) -> Missing {
        let mut all = Missing::default();
        for (_, missing) in &self.0 {
            all.merge(missing.clone());
        }
        all
    }
}
