//! For the machine room: `/metrics`, `/healthz`, `/readyz`, on a listener of their own.
//!
//! The numbers are plain atomics and the format is a dozen lines, so no library. To add a number:
//! a field in [`Metrics`], a line in `write`, a row in `config/care.md` (a test compares).

mod counters;
mod http;
mod machine;
mod routes;
mod text;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use kairan_domain::notice::MailCause;

pub use self::counters::{Counter, Gauge};
pub use self::http::HttpStats;
pub use self::routes::{Readiness, routes};
use self::text::Page;
use crate::serve::DoorStats;

/// Everything that is counted.
#[derive(Debug, Default)]
pub struct Metrics {
    /// Requests.
    pub http: Arc<HttpStats>,
    /// Letters and their fates.
    pub mail: MailStats,
    /// Background work.
    pub loops: LoopStats,
    doors: Mutex<BTreeMap<&'static str, Arc<DoorStats>>>,
}

/// Letters.
#[derive(Debug, Default)]
pub struct MailStats {
    /// Accepted by the relay.
    pub sent: Counter,
    /// Put off: the relay was away or said "later".
    pub deferred: Counter,
    /// Refused for good.
    pub refused: Counter,
    /// Came back after all; a letter counts once.
    pub returned: Counter,
    /// Mails that came back and change nothing: delays, automatic answers, receipts.
    pub quiet: Counter,
    /// Mails that came back and are not understood.
    pub unrecognised: Counter,
    /// Letters refused or returned, by cause.
    pub causes: Causes,
    /// Not needed any more when their turn came.
    pub dropped: Counter,
    /// Waiting now.
    pub waiting: Gauge,
}

/// Why letters did not arrive.
#[derive(Debug, Default)]
pub struct Causes {
    full: Counter,
    unknown: Counter,
    filter: Counter,
    ours: Counter,
    expired: Counter,
    unclear: Counter,
}

impl Causes {
    /// The counter of one cause.
    pub fn of(&self, cause: MailCause) -> &Counter {
        match cause {
            MailCause::MailboxFull => &self.full,
            MailCause::UnknownAddress => &self.unknown,
            MailCause::Filtered => &self.filter,
            MailCause::OurSide => &self.ours,
            MailCause::Expired => &self.expired,
            MailCause::Unclear => &self.unclear,
        }
    }

    fn label(cause: MailCause) -> &'static str {
        match cause {
            MailCause::MailboxFull => "full",
            MailCause::UnknownAddress => "unknown",
            MailCause::Filtered => "filter",
            MailCause::OurSide => "ours",
            MailCause::Expired => "expired",
            MailCause::Unclear => "unclear",
        }
    }
}

/// Background work.
#[derive(Debug, Default)]
pub struct LoopStats {
    /// Meetings whose documents were erased.
    pub purged: Counter,
    /// Files without a record that were removed.
    pub orphans: Counter,
    /// Rounds of any loop that failed and are tried again.
    pub failed: Counter,
    /// Free bytes where the data lies.
    pub free_bytes: Gauge,
    /// 1 while free space is below the reserve.
    pub below_reserve: Gauge,
    /// Chains of audit records that are not what was sealed, as of their last check.
    pub audit_broken: Gauge,
}

impl Metrics {
    /// The counters of a door, made at first mention.
    pub fn door(&self, name: &'static str) -> Arc<DoorStats> {
        let mut doors = self.doors.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(doors.entry(name).or_default())
    }

    /// The page Prometheus reads.
    pub fn render(&self) -> String {
        let mut page = Page::default();
        page.head(
            "kairan_build_info",
            "gauge",
            "Always 1; the label tells the version.",
        );
        page.line(
            "kairan_build_info",
            &[("version", env!("CARGO_PKG_VERSION"))],
            1,
        );
        self.http.write(&mut page);
        self.write_doors(&mut page);
        self.mail.write(&mut page);
        self.loops.write(&mut page);
        machine::write(&mut page);

        page.finish()
    }

    fn write_doors(&self, page: &mut Page) {
        type Read = fn(&DoorStats) -> i64;
        let families: [(&str, &str, &str, Read); 5] = [
            (
                "kairan_connections_open",
                "gauge",
                "Connections open now.",
                |d| d.open.get(),
            ),
            (
                "kairan_connections_total",
                "counter",
                "Connections accepted.",
                |d| d.accepted.get().cast_signed(),
            ),
            (
                "kairan_connections_faulty_total",
                "counter",
                "Connections cut for slowness or ended by a protocol fault.",
                |d| d.faulty.get().cast_signed(),
            ),
            (
                "kairan_tls_handshakes_failed_total",
                "counter",
                "TLS handshakes that failed or took too long.",
                |d| d.handshakes_failed.get().cast_signed(),
            ),
            (
                "kairan_panics_total",
                "counter",
                "Requests that ended in a panic.",
                |d| d.panics.get().cast_signed(),
            ),
        ];
        let doors = self.doors.lock().unwrap_or_else(PoisonError::into_inner);
        for (name, kind, help, read) in families {
            page.head(name, kind, help);
            for (door, stats) in doors.iter() {
                page.line(name, &[("door", door)], read(stats));
            }
        }
    }
}

impl MailStats {
    fn write(&self, page: &mut Page) {
        page.head("kairan_mail_total", "counter", "Letters by fate.");
        let fates = [
            ("sent", &self.sent),
            ("deferred", &self.deferred),
            ("refused", &self.refused),
            ("returned", &self.returned),
            ("quiet", &self.quiet),
            ("unrecognised", &self.unrecognised),
            ("dropped", &self.dropped),
        ];
        for (fate, counter) in fates {
            page.line("kairan_mail_total", &[("fate", fate)], counter.get());
        }
        page.head(
            "kairan_mail_undelivered_total",
            "counter",
            "Letters refused or returned, by cause.",
        );
        for cause in MailCause::ALL {
            page.line(
                "kairan_mail_undelivered_total",
                &[("cause", Causes::label(cause))],
                self.causes.of(cause).get(),
            );
        }
        page.single(
            "kairan_mail_waiting",
            "gauge",
            "Letters waiting now.",
            self.waiting.get(),
        );
    }
}

impl LoopStats {
    fn write(&self, page: &mut Page) {
        let counters = [
            (
                "kairan_meetings_purged_total",
                "Meetings whose documents were erased.",
                &self.purged,
            ),
            (
                "kairan_orphan_files_total",
                "Files without a record, removed.",
                &self.orphans,
            ),
            (
                "kairan_loop_failures_total",
                "Background rounds that failed.",
                &self.failed,
            ),
        ];
        for (name, help, counter) in counters {
            page.single(name, "counter", help, counter.get());
        }
        let gauges = [
            (
                "kairan_free_bytes",
                "Free space where the data lies.",
                &self.free_bytes,
            ),
            (
                "kairan_below_reserve",
                "1 while registration is refused.",
                &self.below_reserve,
            ),
            (
                "kairan_audit_broken",
                "Chains of audit records that are not what was sealed.",
                &self.audit_broken,
            ),
        ];
        for (name, help, gauge) in gauges {
            page.single(name, "gauge", help, gauge.get());
        }
    }
}

#[cfg(test)]
mod tests;
