//! `[sessions]`: when somebody must sign in again.

use serde::{Deserialize, Serialize};

use super::Faults;
use super::units::Span;

/// Idle and absolute ends of a session.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sessions {
    /// Staff: without any action.
    pub staff_idle: Span,
    /// Staff: at the latest.
    pub staff_max: Span,
    /// Reviewers: without any action. Reading a long PDF is no action, so not too short.
    pub reviewer_idle: Span,
    /// Reviewers: at the latest.
    pub reviewer_max: Span,
    /// Doctors who came with a letter: without any action (what is typed saves itself, which is
    /// one). Between two patients an hour goes by quickly.
    pub physician_idle: Span,
    /// Doctors who came with a letter: at the latest.
    pub physician_max: Span,
    /// How long a form that was sent after its session's end is kept for whoever typed it.
    pub unsent_kept: Span,
}

impl Default for Sessions {
    fn default() -> Self {
        Self {
            staff_idle: Span::hours(1),
            staff_max: Span::hours(12),
            reviewer_idle: Span::hours(4),
            reviewer_max: Span::hours(12),
            physician_idle: Span::hours(4),
            physician_max: Span::hours(12),
            unsent_kept: Span::hours(24),
        }
    }
}

impl Sessions {
    pub(super) fn check(&self, faults: &mut Faults) {
        let pairs = [
            ("sessions.staff_idle", self.staff_idle, self.staff_max),
            (
                "sessions.reviewer_idle",
                self.reviewer_idle,
                self.reviewer_max,
            ),
            (
                "sessions.physician_idle",
                self.physician_idle,
                self.physician_max,
            ),
        ];
        for (path, idle, max) in pairs {
            faults.require(idle >= Span::minutes(5), path, "must be at least 5m");
            faults.require(idle <= max, path, "must not exceed the matching _max");
        }
        let unsent = self.unsent_kept;
        faults.require(
            unsent >= Span::minutes(5),
            "sessions.unsent_kept",
            "must be at least 5m",
        );
        faults.require(
            unsent <= Span::days(7),
            "sessions.unsent_kept",
            "must not exceed 7d",
        );
        for (path, max) in [
            ("sessions.staff_max", self.staff_max),
            ("sessions.reviewer_max", self.reviewer_max),
            ("sessions.physician_max", self.physician_max),
        ] {
            faults.require(max <= Span::days(7), path, "must not exceed 7d");
        }
    }
}
