//! The head of a draft beside the request: the clerk may put the request right after the doctor
//! began, or the doctor the form.

use super::OpinionDraft;
use crate::opinion::{FieldId, Given, RawOpinion, fields};
use crate::secret::SecretText;

/// A field in which the request says something else than the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    /// Which.
    pub field: FieldId,
    /// What the request says; never empty.
    pub request: Vec<SecretText>,
    /// Nobody wrote in it: the request was put right since the draft began. Otherwise the
    /// doctor wrote it over, and who is right is not to be told from here.
    pub is_newer: bool,
}

impl OpinionDraft {
    /// Where `prefilled`, what the request knows by now, says something else.
    pub fn differing(&self, prefilled: &RawOpinion) -> Vec<Differing> {
        fields(self.edition)
            .filter(|field| field.given == Given::Request)
            .map(|field| field.id)
            .filter(|id| !prefilled.is_blank(*id) && !prefilled.agrees(&self.texts, *id))
            .map(|field| Differing {
                field,
                request: prefilled.texts(field).to_vec(),
                is_newer: !self.changed.contains_key(&field),
            })
            .collect()
    }
}
