//! The letter as the console shows it before anything is published: same templates, but the
//! link and the reader are placeholders, because neither is shown to the clerk.

use super::{Letter, LetterError, LetterFacts, MaterialChanges, News, Reader, render};
use kairan_domain::insurer::Office;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::meeting_line::MeetingLine;
use kairan_domain::notice::{NoticeKind, PasswordNote};
use kairan_domain::secret::SecretText;
use kairan_domain::staff::PersonName;

/// What a preview is made of.
#[derive(Debug, Clone)]
pub struct PreviewFacts {
    /// Who writes.
    pub office: Office,
    /// About which meeting.
    pub meeting: MeetingLine,
    /// `https://kairan.example.jp`, without a slash at the end.
    pub public_url: String,
    /// What changed, for [`NoticeKind::MaterialsChanged`].
    pub changes: MaterialChanges,
}

/// The letter of this kind with placeholders for reader and link.
///
/// # Errors
/// [`LetterError`].
pub fn preview(kind: NoticeKind, facts: &PreviewFacts) -> Result<Letter, LetterError> {
    let url = SecretText::new(format!("{}/r/********", facts.public_url));
    let news = News::of(kind, Some(url), facts.changes).ok_or(LetterError::Link)?;
    render(&LetterFacts {
        office: facts.office.clone(),
        reader: Reader {
            name: PersonName::from_kept("（委員のお名前）".to_owned()),
            mail: MailAddress::from_kept("reviewer@example.jp".to_owned()),
            password: PasswordNote::Told,
        },
        meeting: facts.meeting.clone(),
        news,
    })
}
