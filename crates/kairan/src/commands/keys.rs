//! `kairan keys add|rewrap|retire|list`: rotation while everything goes on.
//!
//! The file is written before the running vault takes the new key over, so nothing is ever sealed
//! with a key that only lived in memory.

use kairan_vault::keyring::KeyState;
use kairan_vault::{KeyId, KeyRing};

use kairan_domain::audit::AuditEvent;

use super::{Refusal, because, note};
use crate::control::{ControlReply, KeyLine};
use crate::wire::Installation;

pub(super) async fn add(on: &Installation) -> Result<ControlReply, Refusal> {
    let file = on.ring.lock().await;
    let mut ring = KeyRing::load(&file.0).map_err(because)?;
    let made_at = on.app.now().to_string();
    let id = ring
        .add(on.app.entropy.as_ref(), &made_at)
        .map_err(because)?;
    ring.save(&file.0).map_err(because)?;
    on.app.vault.adopt(&ring).map_err(because)?;
    note(on, AuditEvent::KeysChanged).await?;

    Ok(ControlReply::KeyAdded { id: id.get() })
}

pub(super) async fn list(on: &Installation) -> Result<ControlReply, Refusal> {
    let file = on.ring.lock().await;
    let ring = KeyRing::load(&file.0).map_err(because)?;
    let keys = ring.keys().map(|key| KeyLine {
        id: key.id.get(),
        made_at: key.made_at,
        state: match key.state {
            KeyState::Active => "active",
            KeyState::Kept => "kept",
            KeyState::Retired => "retired",
        }
        .to_owned(),
    });

    Ok(ControlReply::Keys {
        keys: keys.collect(),
    })
}

pub(super) async fn rewrap(on: &Installation) -> Result<ControlReply, Refusal> {
    let _one_at_a_time = on.ring.lock().await;
    // Seals vouch for audit records from before; they are sealed again, the records are not.
    let store = &on.app.store;
    for insurer in store.audit_streams().await.map_err(because)? {
        let sealed = store.seal_audit(insurer, on.app.now()).await;
        sealed.map_err(because)?;
    }
    let records = on.app.store.rewrap().await.map_err(because)?;
    note(on, AuditEvent::KeysChanged).await?;

    Ok(ControlReply::Rewrapped { records })
}

pub(super) async fn retire(on: &Installation, id: u32) -> Result<ControlReply, Refusal> {
    let file = on.ring.lock().await;
    let mut ring = KeyRing::load(&file.0).map_err(because)?;
    // Counted over all older keys: with several of them, none goes before everything is rewrapped.
    let still_used = on.app.store.stale_records().await.map_err(because)?;
    ring.retire(KeyId::new(id), still_used).map_err(because)?;
    ring.save(&file.0).map_err(because)?;
    on.app.vault.adopt(&ring).map_err(because)?;
    note(on, AuditEvent::KeysChanged).await?;

    Ok(ControlReply::KeyRetired { id })
}
