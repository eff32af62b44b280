//! What becomes of a request: accepted, sent back, cancelled, given to another doctor.

mod accept;
mod cancel;
mod reassign;
mod send_back;
mod take_back_acceptance;

pub use accept::accept_opinion;
pub use cancel::cancel_request;
pub use reassign::{Reassignment, reassign_request};
pub use send_back::send_back_opinion;
pub use take_back_acceptance::{TakeBackError, take_back_acceptance};

use crate::error::ChangeError;
use kairan_domain::opinion_request::OpinionRequest;

/// What a clerk decides about must be what the clerk has seen.
fn is_last(request: &OpinionRequest, seen: u32) -> Result<(), ChangeError> {
    match request.versions.last() {
        Some(version) if version.number != seen => Err(ChangeError::OtherVersion),
        _ => Ok(()),
    }
}
