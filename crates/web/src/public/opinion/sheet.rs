//! The form as the page shows it: [`FORM`] walked into what the template draws.
//!
//! Nothing is listed here: sections, questions, rows, boxes, room and conditions follow from
//! the table, so that a field added there stands on the page.

use super::sheet_field::{FieldView, field_view};
use super::sheet_said::Filled;
use kairan_domain::opinion::{FORM, Field, FieldKind, FormEdition, Group, Section};
use serde::Serialize;

/// The form of one edition with what is written on it.
#[derive(Debug, Serialize)]
pub(super) struct Sheet {
    edition: &'static str,
    sections: Vec<SectionView>,
}

#[derive(Debug, Serialize)]
struct SectionView {
    key: &'static str,
    title: &'static str,
    /// Without what stands in brackets, for links.
    short: &'static str,
    groups: Vec<GroupView>,
}

#[derive(Debug, Serialize)]
struct GroupView {
    key: &'static str,
    title: &'static str,
    notes: Vec<&'static str>,
    rows: Vec<RowView>,
}

/// Fields side by side.
#[derive(Debug, Serialize)]
struct RowView {
    fields: Vec<FieldView>,
}

/// The form as far as it is filled.
pub(super) fn sheet(edition: FormEdition, filled: &Filled<'_>) -> Sheet {
    Sheet {
        edition: edition.code(),
        sections: FORM
            .iter()
            .map(|section| section_view(edition, section, filled))
            .collect(),
    }
}

fn section_view(edition: FormEdition, section: &Section, filled: &Filled<'_>) -> SectionView {
    let groups = section.groups.iter();
    SectionView {
        key: section.key,
        title: section.title,
        short: section.title.split('（').next().unwrap_or_default(),
        groups: groups
            .map(|group| group_view(edition, group, filled))
            .collect(),
    }
}

fn group_view(edition: FormEdition, group: &Group, filled: &Filled<'_>) -> GroupView {
    let fields: Vec<&'static Field> = group
        .fields
        .iter()
        .filter(|field| field.is_in(edition))
        .collect();
    let notes = group
        .notes
        .iter()
        .filter(|note| note.editions.contains(&edition));
    GroupView {
        key: group.key,
        title: group.title,
        notes: notes.map(|note| note.text).collect(),
        rows: rows(group.title, &fields, filled),
    }
}

/// A field that hangs on another of its question is drawn inside that one, and underlining at
/// the boxes it underlines; what is left begins a row, or stands in the one before.
fn rows(title: &str, fields: &[&'static Field], filled: &Filled<'_>) -> Vec<RowView> {
    let mut rows: Vec<RowView> = Vec::new();
    let mut before: Option<&Field> = None;
    for field in fields.iter().filter(|field| is_on_its_own(field, fields)) {
        let view = field_view(field, fields, title, filled);
        match rows.last_mut() {
            Some(row) if before.is_some_and(|before| is_beside(before, field)) => {
                row.fields.push(view);
            }
            _ => rows.push(RowView { fields: vec![view] }),
        }
        before = Some(field);
    }
    rows
}

fn is_on_its_own(field: &Field, fields: &[&'static Field]) -> bool {
    let is_here = |id| fields.iter().any(|other| other.id == id);
    let hangs = field.only_if.is_some_and(|when| is_here(when.field));
    !hangs && !underlines(field).is_some_and(is_here)
}

/// The field whose boxes this one underlines.
pub(super) fn underlines(field: &Field) -> Option<kairan_domain::opinion::FieldId> {
    match field.kind {
        FieldKind::Several(several) => several.within,
        _ => None,
    }
}

/// Whether a field stands in the row of the one before, as on paper: a day beside what it is
/// the day of, numbers beside numbers.
fn is_beside(before: &Field, field: &Field) -> bool {
    matches!(
        (before.kind, field.kind),
        (FieldKind::Text(_), FieldKind::PartialDate)
            | (FieldKind::Number(_) | FieldKind::Date, FieldKind::Number(_))
    )
}
