//! What a letter may know. There is no field for a password, a material's title or a remark.

use jiff::civil::{Date, Time};
use kairan_domain::insurer::Insurer;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::meeting::{AccessWindow, MaterialChanges, Plan};
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

/// The insurer and its office.
#[derive(Debug, Clone)]
pub struct Office {
    /// `〇〇市`; also the sender's display name.
    pub insurer: String,
    /// `〇〇市 介護保険課 認定係`.
    pub office: String,
    /// Its telephone as printed.
    pub phone: String,
    /// Where answers go (Reply-To).
    pub mail: MailAddress,
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

/// The lines that name a meeting.
#[derive(Debug, Clone)]
pub struct MeetingLine {
    /// 開催予定日.
    pub held_on: Date,
    /// Start time.
    pub starts_at: Option<Time>,
    /// 審査会番号.
    pub meeting_no: String,
    /// 合議体.
    pub panel: Option<String>,
}

/// The reader's own way in.
#[derive(Debug, Clone)]
pub struct Link {
    /// 閲覧URL, whole.
    pub url: SecretText,
    /// When it opens and stops.
    pub window: AccessWindow,
}

/// What there is to tell. A withdrawn meeting has no link, so its letter cannot show one.
#[derive(Debug, Clone)]
pub enum News {
    /// Materials can be read.
    Published(Link),
    /// A material was replaced, added or taken away.
    MaterialsChanged(Link, MaterialChanges),
    /// Day or time changed, perhaps the access window with it; the facts are the new ones.
    DateChanged(Link),
    /// Only the access window changed.
    WindowChanged(Link),
    /// The meeting was withdrawn.
    Withdrawn,
    /// A withdrawn meeting can be read again, by the same link.
    Revived(Link),
    /// The link once more.
    Resent(Link),
}

impl From<&Insurer> for Office {
    fn from(insurer: &Insurer) -> Self {
        Self {
            insurer: insurer.name.clone(),
            office: insurer.office.clone(),
            phone: insurer.phone.clone(),
            mail: insurer.mail.clone(),
        }
    }
}

impl From<&Plan> for MeetingLine {
    fn from(plan: &Plan) -> Self {
        Self {
            held_on: plan.held_on,
            starts_at: plan.starts_at,
            meeting_no: plan.meeting_no.clone(),
            panel: plan.panel.clone(),
        }
    }
}
