//! An administrator makes a key. Its secret is shown once and stored as a digest. Audit: key made.

use super::{KeyError, text_of};
use crate::app::App;
use crate::witness::AdministratorOf;
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::auth_key::{AuthKey, KeyFault, KeyScope, KeySecret, RawAuthKey};
use kairan_domain::ids::AuthKeyId;
use kairan_store::{Changes, CommitError, ConflictOn, Kind};
use kairan_vault::KeyToken;
use std::fmt;
use zeroize::Zeroizing;

/// A key with its secret, which nobody can show again.
pub struct MadeKey {
    /// The key.
    pub key: AuthKey,
    /// What is sent as `Authorization: Bearer …`.
    pub secret: Zeroizing<String>,
}

impl fmt::Debug for MadeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MadeKey({:?})", self.key.id)
    }
}

/// The id of a key that is about to be made.
pub fn new_key_id(app: &App) -> AuthKeyId {
    AuthKeyId::new(app.now(), app.id_bytes())
}

/// Makes a key of the administrator's insurer. `id` comes with the page ([`new_key_id`]), so that
/// a page sent twice makes one key.
///
/// # Errors
/// [`KeyError`]; a clinic that is not on the roster, or retired, is a fault.
pub async fn make_key(
    app: &App,
    by: &AdministratorOf,
    id: AuthKeyId,
    raw: &RawAuthKey,
) -> Result<MadeKey, KeyError> {
    let now = app.now();
    let checked = raw.check(now).map_err(KeyError::Faults)?;
    let no_clinic = || KeyError::Faults(vec![KeyFault::Clinic]);
    let clinic = match checked.scope {
        KeyScope::Insurer(_) => None,
        KeyScope::Clinic(id) => {
            let found = app.store.clinic(by.insurer(), id).await?;
            let asked = found.filter(|clinic| clinic.retired_at.is_none());
            Some(asked.ok_or_else(no_clinic)?)
        }
    };
    let token = KeyToken::random(app.entropy.as_ref());
    let key = AuthKey {
        id,
        insurer: by.insurer(),
        name: checked.name,
        scope: checked.scope,
        networks: checked.networks,
        until: checked.until,
        secrets: vec![KeySecret {
            digest: *token.digest(&app.vault).as_bytes(),
            made_at: now,
            until: None,
        }],
        revoked_at: None,
        used: None,
        refused: None,
        made_at: now,
        made_by: by.staff(),
    };
    let made = AuditRecord::new(Some(by.insurer()), now, by.actor(), AuditEvent::KeyMade);
    let mut changes = Changes::new(made.of_key(key.id));
    changes.insert(key.clone());
    if let Some(clinic) = &clinic {
        changes.expect(clinic);
    }
    match app.store.commit(changes).await {
        Ok(()) => {}
        Err(CommitError::Conflict(ConflictOn::Record(Kind::AuthKey))) => {
            return Err(KeyError::Already);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(MadeKey {
        key,
        secret: text_of(&token),
    })
}
