//! Everything about one request for its page: the plan, whom it asks, what came, what was sent
//! back, reminders, and the meetings its opinion went to.

use super::row::{RequestRow, Rows};
use crate::edit::load;
use crate::error::ReadError;
use crate::facts::asked;
use crate::register::plan_edition;
use jiff::Timestamp;
use jiff::civil::Date;
use kairan_access::{App, StaffOf};
use kairan_domain::author::Author;
use kairan_domain::clinic::{Clinic, Physician};
use kairan_domain::date::tokyo_day;
use kairan_domain::ids::{FileId, MeetingId, OpinionRequestId};
use kairan_domain::incoming::{CaseNo, MaterialSource};
use kairan_domain::meeting::Body;
use kairan_domain::opinion_request::{
    Arrival, CoverBox, OpinionRequest, OpinionVersion, ReminderMethod, RequestPlan, Stage,
};
use kairan_domain::secret::SecretText;
use kairan_domain::staff::PersonName;
use kairan_work::author_name;

/// One request's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestPage {
    /// The line of the list.
    pub row: RequestRow,
    /// What was asked.
    pub plan: RequestPlan,
    /// What the change form must send back.
    pub edition: u64,
    /// Who is asked.
    pub clinic: Clinic,
    /// The doctor, if one was named.
    pub physician: Option<Physician>,
    /// When it was registered.
    pub made_at: Timestamp,
    /// By whom; `None` when the account is not known any more.
    pub made_by: Option<PersonName>,
    /// When the letter was last printed.
    pub printed_at: Option<Timestamp>,
    /// Where in its life, with what belongs to that.
    pub stage: Stage,
    /// When the doctor last saved a draft that is not submitted.
    pub draft_saved_at: Option<Timestamp>,
    /// What came, oldest first.
    pub versions: Vec<VersionLine>,
    /// 督促, oldest first.
    pub reminders: Vec<ReminderLine>,
    /// Days from request to the first submission.
    pub days_taken: Option<i32>,
    /// Meetings the opinion went to, latest first.
    pub meetings: Vec<MeetingOfRequest>,
}

/// One version of the opinion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionLine {
    /// From 1.
    pub number: u32,
    /// How it came.
    pub arrival: Arrival,
    /// When.
    pub at: Timestamp,
    /// After the due date.
    pub late: bool,
    /// Whether it was written on the form: names can be looked for, the board's pages drawn.
    pub written: bool,
    /// Pages of its PDF; `None` when only its arrival was recorded.
    pub pages: Option<u32>,
    /// The pages for the board.
    pub masked: Option<MaskedLine>,
    /// When and why it was sent back.
    pub sent_back: Option<(Timestamp, SecretText)>,
}

/// Pages for the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaskedLine {
    /// Pages.
    pub pages: u32,
    /// The number printed on them; `None` on an own copy, which Kairan has not read.
    pub case_no: Option<CaseNo>,
    /// Which file: what a page showed is told by it.
    pub file: FileId,
    /// What was covered on each page, where pages were covered.
    pub covers: Vec<Vec<CoverBox>>,
    /// Whether a meeting may take them.
    pub ready: bool,
}

/// One 督促.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderLine {
    /// When.
    pub at: Timestamp,
    /// By whom; `None` when the account is not known any more.
    pub by: Option<PersonName>,
    /// How.
    pub method: ReminderMethod,
    /// What was said.
    pub memo: SecretText,
}

/// A meeting that has the opinion among its materials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingOfRequest {
    /// The meeting.
    pub id: MeetingId,
    /// Its day, once it is planned.
    pub held_on: Option<Date>,
    /// 審査会番号; may be empty.
    pub meeting_no: String,
    /// Which version went there.
    pub version: u32,
}

/// Shows a request.
///
/// # Errors
/// [`ReadError`].
pub async fn show_request(
    app: &App,
    by: &StaffOf,
    id: OpinionRequestId,
) -> Result<RequestPage, ReadError> {
    let read = load(app, by.insurer(), id).await?;
    let today = tokyo_day(app.now());
    let row = Rows::new(app, by.insurer(), today).one(&read).await?;
    let (clinic, physician) = asked(app, &read).await?;
    let draft = app.store.opinion_draft(by.insurer(), id).await?;
    Ok(RequestPage {
        row,
        edition: plan_edition(&read.plan),
        clinic,
        physician,
        made_at: read.made_at,
        made_by: name_of(app, by, read.made_by).await?,
        printed_at: read.letter.as_ref().map(|letter| letter.printed_at),
        stage: read.stage.clone(),
        draft_saved_at: draft
            .filter(|_| read.state().is_writable())
            .map(|draft| draft.saved_at),
        versions: read.versions.iter().map(VersionLine::of).collect(),
        reminders: reminders(app, by, &read).await?,
        days_taken: read.days_taken(),
        meetings: meetings(app, by, &read).await?,
        plan: read.plan.clone(),
    })
}

impl VersionLine {
    pub(super) fn of(version: &OpinionVersion) -> Self {
        Self {
            number: version.number,
            arrival: version.arrival,
            at: version.at,
            late: version.late,
            written: version.form.is_some(),
            pages: version.pdf.as_ref().map(|pdf| pdf.pages),
            masked: version.masked.as_ref().map(|masked| MaskedLine {
                pages: masked.pages,
                case_no: version.masked_as.clone(),
                file: masked.file,
                covers: version.covers.clone(),
                ready: version.is_ready_for_board(),
            }),
            sent_back: version.sent_back.clone(),
        }
    }
}

pub(super) async fn name_of(
    app: &App,
    by: &StaffOf,
    author: Author,
) -> Result<Option<PersonName>, ReadError> {
    Ok(author_name(app, by.insurer(), author).await?)
}

async fn reminders(
    app: &App,
    by: &StaffOf,
    request: &OpinionRequest,
) -> Result<Vec<ReminderLine>, ReadError> {
    let mut lines = Vec::with_capacity(request.reminders.len());
    for reminder in &request.reminders {
        lines.push(ReminderLine {
            at: reminder.at,
            by: name_of(app, by, reminder.by).await?,
            method: reminder.method,
            memo: reminder.memo.clone(),
        });
    }
    Ok(lines)
}

/// Found by the index on a material's source; nothing about them is kept with the request.
pub(super) async fn meetings(
    app: &App,
    by: &StaffOf,
    request: &OpinionRequest,
) -> Result<Vec<MeetingOfRequest>, ReadError> {
    let mut found = Vec::new();
    for version in &request.versions {
        let source = MaterialSource::Opinion {
            request: request.id,
            version: version.number,
        };
        for meeting in app.store.meetings_of_source(by.insurer(), &source).await? {
            let (held_on, meeting_no) = match &meeting.body {
                Body::Draft(draft) => (
                    kairan_domain::date::parse_date(&draft.raw.held_on).ok(),
                    draft.raw.meeting_no.clone(),
                ),
                Body::Packet(packet) => {
                    let plan = &packet.plan;
                    (Some(plan.held_on), plan.meeting_no.clone())
                }
            };
            found.push(MeetingOfRequest {
                id: meeting.id,
                held_on,
                meeting_no,
                version: version.number,
            });
        }
    }
    found.sort_by_key(|meeting| std::cmp::Reverse((meeting.held_on, meeting.id)));
    Ok(found)
}
