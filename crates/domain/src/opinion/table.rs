//! The form itself: [`FORM`], written down once. Everything else walks it.
//!
//! Source of ids, choices, order and limits: `domain.md` §3. A list's `[n]` is written `.n`,
//! a list's `[]` is dropped. Codes of choices are Kairan's own and never change.

mod body;
mod condition;
mod header;
mod illness;
mod living;
mod notes;
mod treatment;

use super::build::choice;
use super::form::{Choice, Field, FieldId, FormEdition, Section};

/// Every field's id as a constant, for whoever needs one field by name (layout, rules, tests).
pub mod id {
    pub use super::body::*;
    pub use super::condition::*;
    pub use super::header::*;
    pub use super::illness::*;
    pub use super::living::*;
    pub use super::notes::*;
    pub use super::treatment::*;
}

/// The doctor's opinion form of every edition, in printed order.
pub static FORM: &[Section] = &[
    header::SECTION,
    illness::SECTION,
    treatment::SECTION,
    condition::SECTION,
    living::SECTION,
    notes::SECTION,
];

/// Every field of every edition, in printed order.
pub fn all_fields() -> impl Iterator<Item = &'static Field> {
    FORM.iter()
        .flat_map(|section| section.groups)
        .flat_map(|group| group.fields)
}

/// The fields of one edition, in printed order.
pub fn fields(edition: FormEdition) -> impl Iterator<Item = &'static Field> {
    all_fields().filter(move |field| field.is_in(edition))
}

/// The field of an id.
pub fn field(id: FieldId) -> Option<&'static Field> {
    all_fields().find(|field| field.id == id)
}

/// The field with this name, as it comes from a form, a JSON key or a column head.
pub fn field_named(name: &str) -> Option<&'static Field> {
    all_fields().find(|field| field.id.as_str() == name)
}

/// Code of 有.
pub const YES: &str = "yes";
/// Code of 無.
pub const NO: &str = "no";
/// Code of その他 among several choices.
pub const OTHER: &str = "other";
/// Code of a choice that says "nothing of this" (用いていない, 特記すべき項目なし).
pub const NONE: &str = "none";

const YES_NO: &[Choice] = &[choice(YES, "有", 1), choice(NO, "無", 2)];
const NO_YES: &[Choice] = &[choice(NO, "無", 2), choice(YES, "有", 1)];
const DEGREE: &[Choice] = &[
    choice("light", "軽", 1),
    choice("medium", "中", 2),
    choice("heavy", "重", 3),
];
const SIDES: &[Choice] = &[choice("right", "右", 1), choice("left", "左", 2)];

/// Declares the fields of one question: a public [`FieldId`] constant each, and the group.
macro_rules! group {
    (
        $group:ident = $key:literal $title:literal $(, notes: $notes:expr)?;
        $($name:ident = $id:literal $label:literal => $spec:expr;)+
    ) => {
        $(
            #[doc = concat!($label, ": `", $id, "`.")]
            pub const $name: $crate::opinion::form::FieldId =
                $crate::opinion::form::FieldId($id);
        )+
        const $group: $crate::opinion::form::Group = $crate::opinion::form::Group {
            key: $key,
            title: $title,
            notes: group!(@notes $($notes)?),
            fields: &[$($spec.named($name, $label)),+],
        };
    };
    (@notes) => { &[] };
    (@notes $notes:expr) => { $notes };
}
use group;
