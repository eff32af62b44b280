//! The official form with the facts of a request, for a doctor who answers by hand. Audited.

use super::error::LetterError;
use super::lines::Lines;
use crate::edit::{audit, load};
use crate::error::ChangeError;
use crate::facts::office;
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::date::tokyo_day;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::OpinionRefusal;
use kairan_paper::draw_opinion_form;
use kairan_store::Changes;

/// Draws the form of one request.
///
/// # Errors
/// [`LetterError::Refused`] once nobody has to write any more, and the others.
pub async fn draw_form(
    app: &App,
    by: &ClerkOf,
    id: OpinionRequestId,
) -> Result<Vec<u8>, LetterError> {
    let now = app.now();
    let read = load(app, by.insurer(), id).await?;
    let state = read.state();
    if !state.is_writable() {
        let why = OpinionRefusal::Is(state);
        return Err(LetterError::Refused { id, why });
    }
    let office = office(app, by.insurer()).await?;
    let lines = Lines::of(app, &office, &read, tokyo_day(now)).await?;
    let drawn = kairan_work::draw(move || draw_opinion_form(&lines.answers, &lines.frame()));
    let drawn = drawn.await.ok_or(LetterError::BrokeOff)??;

    let printed = Changes::new(audit(by, AuditEvent::FormPrinted, id, now));
    app.store.commit(printed).await.map_err(ChangeError::from)?;
    Ok(drawn.pdf)
}
