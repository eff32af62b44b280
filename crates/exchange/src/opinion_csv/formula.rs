//! Cells that a spreadsheet computes instead of showing them.

use super::{Name, Sheet};
use kairan_domain::csv::Place;

/// What such a cell begins with. `−` (U+2212) is in it because CP932 brings it back as `－`.
const SIGNS: [char; 12] = [
    '=', '+', '-', '@', '＝', '＋', '－', '＠', '\u{2212}', '\t', '\r', '\n',
];

/// A cell that lies raw in the file and that a spreadsheet would compute. Says where, not what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulaCell {
    /// Which of the opinions, from 0.
    pub opinion: usize,
    /// Where in the file.
    pub at: Place,
    /// The column's id.
    pub column: &'static str,
    /// The column's Japanese name.
    pub name: &'static str,
}

/// Whether a cell is guarded: its sign stands first, behind any number of apostrophes (which
/// are ours, or would be taken for ours).
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(SIGNS)
}

/// The cell with an apostrophe in front if a spreadsheet would compute it.
pub(super) fn guarded(cell: String) -> String {
    if is_formula(&cell) {
        format!("'{cell}")
    } else {
        cell
    }
}

/// What [`guarded`] was given.
pub(super) fn unguarded(cell: &str) -> &str {
    let bare = cell.strip_prefix('\'');
    bare.filter(|_| is_formula(cell)).unwrap_or(cell)
}

pub(super) fn raw_formulas(sheet: &Sheet) -> Vec<FormulaCell> {
    let mut found = Vec::new();
    for (n, row) in sheet.rows.iter().enumerate().skip(sheet.heads) {
        for (column, (cell, Name { id, japanese })) in row.iter().zip(&sheet.names).enumerate() {
            if cell.starts_with(SIGNS) {
                found.push(FormulaCell {
                    opinion: n - sheet.heads,
                    at: Place {
                        row: n + 1,
                        column: column + 1,
                    },
                    column: id,
                    name: japanese,
                });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guarded_cell_is_text_and_comes_back() {
        for cell in [
            "=1+1", "+81", "-5", "@SUM(A1)", "＝1", "−3", "\tx", "'=1", "''-2", "'", "咳", "3-4",
        ] {
            let written = guarded(cell.to_owned());
            assert!(!written.starts_with(SIGNS), "{cell:?}");
            assert_eq!(unguarded(&written), cell);
        }
        assert_eq!(guarded("3-4".into()), "3-4");
    }
}
