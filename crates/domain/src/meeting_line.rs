//! One meeting in a line: what pages, letters and papers say of it.

use crate::date;
use crate::meeting::{AccessWindow, Plan};
use jiff::civil::{Date, Time};

/// What names a meeting, and when it can be read. Nothing of it is personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingLine {
    /// 開催予定日.
    pub held_on: Date,
    /// Start time, if given.
    pub starts_at: Option<Time>,
    /// 審査会番号; empty while none was given.
    pub meeting_no: String,
    /// 合議体.
    pub panel: Option<String>,
    /// When it can be read.
    pub window: AccessWindow,
}

impl MeetingLine {
    /// The line of a checked plan.
    pub fn of(plan: &Plan) -> Self {
        Self {
            held_on: plan.held_on,
            starts_at: plan.starts_at,
            meeting_no: plan.meeting_no.clone(),
            panel: plan.panel.clone(),
            window: plan.window,
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
            date::wareki_minute(self.window.from),
            date::wareki_end(self.window.until)
        )
    }

    /// The same with the end on a line of its own, so that paper breaks no time of day.
    pub fn window_in_two_lines(&self) -> String {
        self.window_in_words().replacen("から ", "から\n", 1)
    }
}
