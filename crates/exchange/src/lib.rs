//! Forms in which data leaves and enters as files. **Pure**: bytes and text in, bytes and
//! text out.
//!
//! **Deliberately does not know**: where the bytes lie, who asks, what a meeting is.
//!
//! **Start reading** at [`zip`]: the ZIP a reviewer downloads, laid out before a byte is read;
//! or at [`opinion_csv`]: doctors' opinions as CSV, out and in.
//!
//! **To add a form**: a module that turns domain values into its bytes and back, with a test
//! that another program's reading of it agrees.
//!
//! # Decisions
//! - 2026-11-22: our own ZIP *layout* (stored entries) instead of a ZIP writer crate. A
//!   writer streams from the first byte; a broken download on an iPad resumes with `Range`,
//!   and with sizes and CRCs known beforehand every byte's place is arithmetic. Reading ZIPs
//!   is left to the `zip` crate when batch files need it.
//! - 2026-11-23: CSV is read and written by our own hundred lines instead of the `csv` crate. Its
//!   reader forgives by design: an unclosed quote swallows the rest of a file in silence, blank
//!   lines are skipped so that row numbers drift from Excel's. Of its writer we would need one
//!   rule. It reads ours in the tests, as the other program.
#![deny(missing_docs)]

pub mod opinion_csv;
pub mod zip;
