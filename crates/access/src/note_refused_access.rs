//! Somebody signed in asked for what is not theirs. Audit: access refused, with the address; the
//! first within a minute for each account at once, the others as a number with the next one, so
//! that nobody fills the disk by asking.

use crate::app::App;
use crate::witness::StaffOf;
use jiff::{SignedDuration, Timestamp};
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::author::Author;
use kairan_store::{Changes, StoreError};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// One record for each account in so long.
const ONE_IN: SignedDuration = SignedDuration::from_mins(1);
/// Accounts remembered; there are far fewer.
const MOST: usize = 10_000;

/// When an account's last refusal was written, and how many came since.
#[derive(Default)]
struct Noted(Mutex<HashMap<Author, (Timestamp, u32)>>);

impl Noted {
    /// How many were not written before this one, when it is to be written.
    fn turn(&self, who: Author, now: Timestamp) -> Option<u32> {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.len() >= MOST {
            noted.retain(|_, (at, _)| now.duration_since(*at) < ONE_IN);
        }
        match noted.get_mut(&who) {
            Some((at, more)) if now.duration_since(*at) < ONE_IN => {
                *more = more.saturating_add(1);
                None
            }
            Some(known) => Some(std::mem::replace(known, (now, 0)).1),
            None => {
                noted.insert(who, (now, 0));
                Some(0)
            }
        }
    }
}

/// Notes that `by` was refused something.
///
/// # Errors
///
/// The audit record was not written.
pub async fn note_refused_access(app: &App, by: &StaffOf, from: IpAddr) -> Result<(), StoreError> {
    let now = app.now();
    let Some(more) = app.shelf.of::<Noted>().turn(by.author(), now) else {
        return Ok(());
    };
    let record = AuditRecord::new(
        Some(by.insurer()),
        now,
        by.actor(),
        AuditEvent::AccessRefused,
    );
    let record = AuditRecord {
        more: (more > 0).then_some(more),
        ..record.came_from(from)
    };
    match app.store.commit(Changes::new(record)).await {
        Ok(()) => Ok(()),
        Err(kairan_store::CommitError::Store(fault)) => Err(fault),
        Err(other) => Err(StoreError::Write(other.to_string())),
    }
}
