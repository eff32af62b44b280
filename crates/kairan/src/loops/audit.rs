//! The audit closes behind itself: new records are sealed, every day the chain is read again, and
//! what is past its storage goes.

use jiff::{SignedDuration, Timestamp};
use kairan_domain::ids::InsurerId;
use kairan_domain::text::hex;

use super::RoundFailed;
use crate::wire::Installation;

/// A chain is read again after so long.
const CHECK_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// Seals whatever audit records are new, of every insurer.
///
/// # Errors
/// The first chain that could not be sealed; the others are sealed all the same.
pub async fn seal_round(on: &Installation) -> Result<(), RoundFailed> {
    let store = &on.app.store;
    let mut failed = Ok(());
    for insurer in store.audit_streams().await.map_err(RoundFailed::because)? {
        match store.seal_audit(insurer, on.app.now()).await {
            Ok(0) => {}
            Ok(_) => tell_head(on, insurer).await?,
            Err(error) => failed = failed.and(Err(of(insurer, &error))),
        }
    }

    failed
}

/// Each head goes to the log, which a collector takes off this machine: with it
/// `kairan audit verify --contains` finds a database that was put back or written anew.
async fn tell_head(on: &Installation, insurer: Option<InsurerId>) -> Result<(), RoundFailed> {
    let head = on.app.store.last_seal(insurer).await;
    if let Some(seal) = head.map_err(|error| of(insurer, &error))? {
        let (whose, head) = (name(insurer), hex(&seal.digest));
        tracing::info!(%whose, sealed_to = seal.to, %head, "audit sealed");
    }

    Ok(())
}

/// Prunes audit records past their storage, then reads the chains that were not read for a day.
///
/// # Errors
/// The first chain that is broken or could not be read; the others are looked at all the same.
pub async fn audit_care_round(on: &Installation) -> Result<(), RoundFailed> {
    let streams = on.app.store.audit_streams().await;
    let (mut failed, mut broken) = (Ok(()), 0);
    for insurer in streams.map_err(RoundFailed::because)? {
        if let Err(error) = care(on, insurer, &mut broken).await {
            failed = failed.and(Err(error));
        }
    }
    on.metrics.loops.audit_broken.set(broken);

    failed
}

async fn care(
    on: &Installation,
    insurer: Option<InsurerId>,
    broken: &mut i64,
) -> Result<(), RoundFailed> {
    let (store, now) = (&on.app.store, on.app.now());
    let pruned = match kept_since(on, now) {
        Some(since) => store.prune_audit(insurer, since, now).await,
        None => Ok(0),
    };
    if let Ok(records @ 1..) = pruned {
        tracing::info!(records, "audit records past their storage removed");
    }
    let last = store.audit_check(insurer).await;
    let last = last.map_err(|error| of(insurer, &error))?;
    let due = last
        .as_ref()
        .is_none_or(|check| now.duration_since(check.at) >= CHECK_AFTER);
    let wrong = if due {
        let chain = store.check_audit(insurer, now).await;
        let chain = chain.map_err(|error| of(insurer, &error))?;
        if let Some(broken) = chain.broken {
            tracing::error!(%broken, whose = %name(insurer), "the audit is not what was sealed");
        }
        chain.broken.is_some()
    } else {
        last.is_some_and(|check| check.broken.is_some())
    };
    *broken += i64::from(wrong);

    pruned.map(|_| ()).map_err(|error| of(insurer, &error))
}

/// Audit records older than this are past their storage; `None` when nothing can be that old.
fn kept_since(on: &Installation, now: Timestamp) -> Option<Timestamp> {
    let kept = SignedDuration::try_from(on.config.retention.audit_retention.0).ok()?;
    now.checked_sub(kept).ok()
}

fn name(insurer: Option<InsurerId>) -> String {
    insurer.map_or_else(|| "the installation".to_owned(), |id| id.to_string())
}

fn of(insurer: Option<InsurerId>, error: &dyn std::fmt::Display) -> RoundFailed {
    RoundFailed::because(format!("audit of {}: {error}", name(insurer)))
}
