//! What comes back: delivery reports (RFC 3464), reports that a relay flattened to text, and the
//! plain "could not deliver" of older systems, matched to the notice whose letter it was.
//!
//! Input is whatever the internet sends to a known address: bounded, never trusted, never a
//! reason to panic.
//!
//! Decided on 2026-12-01: a mail is the return of a letter only by **evidence**, never by its
//! sender alone. It has to be about a letter of ours (the tag it returned to, or our Message-ID
//! in what is quoted or attached), come from a system, and say that delivery failed: by the
//! action of a report, by a code, or in words. What says that a letter is late, was delivered,
//! was opened, or that somebody is away, is [`Quiet`]. Where evidence contradicts itself nothing
//! is decided: [`NoBounce`], and whoever asked keeps the mail for a person. To teach it another
//! mail system: a phrase in `phrases.rs` (or a name in `origin.rs`), a sample in
//! `tests/it/bounces/`; `examples/returns.rs` reads a folder of mails.

mod evidence;
mod find;
mod origin;
mod phrases;
mod quiet;
mod report;
mod said;

use crate::address::ReturnPath;
use evidence::Evidence;
use find::Tags;
use kairan_domain::ids::NoticeId;
use kairan_domain::secret::SecretText;
use mail_parser::MessageParser;
use thiserror::Error;

/// Reports that carry the whole original are larger, but what matters stands in front.
const READ_AT_MOST: usize = 512 * 1024;
/// Words kept, in characters.
const KEPT: usize = 200;

/// A letter that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// Whose letter it was.
    pub notice: NoticeId,
    /// What the remote system said, with its code; may name an address.
    pub words: SecretText,
}

/// What a mail about a letter of ours says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// The letter was not delivered and will not be.
    Returned(Bounce),
    /// Nothing that changes anything.
    Quiet(Quiet),
}

/// Mails about a letter that are understood and change nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quiet {
    /// It is late; a relay goes on trying.
    Delayed,
    /// It arrived, or was handed on.
    Delivered,
    /// It was opened or thrown away: a receipt (RFC 8098).
    Receipt,
    /// Somebody is away, or a machine says thank you.
    Answer,
}

/// Why a mail decides nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NoBounce {
    /// Not a mail at all.
    #[error("not a mail")]
    NotMail,
    /// About no notice of ours.
    #[error("names no notice")]
    NoNotice,
    /// A complaint (RFC 5965): somebody pressed "this is spam".
    #[error("a complaint")]
    Complaint,
    /// Nothing says that a letter was not delivered.
    #[error("not a delivery report")]
    NotAReport,
    /// It says both that it failed and that it did not.
    #[error("contradicts itself")]
    Contradiction,
}

/// Reads what returns to the letters of one [`crate::Sender`].
#[derive(Debug, Clone)]
pub struct BounceReader {
    tags: Tags,
}

impl BounceReader {
    pub(crate) fn new(return_path: Option<ReturnPath>, domain: &str) -> Self {
        Self {
            tags: Tags::new(return_path, domain),
        }
    }

    /// Reads one mail as it lies in the mail system's folder.
    ///
    /// # Errors
    /// [`NoBounce`] for everything that is not understood to be about a letter's delivery.
    pub fn read(&self, raw: &[u8]) -> Result<Reading, NoBounce> {
        let raw = &raw[..raw.len().min(READ_AT_MOST)];
        let message = MessageParser::default()
            .parse(raw)
            .ok_or(NoBounce::NotMail)?;
        if message.headers().is_empty() {
            return Err(NoBounce::NotMail);
        }
        let notice = self
            .tags
            .notice_of(&message, raw)
            .ok_or(NoBounce::NoNotice)?;
        Ok(match Evidence::of(&message).weigh()? {
            evidence::Fate::Quiet(quiet) => Reading::Quiet(quiet),
            evidence::Fate::Failed(words) => Reading::Returned(Bounce {
                notice,
                words: kept(&words),
            }),
        })
    }
}

fn kept(words: &str) -> SecretText {
    let line = kairan_domain::text::one_line(words);
    SecretText::new(line.chars().take(KEPT).collect::<String>())
}
