//! From facts to words, purely: [`render`] for reviewers, [`render_to_clinic`] for clinics; the
//! two together are total over [`NoticeKind`].

mod clinic;
mod facts;
mod preview;
mod templates;
mod view;

pub use clinic::{ClinicFacts, ClinicNews, RequestLine, render_to_clinic};
pub use facts::{LetterFacts, News, Reader};
pub use kairan_domain::meeting::MaterialChanges;
pub use preview::{PreviewFacts, preview};

use kairan_domain::insurer::Office;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::notice::NoticeKind;
use kairan_domain::secret::SecretText;
use thiserror::Error;

/// A rendered letter. The bodies hold the link and the reader's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Subject: insurer, matter, day; nothing personal.
    pub subject: String,
    /// `text/plain`, lines ended by LF.
    pub text: SecretText,
    /// `text/html`, whole page, styles inline, nothing loaded from elsewhere.
    pub html: SecretText,
}

/// Facts that make a letter: what the sender asks of them.
pub trait Mailable {
    /// Who writes.
    fn office(&self) -> &Office;
    /// The only recipient.
    fn to(&self) -> &MailAddress;
    /// The letter.
    ///
    /// # Errors
    /// [`LetterError`].
    fn letter(&self) -> Result<Letter, LetterError>;
}

impl Mailable for LetterFacts {
    fn office(&self) -> &Office {
        &self.office
    }

    fn to(&self) -> &MailAddress {
        &self.reader.mail
    }

    fn letter(&self) -> Result<Letter, LetterError> {
        render(self)
    }
}

/// Why no letter could be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LetterError {
    /// The link is not `http(s)://…` of plain URL characters.
    #[error("the link is not a web address")]
    Link,
    /// A template is missing or faulty; tests render every one.
    #[error("the mail template {0} cannot be rendered")]
    Template(&'static str),
}

/// The letter that tells these facts.
///
/// # Errors
/// [`LetterError`].
pub fn render(facts: &LetterFacts) -> Result<Letter, LetterError> {
    let view = view::of(facts)?;
    templates::letter(templates::set_of(facts.news.kind()), &view)
}

/// The letter of `kairan send-test-mail`: says that mail works and nothing else.
///
/// # Errors
/// [`LetterError`].
pub fn test_letter() -> Result<Letter, LetterError> {
    templates::letter(&templates::TEST, &minijinja::context! {})
}

impl News {
    /// Which notice tells this.
    pub fn kind(&self) -> NoticeKind {
        match self {
            Self::Published(_) => NoticeKind::Published,
            Self::MaterialsChanged(..) => NoticeKind::MaterialsChanged,
            Self::DateChanged(_) => NoticeKind::DateChanged,
            Self::WindowChanged(_) => NoticeKind::WindowChanged,
            Self::Withdrawn => NoticeKind::Withdrawn,
            Self::Revived(_) => NoticeKind::Revived,
            Self::Resent(_) => NoticeKind::Resent,
        }
    }

    /// The news of this kind; `changes` counts only for [`NoticeKind::MaterialsChanged`], `link`
    /// for all that [carry one](NoticeKind::carries_link). `None`: the link is missing, or the
    /// kind tells a clinic, so there is no such letter.
    pub fn of(
        kind: NoticeKind,
        link: Option<SecretText>,
        changes: MaterialChanges,
    ) -> Option<Self> {
        Some(match kind {
            NoticeKind::Published => Self::Published(link?),
            NoticeKind::MaterialsChanged => Self::MaterialsChanged(link?, changes),
            NoticeKind::DateChanged => Self::DateChanged(link?),
            NoticeKind::WindowChanged => Self::WindowChanged(link?),
            NoticeKind::Withdrawn => Self::Withdrawn,
            NoticeKind::Revived => Self::Revived(link?),
            NoticeKind::Resent => Self::Resent(link?),
            NoticeKind::OpinionRequested
            | NoticeKind::OpinionReminded
            | NoticeKind::OpinionSentBack => return None,
        })
    }
}
