//! A clerk prints 督促状, one or many, as one PDF. Each is logged as a reminder in the same
//! commit; printed again on the same day (a paper jam) it is the same reminder. No code stands
//! in them: the way in stays on the request. Audited per request.

use super::error::LetterError;
use super::lines::Lines;
use super::print_letters::distinct;
use crate::edit::{ATTEMPTS, audit, load, moved};
use crate::error::ChangeError;
use crate::facts::office;
use jiff::Timestamp;
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::date::tokyo_day;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::{
    DaysLeft, OpinionRequest, Reminder, ReminderMethod, days_left,
};
use kairan_domain::secret::SecretText;
use kairan_paper::{PaperError, ReminderLetter, draw_reminder_letters};
use kairan_store::{Changes, Versioned};

/// Draws the 督促状 of these requests and logs them.
///
/// # Errors
/// [`LetterError`]; none is logged then.
pub async fn draw_reminders(
    app: &App,
    by: &ClerkOf,
    ids: &[OpinionRequestId],
) -> Result<Vec<u8>, LetterError> {
    let ids = distinct(ids)?;
    for _ in 0..ATTEMPTS {
        let now = app.now();
        let mut requests = Vec::with_capacity(ids.len());
        for id in &ids {
            requests.push(load(app, by.insurer(), *id).await?);
        }
        let changes = log(by, &requests, now)?;
        let pdf = draw(app, &requests, now).await?;
        let outcome = match changes {
            Some(changes) => app.store.commit(changes).await,
            None => Ok(()),
        };
        if !moved(&outcome) {
            outcome.map_err(ChangeError::from)?;
            return Ok(pdf);
        }
    }
    Err(LetterError::Contended)
}

/// The reminders to log; `None` when all were logged today already.
fn log(
    by: &ClerkOf,
    requests: &[Versioned<OpinionRequest>],
    now: Timestamp,
) -> Result<Option<Changes>, LetterError> {
    let mut changes: Option<Changes> = None;
    for read in requests {
        let mut request = (**read).clone();
        let id = request.id;
        let again = request.reminders.last().is_some_and(|last| {
            last.method == ReminderMethod::Letter && tokyo_day(last.at) == tokyo_day(now)
        });
        let reminder = Reminder {
            at: now,
            by: by.author(),
            method: ReminderMethod::Letter,
            memo: SecretText::default(),
        };
        let reminded = request.remind(reminder);
        reminded.map_err(|why| LetterError::Refused { id, why })?;
        if again {
            continue;
        }
        let record = audit(by, AuditEvent::OpinionReminded, id, now);
        if let Some(changes) = &mut changes {
            changes.also_audit(record).update(read, request);
        } else {
            let mut first = Changes::new(record);
            first.update(read, request);
            changes = Some(first);
        }
    }
    Ok(changes)
}

async fn draw(
    app: &App,
    requests: &[Versioned<OpinionRequest>],
    now: Timestamp,
) -> Result<Vec<u8>, LetterError> {
    let today = tokyo_day(now);
    let mut sheets = Vec::with_capacity(requests.len());
    for request in requests {
        let office = office(app, request.insurer).await?;
        let lines = Lines::of(app, &office, request, today).await?;
        let due = match days_left(request.plan.due_on, today) {
            DaysLeft::Over(days) => format!("{}（{days}日過ぎています）", lines.due),
            DaysLeft::Today => format!("{}（今日まで）", lines.due),
            DaysLeft::Left(_) => lines.due.clone(),
        };
        sheets.push((lines, due));
    }
    let drawn = kairan_work::draw(move || -> Result<Vec<u8>, PaperError> {
        let letters: Vec<ReminderLetter<'_>> = sheets
            .iter()
            .map(|(lines, due)| ReminderLetter {
                sender: lines.sender(),
                to: lines.addressee(),
                applicant: lines.applicant(),
                date_line: &lines.date,
                reference_line: &lines.reference,
                requested_line: &lines.requested,
                due_line: due,
            })
            .collect();
        draw_reminder_letters(&letters)
    });
    Ok(drawn.await.ok_or(LetterError::BrokeOff)??)
}
