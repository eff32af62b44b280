//! What comes back: delivery reports (RFC 3464) and the plain "could not deliver" of older
//! systems, matched to the notice whose letter it was.
//!
//! Input is whatever the internet sends to a known address: bounded, never trusted, never a
//! reason to panic. An automatic answer ("I am away") is not a return.

mod find;
mod report;

use crate::address::ReturnPath;
use find::Tags;
use kairan_domain::ids::NoticeId;
use kairan_domain::secret::SecretText;
use mail_parser::{HeaderName, Message, MessageParser, MimeHeaders};
use report::Action;
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
    /// Whether the sending system has given up.
    pub status: BounceStatus,
    /// What the remote system said, with its code; may name an address.
    pub words: SecretText,
}

/// How final a return is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BounceStatus {
    /// It was not delivered and will not be.
    Failed,
    /// It is late; the relay goes on trying.
    Delayed,
}

/// Why a mail is no return of a letter of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NoBounce {
    /// Not a mail at all.
    #[error("not a mail")]
    NotMail,
    /// A mail, but nothing says that a letter was not delivered.
    #[error("not a delivery report")]
    NotAReport,
    /// A report, but of no notice of ours.
    #[error("names no notice")]
    NoNotice,
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
    /// [`NoBounce`] for everything that is not the return of a letter.
    pub fn read(&self, raw: &[u8]) -> Result<Bounce, NoBounce> {
        let raw = &raw[..raw.len().min(READ_AT_MOST)];
        let message = MessageParser::default()
            .parse(raw)
            .ok_or(NoBounce::NotMail)?;
        if message.headers().is_empty() {
            return Err(NoBounce::NotMail);
        }
        let (action, words) = match report::of(&message) {
            Some(report) => report,
            None if is_from_a_mail_system(&message) => {
                (Action::Failed, report::first_words(&message))
            }
            None => return Err(NoBounce::NotAReport),
        };
        let status = match action {
            Action::Failed => BounceStatus::Failed,
            Action::Delayed => BounceStatus::Delayed,
            Action::Delivered => return Err(NoBounce::NotAReport),
        };
        let notice = self
            .tags
            .notice_of(&message, raw)
            .ok_or(NoBounce::NoNotice)?;
        let words = kairan_domain::text::one_line(&words);
        Ok(Bounce {
            notice,
            status,
            words: SecretText::new(words.chars().take(KEPT).collect::<String>()),
        })
    }
}

/// Who signs as the mail system itself; people who are away sign with their own address.
fn is_from_a_mail_system(message: &Message<'_>) -> bool {
    let from = message
        .from()
        .and_then(|from| from.first())
        .and_then(|from| from.address());
    let local = from
        .and_then(|from| from.split('@').next())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let daemon = [
        "mailer-daemon",
        "mail-daemon",
        "postmaster",
        "mailer_daemon",
    ]
    .contains(&local.as_str());
    daemon
        || message
            .header(HeaderName::Other("X-Failed-Recipients".into()))
            .is_some()
        || is_report(message)
}

fn is_report(message: &Message<'_>) -> bool {
    message.content_type().is_some_and(|kind| {
        kind.subtype()
            .is_some_and(|sub| sub.eq_ignore_ascii_case("report"))
            && kind
                .attribute("report-type")
                .is_some_and(|of| of.eq_ignore_ascii_case("delivery-status"))
    })
}
