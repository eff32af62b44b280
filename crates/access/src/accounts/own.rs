//! Which account a manager of accounts may touch: one of the own insurer, not the own one;
//! a clerk only a clinic's.

use crate::app::App;
use crate::error::AccountError;
use crate::witness::By;
use kairan_domain::ids::StaffId;
use kairan_domain::staff::Staff;
use kairan_store::Versioned;

/// The account, if `by` may reset or retire it. What is not theirs does not exist.
pub(crate) async fn account_of(
    app: &App,
    by: By<'_>,
    staff: StaffId,
) -> Result<Versioned<Staff>, AccountError> {
    let found = app.store.staff(staff).await?;
    let found = found
        .and_then(|found| found.of(by.insurer()))
        .filter(|found| by.manages(found.role))
        .ok_or(AccountError::Unknown)?;
    if matches!(by, By::Administrator(own) if own.staff() == staff) {
        return Err(AccountError::OwnAccount);
    }
    if found.retired_at.is_some() {
        return Err(AccountError::Retired);
    }
    Ok(found)
}
