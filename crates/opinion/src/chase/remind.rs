//! A clerk has reminded the clinic, or lets Kairan do it by mail: a notice without personal
//! data. Each is logged with its method; letter and passcode stay. Audited.

use crate::edit::{Follows, audit, edit_request, load};
use crate::error::ChangeError;
use crate::register::tell_clinic;
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::notice::NoticeKind;
use kairan_domain::opinion_request::{Reminder, ReminderMethod};
use kairan_domain::secret::SecretText;
use thiserror::Error;

/// Why nobody was reminded.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RemindError {
    /// The clinic has no mail address: call, or print a letter.
    #[error("the clinic has no mail address")]
    NoMail,
    /// As for every change of a request.
    #[error(transparent)]
    Change(#[from] ChangeError),
}

/// Logs a reminder; one by mail is sent.
///
/// # Errors
/// [`RemindError`].
pub async fn remind(
    app: &App,
    by: &ClerkOf,
    id: OpinionRequestId,
    method: ReminderMethod,
    memo: &str,
) -> Result<(), RemindError> {
    let now = app.now();
    let notice = if method == ReminderMethod::Mail {
        let read = load(app, by.insurer(), id).await;
        let read = read.map_err(ChangeError::from)?;
        let told = tell_clinic(app, &read, NoticeKind::OpinionReminded, now).await;
        let told = told.map_err(ChangeError::from)?;
        Some(told.ok_or(RemindError::NoMail)?)
    } else {
        None
    };
    let memo = SecretText::new(memo);
    let record = audit(by, AuditEvent::OpinionReminded, id, now);
    edit_request(app, &record, by.insurer(), id, |request| {
        let reminder = Reminder {
            at: now,
            by: by.author(),
            method,
            memo: memo.clone(),
        };
        request.remind(reminder).map_err(ChangeError::from)?;
        let follows = Follows {
            notices: notice.iter().cloned().collect(),
            ..Follows::default()
        };
        Ok(((), follows))
    })
    .await
}
