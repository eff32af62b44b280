//! Names in free words: what the clerk must look at before an opinion goes to the board.

use super::form::{FieldId, Privacy};
use super::table::{fields, id};
use super::value::Answers;
use crate::text;

/// A name from the form's head that also stands in a field the board will see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameFound {
    /// The field of free words.
    pub field: FieldId,
    /// The field of the head whose words (or a part of them) stand there.
    pub of: FieldId,
}

/// Family or given names of fewer characters are looked for only as a whole: 林 is in every
/// 森林.
const LEAST: usize = 2;

/// Where the person's, the doctor's or the clinic's name, address or number stands in words
/// that the masked edition shows. Written variants, spaces, width and kind of kana do not
/// hide it. Finds too much rather than too little: a clerk looks, nothing is cut by itself.
pub fn find_names(answers: &Answers) -> Vec<NameFound> {
    let of_privacy = |privacy| {
        fields(answers.edition())
            .filter(move |field| field.privacy == privacy)
            .filter_map(|field| Some((field.id, answers.text(field.id)?)))
    };
    let needles: Vec<(FieldId, Vec<String>)> = of_privacy(Privacy::Masked)
        .map(|(id, words)| (id, parts(id, words)))
        .collect();
    let mut found = Vec::new();
    for (field, words) in of_privacy(Privacy::Searched) {
        let hay = text::name_key(words);
        for (of, parts) in &needles {
            if parts.iter().any(|part| hay.contains(part)) {
                found.push(NameFound { field, of: *of });
            }
        }
    }
    found
}

/// The whole, and of people's names each part.
fn parts(id: FieldId, words: &str) -> Vec<String> {
    let whole = text::name_key(words);
    let named = [id::APPLICANT_NAME, id::APPLICANT_KANA, id::DOCTOR_NAME].contains(&id);
    let pieces = words
        .split([' ', '\u{3000}'])
        .map(text::name_key)
        .filter(|piece| named && piece.chars().count() >= LEAST);
    let mut parts: Vec<String> = pieces.collect();
    parts.push(whole);
    parts.retain(|part| !part.is_empty());
    parts
}
