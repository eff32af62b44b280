//! An administrator ends a key at once: whatever it is used for next is refused. Audit: key revoked.

use super::{KeyError, own_key};
use crate::app::{App, TRIES};
use crate::witness::AdministratorOf;
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::auth_key::AuthKey;
use kairan_domain::ids::AuthKeyId;
use kairan_store::{Changes, CommitError};

/// Revokes the key; one that is revoked already stays so.
///
/// # Errors
/// [`KeyError`].
pub async fn revoke_key(app: &App, by: &AdministratorOf, id: AuthKeyId) -> Result<(), KeyError> {
    let now = app.now();
    let mut tries = 1..TRIES;
    loop {
        let found = own_key(app, by, id).await?;
        if found.revoked_at.is_some() {
            return Ok(());
        }
        let revoked = AuthKey {
            revoked_at: Some(now),
            ..(*found).clone()
        };
        let record = AuditRecord::new(Some(by.insurer()), now, by.actor(), AuditEvent::KeyRevoked);
        let mut changes = Changes::new(record.of_key(id));
        changes.update(&found, revoked);
        match app.store.commit(changes).await {
            Err(CommitError::Conflict(_)) if tries.next().is_some() => {}
            done => return Ok(done?),
        }
    }
}
