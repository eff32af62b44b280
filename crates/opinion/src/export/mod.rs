//! Opinions leave as files: one PDF, a ZIP of PDFs, or CSV in Kairan's or IKENSYO's layout.

mod csv;
mod export_opinions;
mod order;
mod zip;

pub use export_opinions::{ExportError, MOST_EXPORTED, export_opinions};
pub use order::{Cautions, ExportKind, ExportOrder, Exported};
