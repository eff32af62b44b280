//! The doctor opens the form: what is asked, what was typed so far, what came of earlier
//! submissions. Reads only: a draft begins with the first saving.

use super::asked::Asked;
use super::previous::previous;
use crate::error::ReadError;
use jiff::Timestamp;
use kairan_access::{App, PhysicianOf};
use kairan_domain::opinion::{FormEdition, RawOpinion};
use kairan_domain::opinion_request::{
    Arrival, Differing, OpinionDraft, OpinionVersion, RequestState, Seen,
};
use kairan_domain::secret::SecretText;

/// The form as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writing {
    /// What is asked.
    pub asked: Asked,
    /// On which form.
    pub edition: FormEdition,
    /// What stands in the fields: the draft, or what the request knows.
    pub raw: RawOpinion,
    /// What the page must send back with its changes.
    pub seen: Seen,
    /// When something was last saved; `None`: nothing yet.
    pub saved_at: Option<Timestamp>,
    /// Fields of the head that say something else than the request does by now.
    pub differing: Vec<Differing>,
    /// What was submitted, oldest first.
    pub versions: Vec<SubmittedLine>,
    /// When an earlier opinion about the person was accepted that can be taken over.
    pub previous: Option<Timestamp>,
}

impl Writing {
    /// Something was written on the form, and something else was submitted: it is kept, and
    /// written on should that be sent back.
    pub fn is_set_aside(&self) -> bool {
        let elsewise = |last: &SubmittedLine| last.arrival != Arrival::Form;
        let waits = self.asked.state == RequestState::Submitted;
        waits && self.saved_at.is_some() && self.versions.last().is_some_and(elsewise)
    }
}

/// One submission, as its writer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmittedLine {
    /// From 1.
    pub number: u32,
    /// 受付番号.
    pub receipt: String,
    /// How it came.
    pub arrival: Arrival,
    /// When.
    pub at: Timestamp,
    /// After the due date.
    pub late: bool,
    /// Pages that can be read; `None` when only its arrival was recorded.
    pub pages: Option<u32>,
    /// When and why it was sent back.
    pub sent_back: Option<(Timestamp, SecretText)>,
}

/// Opens the form of the request.
///
/// # Errors
/// [`ReadError`].
pub async fn open_writing(app: &App, by: &PhysicianOf) -> Result<Writing, ReadError> {
    let request = by.as_read();
    let asked = Asked::of(app, request).await?;
    let prefilled = asked.prefilled();
    let draft = app.store.opinion_draft(by.insurer(), by.request()).await?;
    let saved_at = draft.as_ref().map(|draft| draft.saved_at);
    let previous = if asked.is_writable() {
        previous(app, request).await?.map(|found| found.accepted_at)
    } else {
        None
    };
    let draft = match draft {
        Some(draft) => draft.into_value(),
        None => OpinionDraft::begin(request, asked.edition(), prefilled.clone(), app.now()),
    };
    let versions = request.versions.iter();
    Ok(Writing {
        edition: draft.edition,
        seen: draft.seen(),
        saved_at,
        differing: draft.differing(&prefilled),
        versions: versions.map(|kept| line(by, kept)).collect(),
        previous,
        raw: draft.texts,
        asked,
    })
}

fn line(by: &PhysicianOf, version: &OpinionVersion) -> SubmittedLine {
    let receipt = crate::submit::Receipt::of(by.as_read(), version);
    SubmittedLine {
        number: version.number,
        receipt: receipt.number,
        arrival: version.arrival,
        at: version.at,
        late: version.late,
        pages: receipt.pages,
        sent_back: version.sent_back.clone(),
    }
}
