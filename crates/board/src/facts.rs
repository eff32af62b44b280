//! The facts about office and meeting that pages, letters and papers share.

use crate::error::ReadError;
use kairan_access::App;
use kairan_domain::ids::InsurerId;
use kairan_domain::insurer::Office;

/// Number of seats that have read, of those that read by link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReadCount {
    /// Seats that have opened the current version of every material.
    pub read: usize,
    /// Seats with a link.
    pub of: usize,
}

/// The office of an insurer.
pub(crate) async fn office(app: &App, insurer: InsurerId) -> Result<Office, ReadError> {
    let found = app.store.insurer(insurer).await?;
    Ok(Office::from(&*found.ok_or(ReadError::NotFound)?))
}
