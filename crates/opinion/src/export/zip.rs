//! PDFs in one archive, put together in memory: opinions are small.

use super::export_opinions::{ExportError, Leaving, digits};
use crate::facts::reference;
use jiff::Timestamp;
use kairan_domain::date::in_tokyo;
use kairan_exchange::zip::{Entry, Layout, Piece, ZipError};

/// `主治医意見書_0001234567_20261116_ABCD-EFGH.pdf`: the insured number and the day of
/// application are what the insurer's system files it under.
pub(super) fn pdf_name(one: &Leaving) -> String {
    let plan = &one.request.plan;
    format!(
        "主治医意見書_{}_{}_{}.pdf",
        plan.insured.number.expose(),
        digits(plan.applied_on),
        reference(one.request.id)
    )
}

pub(super) fn archive(files: &[(String, Vec<u8>)], now: Timestamp) -> Result<Vec<u8>, ExportError> {
    let at = in_tokyo(now);
    let modified = (
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second(),
    );
    let entries = files.iter().map(|(name, bytes)| Entry {
        name: name.clone(),
        size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        crc32: crc32fast::hash(bytes),
        modified,
    });
    let too_large = |_: ZipError| ExportError::TooLarge { most: u64::MAX };
    let layout = Layout::new(entries.collect()).map_err(too_large)?;
    let mut archive = Vec::with_capacity(usize::try_from(layout.total_len()).unwrap_or(0));
    for piece in layout.pieces(0..layout.total_len()) {
        match piece {
            Piece::Bytes(bytes) => archive.extend_from_slice(&bytes),
            // Read from end to end, every file is one piece.
            Piece::File { index, .. } => archive.extend_from_slice(&files[index].1),
        }
    }
    Ok(archive)
}
