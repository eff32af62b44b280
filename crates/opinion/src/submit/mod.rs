//! The doctor hands the opinion in, keeps a receipt, and reads what was handed in.

mod commit;
mod draw_receipt;
mod error;
mod read_version;
mod receipt;
mod submit_writing;

pub(crate) use commit::{Pages, Submission, commit};
pub use draw_receipt::draw_receipt;
pub use error::{ReceiptError, SubmitError};
pub use read_version::read_version;
pub use receipt::Receipt;
pub use submit_writing::submit_writing;
