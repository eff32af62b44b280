//! A clerk announces a file: what fits is admitted, what cannot be taken is refused before a
//! byte is sent. Not audited: nothing of a meeting changes until it is finished.

use super::{UploadError, admit};
use crate::edit::load;
use kairan_access::{App, ClerkOf};
use kairan_domain::ids::{FileId, MeetingId, UploadId};
use kairan_domain::secret::SecretText;
use kairan_domain::upload::{FileFault, Upload, UploadTarget};
use kairan_store::{Changes, Housekeeping};

/// A file announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUpload {
    /// What it is to become.
    pub target: UploadTarget,
    /// The name the browser gave.
    pub file_name: String,
    /// Bytes.
    pub size: u64,
}

/// Longest file name kept of what a browser sends.
const LONGEST_NAME: usize = 1000;

/// Announces a file for a meeting.
///
/// # Errors
/// [`UploadError`].
pub async fn begin_upload(
    app: &App,
    by: &ClerkOf,
    meeting: MeetingId,
    new: NewUpload,
) -> Result<UploadId, UploadError> {
    let most = app.limits.max_file_size;
    if new.size == 0 {
        return Err(FileFault::Empty.into());
    }
    if new.size > most {
        return Err(FileFault::TooLarge { most }.into());
    }
    let upload = prepare(app, by, meeting, &new).await?;

    let id = upload.id;
    let mut changes = Changes::housekeeping(Housekeeping::Upload);
    changes.insert(upload);
    app.store.commit(changes).await?;

    Ok(id)
}

/// The upload's record, once the meeting has room for it.
pub(super) async fn prepare(
    app: &App,
    by: &ClerkOf,
    meeting: MeetingId,
    new: &NewUpload,
) -> Result<Upload, UploadError> {
    let now = app.now();
    if !app.store.space_ok() {
        return Err(FileFault::NoSpace.into());
    }
    let read = load(app, by, meeting).await?;
    admit(app, &read, new.target, new.size)?;
    let file_name: String = new.file_name.chars().take(LONGEST_NAME).collect();
    Ok(Upload {
        id: UploadId::new(now, app.id_bytes()),
        insurer: by.insurer(),
        meeting,
        staff: by.staff(),
        target: new.target,
        file_name: SecretText::new(file_name),
        size: new.size,
        file: FileId::new(now, app.id_bytes()),
        parts: Vec::new(),
        made_at: now,
        grew_at: now,
    })
}
