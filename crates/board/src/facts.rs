//! The facts about office and meeting that pages, letters and papers share.

use crate::error::ReadError;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use kairan_access::App;
use kairan_domain::date;
use kairan_domain::ids::InsurerId;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::meeting::Plan;

/// The office that runs the meeting. Nothing of it is personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// The insurer's name.
    pub insurer: String,
    /// The office's name.
    pub office: String,
    /// Its telephone number.
    pub phone: String,
    /// Where answers to mails go.
    pub mail: MailAddress,
}

/// One meeting in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingLine {
    /// The day.
    pub held_on: Date,
    /// The time, if given.
    pub starts_at: Option<Time>,
    /// 審査会番号.
    pub meeting_no: String,
    /// 合議体.
    pub panel: Option<String>,
    /// First instant of reading.
    pub from: Timestamp,
    /// First instant at which reading has ended.
    pub until: Timestamp,
}

/// Number of seats that have read, of those that read by link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReadCount {
    /// Seats that have opened the current version of every material.
    pub read: usize,
    /// Seats with a link.
    pub of: usize,
}

impl MeetingLine {
    /// The line of a checked plan.
    pub fn of(plan: &Plan) -> Self {
        Self {
            held_on: plan.held_on,
            starts_at: plan.starts_at,
            meeting_no: plan.meeting_no.clone(),
            panel: plan.panel.clone(),
            from: plan.window.from,
            until: plan.window.until,
        }
    }

    /// `令和8年12月3日(木) 午後1時30分 審査会番号 41 第3合議体`.
    pub fn in_words(&self) -> String {
        let mut words = date::wareki(self.held_on);
        if let Some(at) = self.starts_at {
            words.push(' ');
            words.push_str(&date::clock_time(at));
        }
        if !self.meeting_no.is_empty() {
            words.push_str(" 審査会番号 ");
            words.push_str(&self.meeting_no);
        }
        if let Some(panel) = &self.panel {
            words.push(' ');
            words.push_str(panel);
        }
        words
    }

    /// `令和8年11月22日(日) 午前9時 から 令和8年12月10日(木) 午後11時59分 まで`.
    pub fn window_in_words(&self) -> String {
        format!(
            "{} から {} まで",
            date::wareki_minute(self.from),
            date::wareki_end(self.until)
        )
    }

    /// The same with the end on a line of its own, so that paper breaks no time of day.
    pub fn window_in_two_lines(&self) -> String {
        self.window_in_words().replacen("から ", "から\n", 1)
    }
}

/// The office of an insurer.
pub(crate) async fn office(app: &App, insurer: InsurerId) -> Result<Office, ReadError> {
    let found = app.store.insurer(insurer).await?;
    let found = found.ok_or(ReadError::NotFound)?;
    Ok(Office {
        insurer: found.name.clone(),
        office: found.office.clone(),
        phone: found.phone.clone(),
        mail: found.mail.clone(),
    })
}
