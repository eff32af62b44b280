//! `[retention]`: how long what is kept.

use serde::{Deserialize, Serialize};

use super::Faults;

/// Ends of storage. Audit and viewing records have none here: they outlive every packet.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Days after the end of access until documents, keys and mail addresses are erased.
    pub purge_after_days: u32,
    /// Days after a withdrawal until the same.
    pub withdrawn_purge_after_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            purge_after_days: 30,
            withdrawn_purge_after_days: 14,
        }
    }
}

impl Retention {
    pub(super) fn check(&self, faults: &mut Faults) {
        for (path, days) in [
            ("retention.purge_after_days", self.purge_after_days),
            (
                "retention.withdrawn_purge_after_days",
                self.withdrawn_purge_after_days,
            ),
        ] {
            faults.require(
                (1..=3_660).contains(&days),
                path,
                "must lie between 1 and 3660",
            );
        }
    }
}
