//! 主治医意見書: the doctor's opinion form, once, as data.
//!
//! [`FORM`] is the form: sections → groups (the numbered questions) → [`Field`]s with their
//! kind, choices, room in print, condition and edition. The HTML form, the checks, JSON, CSV
//! and the PDF walk it; none of them lists fields of its own. Fields that one place must name
//! (a rule, a box of the layout) are constants in [`id`].
//!
//! [`Answers`] are the values read from it, [`DoctorOpinion`] answers without an error.
//!
//! **To add a field**: one line in its group below `opinion/table/`. It has its id, label,
//! kind and condition there, and every door shows, checks, keeps and exports it from then on.
//! Only paper has no room of itself: where the field stands is a row of `paper`'s layout, and a
//! test there names the field that has none (tried on 2026-11-23; the lists of `tests/table.rs`,
//! which repeat the official form on purpose, name it too, and nothing else does).
//! Fields are never removed or renamed: a field that an edition drops is limited to the
//! others with `only_in`, so that opinions written on them can still be read.

mod build;
mod check;
mod disease;
mod fault;
mod form;
mod names;
mod print;
mod raw;
mod read;
mod rules;
mod table;
#[cfg(test)]
mod tests;
mod value;

pub use check::{Checked, FormFacts, NotKept, check, leftovers};
pub use disease::{Advice, SPECIFIED_DISEASES, advice};
pub use fault::{FieldFault, OpinionFault, Weight};
pub use form::{
    Choice, Condition, Field, FieldId, FieldKind, FormEdition, Given, Group, Holds, Note,
    NumberKind, Print, Privacy, Section, Several, TextForm, TextKind,
};
pub use names::{NameFound, find_names};
pub use print::Taken;
pub use raw::{RawOpinion, UnknownField};
pub use table::{FORM, NO, NONE, OTHER, YES, all_fields, field, field_named, fields, id};
pub use value::{Answers, DoctorOpinion, Tenths, Value};
