//! From draft to packet: the confirmation page and the one commit behind its button.

mod numbers;
mod preview;
mod publish_meeting;
mod seating;

pub use preview::{PreviewMaterial, PreviewPassword, PreviewSeat, PublishPreview, preview_publish};
pub use publish_meeting::{PublishError, Published, publish_meeting};
pub(crate) use seating::Person;
