//! What the use cases of `board` and `opinion` have in common beneath them: deciding anew,
//! drawing one paper at a time, PDFs kept whole, and the refusal of everything that is read.
//!
//! **Deliberately does not know**: meetings, requests, who may do what. A rule never lives here:
//! it is `domain`'s, or the use case's that calls.
//!
//! **Start reading** at [`retry`], then [`files`].
//!
//! **To add a thing**: both crates need it, and its logic, not only its shape, is the same.
//!
//! # Decisions
//! - 2026-12-01: taken out of `board` and `opinion`, which had a drawing worker each, so that two
//!   papers were drawn at once. Their `ChangeError`s stay two: one knows states of a meeting,
//!   the other refusals of a request, and a common one would know both.

pub mod author_name;
pub mod drawing;
mod error;
pub mod files;
pub mod retry;

pub use author_name::author_name;
pub use drawing::{draw, renderer, work_on_material, work_on_pages};
pub use error::ReadError;
pub use files::{FileFailure, erase_files, keep_pdf, read_pdf};
pub use retry::{ATTEMPTS, moved};

#[doc(hidden)]
pub use kairan_store as store;
