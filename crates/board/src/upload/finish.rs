//! A clerk's browser has sent every byte: the file is checked over its sealed form and becomes
//! a material or the next version of one. A refused file is erased with its record.

use super::UploadError;
use super::append::find;
use super::take_in::take_in;
use super::turn::{Running, running_at, take_turn};
use crate::reading::{FileError, open_upload};
use futures_util::stream::StreamExt;
use kairan_access::{App, ClerkOf};
use kairan_domain::ids::{MeetingId, UploadId, VersionId};
use kairan_domain::upload::{FileFault, Upload};

/// Finishes an upload.
///
/// # Errors
/// [`UploadError::Refused`] with `Incomplete` while bytes are missing: those that are safe are
/// kept. Any other refusal erases the file.
pub async fn finish_upload(
    app: &App,
    by: &ClerkOf,
    meeting: MeetingId,
    id: UploadId,
) -> Result<VersionId, UploadError> {
    let _turn = take_turn(id).await;
    let read = find(app, by, meeting, id).await?;
    if read.received() != read.size {
        return Err(FileFault::Incomplete.into());
    }
    let running = match running_at(id, read.size) {
        Some(running) => running,
        None => read_again(app, &read).await?,
    };
    let upload = (*read).clone();
    take_in(app, by, &read, upload, running).await
}

/// Digests of a file whose stretches came before a restart.
async fn read_again(app: &App, upload: &Upload) -> Result<Running, UploadError> {
    let file = open_upload(app, (upload.file, &upload.parts), upload.size)?;
    let mut running = Running::default();
    let mut bytes = file.stream(0..upload.size);
    while let Some(next) = bytes.next().await {
        let next = next.map_err(|error| FileError::Sealed(error.to_string()))?;
        running.add(&next);
    }
    Ok(running)
}
