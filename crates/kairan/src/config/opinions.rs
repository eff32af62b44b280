//! `[opinions]`: how long doctors have, when they are asked again, how long opinions are kept.

use std::collections::BTreeMap;

use kairan_domain::insurer::InsurerNo;
use serde::{Deserialize, Serialize};

use super::units::{ByteSize, Span};
use super::{Faults, Retention};

/// Days of a request's life, and what may be handed in as files.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Opinions {
    /// Days from request to due date when the clerk gives none (national reference: 13).
    pub due_days: u32,
    /// The most days a due date may lie ahead.
    pub most_due_days: u32,
    /// Days without an opinion after which the list says to look whether it was begun.
    pub check_after: u32,
    /// Days without an opinion after which the list says to call.
    pub call_after: u32,
    /// Days after a reminder in which the list does not name the request again.
    pub rest_days: u32,
    /// Days after acceptance in which the doctor can still read the opinion.
    pub readable_days: u32,
    /// From acceptance, cancellation or reassignment to the purge.
    pub retention: Span,
    /// The same for insurers with a rule of their own, by 保険者番号.
    pub retention_of: BTreeMap<String, Span>,
    /// One submission as files, all of them together.
    pub max_upload: ByteSize,
    /// Pages of one submission as files.
    pub max_upload_pages: u32,
}

impl Default for Opinions {
    fn default() -> Self {
        Self {
            due_days: 13,
            most_due_days: 60,
            check_after: 7,
            call_after: 14,
            rest_days: 3,
            readable_days: 14,
            retention: Span::days(5 * 366),
            retention_of: BTreeMap::new(),
            max_upload: ByteSize::mib(50),
            max_upload_pages: 20,
        }
    }
}

impl Opinions {
    pub(super) fn check(&self, storage: &Retention, faults: &mut Faults) {
        for (path, days) in [
            ("opinions.due_days", self.due_days),
            ("opinions.check_after", self.check_after),
            ("opinions.rest_days", self.rest_days),
        ] {
            faults.require(
                (1..=366).contains(&days),
                path,
                "must lie between 1 and 366",
            );
        }
        faults.require(
            (self.due_days..=366).contains(&self.most_due_days),
            "opinions.most_due_days",
            "must lie between opinions.due_days and 366",
        );
        faults.require(
            (self.check_after..=366).contains(&self.call_after),
            "opinions.call_after",
            "must lie between opinions.check_after and 366",
        );
        faults.require(
            self.readable_days <= 366,
            "opinions.readable_days",
            "must be at most 366: a letter that lies about must not open for years",
        );
        self.check_retention("opinions.retention", self.retention, storage, faults);
        for (number, span) in &self.retention_of {
            let path = format!("opinions.retention_of.{number}");
            faults.require(
                InsurerNo::check(number).is_ok_and(|read| read.to_string() == *number),
                &path,
                "is no 保険者番号 of six digits",
            );
            self.check_retention(&path, *span, storage, faults);
        }
        faults.require(
            self.max_upload >= ByteSize::mib(1) && self.max_upload <= ByteSize::mib(200),
            "opinions.max_upload",
            "must lie between 1 MiB and 200 MiB",
        );
        faults.require(
            (2..=100).contains(&self.max_upload_pages),
            "opinions.max_upload_pages",
            "must lie between 2 (the form itself) and 100",
        );
    }

    fn check_retention(&self, path: &str, span: Span, storage: &Retention, faults: &mut Faults) {
        let readable = Span::days(u64::from(self.readable_days) + 1);
        faults.require(
            span >= readable && span >= Span::days(30),
            path,
            "must be at least 30d and longer than opinions.readable_days",
        );
        faults.require(
            span <= storage.audit_retention,
            path,
            "must not be longer than retention.audit_retention: who read an opinion is recorded there",
        );
    }
}
