//! Doctors' opinions as CSV, out and in, in two layouts.
//!
//! **Kairan's own** ([`Layout::Own`]): a row of field ids, a row of Japanese names, then one
//! opinion per row with the request's facts in front and the edition of the form at the end.
//! Every value is the text of [`kairan_domain::opinion::Value::to_texts`] (choices are codes,
//! several of them with `;` between), so that every field of every edition comes back. The last
//! column is never empty: Excel drops commas at the end of rows, and a row that was cut is seen.
//! *Formulas*: a cell that Excel would compute (`=`, `+`, `-`, `@`, their full-width twins, a tab)
//! gets an apostrophe in front; so does one that has apostrophes before such a sign already.
//! Reading takes exactly one away from such cells and from no others, so nothing is lost.
//!
//! **IKENSYO** ([`Layout::Ikensyo`]): the CSV "1.2" of 日医 意見書 (`domain.md` §3.9): 121 items, no
//! head, LF in cells as VT. Which field is which item, and which choice which digit, stands in
//! the form's table and nowhere else. Program talks to program here: nothing is put in front of
//! formulas, [`formula_cells`] names them instead. What that layout has no place for is told by
//! [`not_in_ikensyo`].
//!
//! Writing takes [`Answers`] (what was judged), reading gives a
//! [`RawOpinion`] for `domain::opinion::check`: a file's texts are judged where typed ones are.

mod decode;
mod encode;
mod facts;
mod formula;
mod ikensyo;
mod onset;
mod own;
mod rows;
#[cfg(test)]
mod tests;

pub use facts::{Fact, OpinionFacts};
pub use formula::FormulaCell;
pub use ikensyo::{ikensyo_file_name, not_in_ikensyo};

use kairan_domain::csv::{CellFault, CsvFault, CsvLimits, Place, Unmappable};
use kairan_domain::opinion::{Answers, FormEdition, RawOpinion};

/// How opinions lie in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Kairan's own: everything.
    Own,
    /// 日医 IKENSYO CSV 1.2.
    Ikensyo,
}

/// The bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 with a byte-order mark, without which Excel guesses wrongly.
    Utf8,
    /// CP932, as Windows maps it.
    Cp932,
}

/// One opinion to be written.
#[derive(Debug, Clone, Copy)]
pub struct OpinionRow<'a> {
    /// What the request knows.
    pub facts: &'a OpinionFacts,
    /// The opinion.
    pub answers: &'a Answers,
}

/// One opinion that was read; nothing of it is judged yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOpinion {
    /// Its row in the file.
    pub row: usize,
    /// What the file says of the request, as written there.
    pub facts: OpinionFacts,
    /// The edition, where the layout says it or the answers tell it.
    pub edition: Option<FormEdition>,
    /// The answers.
    pub raw: RawOpinion,
    /// Cells that could not be taken as they are.
    pub unread: Vec<CellFault>,
}

/// A column's stable name and its Japanese one.
#[derive(Clone, Copy)]
struct Name {
    id: &'static str,
    japanese: &'static str,
}

/// What is about to be written: a name for every column, texts for every row.
struct Sheet {
    names: Vec<Name>,
    /// Rows before the first opinion.
    heads: usize,
    rows: Vec<Vec<String>>,
}

/// Writes opinions, one per row.
///
/// # Errors
/// Every character the encoding cannot hold, before anything is written.
pub fn write_opinions(
    opinions: &[OpinionRow<'_>],
    layout: Layout,
    encoding: Encoding,
) -> Result<Vec<u8>, Vec<Unmappable>> {
    let sheet = match layout {
        Layout::Own => own::sheet(opinions),
        Layout::Ikensyo => ikensyo::sheet(opinions),
    };
    match encoding {
        Encoding::Utf8 => Ok(encode::utf8(&sheet)),
        Encoding::Cp932 => encode::cp932(&sheet),
    }
}

/// The cells a spreadsheet would compute if the file were opened with it: none in Kairan's own
/// layout, which guards them.
pub fn formula_cells(opinions: &[OpinionRow<'_>], layout: Layout) -> Vec<FormulaCell> {
    formula::raw_formulas(&match layout {
        Layout::Own => own::sheet(opinions),
        Layout::Ikensyo => ikensyo::sheet(opinions),
    })
}

/// A plain list for people, as a spreadsheet opens it: UTF-8 with its mark, formulas guarded.
pub fn write_list(rows: Vec<Vec<String>>) -> Vec<u8> {
    let guard = |row: Vec<String>| row.into_iter().map(formula::guarded).collect();
    let sheet = Sheet {
        names: Vec::new(),
        heads: 0,
        rows: rows.into_iter().map(guard).collect(),
    };
    encode::utf8(&sheet)
}

/// Reads the opinions of a file. UTF-8, UTF-16 with its mark, and CP932 are told apart by
/// their bytes.
///
/// # Errors
/// Why the file is not read: one fault of the text, or every row with a wrong number of columns.
pub fn read_opinions(
    bytes: &[u8],
    layout: Layout,
    limits: &CsvLimits,
) -> Result<Vec<ReadOpinion>, Vec<CsvFault>> {
    let text = decode::decode(bytes, limits).map_err(one)?;
    let rows = rows::parse(&text, limits).map_err(one)?;
    let opinions = match layout {
        Layout::Own => own::read(&rows)?,
        Layout::Ikensyo => ikensyo::read(&rows)?,
    };
    if opinions.is_empty() {
        Err(one(CsvFault::Nothing))
    } else {
        Ok(opinions)
    }
}

/// Reads a file that must hold a single opinion.
///
/// # Errors
/// As [`read_opinions`]; [`CsvFault::SecondOpinion`] when there are more.
pub fn read_one_opinion(
    bytes: &[u8],
    layout: Layout,
    limits: &CsvLimits,
) -> Result<ReadOpinion, Vec<CsvFault>> {
    let mut opinions = read_opinions(bytes, layout, limits)?;
    match opinions.get(1) {
        Some(second) => Err(one(CsvFault::SecondOpinion {
            at: Place {
                row: second.row,
                column: 1,
            },
        })),
        None => Ok(opinions.swap_remove(0)),
    }
}

fn one(fault: CsvFault) -> Vec<CsvFault> {
    vec![fault]
}
