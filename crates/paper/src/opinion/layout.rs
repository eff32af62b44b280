//! The words in which the two pages are laid out: rows of items, millimetres from the left edge.
//!
//! Printed words are not repeated here: titles, labels and choices come from the form's own
//! table by key or id.

use kairan_domain::opinion::FieldId;

/// Left edge of the form on the page.
pub(super) const LEFT: f32 = 14.0;
/// Width of the form.
pub(super) const WIDTH: f32 = 182.0;
/// Upper edge of the first piece.
pub(super) const TOP: f32 = 18.0;
/// Where the last piece must have ended.
pub(super) const BOTTOM: f32 = 286.0;

/// One piece of a page, from top to bottom.
#[derive(Debug, Clone, Copy)]
pub(super) enum Piece {
    /// Heading of the section with this key.
    Heading(&'static str),
    /// Begins a frame around what follows.
    Open,
    /// Ends it.
    Close,
    /// A hairline between questions.
    Rule,
    /// A line of the form.
    Row(f32, &'static [Item]),
    /// A line of two parts.
    Pair(f32, &'static [Item], &'static [Item]),
    /// A line of the form, left out where the edition has not this field.
    RowOf(FieldId, f32, &'static [Item]),
    /// Remarks of the question with this key, in small print; height of each line.
    Notes(&'static str, f32),
    /// Room for several lines of words.
    Room(FieldId, f32),
    /// The same, as high as the page still has room.
    RoomToTheEnd(FieldId),
}

/// One item of a line, from left to right.
#[derive(Debug, Clone, Copy)]
pub(super) enum Item {
    /// Goes to this distance from the left edge of the form.
    At(f32),
    /// A vertical line there.
    Bar(f32),
    /// Printed words that belong to no field.
    Words(&'static str),
    /// Title of the question with this key; smaller if it must be.
    Title(&'static str),
    /// The field's printed label.
    Label(FieldId),
    /// □ and label of a field that ticks.
    Tick(FieldId),
    /// □ and label, ticked when the field has words (`その他`).
    TickIfFilled(FieldId),
    /// All choices.
    Boxes(FieldId),
    /// Some choices (first, behind last), each so wide; 0: as wide as it is.
    Some(FieldId, usize, usize, f32),
    /// The same, underlined where the second field has the choice, too.
    Underlined(FieldId, FieldId, usize, usize, f32),
    /// Room for the field's value.
    Blank(FieldId, f32),
    /// The same in large type (a name).
    Large(FieldId, f32),
}

#[cfg(test)]
impl Item {
    /// The field the item gives a place to.
    pub(super) fn places(self) -> [Option<FieldId>; 2] {
        match self {
            Self::Tick(id)
            | Self::TickIfFilled(id)
            | Self::Boxes(id)
            | Self::Some(id, ..)
            | Self::Blank(id, _)
            | Self::Large(id, _) => [Some(id), None],
            Self::Underlined(id, line, ..) => [Some(id), Some(line)],
            Self::At(_) | Self::Bar(_) | Self::Words(_) | Self::Title(_) | Self::Label(_) => {
                [None, None]
            }
        }
    }
}

#[cfg(test)]
impl Piece {
    /// The fields the piece gives a place to.
    pub(super) fn places(self) -> Vec<FieldId> {
        match self {
            Self::Row(_, items) | Self::RowOf(_, _, items) => items
                .iter()
                .flat_map(|item| item.places())
                .flatten()
                .collect(),
            Self::Pair(_, left, right) => [left, right]
                .into_iter()
                .flatten()
                .flat_map(|item| item.places())
                .flatten()
                .collect(),
            Self::Room(id, _) | Self::RoomToTheEnd(id) => vec![id],
            Self::Heading(_) | Self::Open | Self::Close | Self::Rule | Self::Notes(..) => {
                Vec::new()
            }
        }
    }
}
