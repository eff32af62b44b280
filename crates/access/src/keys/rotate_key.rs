//! A key gets a new secret; the old one stays valid beside it for a set time, in which the system
//! is told the new one. Audit: key rotated.

use super::make_key::MadeKey;
use super::{KeyError, own_key, text_of};
use crate::app::{App, TRIES};
use crate::witness::AdministratorOf;
use jiff::SignedDuration;
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::auth_key::{AuthKey, KeyState};
use kairan_domain::ids::AuthKeyId;
use kairan_store::{Changes, CommitError};
use kairan_vault::KeyToken;

/// For how many hours old and new may be valid together: at once, a day, a week, a month.
pub const OVERLAPS: [i64; 4] = [0, 24, 7 * 24, 30 * 24];

/// By what a page tells whether the key was rotated since: the beginning of what is kept of the
/// newest secret, from which nobody gets the secret.
pub fn secrets_seen(key: &AuthKey) -> u32 {
    let newest = key.secrets.last().map(|secret| secret.digest);
    let first = newest.and_then(|digest| digest.first_chunk().copied());
    first.map_or(0, u32::from_be_bytes)
}

/// Gives the key another secret. `seen` is [`secrets_seen`] of the key as the page showed it: a
/// page sent twice rotates once. An overlap that is none of [`OVERLAPS`] counts as the longest
/// below it.
///
/// # Errors
/// [`KeyError`]; `Over` for a key that opens nothing any more.
pub async fn rotate_key(
    app: &App,
    by: &AdministratorOf,
    id: AuthKeyId,
    seen: u32,
    overlap_hours: i64,
) -> Result<MadeKey, KeyError> {
    let now = app.now();
    let allowed = OVERLAPS.into_iter().filter(|hours| *hours <= overlap_hours);
    let overlap = SignedDuration::from_hours(allowed.max().unwrap_or(0));
    let token = KeyToken::random(app.entropy.as_ref());
    let digest = *token.digest(&app.vault).as_bytes();

    let mut tries = 1..TRIES;
    loop {
        let found = own_key(app, by, id).await?;
        if secrets_seen(&found) != seen {
            return Err(KeyError::Already);
        }
        if matches!(found.state(now), KeyState::Ended | KeyState::Revoked) {
            return Err(KeyError::Over);
        }
        let rotated = found.rotated(digest, overlap, now);
        let record = AuditRecord::new(Some(by.insurer()), now, by.actor(), AuditEvent::KeyRotated);
        let mut changes = Changes::new(record.of_key(id));
        changes.update(&found, rotated.clone());
        match app.store.commit(changes).await {
            Err(CommitError::Conflict(_)) if tries.next().is_some() => {}
            Ok(()) => {
                return Ok(MadeKey {
                    key: rotated,
                    secret: text_of(&token),
                });
            }
            Err(error) => return Err(error.into()),
        }
    }
}
