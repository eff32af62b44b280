//! The board's pages: names found for the clerk to look at, the masked edition made, handed out
//! as a value of `domain` for a meeting.
//!
//! The last version counts, once submitted. Pages that were masked are kept with the version and
//! with the number printed on them; making them again replaces them.

mod attach_masked;
mod confirm_masked;
mod cover_pages;
mod error;
mod incoming_material;
mod keep;
mod make_masked;
mod names_in_opinion;

pub use attach_masked::attach_masked;
pub use confirm_masked::{ConfirmError, confirm_masked, masked_page};
pub use cover_pages::{CoverError, PageToCover, cover_pages, page_to_cover};
pub use error::{IncomingError, MaskError};
pub use incoming_material::incoming_material;
pub use make_masked::make_masked;
pub use names_in_opinion::{FoundName, NamesInOpinion, names_in_opinion};
