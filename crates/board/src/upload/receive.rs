//! A file that comes through a plain form: no size announced, no resuming. It is sealed as it
//! arrives and finished at once.

use super::begin::{NewUpload, prepare};
use super::seal::{Sealing, Stretch};
use super::take_in::take_in;
use super::turn::Running;
use super::{UploadError, append};
use bytes::Bytes;
use futures_util::stream::{Stream, StreamExt};
use kairan_access::{App, ClerkOf};
use kairan_domain::ids::{MeetingId, VersionId};
use kairan_domain::upload::{FileFault, Upload, UploadTarget};
use kairan_store::{Changes, Housekeeping};

/// Takes a whole file in.
///
/// # Errors
/// [`UploadError`].
pub async fn receive_whole<S, E>(
    app: &App,
    by: &ClerkOf,
    meeting: MeetingId,
    target: UploadTarget,
    file_name: &str,
    bytes: S,
) -> Result<VersionId, UploadError>
where
    S: Stream<Item = Result<Bytes, E>> + Send + Unpin,
    E: Send,
{
    let new = NewUpload {
        target,
        file_name: file_name.to_owned(),
        size: 0,
    };
    let mut upload = prepare(app, by, meeting, &new).await?;
    // The record comes first: the orphan sweep spares files that a record names.
    let mut changes = Changes::housekeeping(Housekeeping::Upload);
    changes.insert(upload.clone());
    app.store.commit(changes).await?;

    let received = seal_all(app, &mut upload, bytes).await;
    let read = append::find(app, by, meeting, upload.id).await?;
    let running = match received {
        Ok(running) => running,
        Err(error) => {
            append::end(app, &read).await?;
            return Err(error);
        }
    };
    take_in(app, by, &read, upload, running).await
}

async fn seal_all<S, E>(
    app: &App,
    upload: &mut Upload,
    mut bytes: S,
) -> Result<Running, UploadError>
where
    S: Stream<Item = Result<Bytes, E>> + Send + Unpin,
{
    let most = app.limits.max_file_size;
    let stretch = Stretch {
        file: upload.file,
        part: 0,
        start: 0,
    };
    let mut sealing = Sealing::begin(app, stretch, Running::default()).await?;
    loop {
        let refusal: UploadError = match bytes.next().await {
            Some(Ok(more)) if sealing.taken() + len(&more) <= most => {
                sealing.take(more).await?;
                continue;
            }
            Some(Ok(_)) => FileFault::TooLarge { most }.into(),
            Some(Err(_)) => UploadError::Cut { safe: 0 },
            None if sealing.taken() == 0 => FileFault::Empty.into(),
            None => break,
        };
        sealing.abandon().await;
        return Err(refusal);
    }
    let (part, running) = sealing.finish(app).await?;
    upload.size = part.len;
    upload.parts = vec![part];
    Ok(running)
}

fn len(bytes: &Bytes) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
