//! What is to be exported, and what a clerk is told before it is.

use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion::FieldId;
use kairan_exchange::opinion_csv::{Encoding, FormulaCell, Layout};

/// As what opinions leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportKind {
    /// One opinion's PDF.
    Pdf,
    /// A ZIP with a PDF per opinion and a list of them.
    Zip,
    /// A table with a row per opinion written on the form.
    Csv {
        /// Which columns.
        layout: Layout,
        /// Which bytes.
        encoding: Encoding,
    },
}

/// An export somebody asks for.
#[derive(Debug, Clone, Copy)]
pub struct ExportOrder<'a> {
    /// Which requests.
    pub ids: &'a [OpinionRequestId],
    /// As what.
    pub kind: ExportKind,
    /// [`Cautions::mark`] of what this clerk was told about this order; empty: nothing yet.
    pub told: &'a str,
}

/// What a file would not hold, or what in it is not harmless in every program: told before it
/// is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cautions {
    /// Requests that would not be in it: nothing is accepted, or not in this form.
    pub skipped: Vec<OpinionRequestId>,
    /// Answered fields for which the layout has no place.
    pub left_out: Vec<(OpinionRequestId, Vec<FieldId>)>,
    /// Cells that a spreadsheet would compute.
    pub formulas: Vec<(OpinionRequestId, FormulaCell)>,
}

impl Cautions {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.skipped.is_empty() && self.left_out.is_empty() && self.formulas.is_empty()
    }

    /// Tells these cautions from others: who was told of one order was not told of another.
    pub fn mark(&self) -> String {
        format!("{:08x}", crc32fast::hash(format!("{self:?}").as_bytes()))
    }
}

/// An exported file.
#[derive(Clone, PartialEq, Eq)]
pub struct Exported {
    /// Its name: nothing of a person in it, for names stay in browsers' histories.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Exported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Exported")
    }
}
