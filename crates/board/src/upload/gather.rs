//! A file that came in many stretches is sealed anew in one before it is kept: every stretch
//! costs a wrapped key in the meeting's record, and that record holds all materials.

use super::UploadError;
use super::seal::{Sealing, Stretch};
use super::turn::Running;
use crate::reading::{FileError, open_upload};
use futures_util::stream::StreamExt;
use kairan_access::App;
use kairan_domain::ids::FileId;
use kairan_domain::upload::Upload;
use kairan_work::erase_files;

/// Stretches a kept file may consist of.
const FEW: usize = 4;

/// The upload in few stretches: itself, or sealed anew under another file id.
pub(super) async fn gather(app: &App, upload: Upload) -> Result<Upload, UploadError> {
    if upload.parts.len() <= FEW {
        return Ok(upload);
    }
    let stretch = Stretch {
        file: FileId::new(app.now(), app.id_bytes()),
        part: 0,
        start: 0,
    };
    let sealing = Sealing::begin(app, stretch, Running::default()).await?;
    match copy(app, &upload, sealing).await {
        Ok(part) => Ok(Upload {
            file: stretch.file,
            parts: vec![part],
            ..upload
        }),
        Err(error) => {
            erase_files(app, [stretch.file]).await;
            Err(error)
        }
    }
}

async fn copy(
    app: &App,
    upload: &Upload,
    mut sealing: Sealing,
) -> Result<kairan_domain::material::Part, UploadError> {
    let file = open_upload(app, (upload.file, &upload.parts), upload.size)?;
    let mut bytes = file.stream(0..upload.size);
    while let Some(next) = bytes.next().await {
        let next = next.map_err(|error| FileError::Sealed(error.to_string()))?;
        sealing.take(next).await?;
    }
    sealing.finish(app).await.map(|(part, _)| part)
}
