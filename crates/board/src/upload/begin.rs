//! A clerk announces a file: what fits is admitted, what cannot be taken is refused before a
//! byte is sent. Not audited: nothing of a meeting changes until it is finished.

use super::append::end;
use super::{UnderWay, UploadError, admit, admit_beside};
use crate::edit::load;
use jiff::SignedDuration;
use kairan_access::{App, ClerkOf};
use kairan_domain::ids::{FileId, MeetingId, UploadId};
use kairan_domain::meeting::Meeting;
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

/// An upload that has not grown for so long is taken for given up when its place is needed.
const GIVEN_UP_AFTER: SignedDuration = SignedDuration::from_mins(15);

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
    admit_beside_open(app, &read, new).await?;
    let file_name: String = new.file_name.chars().take(LONGEST_NAME).collect();
    Ok(Upload {
        id: UploadId::new(now, app.id_bytes()),
        insurer: by.insurer(),
        meeting,
        author: by.author(),
        target: new.target,
        file_name: SecretText::new(file_name),
        size: new.size,
        file: FileId::new(now, app.id_bytes()),
        parts: Vec::new(),
        made_at: now,
        grew_at: now,
    })
}

/// Whether the meeting has room for one more beside everything announced and not finished:
/// what is announced takes space as it comes in, whether it is ever finished or not.
async fn admit_beside_open(
    app: &App,
    meeting: &Meeting,
    new: &NewUpload,
) -> Result<(), UploadError> {
    admit(app, meeting, new.target, new.size)?;
    let mut open = app.store.uploads_of(meeting.id).await?;
    let given_up = app.now() - GIVEN_UP_AFTER;
    loop {
        let under_way = UnderWay::of(app, open.iter().map(|upload| &**upload));
        let Err(full) = admit_beside(app, meeting, &under_way, new.target, new.size) else {
            return Ok(());
        };
        let Some(idle) = open.iter().position(|upload| upload.grew_at < given_up) else {
            return Err(full);
        };
        end(app, &open.remove(idle)).await?;
    }
}
