//! A version and its PDF, made one in a single commit. The sealed file is durable before; one
//! that no commit came to name is erased at once, or after a crash by the orphan sweep.

use super::error::SubmitError;
use super::receipt::Receipt;
use crate::edit::{doctors_audit, moved};
use crate::files::left_behind;
use jiff::Timestamp;
use kairan_access::{App, PhysicianOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::opinion::{FormEdition, RawOpinion};
use kairan_domain::opinion_request::{
    Arrival, KeptForm, OpinionDraft, OpinionFile, OpinionRequest, OpinionVersion,
};
use kairan_store::{Changes, Versioned};
use kairan_work::{erase_files, keep_pdf};

/// What is handed in.
pub(crate) struct Submission<'a> {
    /// How.
    pub(crate) arrival: Arrival,
    /// When.
    pub(crate) at: Timestamp,
    /// Its pages.
    pub(crate) pages: Pages<'a>,
    /// The answers, if it was written on the form, and the draft they were read from, which
    /// must not have moved.
    pub(crate) written: Option<(FormEdition, RawOpinion, &'a Versioned<OpinionDraft>)>,
}

/// The pages of what is handed in.
#[derive(Clone, Copy)]
pub(crate) enum Pages<'a> {
    /// Drawn just now, with their number: they are sealed first.
    Drawn(&'a [u8], u32),
    /// The files that wait: sealed already.
    Waiting(&'a OpinionFile),
}

/// Hands it in; `None` when the request or the draft moved meanwhile: decide anew.
pub(crate) async fn commit(
    app: &App,
    by: &PhysicianOf,
    read: &Versioned<OpinionRequest>,
    submission: Submission<'_>,
) -> Result<Option<Receipt>, SubmitError> {
    let mut request = (**read).clone();
    // Refused before a byte is written.
    request.submit(version(&submission, None))?;

    let (file, made) = match submission.pages {
        Pages::Drawn(pdf, pages) => {
            let file = keep_pdf(app, pdf, pages).await?;
            let made = file.file;
            (file, Some(made))
        }
        Pages::Waiting(file) => (file.clone(), None),
    };
    let mut request = (**read).clone();
    let number = request.submit(version(&submission, Some(file)))?;
    let receipt = request
        .versions
        .last()
        .map(|kept| Receipt::of(&request, kept));
    let mut changes = Changes::new(doctors_audit(
        by,
        AuditEvent::OpinionSubmitted,
        submission.at,
    ));
    if let Some((edition, texts, draft)) = submission.written {
        changes.update(draft, draft.submitted());
        changes.insert(KeptForm {
            insurer: read.insurer,
            request: read.id,
            version: number,
            edition,
            texts,
        });
    }
    let left = left_behind(read, &request);
    changes.update(read, request);
    let outcome = app.store.commit(changes).await;
    if moved(&outcome) {
        erase_files(app, made).await;
        return Ok(None);
    }
    // A failing engine may have written all the same: then the file is needed. If not, the
    // sweep finds it.
    outcome?;
    erase_files(app, left).await;
    Ok(receipt)
}

fn version(submission: &Submission<'_>, pdf: Option<OpinionFile>) -> OpinionVersion {
    OpinionVersion {
        // Number and mark are set by `OpinionRequest::submit`.
        number: 0,
        arrival: submission.arrival,
        at: submission.at,
        late: false,
        form: submission.written.as_ref().map(|(edition, ..)| *edition),
        pdf,
        masked: None,
        masked_as: None,
        covers: Vec::new(),
        confirmed: None,
        sent_back: None,
    }
}
