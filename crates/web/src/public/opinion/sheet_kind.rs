//! What follows from a field's kind alone.

use kairan_domain::opinion::{Field, FieldKind, Given, TextForm, TextKind};
use kairan_domain::words;

/// How the template draws it.
pub(super) fn kind(field: &Field) -> &'static str {
    if field.given == Given::Computed {
        return "computed";
    }
    match field.kind {
        FieldKind::Tick => "tick",
        FieldKind::One(_) => "one",
        FieldKind::Several(_) => "several",
        FieldKind::Text(kind) if kind.form == TextForm::Lines => "lines",
        FieldKind::Text(_) => "line",
        FieldKind::Date | FieldKind::PartialDate => "day",
        FieldKind::Number(_) => "number",
    }
}

/// Whether it must be filled.
pub(super) fn need(field: &Field) -> &'static str {
    if field.required { "must" } else { "" }
}

/// What stands behind a number.
pub(super) fn unit(field: &Field) -> &'static str {
    match field.kind {
        FieldKind::Number(number) => number.unit,
        _ => "",
    }
}

/// Which keys a phone shows.
pub(super) fn keyboard(field: &Field) -> &'static str {
    match field.kind {
        FieldKind::Number(number) if number.decimal => "decimal",
        FieldKind::Number(_) => "numeric",
        FieldKind::Text(TextKind {
            form: TextForm::Phone | TextForm::PostalCode,
            ..
        }) => "tel",
        _ => "",
    }
}

/// How a day may be written.
pub(super) fn example(field: &Field) -> &'static str {
    match field.kind {
        FieldKind::Date => words::DAY_EXAMPLE,
        FieldKind::PartialDate => words::PART_OF_DAY_EXAMPLE,
        _ => "",
    }
}

/// What a button beside the field writes into it.
pub(super) fn fill(field: &Field) -> Option<&'static str> {
    match field.kind {
        FieldKind::PartialDate => Some("不詳"),
        FieldKind::Date if field.given == Given::Typed => Some("today"),
        _ => None,
    }
}

/// The box that excludes the others.
pub(super) fn alone(field: &Field) -> &'static str {
    match field.kind {
        FieldKind::Several(several) => several.alone.unwrap_or_default(),
        _ => "",
    }
}
