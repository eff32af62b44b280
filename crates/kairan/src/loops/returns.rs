//! Letters that came back into a folder: each is noted and removed.

use std::io;
use std::path::Path;

use super::RoundFailed;
use crate::commands::note_return;
use crate::wire::Installation;

/// Mails larger than this are no delivery reports; they are removed unread.
const LARGEST: u64 = 16 << 20;

/// Takes in what lies in the folder; answers how many letters came back.
///
/// # Errors
/// The folder cannot be read, or the store cannot answer (the mail stays for the next round).
pub async fn returns_round(on: &Installation, folder: &Path) -> Result<u64, RoundFailed> {
    let failed = |error: io::Error| RoundFailed::because(format!("mail.bounce_folder: {error}"));
    let mut entries = tokio::fs::read_dir(folder).await.map_err(failed)?;
    let mut noted = 0;
    while let Some(entry) = entries.next_entry().await.map_err(failed)? {
        let Ok(meta) = entry.metadata().await else {
            continue;
        };
        if !meta.is_file() || entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if meta.len() <= LARGEST {
            let raw = tokio::fs::read(entry.path()).await.map_err(failed)?;
            let changed = note_return(on, &raw).await;
            noted += u64::from(changed.map_err(|reasons| RoundFailed(reasons.join("; ")))?);
        }
        tokio::fs::remove_file(entry.path()).await.map_err(failed)?;
    }

    Ok(noted)
}
