//! An opinion came on paper, by FAX or over 介護情報基盤: it stands in the same list, with its
//! scan if there is one, and goes the same way from there. Audited; no notice follows.

use crate::edit::{Follows, audit, edit_request, load};
use crate::error::ChangeError;
use crate::upload::UploadError;
use crate::upload::sound_pdf::sound_pdf;
use bytes::Bytes;
use jiff::Timestamp;
use jiff::civil::Time;
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::date::{from_tokyo, parse_date, tokyo_day};
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::{
    Arrival, OpinionFile, OpinionRefusal, OpinionRequest, OpinionVersion,
};
use kairan_domain::text::one_line;
use kairan_work::{FileFailure, erase_files, keep_pdf};
use thiserror::Error;

/// Why an arrival was not recorded. Nothing was changed.
#[derive(Debug, Error)]
pub enum ArrivalError {
    /// What comes through Kairan's doors is not recorded by hand.
    #[error("comes through the door")]
    OwnDoor,
    /// No day, or one before the request or after today.
    #[error("not a day on which it can have come")]
    Day,
    /// The scan will not do.
    #[error(transparent)]
    Scan(UploadError),
    /// A sealed file cannot be written.
    #[error(transparent)]
    File(FileFailure),
    /// As for every change of a request.
    #[error(transparent)]
    Change(#[from] ChangeError),
}

/// What a clerk records.
#[derive(Debug, Clone)]
pub struct Arrived {
    /// How it came.
    pub arrival: Arrival,
    /// 受付日 as typed; empty: today.
    pub on: String,
    /// Its scan: one PDF, or pictures of its pages in order; empty: none.
    pub scan: Vec<Bytes>,
}

/// Records an arrival; answers with the version's number.
///
/// # Errors
/// [`ArrivalError`].
pub async fn record_arrival(
    app: &App,
    by: &ClerkOf,
    id: OpinionRequestId,
    arrived: Arrived,
) -> Result<u32, ArrivalError> {
    let now = app.now();
    if matches!(arrived.arrival, Arrival::Form | Arrival::Upload) {
        return Err(ArrivalError::OwnDoor);
    }
    let read = load(app, by.insurer(), id).await;
    let read = read.map_err(ChangeError::from)?;
    let state = read.state();
    if !state.is_writable() {
        return Err(ChangeError::from(OpinionRefusal::Is(state)).into());
    }
    let at = came_at(&read, &arrived.on, now).ok_or(ArrivalError::Day)?;
    let pdf = scanned(app, arrived.scan).await?;
    let file = pdf.as_ref().map(|pdf| pdf.file);

    let record = audit(by, AuditEvent::OpinionArrived, id, now);
    let number = edit_request(app, &record, by.insurer(), id, |request| {
        let number = request.submit(OpinionVersion {
            // Number and mark are set by `OpinionRequest::submit`.
            number: 0,
            arrival: arrived.arrival,
            at,
            late: false,
            form: None,
            pdf: pdf.clone(),
            masked: None,
            masked_as: None,
            covers: Vec::new(),
            confirmed: None,
            sent_back: None,
        });
        Ok::<_, ChangeError>((number?, Follows::default()))
    })
    .await;
    if matches!(&number, Err(error) if !matches!(error, ChangeError::Store(_))) {
        // A failing engine may have written all the same: then the file is needed.
        erase_files(app, file).await;
    }
    Ok(number?)
}

/// The instant it counts from: now for today, the noon of an earlier day.
fn came_at(request: &OpinionRequest, typed: &str, now: Timestamp) -> Option<Timestamp> {
    let today = tokyo_day(now);
    if one_line(typed).is_empty() {
        return Some(now);
    }
    let on = parse_date(typed).ok()?;
    if on == today {
        return Some(now);
    }
    let possible = request.plan.requested_on <= on && on < today;
    possible.then(|| from_tokyo(on, Time::constant(12, 0, 0, 0)))?
}

async fn scanned(app: &App, scan: Vec<Bytes>) -> Result<Option<OpinionFile>, ArrivalError> {
    if scan.is_empty() {
        return Ok(None);
    }
    let sound = sound_pdf(app, scan).await.map_err(ArrivalError::Scan)?;
    let kept = keep_pdf(app, &sound.pdf, sound.pages).await;
    kept.map(Some).map_err(|error| match error {
        FileFailure::NoSpace => ArrivalError::Change(ChangeError::NoSpace),
        other => ArrivalError::File(other),
    })
}
