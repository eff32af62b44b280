//! A realistic packet of a review meeting, for the demo and for benchmarks.
//!
//! The people do not exist. As in practice the reviewers' copies name nobody: a case number,
//! age and sex, and masked fields where names stood. Texts are our own.
//!
//! Start with `case` (who the invented people are); one module per kind of page draws them.

mod bars;
mod case;
mod dice;
mod first_judgement;
mod form;
mod frame;
mod illness;
mod lists;
mod notes;
mod opinion_back;
mod opinion_front;
mod special_notes;
mod survey;

use crate::document::Document;
use crate::error::PaperError;
use case::Case;
use dice::Dice;

/// One PDF of the packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoDocument {
    /// Title as a clerk would write it.
    pub title: String,
    /// File name with extension.
    pub file_name: String,
    /// The PDF.
    pub pdf: Vec<u8>,
}

/// Cases per volume of 審査会資料.
const PER_VOLUME: usize = 15;

/// Draws the packet of a meeting with `case_count` cases: the list of cases, the materials in
/// volumes of fifteen cases (four pages each), and the sheet for preliminary grades. The same seed
/// gives the same bytes.
///
/// # Errors
/// [`PaperError::Nothing`] for no case at all.
pub fn demo_packet(case_count: usize, seed: u64) -> Result<Vec<DemoDocument>, PaperError> {
    if case_count == 0 {
        return Err(PaperError::Nothing { what: "cases" });
    }
    let mut dice = Dice::new(seed);
    let cases: Vec<Case> = (1..=case_count)
        .map(|n| Case::invent(n, &mut dice))
        .collect();
    let mut packet = vec![document("審査会対象者一覧", |d| {
        lists::draw_list(d, &cases);
        Ok(())
    })?];
    for volume in cases.chunks(PER_VOLUME) {
        let title = match volume {
            [only] => format!("審査会資料({})", only.number),
            [first, .., last] => format!("審査会資料({}～{})", first.number, last.number),
            [] => continue,
        };
        packet.push(document(&title, |d| {
            volume.iter().try_for_each(|case| draw_case(d, case))
        })?);
    }
    packet.push(document("予備判定記入表", |d| {
        lists::draw_preliminary(d, &cases);
        Ok(())
    })?);
    Ok(packet)
}

fn document(
    title: &str,
    draw: impl FnOnce(&mut Document) -> Result<(), PaperError>,
) -> Result<DemoDocument, PaperError> {
    let mut document = Document::new(title);
    draw(&mut document)?;
    Ok(DemoDocument {
        title: title.to_owned(),
        file_name: format!("{title}.pdf"),
        pdf: document.finish()?,
    })
}

fn draw_case(document: &mut Document, case: &Case) -> Result<(), PaperError> {
    document.bookmark(&format!("資料番号 {}", case.number));
    first_judgement::draw(document, case)?;
    special_notes::draw(document, case);
    opinion_front::draw(document, case)?;
    opinion_back::draw(document, case)
}

#[cfg(test)]
mod tests;
