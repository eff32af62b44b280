//! `[limits]`: how much of anything; each is shown to people before they hit it.

use serde::{Deserialize, Serialize};

use super::Faults;
use super::units::ByteSize;

/// Upper bounds of what is registered and of what one client may hold.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// One material.
    pub max_file_size: ByteSize,
    /// Materials of one meeting.
    pub max_files: u32,
    /// Versions of one material that are kept.
    pub max_versions: u32,
    /// All materials of one meeting together.
    pub max_total: ByteSize,
    /// Reviewers of one meeting.
    pub max_reviewers: u32,
    /// Characters of a reviewer's name, a panel's name, a meeting number.
    pub max_name: u32,
    /// Characters of a material's title or file name.
    pub max_title: u32,
    /// Characters of the remark to reviewers.
    pub max_remark: u32,
    /// Days a meeting may lie ahead.
    pub max_days_ahead: u32,
    /// Longest access window, days.
    pub max_window_days: u32,
    /// A form without files.
    pub max_form: ByteSize,
    /// Connections at once, per listener.
    pub max_connections: u32,
    /// Of them from one client address (IPv6: one /64); configured proxies have no such share.
    pub max_connections_per_address: u32,
    /// Requests at once on one HTTP/2 connection.
    pub max_streams: u32,
    /// Request line and headers together.
    pub max_header: ByteSize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_file_size: ByteSize::mib(200),
            max_files: 40,
            max_versions: 20,
            max_total: ByteSize::mib(1_024),
            max_reviewers: 30,
            max_name: 40,
            max_title: 120,
            max_remark: 1_000,
            max_days_ahead: 400,
            max_window_days: 120,
            max_form: ByteSize::mib(1),
            max_connections: 2_000,
            max_connections_per_address: 256,
            max_streams: 64,
            max_header: ByteSize(64 << 10),
        }
    }
}

impl Limits {
    pub(super) fn check(&self, faults: &mut Faults) {
        let counts = [
            ("limits.max_files", self.max_files),
            ("limits.max_versions", self.max_versions),
            ("limits.max_reviewers", self.max_reviewers),
            ("limits.max_name", self.max_name),
            ("limits.max_title", self.max_title),
            ("limits.max_days_ahead", self.max_days_ahead),
            ("limits.max_window_days", self.max_window_days),
            ("limits.max_connections", self.max_connections),
            ("limits.max_streams", self.max_streams),
        ];
        for (path, count) in counts {
            faults.require(count > 0, path, "must be at least 1");
        }
        faults.require(
            self.max_connections_per_address >= 32,
            "limits.max_connections_per_address",
            "must be at least 32: a whole town hall sits behind one address",
        );
        faults.require(
            self.max_file_size >= ByteSize::mib(1),
            "limits.max_file_size",
            "must be at least 1 MiB",
        );
        faults.require(
            self.max_total >= self.max_file_size,
            "limits.max_total",
            "must not be smaller than limits.max_file_size",
        );
        faults.require(
            self.max_reviewers <= 200 && self.max_files <= 200,
            "limits",
            "max_reviewers and max_files must stay at or below 200: a meeting is one record",
        );
        faults.require(
            self.max_header >= ByteSize(8 << 10) && self.max_header <= ByteSize::mib(1),
            "limits.max_header",
            "must lie between 8 KiB and 1 MiB",
        );
        faults.require(
            self.max_form >= ByteSize(64 << 10) && self.max_form <= ByteSize::mib(16),
            "limits.max_form",
            "must lie between 64 KiB and 16 MiB",
        );
    }
}
