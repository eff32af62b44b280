//! The doctor at the form: what is asked, what stands in the draft, saving itself field by
//! field, what is wrong with it, and how it will look.

mod asked;
mod check_writing;
mod draw_own_form;
mod draw_preview;
mod edit_draft;
mod error;
mod open_writing;
mod previous;
mod save_writing;
mod take_over_previous;

pub use asked::Asked;
pub use check_writing::{CheckedWriting, UnprintableField, check_writing};
pub use draw_own_form::draw_own_form;
pub use draw_preview::{PreviewError, draw_preview};
pub(crate) use edit_draft::edit_draft;
pub use error::WritingError;
pub use open_writing::{SubmittedLine, Writing, open_writing};
pub use save_writing::{Saved, save_writing};
pub use take_over_previous::{TakeOverError, TakenOver, take_over_previous};
