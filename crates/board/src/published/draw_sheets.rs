//! A hand-over sheet per reviewer whose password this clerk can still see, as one PDF; or that
//! of one seat alone. Audited.

use super::show_passwords::secrets;
use crate::edit::{audit, load};
use crate::error::{ChangeError, ReadError};
use crate::facts::office;
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::date::{tokyo_day, wareki};
use kairan_domain::ids::{MeetingId, SeatId};
use kairan_domain::meeting_line::MeetingLine;
use kairan_paper::{HandOverSheet, PaperError, draw_hand_over_sheets};
use kairan_store::Changes;
use kairan_vault::envelope::EnvelopeKey;
use thiserror::Error;

/// Why no sheets are drawn.
#[derive(Debug, Error)]
pub enum SheetError {
    /// No password of this meeting can be seen by this clerk (any more): make them anew.
    #[error("no password to be seen")]
    NothingToShow,
    /// As for looking at the passwords.
    #[error(transparent)]
    Change(#[from] ChangeError),
    /// The paper cannot be drawn.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// Drawing broke off.
    #[error("drawing broke off")]
    BrokeOff,
}

impl From<ReadError> for SheetError {
    fn from(error: ReadError) -> Self {
        Self::Change(error.into())
    }
}

/// Draws the sheets of all seats, or the one of `only`.
///
/// # Errors
/// [`SheetError`].
pub async fn draw_sheets(
    app: &App,
    by: &ClerkOf,
    key: &EnvelopeKey,
    id: MeetingId,
    only: Option<SeatId>,
) -> Result<Vec<u8>, SheetError> {
    let read = load(app, by, id).await?;
    let packet = read.packet().ok_or(SheetError::NothingToShow)?;
    let office = office(app, by.insurer()).await?;
    let line = MeetingLine::of(&packet.plan);
    let (meeting_line, access_line) = (line.in_words(), line.window_in_two_lines());
    let secrets = secrets(app, by, key, id).await?;
    let visible: Vec<_> = secrets
        .into_iter()
        .filter(|secret| only.is_none_or(|seat| secret.seat == seat))
        .filter_map(|secret| Some((secret.name, secret.mail_hint, secret.password?)))
        .collect();
    if visible.is_empty() {
        return Err(SheetError::NothingToShow);
    }
    let shown = audit(by, AuditEvent::PasswordsPrinted, id, app.now());
    let shown = match only {
        Some(seat) => shown.of_seat(seat),
        None => shown,
    };
    let seen = app.store.commit(Changes::new(shown)).await;
    seen.map_err(ChangeError::from)?;

    let made_on = wareki(tokyo_day(app.now()));
    let url_hint = format!("{}/r/", app.public_url);
    kairan_work::draw(move || {
        let sheets: Vec<HandOverSheet<'_>> = visible
            .iter()
            .map(|(name, mail_hint, password)| HandOverSheet {
                insurer_name: &office.insurer,
                office: &office.office,
                office_phone: &office.phone,
                reviewer_name: name.expose(),
                meeting_line: &meeting_line,
                mail_hint,
                password: password.expose(),
                access_line: &access_line,
                url_hint: &url_hint,
                made_on_line: &made_on,
            })
            .collect();
        draw_hand_over_sheets(&sheets)
    })
    .await
    .ok_or(SheetError::BrokeOff)?
    .map_err(SheetError::from)
}
