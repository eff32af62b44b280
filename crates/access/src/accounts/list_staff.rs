//! The accounts of one insurer, retired ones among them, without hashes and secrets.

use crate::app::App;
use crate::staff::view::StaffView;
use crate::witness::{By, Operator};
use kairan_domain::staff::Login;
use kairan_store::StoreError;

/// The accounts of the insurer of `by`, oldest first.
///
/// # Errors
///
/// The store cannot be read.
pub async fn list_staff(app: &App, by: By<'_>) -> Result<Vec<StaffView>, StoreError> {
    let staff = app.store.staff_of(by.insurer()).await?;
    Ok(staff.iter().map(|staff| StaffView::of(staff)).collect())
}

/// The account with this login id, of whatever insurer: how the operator names one.
///
/// # Errors
///
/// The store cannot be read.
pub async fn find_staff(
    app: &App,
    _by: &Operator,
    login: &str,
) -> Result<Option<StaffView>, StoreError> {
    let Ok(login) = Login::check(login) else {
        return Ok(None);
    };
    let staff = app.store.staff_by_login(&login).await?;
    Ok(staff.map(|staff| StaffView::of(&staff)))
}
