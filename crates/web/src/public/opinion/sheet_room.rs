//! The room a field has in print, and the count beside it.

use kairan_domain::opinion::{OpinionFault, Print};
use kairan_domain::words;
use serde::Serialize;

/// The room in print and what is taken of it.
#[derive(Debug, Serialize)]
pub(super) struct Room {
    lines: usize,
    columns: usize,
    characters: usize,
    taken: String,
    /// The sentence for more than fits.
    over: String,
    is_over: bool,
}

/// The count beside a field, and the sentence for too much of it.
pub(super) fn room(print: Print, text: &str) -> Room {
    let taken = print.taken(text);
    let taken = if print.lines == 1 {
        format!("{} / {}文字", taken.columns, print.columns)
    } else {
        format!(
            "{} / {}文字・{} / {}行",
            taken.characters, print.characters, taken.lines, print.lines
        )
    };
    Room {
        lines: print.lines,
        columns: print.columns,
        characters: print.characters,
        taken: if text.is_empty() && print.lines == 1 {
            String::new()
        } else {
            taken
        },
        over: words::opinion_fault(&OpinionFault::LongForPrint { print }),
        is_over: !print.fits(text),
    }
}
