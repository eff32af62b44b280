//! What a letter may know. There is no field for a password, a material's title or a remark.

use kairan_domain::insurer::Office;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::meeting::MaterialChanges;
use kairan_domain::meeting_line::MeetingLine;
use kairan_domain::notice::PasswordNote;
use kairan_domain::secret::SecretText;
use kairan_domain::staff::PersonName;

/// Everything one letter says.
#[derive(Debug, Clone)]
pub struct LetterFacts {
    /// Who writes, and whom to phone.
    pub office: Office,
    /// Who reads.
    pub reader: Reader,
    /// About which meeting.
    pub meeting: MeetingLine,
    /// What there is to tell.
    pub news: News,
}

/// The one reader.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Stands in the greeting.
    pub name: PersonName,
    /// The only recipient.
    pub mail: MailAddress,
    /// What is said about the viewing password.
    pub password: PasswordNote,
}

/// What there is to tell, with the reader's own way in: the 閲覧URL, whole. A withdrawn meeting has
/// none, so its letter cannot show one.
#[derive(Debug, Clone)]
pub enum News {
    /// Materials can be read.
    Published(SecretText),
    /// A material was replaced, added or taken away.
    MaterialsChanged(SecretText, MaterialChanges),
    /// Day or time changed, perhaps the access window with it; the facts are the new ones.
    DateChanged(SecretText),
    /// Only the access window changed.
    WindowChanged(SecretText),
    /// The meeting was withdrawn.
    Withdrawn,
    /// A withdrawn meeting can be read again, by the same link.
    Revived(SecretText),
    /// The link once more.
    Resent(SecretText),
}
