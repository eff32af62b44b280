//! Bytes of an announced file arrive. Each call is a stretch of its own; when the line breaks,
//! whole chunks are made durable and the offset to resume at is theirs.

use super::seal::{Sealing, Stretch};
use super::turn::{self, Running, keep_running, running_at, take_turn};
use super::{MOST_PARTS, UploadError};
use bytes::Bytes;
use futures_util::stream::{Stream, StreamExt};
use kairan_access::{App, ClerkOf};
use kairan_domain::ids::{MeetingId, UploadId};
use kairan_domain::material::Part;
use kairan_domain::upload::{FileFault, Upload};
use kairan_store::{Changes, Housekeeping, Versioned};
use kairan_work::erase_files;
use tokio::sync::Notify;

/// How receiving ended.
enum End {
    /// Every announced byte is here.
    Complete,
    /// The sender paused: a large file may come in slices.
    Paused,
    /// The line broke, or a newcomer took over.
    Broken,
    /// More bytes came than were announced.
    Overflow,
}

/// Takes in bytes from `offset` on; answers with the bytes that are safe: all of them, or
/// fewer when the sender ends early on purpose (whole chunks of a slice are kept).
///
/// # Errors
/// [`UploadError::Offset`] when other bytes are expected, [`UploadError::Cut`] when the line
/// broke, [`UploadError::Refused`] when more arrives than was announced.
pub async fn append_upload<S, E>(
    app: &App,
    by: &ClerkOf,
    meeting: MeetingId,
    id: UploadId,
    offset: u64,
    bytes: S,
) -> Result<u64, UploadError>
where
    S: Stream<Item = Result<Bytes, E>> + Send + Unpin,
    E: Send,
{
    let turn = take_turn(id).await;
    let read = find(app, by, meeting, id).await?;
    let safe = read.received();
    if offset != safe {
        return Err(UploadError::Offset { expected: safe });
    }
    if safe == read.size {
        return Ok(safe);
    }
    if !app.store.space_ok() {
        return Err(FileFault::NoSpace.into());
    }
    if read.parts.len() >= MOST_PARTS {
        end(app, &read).await?;
        return Err(FileFault::Incomplete.into());
    }

    let stretch = Stretch {
        file: read.file,
        part: u32::try_from(read.parts.len()).unwrap_or(u32::MAX),
        start: safe,
    };
    let running = running_at(id, safe).unwrap_or_default();
    let mut sealing = Sealing::begin(app, stretch, running).await?;
    let ended = receive(&mut sealing, read.size, bytes, &turn.stop).await?;
    let (kept, broken) = match ended {
        End::Complete => (Some(sealing.finish(app).await?), false),
        End::Paused => (sealing.break_off(app).await?, false),
        End::Broken => (sealing.break_off(app).await?, true),
        End::Overflow => {
            sealing.abandon().await;
            end(app, &read).await?;
            return Err(FileFault::Incomplete.into());
        }
    };
    let safe = keep(app, &read, kept).await?;
    if broken {
        Err(UploadError::Cut { safe })
    } else {
        Ok(safe)
    }
}

/// Notes what is safe now.
async fn keep(
    app: &App,
    read: &Versioned<Upload>,
    kept: Option<(Part, Running)>,
) -> Result<u64, UploadError> {
    match kept {
        Some((part, running)) => {
            keep_running(read.id, running);
            grow(app, read, part).await
        }
        None => Ok(read.received()),
    }
}

async fn receive<S, E>(
    sealing: &mut Sealing,
    size: u64,
    mut bytes: S,
    stop: &Notify,
) -> Result<End, UploadError>
where
    S: Stream<Item = Result<Bytes, E>> + Send + Unpin,
{
    loop {
        let (next, stopped) = tokio::select! {
            next = bytes.next() => (next, false),
            () = stop.notified() => (None, true),
        };
        let complete = sealing.taken() == size;
        match next {
            Some(Ok(more)) if more.is_empty() => {}
            Some(Ok(_)) if complete => return Ok(End::Overflow),
            Some(Ok(more)) => {
                let room = size - sealing.taken();
                if u64::try_from(more.len()).unwrap_or(u64::MAX) > room {
                    return Ok(End::Overflow);
                }
                sealing.take(more).await?;
            }
            _ if complete => return Ok(End::Complete),
            None if !stopped => return Ok(End::Paused),
            _ => return Ok(End::Broken),
        }
    }
}

async fn grow(app: &App, read: &Versioned<Upload>, part: Part) -> Result<u64, UploadError> {
    let mut upload = (**read).clone();
    upload.parts.push(part);
    upload.grew_at = app.now();
    let received = upload.received();
    let mut changes = Changes::housekeeping(Housekeeping::Upload);
    changes.update(read, upload);
    app.store.commit(changes).await?;
    Ok(received)
}

/// Bytes that are safe; makes a sender that still hangs on a broken line save what it has.
///
/// # Errors
/// [`UploadError::NotFound`].
pub async fn upload_offset(
    app: &App,
    by: &ClerkOf,
    meeting: MeetingId,
    id: UploadId,
) -> Result<u64, UploadError> {
    find(app, by, meeting, id).await?;
    let _turn = take_turn(id).await;
    Ok(find(app, by, meeting, id).await?.received())
}

/// An upload belongs to whoever announced it, for the meeting it was announced for: nobody
/// else, not a colleague either, goes on with it or puts other bytes under its name.
pub(super) async fn find(
    app: &App,
    by: &ClerkOf,
    meeting: MeetingId,
    id: UploadId,
) -> Result<Versioned<Upload>, UploadError> {
    let upload = app.store.upload(id).await?;
    let upload = upload.and_then(|upload| upload.of(by.insurer()));
    let own = upload.filter(|upload| upload.meeting == meeting && upload.author == by.author());
    own.ok_or(UploadError::NotFound)
}

/// Removes the record, then the bytes.
pub(super) async fn end(app: &App, read: &Versioned<Upload>) -> Result<(), UploadError> {
    let mut changes = Changes::housekeeping(Housekeeping::Upload);
    changes.delete(read);
    app.store.commit(changes).await?;
    turn::forget(read.id);
    erase_files(app, [read.file]).await;
    Ok(())
}
