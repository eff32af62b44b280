//! Opinions leave as files: one PDF, a ZIP of PDFs, or CSV in Kairan's or IKENSYO's layout.

mod csv;
mod export_opinions;
mod zip;

pub use export_opinions::{ExportError, ExportKind, Exported, MOST_EXPORTED, export_opinions};
