//! Forms in which data leaves and enters as files. **Pure**: bytes and text in, bytes and
//! text out.
//!
//! **Deliberately does not know**: where the bytes lie, who asks, what a meeting is.
//!
//! **Start reading** at [`zip`]: the ZIP a reviewer downloads, laid out before a byte is read.
//!
//! **To add a form**: a module that turns domain values into its bytes and back, with a test
//! that another program's reading of it agrees.
//!
//! # Decisions
//! - 2026-11-22: our own ZIP *layout* (stored entries) instead of a ZIP writer crate. A
//!   writer streams from the first byte; a broken download on an iPad resumes with `Range`,
//!   and with sizes and CRCs known beforehand every byte's place is arithmetic. Reading ZIPs
//!   is left to the `zip` crate when batch files need it.
#![deny(missing_docs)]

pub mod zip;
