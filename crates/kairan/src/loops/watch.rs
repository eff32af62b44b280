//! The state of the machine: free space, and whether the store still takes writes.

use jiff::Timestamp;

use super::RoundFailed;
use crate::wire::Installation;

/// Waiting letters are counted up to here; more says the same.
const COUNTED: usize = 1_000;

/// Whether work can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// It can.
    Sound,
    /// A write has failed; nothing is written any more until the store is opened again.
    Broken,
}

/// Looks once and tells the metrics.
///
/// # Errors
/// The outbox could not be read.
pub async fn watch_round(on: &Installation) -> Result<Health, RoundFailed> {
    let free = on.space.free().unwrap_or_default();
    on.metrics
        .loops
        .free_bytes
        .set(i64::try_from(free).unwrap_or(i64::MAX));
    on.metrics
        .loops
        .below_reserve
        .set(i64::from(!on.space.is_enough()));
    if !on.app.store.healthy() {
        return Ok(Health::Broken);
    }
    let waiting = on.app.store.notices_due(Timestamp::MAX, COUNTED).await;
    let waiting = waiting.map_err(RoundFailed::because)?.len();
    on.metrics
        .mail
        .waiting
        .set(i64::try_from(waiting).unwrap_or(i64::MAX));

    Ok(Health::Sound)
}
