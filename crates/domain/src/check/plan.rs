//! Date, number, access window and remark of a typed meeting.

use super::fault::{Fault, Faults, Field, MeetingFault};
use crate::date::{self, NotADate};
use crate::limits::Limits;
use crate::meeting::{AccessWindow, Plan};
use crate::raw::RawMeeting;
use crate::secret::SecretText;
use crate::text;
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp, ToSpan};

/// Judges date, number, window and remark alone: a change of what is published. A meeting
/// that was held keeps its day, so that its window can still be opened longer.
///
/// # Errors
/// Every fault, in the order of the form.
pub fn check_plan(
    raw: &RawMeeting,
    current: &Plan,
    limits: &Limits,
    now: Timestamp,
) -> Result<Plan, Vec<Fault>> {
    let mut faults = Faults(Vec::new());
    match plan(raw, Some(current.held_on), limits, now, &mut faults) {
        Some(plan) if faults.0.is_empty() => Ok(plan),
        _ => Err(faults.0),
    }
}

pub(super) fn plan(
    raw: &RawMeeting,
    current: Option<Date>,
    limits: &Limits,
    now: Timestamp,
    faults: &mut Faults,
) -> Option<Plan> {
    let held_on = match held_on(&raw.held_on, limits, now) {
        Err(MeetingFault::PastMeeting { .. }) if date::parse_date(&raw.held_on).ok() == current => {
            current
        }
        judged => faults.take(Field::HeldOn, judged),
    };
    let starts_at = faults.take(Field::StartsAt, optional_time(&raw.starts_at));
    let short = |text: &str| bounded(&text::one_line(text), limits.max_name);
    let meeting_no = faults.take(Field::MeetingNo, short(&text::half_width(&raw.meeting_no)));
    let panel = faults.take(Field::Panel, short(&raw.panel));
    let remark = faults.take(
        Field::Remark,
        bounded(&text::many_lines(raw.remark.expose()), limits.max_remark),
    );
    // Judged even without a day, so that every fault is told at once.
    let window = window(raw, (held_on, starts_at.flatten()), limits, now, faults);
    let (held_on, starts_at, window) = (held_on?, starts_at?, window?);
    let (panel, remark) = (panel?, remark?);
    Some(Plan {
        held_on,
        starts_at,
        meeting_no: meeting_no?,
        panel: (!panel.is_empty()).then_some(panel),
        window,
        remark: (!remark.is_empty()).then(|| SecretText::new(remark)),
    })
}

pub(super) fn bounded(text: &str, most: usize) -> Result<String, MeetingFault> {
    if text.chars().count() > most {
        Err(MeetingFault::TooLong { most })
    } else {
        Ok(text.to_owned())
    }
}

fn held_on(typed: &str, limits: &Limits, now: Timestamp) -> Result<Date, MeetingFault> {
    if text::one_line(typed).is_empty() {
        return Err(MeetingFault::Missing);
    }
    let on = date::parse_date(typed).map_err(|NotADate| MeetingFault::NotADay)?;
    let today = date::tokyo_day(now);
    let days = limits.max_days_ahead;
    if on < today {
        Err(MeetingFault::PastMeeting { today })
    } else if today.checked_add(days.days()).is_ok_and(|last| on > last) {
        Err(MeetingFault::FarMeeting { days })
    } else {
        Ok(on)
    }
}

fn optional_time(typed: &str) -> Result<Option<Time>, MeetingFault> {
    if text::one_line(typed).is_empty() {
        return Ok(None);
    }
    date::parse_time(typed)
        .map(Some)
        .map_err(|NotADate| MeetingFault::NotATime)
}

/// Days after the meeting that links stay open when the clerk gives none.
pub const DAYS_AFTER_MEETING: i32 = 7;

fn window(
    raw: &RawMeeting,
    (held_on, starts_at): (Option<Date>, Option<Time>),
    limits: &Limits,
    now: Timestamp,
    faults: &mut Faults,
) -> Option<AccessWindow> {
    let day = |typed: &str| {
        if text::one_line(typed).is_empty() {
            Ok(None)
        } else {
            date::parse_date(typed).map(Some)
        }
    };
    let bound = |on: &str, at: &str, otherwise: (Option<Date>, Time)| {
        let on = day(on)
            .map_err(|NotADate| MeetingFault::NotADay)?
            .or(otherwise.0);
        let at = optional_time(at)?.unwrap_or(otherwise.1);
        on.map(|on| date::from_tokyo(on, at).ok_or(MeetingFault::NotADay))
            .transpose()
    };
    let last_day = held_on.and_then(|on| on.checked_add(DAYS_AFTER_MEETING.days()).ok());
    let last_minute = Time::constant(23, 59, 0, 0);
    let from = faults.take(
        Field::AccessFrom,
        bound(&raw.from_on, &raw.from_at, (None, Time::midnight())),
    );
    let until = faults.take(
        Field::AccessUntil,
        bound(&raw.until_on, &raw.until_at, (last_day, last_minute)),
    );
    let (from, named) = (from?.unwrap_or(now), until??);
    let until = date::through_minute(named);
    let begins_at = starts_at.unwrap_or(Time::midnight());
    let meeting_begins = held_on.and_then(|on| date::from_tokyo(on, begins_at));
    let longest = SignedDuration::from_hours(24).saturating_mul(limits.max_window_days);
    let fault = if named <= from {
        Some(MeetingFault::WindowEndsFirst)
    } else if named <= now {
        Some(MeetingFault::WindowOver)
    } else if meeting_begins.is_some_and(|begins| until < begins) {
        Some(MeetingFault::WindowEndsBeforeMeeting)
    } else if until.duration_since(from) > longest {
        Some(MeetingFault::WindowTooLong {
            days: limits.max_window_days,
        })
    } else {
        None
    };
    match fault {
        Some(what) => {
            faults.note(Field::AccessUntil, what);
            None
        }
        None => Some(AccessWindow { from, until }),
    }
}
