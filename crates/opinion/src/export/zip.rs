//! PDFs in one archive, put together in memory: opinions are small.

use super::export_opinions::{ExportError, Leaving};
use crate::facts::{asked, reference};
use jiff::Timestamp;
use kairan_access::App;
use kairan_domain::date::in_tokyo;
use kairan_exchange::opinion_csv::write_list;
use kairan_exchange::zip::{Entry, Layout, Piece, ZipError};

/// Which PDF is whose: a name in a folder tells nobody.
const LIST: &str = "一覧.csv";
const HEADS: [&str; 9] = [
    "ファイル名",
    "依頼番号",
    "保険者番号",
    "被保険者番号",
    "氏名",
    "申請日",
    "医療機関",
    "医師",
    "提出日時",
];

/// `主治医意見書_ABCD-EFGH.pdf`: the number by which the list, the page and the mails call it.
pub(super) fn pdf_name(one: &Leaving) -> String {
    format!("主治医意見書_{}.pdf", reference(one.request.id))
}

/// The list that lies in an archive beside its PDFs.
pub(super) async fn list(app: &App, leaving: &[Leaving]) -> Result<(String, Vec<u8>), ExportError> {
    let mut rows = vec![HEADS.map(str::to_owned).to_vec()];
    for one in leaving {
        let plan = &one.request.plan;
        let (clinic, physician) = asked(app, &one.request).await?;
        let physician = physician.map(|one| one.name.expose().to_owned());
        let sent = in_tokyo(one.version.at).strftime("%Y-%m-%d %H:%M");
        rows.push(vec![
            pdf_name(one),
            reference(one.request.id),
            plan.insured.insurer_no.to_string(),
            plan.insured.number.expose().to_owned(),
            plan.insured.name.expose().to_owned(),
            plan.applied_on.to_string(),
            clinic.name,
            physician.unwrap_or_default(),
            sent.to_string(),
        ]);
    }
    Ok((LIST.to_owned(), write_list(rows)))
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
