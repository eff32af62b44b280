//! GET of a letter's link: shows whose office asks, to scanners and people alike, and never
//! whom it concerns. Reads only: no counter, no record, no session, ever.

use crate::app::App;
use jiff::Timestamp;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::{OpinionRequest, Stage};
use kairan_store::{StoreError, Versioned};
use kairan_vault::LinkToken;

/// What the page of a letter's link shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LetterView {
    /// No such link, or its request is erased.
    Unknown,
    /// The form for the passcode.
    Entry(LetterFacts),
    /// The letter opens nothing any more.
    Over(LetterOver),
}

/// What may be told to whoever holds the link: no name, no clinic, no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterFacts {
    /// The request, as addresses name it: `/opinion/{request}/`. It opens nothing.
    pub request: OpinionRequestId,
    /// `〇〇市`.
    pub insurer: String,
    /// `〇〇市 介護保険課 認定係`.
    pub office: String,
    /// The office's telephone number as printed.
    pub phone: String,
}

/// A letter, or a session that came with it, that opens nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterOver {
    /// Why.
    pub why: WhyLetterOver,
    /// Whom to phone.
    pub facts: LetterFacts,
}

/// Why a letter, or a session that came with it, opens nothing any more. At the door only the
/// first three are told. What is so now comes before what was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyLetterOver {
    /// The opinion was accepted, and the days for reading it are over.
    Accepted,
    /// The request was cancelled: no opinion is needed any more.
    Cancelled,
    /// Another doctor is asked instead.
    Reassigned,
    /// The letter was printed again: the new one's passcode opens.
    Reprinted,
    /// Whoever wrote signed out.
    Left,
    /// Not used for long, or begun too long ago.
    Idle,
}

/// Looks at the letter behind `link`, the text in the address.
///
/// # Errors
///
/// The store cannot be read.
pub async fn look_at_letter(app: &App, link: &str) -> Result<LetterView, StoreError> {
    let Some(request) = behind_link(app, link).await? else {
        return Ok(LetterView::Unknown);
    };
    let Some(facts) = LetterFacts::of(app, &request).await? else {
        return Ok(LetterView::Unknown);
    };
    Ok(match WhyLetterOver::of(app, &request, app.now()) {
        Some(why) => LetterView::Over(LetterOver { why, facts }),
        None => LetterView::Entry(facts),
    })
}

impl LetterView {
    /// The facts, wherever the link is known.
    pub fn facts(&self) -> Option<&LetterFacts> {
        match self {
            Self::Unknown => None,
            Self::Entry(facts) | Self::Over(LetterOver { facts, .. }) => Some(facts),
        }
    }
}

impl LetterFacts {
    /// `None` when the insurer is no more.
    pub(crate) async fn of(
        app: &App,
        request: &OpinionRequest,
    ) -> Result<Option<Self>, StoreError> {
        let insurer = app.store.insurer(request.insurer).await?;
        Ok(insurer.map(|insurer| Self {
            request: request.id,
            insurer: insurer.name.clone(),
            office: insurer.office.clone(),
            phone: insurer.phone.clone(),
        }))
    }
}

impl WhyLetterOver {
    /// Why the request itself opens to nobody; `None` while it does.
    pub(crate) fn of(app: &App, request: &OpinionRequest, now: Timestamp) -> Option<Self> {
        if request.is_open(&app.policies.chase, now) {
            return None;
        }
        match request.stage {
            Stage::Cancelled { .. } => Some(Self::Cancelled),
            Stage::Reassigned { .. } => Some(Self::Reassigned),
            Stage::Accepted { .. }
            | Stage::Requested
            | Stage::Drafting { .. }
            | Stage::Submitted
            | Stage::SentBack => Some(Self::Accepted),
        }
    }
}

/// The request that `link` belongs to.
pub(crate) async fn behind_link(
    app: &App,
    link: &str,
) -> Result<Option<Versioned<OpinionRequest>>, StoreError> {
    let Ok(token) = link.parse::<LinkToken>() else {
        return Ok(None);
    };
    let digest = token.digest(&app.vault);
    app.store.opinion_request_by_link(digest.as_bytes()).await
}
