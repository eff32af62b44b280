//! The keys of one insurer, for its administrator.

use crate::app::App;
use crate::witness::AdministratorOf;
use kairan_domain::auth_key::AuthKey;
use kairan_store::StoreError;

/// All keys, those that open nothing any more last, the newest first within each part.
///
/// # Errors
/// The store cannot be read.
pub async fn list_keys(app: &App, by: &AdministratorOf) -> Result<Vec<AuthKey>, StoreError> {
    let now = app.now();
    let keys = app.store.auth_keys_of(by.insurer()).await?;
    let mut keys: Vec<AuthKey> = keys.iter().rev().map(|key| (**key).clone()).collect();
    keys.sort_by_key(|key| key.revoked_at.is_some() || key.until <= now);
    Ok(keys)
}
