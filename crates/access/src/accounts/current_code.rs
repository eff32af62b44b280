//! The code an account's authenticator shows now. **For the demo**, which prints it on the
//! terminal; nothing that serves people calls it.

use crate::app::App;
use crate::totp::SharedSecret;
use crate::witness::Operator;
use kairan_domain::ids::StaffId;
use kairan_domain::secret::SecretText;
use kairan_store::StoreError;

/// The current code; `None` without an account or a second factor.
///
/// # Errors
///
/// The store cannot be read.
pub async fn current_code(
    app: &App,
    _by: &Operator,
    staff: StaffId,
) -> Result<Option<SecretText>, StoreError> {
    let staff = app.store.staff(staff).await?;
    let factor = staff
        .as_ref()
        .and_then(|staff| staff.second_factor.as_ref());
    Ok(factor
        .and_then(|factor| SharedSecret::from_base32(&factor.secret))
        .and_then(|secret| secret.code(app.now())))
}
