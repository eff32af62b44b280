//! Two people at one draft: what each typed is taken field by field, and nothing is lost.
//!
//! A page knows what it showed ([`Seen`]) and sends what stands in it now ([`Edits`]). A field
//! nobody touched here is left alone, one that was touched here alone is taken, and one that was
//! touched here and elsewhere stays as it was saved first: its writer is shown both texts.

use super::{OpinionDraft, OpinionRequest};
use crate::opinion::{Field, FieldId, FormEdition, Given, RawOpinion, all_fields, fields};
use crate::secret::SecretText;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// What a page showed: the draft's revision, and a mark of each field's texts. Travels through
/// the page as a text of about a thousand letters, which tells nobody what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    revision: u32,
    marks: Vec<u32>,
}

/// The text is none that [`Seen`] writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not the mark of a draft that was shown")]
pub struct NotSeen;

/// What stands in the fields of a page. A field that is not named says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edits(BTreeMap<FieldId, Vec<SecretText>>);

/// A field that was changed here and elsewhere. The draft keeps `theirs`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldConflict {
    /// Which.
    pub field: FieldId,
    /// What was typed here; empty: it was cleared.
    pub mine: Vec<SecretText>,
    /// What had been saved before; empty: it was cleared.
    pub theirs: Vec<SecretText>,
}

/// A field whose texts gave way to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// Which.
    pub field: FieldId,
    /// What stood there; empty: nothing.
    pub was: Vec<SecretText>,
}

/// What became of some edits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// Fields that were changed by them.
    pub taken: Vec<FieldId>,
    /// Fields that others had changed since and these edits left alone: the page does not show
    /// what stands in the draft.
    pub fresh: Vec<FieldId>,
    /// Fields changed by both.
    pub conflicts: Vec<FieldConflict>,
}

impl Seen {
    /// What a page shows of these texts at this revision; 0: nothing was saved yet.
    pub fn of(revision: u32, texts: &RawOpinion) -> Self {
        let marks = all_fields().map(|field| mark(texts.texts(field.id)));
        Self {
            revision,
            marks: marks.collect(),
        }
    }

    /// Whether this is still what stands in the draft.
    pub fn is_now(&self, draft: &OpinionDraft) -> bool {
        *self == Self::of(draft.revision, &draft.texts)
    }

    /// Whether this is what stood in the draft when it was last submitted, and still does.
    pub fn was_submitted(&self, draft: &OpinionDraft) -> bool {
        *self == Self::of(draft.revision.saturating_sub(1), &draft.texts)
    }

    /// Whether these texts are what the page showed in the field.
    fn shows(&self, place: usize, texts: &[SecretText]) -> bool {
        self.marks.get(place) == Some(&mark(texts))
    }
}

/// FNV-1a over the texts and their ends; 0 for no text. Nobody gains by finding another text
/// of the same mark: it would be the own one that is taken for untouched.
fn mark(texts: &[SecretText]) -> u32 {
    let ends = texts
        .iter()
        .flat_map(|text| text.expose().bytes().chain([0xFF]));
    let start = if texts.is_empty() { 0 } else { 0x811C_9DC5 };
    ends.fold(start, |mark, byte| {
        (mark ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-", self.revision)?;
        self.marks
            .iter()
            .try_for_each(|mark| write!(f, "{mark:08x}"))
    }
}

impl FromStr for Seen {
    type Err = NotSeen;

    /// Marks of a form with more or fewer fields (Kairan was renewed meanwhile) are read as
    /// they stand; their fields count as touched.
    fn from_str(text: &str) -> Result<Self, NotSeen> {
        let (revision, marks) = text.split_once('-').ok_or(NotSeen)?;
        let marks: Vec<u32> = (0..marks.len())
            .step_by(8)
            .map(|at| u32::from_str_radix(marks.get(at..at + 8)?, 16).ok())
            .collect::<Option<_>>()
            .ok_or(NotSeen)?;
        let fits = marks.len() == all_fields().count();
        Ok(Self {
            revision: revision.parse().map_err(|_| NotSeen)?,
            marks: if fits { marks } else { Vec::new() },
        })
    }
}

impl Edits {
    /// A whole form, as a page without JavaScript sends it: what is not in it was left blank.
    pub fn whole(edition: FormEdition, raw: &RawOpinion) -> Self {
        Self::of(raw, fields(edition).filter(|f| is_typed(f)).map(|f| f.id))
    }

    /// These fields alone, as a page that saves itself sends what changed in it.
    pub fn of(raw: &RawOpinion, fields: impl IntoIterator<Item = FieldId>) -> Self {
        // Browsers send CR LF for what they were given as LF; it must not count as a change.
        let lines = |text: &SecretText| SecretText::new(text.expose().replace("\r\n", "\n"));
        let texts = |id| raw.texts(id).iter().map(lines).collect();
        Self(fields.into_iter().map(|id| (id, texts(id))).collect())
    }

    /// Fields that are named.
    pub fn fields(&self) -> impl Iterator<Item = FieldId> {
        self.0.keys().copied()
    }
}

fn is_typed(field: &Field) -> bool {
    field.given != Given::Computed
}

impl OpinionDraft {
    /// The beginning: what the request knows, saved by nobody yet.
    pub fn begin(
        request: &OpinionRequest,
        edition: FormEdition,
        prefilled: RawOpinion,
        now: Timestamp,
    ) -> Self {
        Self {
            insurer: request.insurer,
            request: request.id,
            edition,
            texts: prefilled,
            revision: 0,
            changed: BTreeMap::new(),
            saved_at: now,
        }
    }

    /// What a page shows of it now.
    pub fn seen(&self) -> Seen {
        Seen::of(self.revision, &self.texts)
    }

    /// The draft once it was submitted: a page that showed it before can submit nothing more,
    /// should the opinion be sent back and that page be sent again.
    #[must_use]
    pub fn submitted(&self) -> Self {
        Self {
            revision: self.revision.saturating_add(1),
            ..self.clone()
        }
    }

    /// Takes edits made on a page that showed `seen`. Nothing changes unless a field is taken.
    pub fn merge(&mut self, seen: &Seen, edits: &Edits, now: Timestamp) -> Merged {
        let mut merged = Merged::default();
        let revision = self.revision.saturating_add(1);
        for (place, field) in all_fields()
            .enumerate()
            .filter(|(_, field)| is_typed(field))
        {
            let id = field.id;
            let stored = self.texts.texts(id);
            let elsewhere = self.changed.get(&id).is_some_and(|at| *at > seen.revision);
            let touched = edits.0.get(&id).filter(|mine| !seen.shows(place, mine));
            match touched {
                Some(mine) if mine.as_slice() == stored => {}
                Some(mine) if elsewhere => merged.conflicts.push(FieldConflict {
                    field: id,
                    mine: mine.clone(),
                    theirs: stored.to_vec(),
                }),
                Some(mine) => {
                    let mine = mine.iter().map(|text| text.expose().to_owned());
                    self.texts.put_all(id, mine);
                    self.changed.insert(id, revision);
                    merged.taken.push(id);
                }
                None if elsewhere => merged.fresh.push(id),
                None => {}
            }
        }
        if !merged.taken.is_empty() {
            self.revision = revision;
            self.saved_at = now;
        }
        merged
    }

    /// Puts these texts in place of whatever stood in their fields, as one saving. Answers
    /// with the fields that changed and what stood there.
    pub fn put(&mut self, texts: &RawOpinion, now: Timestamp) -> Vec<Replaced> {
        let edits = Edits::of(texts, texts.iter().map(|(id, _)| id));
        let before = self.texts.clone();
        let taken = self.merge(&self.seen(), &edits, now).taken;
        let was = |field: FieldId| Replaced {
            field,
            was: before.texts(field).to_vec(),
        };
        taken.into_iter().map(was).collect()
    }
}
