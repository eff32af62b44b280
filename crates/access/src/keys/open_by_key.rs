//! Who stands behind an authentication key. Read on every request of the API; writes only the
//! last use, at most once a minute. Audit: key used (once an hour, and from a new address), key
//! refused (once a minute).

use super::NotOpened;
use crate::app::App;
use crate::witness::SystemOf;
use jiff::SignedDuration;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::auth_key::{AuthKey, KeyUse};
use kairan_store::{Changes, CommitError, Housekeeping, Versioned};
use kairan_vault::{KEY_MARK, KeyToken};
use std::net::IpAddr;

/// The last use is kept to the minute, so that a polled feed costs no write.
const TOUCH_AFTER: SignedDuration = SignedDuration::from_mins(1);
/// Uses that are told in one audit record.
const TELL_AFTER: SignedDuration = SignedDuration::from_hours(1);

/// The system whose key this is, called from this address.
///
/// # Errors
/// [`NotOpened`].
pub async fn open_by_key(app: &App, secret: &str, from: IpAddr) -> Result<SystemOf, NotOpened> {
    let token = secret.strip_prefix(KEY_MARK).ok_or(NotOpened::Unknown)?;
    let token: KeyToken = token.parse().map_err(|_| NotOpened::Unknown)?;
    let digest = *token.digest(&app.vault).as_bytes();
    let found = app.store.auth_key_by_digest(&digest).await?;
    let key = found.ok_or(NotOpened::Unknown)?;
    let now = app.now();
    let from = from.to_canonical();
    let call = KeyUse { at: now, from };
    if let Err(refused) = key.admits(&digest, from, now) {
        note_refusal(app, &key, call).await;
        return Err(refused.into());
    }
    note_use(app, &key, call).await;
    Ok(SystemOf::with(key))
}

/// Whether so much time lies between that a call is noted again. Whatever the addresses: calls
/// from two of them in turn must not cost a write each.
fn is_due(last: Option<KeyUse>, call: KeyUse, limit: SignedDuration) -> bool {
    last.is_none_or(|last| call.at.duration_since(last.at) >= limit)
}

async fn note_use(app: &App, key: &Versioned<AuthKey>, call: KeyUse) {
    if !is_due(key.used, call, TOUCH_AFTER) {
        return;
    }
    let moved = key.used.is_some_and(|last| last.from != call.from);
    let changes = if moved || is_due(key.used, call, TELL_AFTER) {
        Changes::new(record(key, call, AuditEvent::KeyUsed))
    } else {
        Changes::housekeeping(Housekeeping::KeyTouch)
    };
    let noted = AuthKey {
        used: Some(call),
        ..(**key).clone()
    };
    note(app, changes, key, noted).await;
}

async fn note_refusal(app: &App, key: &Versioned<AuthKey>, call: KeyUse) {
    if !is_due(key.refused, call, TOUCH_AFTER) {
        return;
    }
    let changes = Changes::new(record(key, call, AuditEvent::KeyRefused));
    let noted = AuthKey {
        refused: Some(call),
        ..(**key).clone()
    };
    note(app, changes, key, noted).await;
}

fn record(key: &AuthKey, call: KeyUse, event: AuditEvent) -> AuditRecord {
    AuditRecord::new(Some(key.insurer), call.at, Actor::System(key.id), event)
        .of_key(key.id)
        .came_from(call.from)
}

/// Its failure opens and refuses nothing: reading goes on while the disk is full.
async fn note(app: &App, mut changes: Changes, key: &Versioned<AuthKey>, noted: AuthKey) {
    changes.update(key, noted);
    match app.store.commit(changes).await {
        // Another request noted it, or the key was just changed.
        Ok(()) | Err(CommitError::Conflict(_)) => {}
        Err(error) => tracing::warn!(%error, "the use of a key was not noted"),
    }
}
