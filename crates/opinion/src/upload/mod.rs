//! An opinion that comes as files: a PDF, pictures of its pages, or the CSV of a program, which
//! fills the form.
//!
//! Files lie in memory (`opinions.max_upload` bounds them) and are never written in the clear.
//! What they became waits, sealed, in the request's record until its sender has looked at it and
//! submits it ([`submit_waiting()`]) or drops it; nobody hands in an unread photograph by one tap.

mod decode;
mod drop_waiting;
mod error;
mod keep_files;
mod look_at_waiting;
mod read_ikensyo;
pub(crate) mod sound_pdf;
mod submit_waiting;

pub use drop_waiting::{drop_waiting, sweep_waiting};
pub use error::UploadError;
pub use keep_files::{SentFile, keep_files};
pub use look_at_waiting::{PictureError, picture_of_waiting, read_waiting};
pub use read_ikensyo::{Filled, IkensyoError, read_ikensyo};
pub use submit_waiting::submit_waiting;
