//! The doctor submits what the check page showed: answers and final PDF are kept as they are,
//! for ever, in one commit. Audited. A second click gets the first one's receipt.

use super::commit::{Pages, Submission, commit};
use super::error::SubmitError;
use super::receipt::Receipt;
use crate::edit::{ATTEMPTS, load};
use crate::facts::{frame_reference, office, reference};
use jiff::Timestamp;
use kairan_access::{App, PhysicianOf};
use kairan_domain::date::{tokyo_day, wareki_minute};
use kairan_domain::opinion::{DoctorOpinion, check};
use kairan_domain::opinion_request::{
    Arrival, OpinionDraft, OpinionRefusal, OpinionRequest, RequestState, Seen, receipt_number,
};
use kairan_paper::{OpinionFrame, OpinionPdf, draw_opinion};
use kairan_store::Versioned;

/// Submits the draft, if it still is what `seen` says.
///
/// # Errors
/// [`SubmitError`].
pub async fn submit_writing(
    app: &App,
    by: &PhysicianOf,
    seen: &Seen,
) -> Result<Receipt, SubmitError> {
    for _ in 0..ATTEMPTS {
        let now = app.now();
        let request = load(app, by.insurer(), by.request()).await?;
        if let Some(receipt) = submitted_already(app, &request, seen).await? {
            return Ok(receipt);
        }
        let draft = app.store.opinion_draft(by.insurer(), by.request()).await?;
        let draft = draft.ok_or(SubmitError::NoDraft)?;
        if !seen.is_now(&draft) {
            return Err(SubmitError::Outdated);
        }
        let opinion = judge(&request, &draft, now)?;
        let drawn = draw(app, &request, &opinion, now).await?;

        let submission = Submission {
            arrival: Arrival::Form,
            at: now,
            pages: Pages::Drawn(&drawn.pdf, u32::try_from(drawn.pages).unwrap_or(u32::MAX)),
            written: Some((draft.edition, opinion.to_raw(), &draft)),
        };
        if let Some(receipt) = commit(app, by, &request, submission).await? {
            return Ok(receipt);
        }
    }
    Err(SubmitError::Contended)
}

/// The receipt of the version that waits for the clerk, if it was made of this very draft.
async fn submitted_already(
    app: &App,
    request: &OpinionRequest,
    seen: &Seen,
) -> Result<Option<Receipt>, SubmitError> {
    let state = request.state();
    if state.is_writable() {
        return Ok(None);
    }
    let refused = Err(OpinionRefusal::Is(state).into());
    let Some(last) = request.versions.last() else {
        return refused;
    };
    if state != RequestState::Submitted {
        return refused;
    }
    let (insurer, id) = (request.insurer, request.id);
    let kept = app.store.kept_form(insurer, id, last.number).await?;
    let draft = app.store.opinion_draft(insurer, id).await?;
    let same = kept
        .zip(draft)
        .filter(|(_, draft)| seen.was_submitted(draft));
    let Some((kept, draft)) = same else {
        return refused;
    };
    let same = judge(request, &draft, last.at).is_ok_and(|opinion| opinion.to_raw() == kept.texts);
    if same {
        Ok(Some(Receipt::of(request, last)))
    } else {
        refused
    }
}

fn judge(
    request: &OpinionRequest,
    draft: &OpinionDraft,
    now: Timestamp,
) -> Result<DoctorOpinion, SubmitError> {
    let facts = request.plan.form_facts(tokyo_day(now));
    let checked = check(draft.edition, &draft.texts, &facts);
    let count = checked.errors.len();
    checked.opinion().ok_or(SubmitError::Faulty { count })
}

/// The final PDF: receipt number and time stand at its foot.
async fn draw(
    app: &App,
    request: &Versioned<OpinionRequest>,
    opinion: &DoctorOpinion,
    now: Timestamp,
) -> Result<OpinionPdf, SubmitError> {
    let version = request.versions.last().map_or(0, |last| last.number) + 1;
    let office = office(app, request.insurer).await?;
    let above = frame_reference(&office, &request.plan);
    let foot = format!(
        "依頼番号 {}　受付番号 {}　{} 提出",
        reference(request.id),
        receipt_number(request.id, version, now),
        wareki_minute(now),
    );
    let answers = (**opinion).clone();
    let drawn = kairan_work::draw(move || {
        let frame = OpinionFrame {
            reference: &above,
            foot: &foot,
        };
        draw_opinion(&answers, &frame)
    });
    Ok(drawn.await.ok_or(SubmitError::BrokeOff)??)
}
