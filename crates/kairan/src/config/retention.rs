//! `[retention]`: how long what is kept.

use serde::{Deserialize, Serialize};

use super::{Faults, Span};

/// Ends of storage; documents go early, the record of who did and read what stays long.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Days after the end of access until documents, keys and mail addresses are erased.
    pub purge_after_days: u32,
    /// Days after a withdrawal until the same.
    pub withdrawn_purge_after_days: u32,
    /// Audit records, needed for a report on a leak.
    pub audit_retention: Span,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            purge_after_days: 30,
            withdrawn_purge_after_days: 14,
            audit_retention: Span::days(5 * 366),
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
        let longest_purge = self.purge_after_days.max(self.withdrawn_purge_after_days);
        faults.require(
            self.audit_retention >= Span::days(366),
            "retention.audit_retention",
            "must be at least 1y: unlawful access is looked into over years",
        );
        faults.require(
            self.audit_retention >= Span::days(u64::from(longest_purge)),
            "retention.audit_retention",
            "must not end before documents are erased",
        );
    }
}
