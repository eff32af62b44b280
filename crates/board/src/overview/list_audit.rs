//! The audit of an insurer, or of one of its meetings, newest first. Changes nothing.

use crate::error::ReadError;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use kairan_access::{AdministratorOf, App, StaffOf};
use kairan_domain::date::from_tokyo;
use kairan_domain::ids::MeetingId;
use kairan_store::{Cursor, NumberedAudit, Order, Store};

/// Records on one page.
const PAGE: usize = 100;
/// Records written down at once for another system.
const LINES: usize = 1_000;

/// One page of audit records.
#[derive(Debug, Clone)]
pub struct AuditPage {
    /// The records with their numbers.
    pub records: Vec<NumberedAudit>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How far the insurer's records are sealed; `None` before the first seal.
    pub sealed: Option<Sealed>,
    /// The last check of them, if there was one.
    pub checked: Option<Checked>,
}

/// How far audit records are sealed: from then on no change goes unnoticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sealed {
    /// The last number.
    pub to: u64,
    /// The latest instant they tell of.
    pub newest_at: Timestamp,
}

/// A check of all seals and records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// When.
    pub at: Timestamp,
    /// The first record with which something was wrong.
    pub broken: Option<u64>,
}

/// Which records.
#[derive(Debug, Clone, Copy, Default)]
pub struct AuditWanted<'a> {
    /// Those of one meeting alone.
    pub meeting: Option<MeetingId>,
    /// Those up to the end of this day alone.
    pub until: Option<Date>,
    /// Where the page begins.
    pub cursor: Option<&'a str>,
}

/// One page of the audit; a meeting's comes whole.
///
/// # Errors
/// [`ReadError`]. A cursor that is none begins at the first page.
pub async fn list_audit(
    app: &App,
    by: &StaffOf,
    wanted: AuditWanted<'_>,
) -> Result<AuditPage, ReadError> {
    let insurer = Some(by.insurer());
    let until = wanted.until.and_then(|on| on.tomorrow().ok());
    let until = until.and_then(|on| from_tokyo(on, Time::midnight()));
    let (records, next) = if let Some(meeting) = wanted.meeting {
        let mut records = app.store.audit_of_meeting(by.insurer(), meeting).await?;
        records.retain(|numbered| until.is_none_or(|until| numbered.record.at < until));
        records.reverse();
        (records, None)
    } else {
        let mut cursor: Option<Cursor> = wanted.cursor.and_then(|text| text.parse().ok());
        if let (None, Some(until)) = (&cursor, until) {
            cursor = Some(app.store.audit_before(insurer, until).await?);
        }
        let page = app
            .store
            .audit_of(insurer, Order::Newest, cursor.as_ref(), PAGE)
            .await?;
        (page.items, page.next)
    };
    let seal = app.store.last_seal(insurer).await?;
    let check = app.store.audit_check(insurer).await?;
    Ok(AuditPage {
        records,
        next: next.map(|next| next.to_string()),
        sealed: seal.map(|seal| Sealed {
            to: seal.to,
            newest_at: seal.newest_at,
        }),
        checked: check.map(|check| Checked {
            at: check.at,
            broken: check.broken,
        }),
    })
}

/// Some audit records as JSON Lines.
#[derive(Debug, Clone)]
pub struct AuditLines {
    /// One JSON object per line, with the stable names of the stored form.
    pub text: String,
    /// The number behind which the next ones begin; `None` at the end.
    pub next: Option<u64>,
}

/// The insurer's records behind a number, oldest first, as another system reads them. People stand
/// in them as ids.
///
/// # Errors
/// [`ReadError`].
pub async fn audit_lines(
    app: &App,
    by: &AdministratorOf,
    behind: u64,
) -> Result<AuditLines, ReadError> {
    let cursor = Store::audit_behind(behind);
    let page = app
        .store
        .audit_of(Some(by.insurer()), Order::Oldest, Some(&cursor), LINES)
        .await?;
    let mut text = String::new();
    for record in &page.items {
        text.push_str(&record.to_json()?);
        text.push('\n');
    }
    let last = page.items.last().map(|record| record.no);
    Ok(AuditLines {
        text,
        next: last.filter(|_| page.next.is_some()),
    })
}
