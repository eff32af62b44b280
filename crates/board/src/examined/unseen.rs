//! What a clerk sees of what nobody sees: the findings of a material one by one, and its pages
//! with a frame around each.

use super::{copy, version_mut};
use crate::edit::load;
use crate::error::ReadError;
use crate::reading::{FileError, PlainFile, open_upload};
use kairan_access::{App, StaffOf, StoreFailure};
use kairan_domain::examination::{Examined, Finding, Place};
use kairan_domain::ids::{MeetingId, VersionId};
use kairan_domain::material::MaterialVersion;
use kairan_domain::secret::SecretText;
use kairan_paper::RenderError;
use kairan_work::{renderer, work_on_pages};
use thiserror::Error;

/// Resolution of the page's picture.
const DPI: u16 = 72;

/// Why it cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UnseenError {
    /// There is no such version.
    #[error("not found")]
    NotFound,
    /// It was not examined.
    #[error("not examined")]
    NotExamined,
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The page cannot be shown.
    #[error(transparent)]
    Page(#[from] RenderError),
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

impl From<ReadError> for UnseenError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::Store(failure) => Self::Store(failure),
        }
    }
}

/// A material with what was found in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnseenMaterial {
    /// Its title.
    pub title: SecretText,
    /// Its version.
    pub version: MaterialVersion,
    /// What was found, one by one.
    pub lines: Vec<UnseenLine>,
    /// How many more there are.
    pub more: u32,
}

/// One finding, with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnseenLine {
    /// What, where.
    pub finding: Finding,
    /// The words nobody sees.
    pub words: SecretText,
}

/// Looks again at what was found, words included.
///
/// # Errors
/// [`UnseenError`].
pub async fn see_unseen(
    app: &App,
    by: &StaffOf,
    meeting: MeetingId,
    version: VersionId,
) -> Result<UnseenMaterial, UnseenError> {
    let (title, version) = find(app, by, meeting, version).await?;
    if !matches!(version.examined, Examined::Done(_)) {
        return Err(UnseenError::NotExamined);
    }
    let pdf = whole(app, &version).await?;
    let findings = copy::look(app, pdf).await?;
    let line = |(index, finding): (usize, &Finding)| UnseenLine {
        finding: *finding,
        words: findings.words_of(index).cloned().unwrap_or_default(),
    };
    Ok(UnseenMaterial {
        title,
        version,
        lines: findings.found.iter().enumerate().map(line).collect(),
        more: findings.more,
    })
}

/// A page to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenPage {
    /// From 1.
    pub no: u32,
    /// Of the file as it was brought, with a frame around each of these places; `None`: of what
    /// reviewers get.
    pub framed: Option<Vec<Place>>,
}

/// A page as PNG at 72 dpi: a pixel is a point.
///
/// # Errors
/// [`UnseenError`].
pub async fn see_page(
    app: &App,
    by: &StaffOf,
    meeting: MeetingId,
    version: VersionId,
    page: SeenPage,
) -> Result<Vec<u8>, UnseenError> {
    let (_, version) = find(app, by, meeting, version).await?;
    let shown = match page.framed {
        Some(_) => version,
        None => MaterialVersion {
            original: None,
            ..version
        },
    };
    let pdf = whole(app, &shown).await?;
    let mut renderer = renderer(app);
    renderer.limits.pages = kairan_paper::examine::limits().pages;
    let no = usize::try_from(page.no).unwrap_or(usize::MAX);
    let drawn = work_on_pages(move || {
        let mut picture = renderer.page(&pdf, no, DPI)?;
        for place in page.framed.iter().flatten() {
            picture.frame(*place);
        }
        picture.png()
    });
    Ok(drawn.await.unwrap_or(Err(RenderError::Failed))?)
}

/// The file as it was brought.
///
/// # Errors
/// [`UnseenError`].
pub async fn open_original(
    app: &App,
    by: &StaffOf,
    meeting: MeetingId,
    version: VersionId,
) -> Result<(SecretText, PlainFile), UnseenError> {
    let (_, version) = find(app, by, meeting, version).await?;
    let brought = version.brought();
    let sealed = (brought.file, brought.parts.as_slice());
    let file = open_upload(app, sealed, brought.size)?;
    Ok((version.file_name, file))
}

async fn find(
    app: &App,
    by: &StaffOf,
    meeting: MeetingId,
    version: VersionId,
) -> Result<(SecretText, MaterialVersion), UnseenError> {
    let read = load(app, by, meeting).await?;
    let mut meeting = (*read).clone();
    let title = meeting.materials().iter().find_map(|material| {
        let holds = material.versions.iter().any(|kept| kept.id == version);
        holds.then(|| material.title.clone())
    });
    let found = version_mut(&mut meeting, version).cloned();
    title.zip(found).ok_or(UnseenError::NotFound)
}

async fn whole(app: &App, version: &MaterialVersion) -> Result<Vec<u8>, UnseenError> {
    let read = copy::read(app, &version.brought()).await;
    let read = read.map_err(|error| FileError::Sealed(error.to_string()))?;
    read.ok_or(UnseenError::Page(RenderError::TooMuchWork))
}
