//! An opinion that comes as files: a PDF, pictures of its pages, or the CSV of a program, which
//! fills the form.
//!
//! Files lie in memory (`opinions.max_upload` bounds them) and are never written in the clear.

mod decode;
mod error;
mod read_ikensyo;
pub(crate) mod sound_pdf;
mod submit_files;

pub use error::UploadError;
pub use read_ikensyo::{Filled, IkensyoError, read_ikensyo};
pub use submit_files::submit_files;
