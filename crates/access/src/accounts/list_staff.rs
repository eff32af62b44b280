//! The accounts of one insurer, retired ones among them, without hashes and secrets.

use crate::app::App;
use crate::door::Door;
use crate::staff::view::StaffView;
use crate::throttle::Mistakes;
use crate::tries::login_tried;
use crate::witness::{By, Operator};
use jiff::Timestamp;
use kairan_domain::staff::{Login, Staff};
use kairan_store::{StoreError, ThrottleKey};

/// The accounts of the insurer of `by`, those of its clinics among them, oldest first, with
/// their waits and locks.
///
/// # Errors
///
/// The store cannot be read.
pub async fn list_staff(app: &App, by: By<'_>) -> Result<Vec<StaffView>, StoreError> {
    let staff = app.store.staff_of(by.insurer()).await?;
    views(app, staff.iter().map(|staff| &**staff)).await
}

/// The accounts as a list shows them.
pub(crate) async fn views(
    app: &App,
    staff: impl Iterator<Item = &Staff>,
) -> Result<Vec<StaffView>, StoreError> {
    let mut views = Vec::new();
    for staff in staff {
        views.push(StaffView {
            shut_until: shut_until(app, staff).await?,
            ..StaffView::of(staff)
        });
    }
    Ok(views)
}

/// The latest of what is counted at the login id and, at the later steps, at the account.
async fn shut_until(app: &App, staff: &Staff) -> Result<Option<Timestamp>, StoreError> {
    let now = app.now();
    let account = Mistakes::of(app, ThrottleKey::Staff(staff.id)).await?;
    let login = login_tried(app, Door::of(staff.role), staff.login.expose());
    let waits = &app.addresses.waits;
    let waits = waits.longest(|tried| tried.is_login(&login), now);
    Ok(account.verdict(now).until().max(waits))
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
