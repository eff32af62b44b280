//! The doctor's own program wrote the opinion: its CSV (日医 IKENSYO 1.2) fills the draft, for the
//! check before submitting.
//!
//! What the file says takes the place of what was typed, and the page is told what stood there.
//! The head that the request gives is filled only where it is empty: the town's register knows
//! names and addresses better than a program in which they were typed once.

use crate::writing::{Saved, WritingError, edit_draft};
use kairan_access::{App, PhysicianOf};
use kairan_domain::csv::{CellFault, CsvFault, CsvLimits};
use kairan_domain::date::parse_date;
use kairan_domain::insured::InsuredNo;
use kairan_domain::opinion::{Given, RawOpinion, field, id};
use kairan_domain::opinion_request::{Merged, OpinionDraft, OpinionRequest, Replaced};
use kairan_exchange::opinion_csv::{Fact, Layout, ReadOpinion, read_one_opinion};
use thiserror::Error;

/// One opinion is some kilobytes.
const LIMITS: CsvLimits = CsvLimits {
    bytes: 1024 * 1024,
    rows: 100,
};

/// The draft, filled from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The draft with it; `merged.taken` are the fields that changed.
    pub saved: Saved,
    /// What had been typed in those fields, where something had.
    pub replaced: Vec<Replaced>,
    /// Cells that could not be taken as they are.
    pub unread: Vec<CellFault>,
}

/// Why a file did not fill the draft.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IkensyoError {
    /// The file cannot be read; every fault that was found.
    #[error("{} faults in the file", .0.len())]
    Csv(Vec<CsvFault>),
    /// The file is about a person with another 被保険者番号.
    #[error("about another person")]
    OtherPerson,
    /// The draft could not be saved.
    #[error(transparent)]
    Writing(#[from] WritingError),
}

/// Fills the draft from the bytes of a file.
///
/// # Errors
/// [`IkensyoError`]; the draft is as it was.
pub async fn read_ikensyo(
    app: &App,
    by: &PhysicianOf,
    bytes: &[u8],
) -> Result<Filled, IkensyoError> {
    let read = read_one_opinion(bytes, Layout::Ikensyo, &LIMITS).map_err(IkensyoError::Csv)?;
    if !is_about(by.as_read(), &read) {
        return Err(IkensyoError::OtherPerson);
    }

    let ((merged, replaced), draft) = edit_draft(app, by, None, |draft, now| {
        let replaced = draft.put(&wanted(draft, &read.raw), now);
        let merged = Merged {
            taken: replaced.iter().map(|one| one.field).collect(),
            ..Merged::default()
        };
        (merged, replaced)
    })
    .await?;
    Ok(Filled {
        saved: Saved::of((merged, draft)),
        replaced: replaced
            .into_iter()
            .filter(|one| !one.was.is_empty())
            .collect(),
        unread: read.unread,
    })
}

/// By number; in a file that tells none, by birth date. One that tells neither is taken: the
/// check page shows whose opinion it becomes.
fn is_about(request: &OpinionRequest, read: &ReadOpinion) -> bool {
    let insured = &request.plan.insured;
    let number = read.facts.text(Fact::InsuredNo);
    if !number.is_empty() {
        return InsuredNo::check(number).is_ok_and(|number| number == insured.number);
    }
    let born = parse_date(read.raw.text(id::BIRTH_DATE));
    born.map_or(true, |born| born == insured.birth_date)
}

/// What of the file goes into the draft.
fn wanted(draft: &OpinionDraft, file: &RawOpinion) -> RawOpinion {
    let mut wanted = RawOpinion::new();
    for (id, texts) in file.iter() {
        // The layout has places of an edition that this draft is not written on.
        let Some(field) = field(id).filter(|field| field.is_in(draft.edition)) else {
            continue;
        };
        let stands = !draft.texts.texts(id).is_empty();
        let counted = field.given == Given::Computed;
        if !(counted || field.given == Given::Request && stands) {
            wanted.put_all(id, texts.iter().map(|text| text.expose().to_owned()));
        }
    }
    wanted
}
