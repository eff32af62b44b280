//! The facts of a mail to a clinic: that something waits there, and until when. No name, no
//! 被保険者番号, no way in: whoever reads the clinic's mail learns nothing about a person. A letter
//! about what is no longer true is dropped.

use crate::error::ReadError;
use crate::facts::{office, reference};
use jiff::Timestamp;
use jiff::civil::Date;
use kairan_access::{App, StoreFailure};
use kairan_domain::ids::NoticeId;
use kairan_domain::insurer::Office;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::notice::{Notice, NoticeAbout, NoticeKind};
use kairan_domain::opinion_request::{OpinionRequest, RequestState};

/// What one letter to a clinic says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClinicLetter {
    /// The notice; stem of the Message-ID.
    pub notice: NoticeId,
    /// When the notice was made: the letter's Date.
    pub made_at: Timestamp,
    /// What it tells.
    pub kind: NoticeKind,
    /// From whom, whom to call, where answers go.
    pub office: Office,
    /// To whom.
    pub to: MailAddress,
    /// The clinic's name.
    pub clinic: String,
    /// The due date of the request it is about.
    pub due_on: Date,
    /// The request's number, as its printed letter has it.
    pub reference: String,
    /// Where a clinic with an account signs in; `None` for one that has none.
    pub clinic_page: Option<String>,
}

/// The facts of a notice to a clinic; `None`: drop it, what it would tell is no longer true, or
/// it is no notice to a clinic.
///
/// # Errors
/// [`StoreFailure`].
pub async fn clinic_letter(
    app: &App,
    notice: &Notice,
) -> Result<Option<ClinicLetter>, StoreFailure> {
    let NoticeAbout::Clinic { clinic, request } = notice.about else {
        return Ok(None);
    };
    let request = app.store.opinion_request(notice.insurer, request).await?;
    let Some(request) = request.filter(|r| r.plan.clinic == clinic && still_true(notice.kind, r))
    else {
        return Ok(None);
    };
    let Some(clinic) = app.store.clinic(notice.insurer, clinic).await? else {
        return Ok(None);
    };
    let Some(to) = clinic.mail.clone() else {
        return Ok(None);
    };
    let office = match office(app, notice.insurer).await {
        Ok(office) => office,
        Err(ReadError::NotFound) => return Ok(None),
        Err(ReadError::Store(failure)) => return Err(failure),
    };
    let staff = app.store.staff_of_clinic(notice.insurer, clinic.id).await?;
    let has_account = staff.iter().any(|one| one.retired_at.is_none());
    Ok(Some(ClinicLetter {
        notice: notice.id,
        made_at: notice.made_at,
        kind: notice.kind,
        office,
        to,
        clinic: clinic.name.clone(),
        due_on: request.plan.due_on,
        reference: reference(request.id),
        clinic_page: has_account.then(|| format!("{}/clinic", app.public_url)),
    }))
}

/// Whether a letter of this kind still tells the truth.
fn still_true(kind: NoticeKind, request: &OpinionRequest) -> bool {
    match kind {
        NoticeKind::OpinionRequested | NoticeKind::OpinionReminded => request.state().is_writable(),
        NoticeKind::OpinionSentBack => request.state() == RequestState::SentBack,
        _ => false,
    }
}
