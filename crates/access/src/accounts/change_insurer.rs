//! The operator puts right what an insurer is called and how its office is reached: letters,
//! mails and pages read it afresh. The number stays; another number is another insurer. Audit:
//! insurer changed, naming the fields.

use crate::app::{App, TRIES};
use crate::error::InsurerError;
use crate::witness::Operator;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord, PlanChange};
use kairan_domain::insurer::{Insurer, InsurerEdit, InsurerField, InsurerNo};
use kairan_store::{Changes, CommitError};

/// Changes the insurer with this number. What is not in `edit` stays.
///
/// Answers the insurer and the fields that became another; without any nothing is written.
///
/// # Errors
///
/// [`InsurerError`]; `Unknown` when there is none with this number.
pub async fn change_insurer(
    app: &App,
    _by: &Operator,
    number: &InsurerNo,
    edit: &InsurerEdit,
) -> Result<(Insurer, Vec<InsurerField>), InsurerError> {
    let now = app.now();

    let mut tries = 1..TRIES;
    loop {
        let found = app.store.insurer_by_number(number).await?;
        let read = found.ok_or(InsurerError::Unknown)?;
        let changed = read.changed_by(edit).map_err(InsurerError::Faults)?;
        let fields = read.differences(&changed);
        if fields.is_empty() {
            return Ok((changed, fields));
        }

        let record = AuditRecord::new(
            Some(read.id),
            now,
            Actor::Operator,
            AuditEvent::InsurerChanged,
        );
        let named = fields.iter().copied().map(PlanChange::Office).collect();
        let mut changes = Changes::new(record.changing(named));
        changes.update(&read, changed.clone());
        match app.store.commit(changes).await {
            Err(CommitError::Conflict(_)) if tries.next().is_some() => {}
            done => return done.map(|()| (changed, fields)).map_err(Into::into),
        }
    }
}
