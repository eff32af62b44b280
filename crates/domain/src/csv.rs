//! What can be wrong with a CSV file, and where: closed lists, whose sentences are in
//! [`crate::words`]. Reading and writing is `exchange`'s.

use crate::secret::SecretText;
use std::fmt;
use thiserror::Error;

/// A cell, as a spreadsheet counts: both from 1. Line breaks inside a cell begin no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The row.
    pub row: usize,
    /// The column.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}, column {}", self.row, self.column)
    }
}

/// How much may be read at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CsvLimits {
    /// Most bytes of the file.
    pub bytes: usize,
    /// Most rows, heads included.
    pub rows: usize,
}

impl Default for CsvLimits {
    /// A thousand opinions; one is about 4 KiB.
    fn default() -> Self {
        Self {
            bytes: 16 * 1024 * 1024,
            rows: 1002,
        }
    }
}

/// Why a file is not read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CsvFault {
    /// More bytes than allowed; nothing was read.
    #[error("more than {most} bytes")]
    TooLarge {
        /// The most.
        most: usize,
    },
    /// More rows than allowed.
    #[error("more than {most} rows")]
    TooManyRows {
        /// The most.
        most: usize,
    },
    /// Neither UTF-8 nor UTF-16 nor CP932, or not one of them throughout.
    #[error("no text in a known encoding at {at}")]
    NotText {
        /// The first cell that cannot be read.
        at: Place,
    },
    /// A quote is opened and never closed.
    #[error("an unclosed quote at {at}")]
    UnclosedQuote {
        /// The cell it opens.
        at: Place,
    },
    /// A quote inside a cell that is not doubled, or text behind a closing quote.
    #[error("a stray quote at {at}")]
    StrayQuote {
        /// The cell.
        at: Place,
    },
    /// Fewer or more columns than the layout has.
    #[error("{found} columns instead of {wanted} at {at}")]
    Columns {
        /// The first cell that is missing or too much.
        at: Place,
        /// Columns of this row.
        found: usize,
        /// Columns of the layout.
        wanted: usize,
    },
    /// No opinion in the file.
    #[error("no opinion in the file")]
    Nothing,
    /// More than the one opinion that was asked for.
    #[error("a second opinion at {at}")]
    SecondOpinion {
        /// Where it begins.
        at: Place,
    },
    /// Not the IKENSYO layout's mark of 1.1 or 1.2 in the first column.
    #[error("not IKENSYO 1.1 or 1.2 at {at}")]
    NotIkensyo {
        /// Where the mark should be.
        at: Place,
    },
    /// No column says which edition of the form; not a file of ours.
    #[error("no head row of field ids")]
    NoHead {
        /// Where it should be.
        at: Place,
    },
    /// A column of an unknown name.
    #[error("an unknown column at {at}")]
    UnknownColumn {
        /// Its head.
        at: Place,
    },
    /// A column that was there before.
    #[error("the same column twice at {at}")]
    SameColumn {
        /// Its second head.
        at: Place,
    },
    /// No edition of the form.
    #[error("no edition of the form at {at}")]
    NotAnEdition {
        /// The cell.
        at: Place,
    },
}

impl CsvFault {
    /// Where; `None` for what concerns the whole file.
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::TooLarge { .. } | Self::TooManyRows { .. } | Self::Nothing => None,
            Self::NotText { at }
            | Self::UnclosedQuote { at }
            | Self::StrayQuote { at }
            | Self::Columns { at, .. }
            | Self::SecondOpinion { at }
            | Self::NotIkensyo { at }
            | Self::NoHead { at }
            | Self::UnknownColumn { at }
            | Self::SameColumn { at }
            | Self::NotAnEdition { at } => Some(*at),
        }
    }
}

/// One cell of an opinion that could not be taken as it is; the others are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellFault {
    /// Where.
    pub at: Place,
    /// The column: a field's id, or one of the request's facts.
    pub column: &'static str,
    /// Its Japanese name.
    pub name: &'static str,
    /// What.
    pub what: CellTrouble,
}

/// What is wrong with one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellTrouble {
    /// Several choices are not written as one digit each; the field is left empty.
    NotDigits {
        /// Digits that were expected.
        wanted: usize,
    },
    /// A choice is ticked that the official form does not have; it is left out.
    NotOnForm,
    /// A character of the sender's own making (外字); 〓 stands in its place.
    OwnCharacter,
}

/// A character the chosen encoding cannot hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmappable {
    /// Which of the opinions given, from 0.
    pub opinion: usize,
    /// The cell it would stand in.
    pub at: Place,
    /// The column: a field's id, or one of the request's facts.
    pub column: &'static str,
    /// Its Japanese name.
    pub name: &'static str,
    /// The character; a variation selector with the character it belongs to.
    pub character: SecretText,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_tell_their_place_and_no_text() {
        let at = Place { row: 2, column: 43 };
        let fault = CsvFault::UnclosedQuote { at };
        assert_eq!(fault.place(), Some(at));
        assert_eq!(fault.to_string(), "an unclosed quote at row 2, column 43");
        let cannot = Unmappable {
            opinion: 0,
            at,
            column: "applicant_name",
            name: "氏名",
            character: SecretText::new("𠮷"),
        };
        assert!(!format!("{cannot:?}").contains('𠮷'));
    }
}
