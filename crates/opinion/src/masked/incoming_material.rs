//! An accepted opinion as a value of `domain` that `board` adds to a meeting. Nothing is
//! written back: which meetings it went to is found by the index on a material's source.
//! That it left is audited.

use super::error::IncomingError;
use super::make_masked::draw;
use crate::answers::answers_of;
use crate::edit::{audit, load};
use kairan_access::{App, ClerkOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::incoming::{CaseNo, IncomingMaterial, IncomingPdf, MaterialSource};
use kairan_domain::opinion_request::{OpinionRequest, OpinionVersion, RequestState};
use kairan_domain::secret::SecretText;
use kairan_store::Changes;
use kairan_work::read_pdf;
use sha2::{Digest, Sha256};

/// The masked pages of an accepted opinion under a case number. A written opinion whose names
/// were confirmed is drawn with the number asked for; masked pages of an upload must carry it.
///
/// # Errors
/// [`IncomingError`].
pub async fn incoming_material(
    app: &App,
    by: &ClerkOf,
    id: OpinionRequestId,
    case_no: &str,
) -> Result<(IncomingMaterial, Vec<u8>), IncomingError> {
    let case_no = CaseNo::check(case_no)?;
    let read = load(app, by.insurer(), id).await?;
    let state = read.state();
    let version = read.versions.last();
    let version = version.filter(|_| state == RequestState::Accepted);
    let version = version.ok_or(IncomingError::Is(state))?;
    let (pdf, pages) = pages(app, &read, version, &case_no).await?;

    let shown = Changes::new(audit(by, AuditEvent::OpinionShown, id, app.now()));
    let outcome = app.store.commit(shown).await;
    outcome.map_err(|error| IncomingError::Store(error.into()))?;
    let material = IncomingMaterial {
        title: SecretText::new(format!("資料{case_no} 主治医意見書")),
        source: MaterialSource::Opinion {
            request: id,
            version: version.number,
        },
        pdf: IncomingPdf {
            size: u64::try_from(pdf.len()).unwrap_or(u64::MAX),
            pages,
            sha256: Sha256::digest(&pdf).into(),
        },
        case_no,
    };
    Ok((material, pdf))
}

async fn pages(
    app: &App,
    request: &OpinionRequest,
    version: &OpinionVersion,
    case_no: &CaseNo,
) -> Result<(Vec<u8>, u32), IncomingError> {
    let masked = version.masked.as_ref().ok_or(IncomingError::NotMasked)?;
    if !version.is_ready_for_board() {
        return Err(IncomingError::NotConfirmed);
    }
    match &version.masked_as {
        Some(printed) if printed != case_no => {
            let other = || IncomingError::OtherCaseNo(printed.clone());
            if !version.masked_is_drawn() {
                return Err(other());
            }
            let answers = answers_of(app, request, version.number).await?;
            let answers = answers.ok_or_else(other)?;
            let drawn = draw(answers, case_no.clone()).await;
            let drawn = drawn.ok_or(IncomingError::BrokeOff)??;
            Ok((drawn.pdf, u32::try_from(drawn.pages).unwrap_or(u32::MAX)))
        }
        // Printed with this very number, or an own copy: the clerk answers for what is on it.
        _ => Ok((read_pdf(app, masked).await?, masked.pages)),
    }
}
