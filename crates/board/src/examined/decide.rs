//! A clerk decides about what was found in a material of a draft: a clean copy, looked at and
//! confirmed, or the file as it is, with a reason. Audited.

use super::prepare::{title_of, without};
use super::{copy, version_mut};
use crate::edit::{audit, edit_meeting, load};
use crate::error::{ReadError, store_fails_into};
use kairan_access::{App, ClerkOf, StoreFailure};
use kairan_domain::audit::AuditEvent;
use kairan_domain::examination::{Decision, Examination, Examined, Given};
use kairan_domain::ids::{FileId, MeetingId, VersionId};
use kairan_domain::material::{Material, Original};
use kairan_domain::meeting::{Meeting, WrongState};
use kairan_domain::secret::SecretText;
use kairan_domain::text;
use kairan_paper::{CleanOrder, Cleaning};
use kairan_work::erase_files;
use thiserror::Error;

/// Longest reason, in characters.
const MOST_REASON: usize = 200;

/// Why a decision was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DecideError {
    /// There is no such version, or it was not examined.
    #[error("not found")]
    NotFound,
    /// It is no draft any more.
    #[error(transparent)]
    State(#[from] WrongState),
    /// No clean copy can be made of it.
    #[error("no clean copy can be made")]
    NoCopy,
    /// No reason was given.
    #[error("no reason was given")]
    NoReason,
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

store_fails_into!(DecideError);

impl From<ReadError> for DecideError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::Store(failure) => Self::Store(failure),
        }
    }
}

/// Makes the clean copy, which reviewers get once it is confirmed; answers with the pages that
/// are pictures in it.
///
/// # Errors
/// [`DecideError`].
pub async fn clean_material(
    app: &App,
    by: &ClerkOf,
    meeting: MeetingId,
    version: VersionId,
) -> Result<Vec<u32>, DecideError> {
    let made = made(app, by, meeting, version, Cleaning::Everything).await?;
    let (clean, pictures) = made.ok_or(DecideError::NoCopy)?;
    let given = Given::Clean {
        pictures: pictures.clone(),
    };
    let change = Change {
        event: AuditEvent::MaterialCleaned,
        given: Some((given, Some(clean))),
        decision: None,
    };
    change.commit(app, by, meeting, version).await?;
    Ok(pictures)
}

/// Notes that somebody looked at the clean copy, page by page.
///
/// # Errors
/// [`DecideError::NoCopy`] before there is one.
pub async fn confirm_material(
    app: &App,
    by: &ClerkOf,
    meeting: MeetingId,
    version: VersionId,
) -> Result<(), DecideError> {
    let change = Change {
        event: AuditEvent::MaterialChecked,
        given: None,
        decision: Some(decision(app, by, None)),
    };
    change.commit(app, by, meeting, version).await
}

/// Uses the file with what was found in it; what describes it is taken away all the same.
///
/// # Errors
/// [`DecideError::NoReason`].
pub async fn keep_material(
    app: &App,
    by: &ClerkOf,
    meeting: MeetingId,
    version: VersionId,
    reason: &str,
) -> Result<(), DecideError> {
    let reason: String = text::one_line(reason).chars().take(MOST_REASON).collect();
    if reason.is_empty() {
        return Err(DecideError::NoReason);
    }
    let plain = made(app, by, meeting, version, Cleaning::Metadata).await?;
    let given = match plain {
        Some((plain, _)) => (Given::WithoutMetadata, Some(plain)),
        None => (Given::AsBrought, None),
    };
    let change = Change {
        event: AuditEvent::MaterialKept,
        given: Some(given),
        decision: Some(decision(app, by, Some(SecretText::new(reason)))),
    };
    change.commit(app, by, meeting, version).await
}

fn decision(app: &App, by: &ClerkOf, reason: Option<SecretText>) -> Decision {
    Decision {
        by: by.author(),
        at: app.now(),
        reason,
    }
}

/// A copy of the file as it was brought.
async fn made(
    app: &App,
    by: &ClerkOf,
    meeting: MeetingId,
    version: VersionId,
    cleaning: Cleaning,
) -> Result<Option<(Original, Vec<u32>)>, DecideError> {
    let read = load(app, by, meeting).await?;
    read.draft()
        .ok_or_else(|| WrongState::Is(read.state(app.now())))?;
    let holds = |material: &&Material| material.current().is_some_and(|kept| kept.id == version);
    let material = read.materials().iter().find(holds);
    let material = material.ok_or(DecideError::NotFound)?;
    let title = SecretText::new(title_of(material));
    let brought = material
        .current()
        .map(kairan_domain::material::MaterialVersion::brought);
    let brought = brought.ok_or(DecideError::NotFound)?;
    let pdf = copy::read(app, &brought).await.ok().flatten();
    Ok(match pdf {
        Some(pdf) => without(app, pdf, CleanOrder { cleaning, title }).await,
        None => None,
    })
}

/// What becomes of a version.
struct Change {
    event: AuditEvent,
    given: Option<(Given, Option<Original>)>,
    decision: Option<Decision>,
}

impl Change {
    async fn commit(
        &self,
        app: &App,
        by: &ClerkOf,
        id: MeetingId,
        version: VersionId,
    ) -> Result<(), DecideError> {
        let now = app.now();
        let audit = audit(by, self.event, id, now).of_version(version);
        let edited = edit_meeting(app, by, &audit, id, |meeting| {
            if meeting.draft().is_none() {
                return Err(WrongState::Is(meeting.state(now)).into());
            }
            self.decide(meeting, version)
                .map(|unused| (unused, Vec::new()))
        })
        .await;
        let unused = match &edited {
            Ok(unused) => *unused,
            Err(_) => self.copy(),
        };
        erase_files(app, unused).await;
        edited.map(drop)
    }

    fn copy(&self) -> Option<FileId> {
        let (_, copy) = self.given.as_ref()?;
        copy.as_ref().map(|copy| copy.file)
    }

    /// Answers with the file that is not used any more.
    fn decide(
        &self,
        meeting: &mut Meeting,
        version: VersionId,
    ) -> Result<Option<FileId>, DecideError> {
        let found = version_mut(meeting, version).ok_or(DecideError::NotFound)?;
        let Examined::Done(done) = &mut found.examined else {
            return Err(DecideError::NotFound);
        };
        if self.event == AuditEvent::MaterialChecked && !is_clean(done) {
            return Err(DecideError::NoCopy);
        }
        done.decision.clone_from(&self.decision);
        let Some((given, copy)) = &self.given else {
            return Ok(None);
        };
        done.given = given.clone();
        Ok(found.give(copy.clone()))
    }
}

fn is_clean(done: &Examination) -> bool {
    matches!(done.given, Given::Clean { .. })
}
