//! Where a name stands in words that the board would see: the clerk looks before the masked
//! pages are made.

use super::error::MaskError;
use super::keep::{counted, written};
use crate::edit::load;
use kairan_access::{App, StaffOf};
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion::{FieldId, field, find_names};
use kairan_domain::secret::SecretText;

/// What a clerk confirms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamesInOpinion {
    /// The version looked at.
    pub version: u32,
    /// What was found, in the order of the form; empty: nothing.
    pub found: Vec<FoundName>,
}

/// One field that holds a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundName {
    /// The field of free words.
    pub field: FieldId,
    /// As the form calls it.
    pub label: &'static str,
    /// Its words, whole: the clerk reads them.
    pub words: SecretText,
    /// What was found in it, as the form calls it: 氏名, 医療機関名.
    pub names: Vec<&'static str>,
}

/// Looks for names in the version that counts.
///
/// # Errors
/// [`MaskError::NotWritten`] for uploads: their pages are looked at while they are covered.
pub async fn names_in_opinion(
    app: &App,
    by: &StaffOf,
    id: OpinionRequestId,
) -> Result<NamesInOpinion, MaskError> {
    let read = load(app, by.insurer(), id).await?;
    let version = counted(&read)?.number;
    let answers = written(app, &read, version).await?;
    let mut found: Vec<FoundName> = Vec::new();
    for name in find_names(&answers) {
        let of = field(name.of).map_or("", |field| field.label);
        match found.iter_mut().find(|one| one.field == name.field) {
            Some(one) => one.names.push(of),
            None => found.push(FoundName {
                field: name.field,
                label: field(name.field).map_or("", |field| field.label),
                words: SecretText::new(answers.text(name.field).unwrap_or_default()),
                names: vec![of],
            }),
        }
    }
    Ok(NamesInOpinion { version, found })
}
