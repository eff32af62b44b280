//! A reviewer opens or downloads one version. That it was opened is durable and audited before
//! the first byte leaves; a part asked for within the hour belongs to the same opening.

use super::{Opening, belongs_within};
use crate::edit::{ATTEMPTS, moved};
use crate::error::store_fails_into;
use crate::reading::{FileError, Reading, Recorder, Watched, open_plain};
use kairan_access::{App, ReviewerOf, StoreFailure, watch};
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::ids::{MaterialId, VersionId};
use kairan_domain::material::{Material, MaterialVersion};
use kairan_domain::secret::SecretText;
use kairan_domain::viewing::Manner;
use kairan_store::Changes;
use thiserror::Error;

/// What a reply needs to know of a version before its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialFacts {
    /// Which version.
    pub version: VersionId,
    /// Title.
    pub title: SecretText,
    /// File name for a download.
    pub file_name: SecretText,
    /// Bytes.
    pub size: u64,
    /// Pages.
    pub pages: u32,
    /// SHA-256: the ETag.
    pub sha256: [u8; 32],
}

/// Why a version is not opened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OpenError {
    /// There is no such version in this room.
    #[error("not found")]
    NotFound,
    /// A newer version took its place.
    #[error("replaced by a newer version")]
    Replaced {
        /// The one to read now.
        current: VersionId,
    },
    /// The material was taken away.
    #[error("withdrawn")]
    Withdrawn,
    /// Other requests of the same seat kept getting in between.
    #[error("others are changing the same record")]
    Contended,
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

store_fails_into!(OpenError);

/// Finds a version without opening it: for HEAD, for ETag comparison, for the size a Range
/// header is read against. Records nothing.
///
/// # Errors
/// [`OpenError::NotFound`], [`OpenError::Replaced`], [`OpenError::Withdrawn`].
pub fn look_at_material(by: &ReviewerOf, version: VersionId) -> Result<MaterialFacts, OpenError> {
    find(by, version).map(|(material, version)| facts(material, version))
}

/// Opens a version in the browser or for saving; `partial` when the request asks for a part.
///
/// # Errors
/// [`OpenError`].
pub async fn open_material(
    app: &App,
    by: &ReviewerOf,
    version: VersionId,
    manner: Manner,
    partial: bool,
) -> Result<Reading, OpenError> {
    let (material, found) = find(by, version)?;
    let file = open_plain(app, found)?;

    record(app, by, material.id, version, manner, partial).await?;

    let place = (by.meeting(), by.seat());
    let recorder = Recorder::new(app, place, (version, found.size), manner);
    let watched = Watched::new(watch(app, by));
    Ok(Reading::new(version, file, recorder, watched))
}

fn find(by: &ReviewerOf, version: VersionId) -> Result<(&Material, &MaterialVersion), OpenError> {
    let packet = by.as_read().packet().ok_or(OpenError::NotFound)?;
    let holds = |material: &&Material| material.versions.iter().any(|kept| kept.id == version);
    let material = packet.materials.iter().find(holds);
    let material = material.ok_or(OpenError::NotFound)?;
    if !material.is_open() {
        return Err(OpenError::Withdrawn);
    }
    match material.current() {
        Some(current) if current.id == version => Ok((material, current)),
        Some(current) => Err(OpenError::Replaced {
            current: current.id,
        }),
        None => Err(OpenError::NotFound),
    }
}

fn facts(material: &Material, version: &MaterialVersion) -> MaterialFacts {
    MaterialFacts {
        version: version.id,
        title: material.title.clone(),
        file_name: version.file_name.clone(),
        size: version.size,
        pages: version.pages,
        sha256: version.sha256,
    }
}

async fn record(
    app: &App,
    by: &ReviewerOf,
    material: MaterialId,
    version: VersionId,
    manner: Manner,
    partial: bool,
) -> Result<(), OpenError> {
    let now = app.now();
    let event = match manner {
        Manner::View => AuditEvent::MaterialViewed,
        Manner::Download => AuditEvent::MaterialDownloaded,
    };
    let audit = AuditRecord::new(Some(by.insurer()), now, by.actor(), event)
        .of_meeting(by.meeting())
        .of_seat(by.seat())
        .of_material(material)
        .of_version(version);
    for attempt in 0..ATTEMPTS {
        let within = belongs_within(partial, attempt);
        let Some(opening) = Opening::of(app, by, version, manner, within, now).await? else {
            return Ok(());
        };
        let mut changes = Changes::new(audit.clone());
        opening.write(&mut changes);
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            return Ok(outcome?);
        }
    }
    Err(OpenError::Contended)
}
