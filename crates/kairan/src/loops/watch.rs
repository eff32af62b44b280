//! The state of the machine: free space, and whether the store still takes writes.

use crate::wire::Installation;

/// Whether work can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// It can.
    Sound,
    /// A write has failed; nothing is written any more until the store is opened again.
    Broken,
}

/// Looks once and tells the metrics.
pub fn watch_round(on: &Installation) -> Health {
    let free = on.space.free().unwrap_or_default();
    on.metrics
        .loops
        .free_bytes
        .set(i64::try_from(free).unwrap_or(i64::MAX));
    on.metrics
        .loops
        .below_reserve
        .set(i64::from(!on.space.is_enough()));

    if on.app.store.healthy() {
        Health::Sound
    } else {
        Health::Broken
    }
}
