//! Orders for clean copies and their answers, between a process and the one that works for it.

use super::{CleanError, CleanOrder, Cleaned, Cleaning};
use crate::render::RenderError;
use kairan_domain::secret::SecretText;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// Longest title, in bytes.
const MOST_TITLE: u64 = 4096;
/// Longest head of an answer: the list of pages.
const MOST_HEAD: u64 = 64 * 1024;
/// Most bytes of a copy.
const MOST_COPY: u64 = 400 * 1024 * 1024;

#[derive(Serialize, Deserialize)]
enum Answer {
    Cleaned { pictures: Vec<u32> },
    Encrypted,
    Unreadable,
    TooManyPages(usize),
    TooMuchWork,
    TooSlow,
    Failed,
    Unwritable,
    Changed(u32),
    StillThere,
}

/// Writes what stands between the limits and the file.
pub(crate) fn write_order(to: &mut impl Write, order: &CleanOrder) -> io::Result<()> {
    let title = order.title.expose().as_bytes();
    let everything = u64::from(order.cleaning == Cleaning::Everything);
    to.write_all(&everything.to_le_bytes())?;
    put(to, title)
}

/// Reads it.
pub(crate) fn read_order(from: &mut impl Read) -> io::Result<CleanOrder> {
    let cleaning = if take(from)? == 0 {
        Cleaning::Metadata
    } else {
        Cleaning::Everything
    };
    let title = String::from_utf8(part(from, MOST_TITLE)?);
    let title = title.map_err(|_| io::ErrorKind::InvalidData)?;
    Ok(CleanOrder {
        cleaning,
        title: SecretText::new(title),
    })
}

/// Writes an answer: its head, then the copy to the end.
pub(crate) fn write_answer(
    to: &mut impl Write,
    answer: &Result<Cleaned, CleanError>,
) -> io::Result<()> {
    let head = match answer {
        Ok(cleaned) => Answer::Cleaned {
            pictures: cleaned.pictures.clone(),
        },
        Err(CleanError::Encrypted | CleanError::Render(RenderError::Encrypted)) => {
            Answer::Encrypted
        }
        Err(CleanError::Unwritable) => Answer::Unwritable,
        Err(CleanError::Changed { page }) => Answer::Changed(*page),
        Err(CleanError::StillThere) => Answer::StillThere,
        Err(CleanError::Render(error)) => match error {
            RenderError::Unreadable => Answer::Unreadable,
            RenderError::TooManyPages { limit } => Answer::TooManyPages(*limit),
            RenderError::TooMuchWork => Answer::TooMuchWork,
            RenderError::TooSlow => Answer::TooSlow,
            _ => Answer::Failed,
        },
    };
    put(to, &serde_json::to_vec(&head)?)?;
    if let Ok(cleaned) = answer {
        to.write_all(&cleaned.pdf)?;
    }
    to.flush()
}

/// Reads an answer, whoever wrote it.
pub(crate) fn read_answer(from: &mut impl Read) -> io::Result<Result<Cleaned, CleanError>> {
    let head: Answer = serde_json::from_slice(&part(from, MOST_HEAD)?)?;
    Ok(Err(match head {
        Answer::Cleaned { pictures } => {
            let mut pdf = Vec::new();
            from.take(MOST_COPY).read_to_end(&mut pdf)?;
            return Ok(Ok(Cleaned { pdf, pictures }));
        }
        Answer::Encrypted => CleanError::Encrypted,
        Answer::Unreadable => RenderError::Unreadable.into(),
        Answer::TooManyPages(limit) => RenderError::TooManyPages { limit }.into(),
        Answer::TooMuchWork => RenderError::TooMuchWork.into(),
        Answer::TooSlow => RenderError::TooSlow.into(),
        Answer::Failed => RenderError::Failed.into(),
        Answer::Unwritable => CleanError::Unwritable,
        Answer::Changed(page) => CleanError::Changed { page },
        Answer::StillThere => CleanError::StillThere,
    }))
}

fn put(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    to.write_all(&length.to_le_bytes())?;
    to.write_all(bytes)
}

fn take(from: &mut impl Read) -> io::Result<u64> {
    let mut bytes = [0; 8];
    from.read_exact(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

fn part(from: &mut impl Read, most: u64) -> io::Result<Vec<u8>> {
    let length = take(from)?;
    if length > most {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = vec![0; usize::try_from(length).unwrap_or(0)];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}
