//! What a meeting was when something was done to it, as far as it names nobody: day, time,
//! number, and what a change made of them. Panel and remark are typed freely and may name
//! people, so only the fact that they changed is told; so with every field of a request.

use crate::date::parse_date;
use crate::insurer::InsurerField;
use crate::meeting::{Body, Meeting, Plan};
use crate::opinion_request::RequestField;
use jiff::Timestamp;
use jiff::civil::{Date, Time};

/// What identified a meeting at that time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingThen {
    /// The day; `None` in a draft without one.
    pub held_on: Option<Date>,
    /// The time.
    pub starts_at: Option<Time>,
    /// 審査会番号; empty in a draft, where anything may have been typed.
    pub meeting_no: String,
}

impl MeetingThen {
    /// As the meeting stands.
    pub fn of(meeting: &Meeting) -> Self {
        match &meeting.body {
            Body::Draft(draft) => Self {
                held_on: parse_date(&draft.raw.held_on).ok(),
                starts_at: None,
                meeting_no: String::new(),
            },
            Body::Packet(packet) => Self::planned(&packet.plan),
        }
    }

    /// As it is planned.
    pub fn planned(plan: &Plan) -> Self {
        Self {
            held_on: Some(plan.held_on),
            starts_at: plan.starts_at,
            meeting_no: plan.meeting_no.clone(),
        }
    }
}

/// One thing that a change made another: what it was and what it became, where that names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanChange {
    /// The day.
    HeldOn(Date, Date),
    /// The time.
    StartsAt(Option<Time>, Option<Time>),
    /// The beginning of the access window.
    AccessFrom(Timestamp, Timestamp),
    /// Its end.
    AccessUntil(Timestamp, Timestamp),
    /// The number; both stand in the records before and after.
    MeetingNo,
    /// The panel.
    Panel,
    /// The remark to reviewers.
    Remark,
    /// A field of a request; what stood there is personal.
    Asked(RequestField),
    /// How an insurer's office is called or reached.
    Office(InsurerField),
}

impl PlanChange {
    /// All differences, in the order of the form.
    pub fn between(before: &Plan, after: &Plan) -> Vec<Self> {
        let (from, until) = (before.window.from, before.window.until);
        let changes = [
            (before.held_on != after.held_on)
                .then_some(Self::HeldOn(before.held_on, after.held_on)),
            (before.starts_at != after.starts_at)
                .then_some(Self::StartsAt(before.starts_at, after.starts_at)),
            (before.meeting_no != after.meeting_no).then_some(Self::MeetingNo),
            (before.panel != after.panel).then_some(Self::Panel),
            (from != after.window.from).then_some(Self::AccessFrom(from, after.window.from)),
            (until != after.window.until).then_some(Self::AccessUntil(until, after.window.until)),
            (before.remark != after.remark).then_some(Self::Remark),
        ];
        changes.into_iter().flatten().collect()
    }
}
