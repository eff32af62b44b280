//! 作成依頼: one doctor is asked for one opinion about one person, and the life of that request.
//!
//! `Requested` → `Drafting` → `Submitted` → `Accepted`; `Submitted` → `SentBack` →
//! `Submitted` (a new version; earlier ones stay). While nothing is accepted: `Cancelled`
//! (取下げ), and, while nothing is submitted, `Reassigned` to another doctor by a new request.
//! A correction after acceptance is a new request of kind 再意見書. Paper, FAX and
//! 介護情報基盤 arrive through the same [`OpinionRequest::submit`].
//!
//! There is no purged state: at the end of retention ([`OpinionRequest::ended_at`]) request,
//! draft and files are deleted whole. Nothing of a request is left that is not about the
//! person; the certificate is the audit record, which holds ids alone.
//!
//! The draft is a record of its own ([`OpinionDraft`]): it changes every few seconds. So are the
//! answers of each submitted version ([`KeptForm`]): a record has at most 64 KiB, and three
//! long versions would not fit into one.

mod check;
mod clock;
mod differing;
mod draft;
mod fault;
mod kinds;
mod life;
mod raw;
mod receipt;
#[cfg(test)]
mod tests;
mod waiting;

pub use check::{RequestFacts, check_request};
pub use clock::{Awaited, Chase, ChaseRule, DaysLeft, LEGAL_DAYS, days_left, legal_limit};
pub use differing::Differing;
pub use draft::{Edits, FieldConflict, Merged, NotSeen, Replaced, Seen};
pub use fault::{RequestFault, RequestField, RequestFieldFault};
pub use kinds::{
    ApplicationKind, Arrival, CareSetting, DoctorKind, OpinionTimes, ReminderMethod, RequestKind,
};
pub use life::{MOST_REASON, OpinionRefusal, RequestState, Stage};
pub use raw::RawOpinionRequest;
pub use receipt::{is_number_of, number_typed, receipt_number, request_number};
pub use waiting::{ChosenFile, WAITING_DAYS, WaitingFiles};

use crate::author::Author;
use crate::clinic::{Clinic, Physician};
use crate::date::PartialDate;
use crate::ids::{ClinicId, FileId, InsurerId, OpinionRequestId, PhysicianId};
use crate::incoming::CaseNo;
use crate::insured::Insured;
use crate::material::Part;
use crate::meeting::AccessLink;
use crate::opinion::{FieldId, FormEdition, FormFacts, RawOpinion, id};
use crate::secret::SecretText;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A request with its life: one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpinionRequest {
    /// Its id.
    pub id: OpinionRequestId,
    /// Whose.
    pub insurer: InsurerId,
    /// What is asked, of whom, about whom.
    pub plan: RequestPlan,
    /// When it was registered.
    pub made_at: Timestamp,
    /// By whom.
    pub made_by: Author,
    /// The letter's way in; `None` until the letter is printed.
    pub letter: Option<Letter>,
    /// What was submitted, oldest first.
    pub versions: Vec<OpinionVersion>,
    /// 督促 so far, oldest first.
    pub reminders: Vec<Reminder>,
    /// Files that were sent and wait for their sender's word; only while it can be written.
    pub waiting: Option<WaitingFiles>,
    /// Where in its life.
    pub stage: Stage,
}

/// The checked fields of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestPlan {
    /// The person.
    pub insured: Insured,
    /// 申請日: the 30 days of the law run from here.
    pub applied_on: Date,
    /// 申請区分.
    pub application: ApplicationKind,
    /// 依頼区分.
    pub kind: RequestKind,
    /// 意見書作成回数, which decides the fee.
    pub times: OpinionTimes,
    /// 在宅/施設, which decides the fee.
    pub care: CareSetting,
    /// 主治医/指定医.
    pub doctor: DoctorKind,
    /// Asked at this clinic.
    pub clinic: ClinicId,
    /// Asked of this doctor; `None`: whoever treats the person there.
    pub physician: Option<PhysicianId>,
    /// 作成依頼日.
    pub requested_on: Date,
    /// 作成期限.
    pub due_on: Date,
}

impl RequestPlan {
    /// Where another plan of the same request differs, in the order of the form.
    pub fn differences(&self, other: &Self) -> Vec<RequestField> {
        let (was, is) = (&self.insured, &other.insured);
        let fields = [
            (RequestField::InsurerNo, was.insurer_no != is.insurer_no),
            (RequestField::InsuredNo, was.number != is.number),
            (RequestField::Name, was.name != is.name),
            (RequestField::Kana, was.kana != is.kana),
            (RequestField::BirthDate, was.birth_date != is.birth_date),
            (RequestField::Sex, was.sex != is.sex),
            (RequestField::PostalCode, was.postal_code != is.postal_code),
            (RequestField::Address, was.address != is.address),
            (RequestField::Phone, was.phone != is.phone),
            (RequestField::AppliedOn, self.applied_on != other.applied_on),
            (
                RequestField::Application,
                self.application != other.application,
            ),
            (RequestField::Kind, self.kind != other.kind),
            (RequestField::Times, self.times != other.times),
            (RequestField::Care, self.care != other.care),
            (RequestField::Doctor, self.doctor != other.doctor),
            (RequestField::Clinic, self.clinic != other.clinic),
            (RequestField::Physician, self.physician != other.physician),
            (
                RequestField::RequestedOn,
                self.requested_on != other.requested_on,
            ),
            (RequestField::DueOn, self.due_on != other.due_on),
        ];
        let changed = fields.into_iter().filter(|(_, differs)| *differs);
        changed.map(|(field, _)| field).collect()
    }
}

/// What the request letter opens with: link (QR), short code and passcode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The link of the QR code.
    pub link: AccessLink,
    /// Digest of the short code (`vault::short_code_digest`).
    pub short_code: [u8; 32],
    /// Argon2id hash of the passcode as [`crate::password::canonical`] writes it.
    pub passcode: SecretText,
    /// When it was last printed: a new print has a new passcode and ends open sessions.
    pub printed_at: Timestamp,
}

/// One submission. Never changed; only what became of it is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpinionVersion {
    /// From 1.
    pub number: u32,
    /// How it came.
    pub arrival: Arrival,
    /// When it came.
    pub at: Timestamp,
    /// After the due date: accepted, and marked.
    pub late: bool,
    /// On which form it was written; its answers are kept beside it ([`KeptForm`]). `None`
    /// when it did not come on Kairan's form.
    pub form: Option<FormEdition>,
    /// The pages as they are kept and printed; `None` when only its arrival was recorded.
    pub pdf: Option<OpinionFile>,
    /// Pages for the board, without names.
    pub masked: Option<OpinionFile>,
    /// The 資料番号 printed on those; `None` where the office brought its own copy.
    pub masked_as: Option<CaseNo>,
    /// What was covered on each page, where pages were covered: making them anew begins with it.
    /// Empty otherwise.
    pub covers: Vec<Vec<CoverBox>>,
    /// Who looked at each of the masked pages as they will be sent, and when.
    pub confirmed: Option<(Timestamp, Author)>,
    /// Why it was sent back, and when.
    pub sent_back: Option<(Timestamp, SecretText)>,
}

/// A rectangle on a page, in ten-thousandths of the page's width and height.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoverBox {
    /// From the left edge.
    pub left: u16,
    /// From the top edge.
    pub top: u16,
    /// Its width.
    pub width: u16,
    /// Its height.
    pub height: u16,
}

impl CoverBox {
    /// The least side, in ten-thousandths of the page: half a percent, a millimetre of an A4 page.
    /// A sliver is a slip of the hand and hides no letter.
    pub const LEAST: u16 = 50;

    /// Whether it is large enough to hide something.
    pub fn hides(&self) -> bool {
        self.width >= Self::LEAST && self.height >= Self::LEAST
    }
}

/// What is to become of one page that may show names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageCovers {
    /// What is covered.
    pub boxes: Vec<CoverBox>,
    /// The clerk says that there is nothing to hide on it.
    pub nothing_to_hide: bool,
}

/// The pages (from 1) on which nothing is covered ([`CoverBox::hides`]) and of which nobody said that there is nothing
/// to hide. Whoever masks answers for each page: a page forgotten is a name sent.
pub fn pages_left(shown: usize, pages: &[PageCovers]) -> Vec<usize> {
    let settled =
        |page: &PageCovers| page.nothing_to_hide || page.boxes.iter().any(CoverBox::hides);
    let left = (1..=shown).filter(|no| !pages.get(no - 1).is_some_and(settled));
    left.collect()
}

impl OpinionVersion {
    /// Whether the masked pages may go before the board: drawn from the answers without the
    /// names, or looked at page by page as they will be sent.
    pub fn is_ready_for_board(&self) -> bool {
        self.masked.is_some() && (self.masked_is_drawn() || self.confirmed.is_some())
    }

    /// Whether the masked pages are drawn from the answers: then another 資料番号 is another
    /// drawing. Pages that somebody covered, or brought, are those that were looked at or none.
    pub fn masked_is_drawn(&self) -> bool {
        self.form.is_some() && self.masked_as.is_some() && self.covers.is_empty()
    }
}

/// The answers of a submitted form, as texts ([`crate::opinion::DoctorOpinion::from_kept`]): a
/// record per version, never changed, gone with its request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptForm {
    /// Whose.
    pub insurer: InsurerId,
    /// What it answers.
    pub request: OpinionRequestId,
    /// The version's number.
    pub version: u32,
    /// Its edition.
    pub edition: FormEdition,
    /// The answers.
    pub texts: RawOpinion,
}

/// A sealed PDF of an opinion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpinionFile {
    /// The sealed file.
    pub file: FileId,
    /// Plain bytes.
    pub size: u64,
    /// Pages.
    pub pages: u32,
    /// SHA-256 of the plain bytes.
    pub sha256: [u8; 32],
    /// The sealed stretches in order; emptied by purge.
    pub parts: Vec<Part>,
}

/// 督促.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Author,
    /// How.
    pub method: ReminderMethod,
    /// What was said; may be empty.
    pub memo: SecretText,
}

/// What a doctor has written so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpinionDraft {
    /// Whose.
    pub insurer: InsurerId,
    /// Of which request.
    pub request: OpinionRequestId,
    /// On which form.
    pub edition: FormEdition,
    /// As typed.
    pub texts: RawOpinion,
    /// Counts the savings, from 1: what a page was based on.
    pub revision: u32,
    /// At which revision each field was last changed, so that two people who write at once
    /// meet only where both changed the same field. Absent: unchanged since the first saving.
    pub changed: BTreeMap<FieldId, u32>,
    /// When it was last saved.
    pub saved_at: Timestamp,
}

impl RequestPlan {
    /// Whether the person is 第2号被保険者 (under 65 on the day of application).
    pub fn second_insured(&self) -> bool {
        self.insured
            .age_on(self.applied_on)
            .is_some_and(|age| age < 65)
    }

    /// What the form's check asks of the request.
    pub fn form_facts(&self, today: Date) -> FormFacts {
        FormFacts {
            today,
            birth_date: Some(self.insured.birth_date),
            second_insured: self.second_insured(),
        }
    }

    /// The form's head as the request knows it; the doctor goes on from here.
    pub fn prefilled(&self, clinic: &Clinic, physician: Option<&Physician>) -> RawOpinion {
        let mut raw = RawOpinion::new();
        let insured = &self.insured;
        for (id, text) in [
            (id::APPLICANT_NAME, insured.name.expose()),
            (id::APPLICANT_KANA, insured.kana.expose()),
            (id::SEX_OF_PERSON, insured.sex.code()),
            (id::POSTAL_CODE, insured.postal_code.expose()),
            (id::ADDRESS, insured.address.expose()),
            (id::PHONE, insured.phone.expose()),
            (id::REPORT_COUNT, self.times.code()),
        ] {
            raw.put(id, text);
        }
        raw.put(
            id::BIRTH_DATE,
            PartialDate::day(insured.birth_date).wareki(),
        );
        clinic.fill(&mut raw);
        if let Some(physician) = physician {
            raw.put(id::DOCTOR_NAME, physician.name.expose());
        }
        raw
    }
}
