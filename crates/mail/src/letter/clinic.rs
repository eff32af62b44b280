//! Letters to clinics about requests for opinions. They name nobody and open nothing: the way in
//! stands in the printed letter.

use super::view::is_plain_url;
use super::{Letter, LetterError, Mailable, templates};
use jiff::civil::Date;
use kairan_domain::date::wareki;
use kairan_domain::insurer::Office;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::notice::NoticeKind;
use kairan_domain::text::{dialled, one_line};
use minijinja::{Value, context};

/// Everything a letter to a clinic says. There is no field for the person, nor for what a doctor
/// wrote, nor for what opens the request.
#[derive(Debug, Clone)]
pub struct ClinicFacts {
    /// Who writes, and whom to phone.
    pub office: Office,
    /// 医療機関名: stands in the greeting.
    pub clinic: String,
    /// The only recipient.
    pub mail: MailAddress,
    /// About which request.
    pub request: RequestLine,
    /// `https://…/clinic`, when the clinic has accounts; else the printed letter is the way in.
    pub clinic_page: Option<String>,
    /// What there is to tell.
    pub news: ClinicNews,
}

/// The lines that name a request without naming the person.
#[derive(Debug, Clone)]
pub struct RequestLine {
    /// 依頼番号, as the printed letter has it.
    pub reference: String,
    /// 作成期限.
    pub due_on: Date,
}

/// What there is to tell a clinic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClinicNews {
    /// An opinion is asked for.
    Requested,
    /// It is still awaited.
    Reminded,
    /// It came back to be corrected; why is told inside.
    SentBack,
}

impl ClinicNews {
    /// Which notice tells this.
    pub fn kind(self) -> NoticeKind {
        match self {
            Self::Requested => NoticeKind::OpinionRequested,
            Self::Reminded => NoticeKind::OpinionReminded,
            Self::SentBack => NoticeKind::OpinionSentBack,
        }
    }

    /// The news of this kind; `None` for kinds that tell a seat.
    pub fn of(kind: NoticeKind) -> Option<Self> {
        [Self::Requested, Self::Reminded, Self::SentBack]
            .into_iter()
            .find(|news| news.kind() == kind)
    }
}

impl Mailable for ClinicFacts {
    fn office(&self) -> &Office {
        &self.office
    }

    fn to(&self) -> &MailAddress {
        &self.mail
    }

    fn letter(&self) -> Result<Letter, LetterError> {
        render_to_clinic(self)
    }
}

/// The letter that tells a clinic these facts.
///
/// # Errors
/// [`LetterError`].
pub fn render_to_clinic(facts: &ClinicFacts) -> Result<Letter, LetterError> {
    templates::letter(templates::set_of(facts.news.kind()), &view(facts)?)
}

fn view(facts: &ClinicFacts) -> Result<Value, LetterError> {
    let page = facts.clinic_page.as_deref();
    if page.is_some_and(|url| !is_plain_url(url)) {
        return Err(LetterError::Link);
    }
    Ok(context! {
        insurer => one_line(&facts.office.insurer),
        office => one_line(&facts.office.office),
        phone => one_line(&facts.office.phone),
        phone_digits => dialled(&facts.office.phone),
        clinic => one_line(&facts.clinic),
        reference => one_line(&facts.request.reference),
        due_on => wareki(facts.request.due_on),
        // Checked to hold no character HTML minds.
        page => page.map(|url| Value::from_safe_string(url.to_owned())),
    })
}
