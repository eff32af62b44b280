//! The accounts of one insurer, retired ones among them, without hashes and secrets.

use crate::app::App;
use crate::staff::sign_in::login_tried;
use crate::staff::view::StaffView;
use crate::throttle::Mistakes;
use crate::turns::Tried;
use crate::witness::{By, Operator};
use jiff::Timestamp;
use kairan_domain::staff::{Login, Staff};
use kairan_store::{StoreError, ThrottleKey};

/// The accounts of the insurer of `by`, oldest first, with their waits and locks.
///
/// # Errors
///
/// The store cannot be read.
pub async fn list_staff(app: &App, by: By<'_>) -> Result<Vec<StaffView>, StoreError> {
    let staff = app.store.staff_of(by.insurer()).await?;
    let mut views = Vec::with_capacity(staff.len());
    for staff in &staff {
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
    let login = login_tried(app, staff.login.expose());
    let at_login = |tried: &Tried| match tried {
        Tried::LoginFrom(tried, _) | Tried::Login(tried) => *tried == login,
        Tried::Credential(_) | Tried::StrangeMail(..) | Tried::Account(_) => false,
    };
    let waits = app.addresses.waits.longest(at_login, now);
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
