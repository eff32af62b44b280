//! The clocks of a request: due date, the 30 days of the law, when to look and when to call.

use super::{OpinionRequest, RequestState};
use crate::date::tokyo_day;
use jiff::ToSpan;
use jiff::civil::Date;

/// Days from application to decision (介護保険法 第27条第11項).
pub const LEGAL_DAYS: i32 = 30;

/// The insurer's habits; config sets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChaseRule {
    /// Days from request to due date when the clerk gives none (national reference: 13).
    pub due_days: i32,
    /// The most days a due date may lie ahead.
    pub most_due_days: i32,
    /// Days without an opinion after which somebody should look whether it was begun.
    pub check_after: i32,
    /// Days without an opinion after which somebody should call.
    pub call_after: i32,
    /// Days after a reminder in which nobody calls again.
    pub rest_days: i32,
    /// Days after acceptance in which the doctor can still read it.
    pub readable_days: i32,
}

impl Default for ChaseRule {
    fn default() -> Self {
        Self {
            due_days: 13,
            most_due_days: 60,
            check_after: 7,
            call_after: 14,
            rest_days: 3,
            readable_days: 14,
        }
    }
}

/// What today's list says of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chase {
    /// Nothing to do.
    Wait,
    /// Look whether it was begun.
    Check,
    /// Call the clinic.
    Call,
}

/// Since when an opinion is awaited, and when somebody last asked after it. All that a
/// [`ChaseRule`] needs to know, whatever the rule: requests are listed by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Awaited {
    /// The day of the request; of one sent back, the day it went back: the doctor has a new task.
    pub since: Date,
    /// The day of the last 督促 since then.
    pub reminded_on: Option<Date>,
}

/// Days until a day that must not be passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DaysLeft {
    /// Passed by so many days.
    Over(i32),
    /// It is today.
    Today,
    /// So many days are left.
    Left(i32),
}

/// The last day for deciding about an application.
pub fn legal_limit(applied_on: Date) -> Date {
    after(applied_on, LEGAL_DAYS)
}

/// How far `limit` is from `today`.
pub fn days_left(limit: Date, today: Date) -> DaysLeft {
    let days = days_between(today, limit);
    match days {
        0 => DaysLeft::Today,
        days if days < 0 => DaysLeft::Over(-days),
        days => DaysLeft::Left(days),
    }
}

impl ChaseRule {
    /// What there is to do today about what is waited for like this.
    pub fn chase(&self, awaited: Awaited, today: Date) -> Chase {
        let waited = days_between(awaited.since, today);
        let reminded = awaited.reminded_on;
        if reminded.is_some_and(|on| days_between(on, today) < self.rest_days) {
            Chase::Wait
        } else if waited >= self.call_after {
            Chase::Call
        } else if waited >= self.check_after && reminded.is_none() {
            Chase::Check
        } else {
            Chase::Wait
        }
    }

    /// The due date of a request made on a day.
    pub fn due_on(&self, requested_on: Date) -> Date {
        after(requested_on, self.due_days)
    }
}

impl OpinionRequest {
    /// How long it is waited for; `None` unless the doctor has to write.
    pub fn awaited(&self) -> Option<Awaited> {
        let since = match self.state() {
            RequestState::Requested | RequestState::Drafting => self.plan.requested_on,
            RequestState::SentBack => {
                let at = self.versions.last().and_then(|v| v.sent_back.as_ref());
                at.map_or(self.plan.requested_on, |(at, _)| tokyo_day(*at))
            }
            _ => return None,
        };
        let reminded = self.reminders.last();
        let reminded = reminded.map(|reminder| tokyo_day(reminder.at));
        Some(Awaited {
            since,
            reminded_on: reminded.filter(|on| *on >= since),
        })
    }

    /// What there is to do about it today.
    pub fn chase(&self, rule: &ChaseRule, today: Date) -> Chase {
        let awaited = self.awaited();
        awaited.map_or(Chase::Wait, |awaited| rule.chase(awaited, today))
    }

    /// Days from request to the first submission; `None` while there is none.
    pub fn days_taken(&self) -> Option<i32> {
        let first = self.versions.first()?;
        Some(days_between(self.plan.requested_on, tokyo_day(first.at)))
    }
}

pub(super) fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

pub(super) fn after(day: Date, days: i32) -> Date {
    day.checked_add(days.days()).unwrap_or(Date::MAX)
}
