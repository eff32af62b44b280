//! The check page: every error with its field, what the writer should look at, and characters
//! that cannot be printed. Reads only.

use super::asked::Asked;
use super::open_writing::{Writing, open_writing};
use crate::error::ReadError;
use kairan_access::{App, PhysicianOf};
use kairan_domain::opinion::{Checked, FieldId, FormEdition, RawOpinion, check};
use kairan_domain::opinion_request::{Differing, Seen};
use kairan_paper::Unprintable;

/// A draft, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedWriting {
    /// What is asked.
    pub asked: Asked,
    /// On which form.
    pub edition: FormEdition,
    /// As typed.
    pub raw: RawOpinion,
    /// What submitting must send back: nothing else is submitted than what was looked at.
    pub seen: Seen,
    /// Errors, warnings, and the answers as far as they can be read.
    pub checked: Checked,
    /// Where the head says something else than the request does by now.
    pub differing: Vec<Differing>,
    /// Characters that no font has: 〓 would be printed. They may be submitted: a name cannot be
    /// changed to suit a font.
    pub unprintable: Vec<UnprintableField>,
    /// Whether it is past the due date: it is taken all the same, and marked.
    pub late: bool,
}

/// Characters of a field that cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct UnprintableField {
    /// Where.
    pub field: FieldId,
    /// Which, each once, a variation selector with its character.
    pub characters: Vec<String>,
    /// Their code points: `U+8FBB U+E0105、U+1F600`.
    pub code_points: String,
}

impl std::fmt::Debug for UnprintableField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "UnprintableField({:?})", self.field)
    }
}

/// Judges the draft as it stands.
///
/// # Errors
/// [`ReadError`].
pub async fn check_writing(app: &App, by: &PhysicianOf) -> Result<CheckedWriting, ReadError> {
    let writing = open_writing(app, by).await?;
    let checked = judge(&writing);
    let answers = checked.answers.clone();
    let looked = kairan_work::draw(move || Unprintable::in_answers(&answers)).await;
    let Writing {
        asked,
        edition,
        raw,
        seen,
        differing,
        ..
    } = writing;
    Ok(CheckedWriting {
        late: asked.today > asked.plan.due_on,
        unprintable: looked.as_ref().map_or_else(Vec::new, named),
        asked,
        edition,
        raw,
        seen,
        checked,
        differing,
    })
}

pub(super) fn judge(writing: &Writing) -> Checked {
    let asked = &writing.asked;
    let facts = asked.plan.form_facts(asked.today);
    check(writing.edition, &writing.raw, &facts)
}

fn named(unprintable: &Unprintable) -> Vec<UnprintableField> {
    let fields = unprintable
        .fields()
        .map(|(field, missing)| UnprintableField {
            field,
            characters: missing.characters().map(str::to_owned).collect(),
            code_points: missing.code_points(),
        });
    fields.collect()
}
