//! Letters that came back into a folder (a Maildir's `new`): what is understood is noted and
//! deleted; everything else moves to `cur`, for a person to read. Nothing is deleted unread.

use std::io;
use std::path::{Path, PathBuf};

use tokio::io::AsyncReadExt;

use super::RoundFailed;
use crate::commands::{READ_OF_A_MAIL, Taken, note_return};
use crate::wire::Installation;

/// Takes in what lies in the folder; answers how many letters came back.
///
/// # Errors
/// The folder cannot be read, the store cannot answer, or a mail can neither be deleted nor
/// moved. That mail stays for the next round; the others were seen to.
pub async fn returns_round(on: &Installation, folder: &Path) -> Result<u64, RoundFailed> {
    let mut noted = 0;
    let mut stuck = None;
    for file in waiting(folder).await.map_err(|error| failed(&error))? {
        let taken = match head_of(&file).await {
            Ok(head) => note_return(on, &head)
                .await
                .map_err(|reasons| RoundFailed(reasons.join("; ")))?,
            Err(error) => {
                on.metrics.mail.unrecognised.add(1);
                tracing::warn!(kind = %error.kind(), "a mail that came back cannot be read; it is kept");
                Taken::Unrecognised
            }
        };
        noted += u64::from(taken == Taken::Noted);
        let cleared = match taken {
            Taken::Noted | Taken::NothingToNote => tokio::fs::remove_file(&file).await,
            Taken::Unrecognised => keep(folder, &file).await,
        };
        stuck = stuck.or(cleared.err());
    }

    match stuck {
        Some(error) => Err(failed(&error)),
        None => Ok(noted),
    }
}

fn failed(error: &io::Error) -> RoundFailed {
    RoundFailed::because(format!("mail.bounce_folder: {error}"))
}

/// The mails in the folder, oldest name first.
async fn waiting(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries = tokio::fs::read_dir(folder).await?;
    let mut files = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        let is_file = entry.file_type().await.is_ok_and(|kind| kind.is_file());
        if is_file && !entry.file_name().to_string_lossy().starts_with('.') {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

async fn head_of(file: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let file = tokio::fs::File::open(file).await?;
    file.take(READ_OF_A_MAIL).read_to_end(&mut head).await?;
    Ok(head)
}

/// From `new` to `cur`, as a mail program does with what it has shown: `name:2,`.
async fn keep(folder: &Path, file: &Path) -> io::Result<()> {
    let cur = folder.parent().unwrap_or(folder).join("cur");
    tokio::fs::create_dir_all(&cur).await?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let name = name.split_once(":2,").map_or(&*name, |(name, _)| name);
    tokio::fs::rename(file, cur.join(format!("{name}:2,"))).await
}
