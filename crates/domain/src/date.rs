//! Days and instants as the office speaks of them: Asia/Tokyo, 和暦, weekday.
//!
//! Japan has had no summer time since 1951, so Asia/Tokyo is a fixed +09:00 here.
//! Eras: 元号を改める政令; 令和 from 2019-05-01, 平成 from 1989-01-08, 昭和 from 1926-12-25.

mod era;
mod gap;
mod partial;
mod typed;

pub use era::Era;
pub use gap::{DayGap, day_gap};
pub use partial::PartialDate;

use crate::text;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use thiserror::Error;

/// Asia/Tokyo.
pub const JST: Offset = jiff::tz::offset(9);

/// The text is no day or no time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a date or time")]
pub struct NotADate;

/// Day and time of day in Tokyo.
pub fn in_tokyo(at: Timestamp) -> DateTime {
    JST.to_datetime(at)
}

/// The day it is in Tokyo.
pub fn tokyo_day(at: Timestamp) -> Date {
    in_tokyo(at).date()
}

/// The instant of a Tokyo wall-clock reading; `None` outside the years jiff holds.
pub fn from_tokyo(on: Date, at: Time) -> Option<Timestamp> {
    JST.to_timestamp(on.to_datetime(at)).ok()
}

fn weekday(on: Date) -> &'static str {
    match on.weekday() {
        Weekday::Monday => "月",
        Weekday::Tuesday => "火",
        Weekday::Wednesday => "水",
        Weekday::Thursday => "木",
        Weekday::Friday => "金",
        Weekday::Saturday => "土",
        Weekday::Sunday => "日",
    }
}

/// `令和8年11月22日(日)`; days before 明治 are written in the western calendar.
pub fn wareki(on: Date) -> String {
    let year = match Era::of(on) {
        Some(era) => era.year(on.year()),
        None => format!("{}年", on.year()),
    };
    format!("{year}{}月{}日({})", on.month(), on.day(), weekday(on))
}

/// `午後1時30分`; noon is `午後0時`.
pub fn clock_time(at: Time) -> String {
    let (half, hour) = if at.hour() < 12 {
        ("午前", at.hour())
    } else {
        ("午後", at.hour() - 12)
    };
    if at.minute() == 0 {
        format!("{half}{hour}時")
    } else {
        format!("{half}{hour}時{}分", at.minute())
    }
}

/// `令和8年11月22日(日) 午後1時30分` in Tokyo.
pub fn wareki_minute(at: Timestamp) -> String {
    let local = in_tokyo(at);
    format!("{} {}", wareki(local.date()), clock_time(local.time()))
}

/// The last instant of the minute that a deadline names: 「午後11時59分まで」 holds until a minute
/// is over, as people read it. Midnight names the end of the day before (夜12時) and stays.
pub fn through_minute(named: Timestamp) -> Timestamp {
    let minute = named.as_second().div_euclid(60).saturating_mul(60);
    let start = Timestamp::from_second(minute).unwrap_or(named);
    if in_tokyo(start).time() == Time::midnight() {
        return start;
    }
    start
        .checked_add(SignedDuration::from_millis(59_999))
        .unwrap_or(named)
}

/// The end of a window, to stand before 「まで」: `12月1日(火) 夜12時`, not `12月2日(水) 午前0時`,
/// which is read as "all of 2 December". Midnight belongs to the day it ends.
pub fn wareki_end(until: Timestamp) -> String {
    let local = in_tokyo(until);
    match local.date().yesterday() {
        Ok(day_before) if local.time() == Time::midnight() => {
            format!("{} 夜12時", wareki(day_before))
        }
        _ => wareki_minute(until),
    }
}

/// The same, for pages that stand alone.
pub fn wareki_end_in_japan(until: Timestamp) -> String {
    format!("{}（日本時間）", wareki_end(until))
}

/// `11月22日 13:30` in Tokyo, for tables.
pub fn short_minute(at: Timestamp) -> String {
    let local = in_tokyo(at);
    format!(
        "{}月{}日 {}:{:02}",
        local.month(),
        local.day(),
        local.hour(),
        local.minute()
    )
}

/// `令和8年11月22日(日) 午後1時30分（日本時間）`, for pages that stand alone.
pub fn wareki_minute_in_japan(at: Timestamp) -> String {
    format!("{}（日本時間）", wareki_minute(at))
}

/// Time left, rounded up to what a person waits for: `40秒`, `3分`, `11時間30分`.
pub fn time_left(left: SignedDuration) -> String {
    let seconds = left.as_secs().max(1);
    let minutes = seconds.saturating_add(59) / 60;
    match (seconds, minutes) {
        (0..=99, _) => format!("{seconds}秒"),
        (_, 0..=99) => format!("{minutes}分"),
        _ if minutes % 60 == 0 => format!("{}時間", minutes / 60),
        _ => format!("{}時間{}分", minutes / 60, minutes % 60),
    }
}

/// The Japanese fiscal year (from 1 April) a day lies in.
pub fn fiscal_year(on: Date) -> i16 {
    if on.month() >= 4 {
        on.year()
    } else {
        on.year() - 1
    }
}

/// Whole years between birth and a day; `None` before birth. Counted by the calendar as people
/// write it on forms, not by 年齢計算ニ関スル法律, which is a day earlier.
pub fn full_years(born: Date, on: Date) -> Option<i16> {
    let had_birthday = (on.month(), on.day()) >= (born.month(), born.day());
    let years = on.year() - born.year() - i16::from(!had_birthday);
    (years >= 0).then_some(years)
}

/// Reads a day as people and programs write it: `2026-11-22`, `2026/11/22`, `20261122`,
/// `2026年11月22日`, `R8.11.22`, `R081122`, `令8・11・22`, `令和8年11月22日(日)`, `令和元年…`;
/// full-width digits and ㋿ too. A year below 1000 without its era is nobody's to guess.
///
/// # Errors
/// [`NotADate`] for anything else, and for days the calendar or the era does not have;
/// [`day_gap`] says what is missing.
pub fn parse_date(raw: &str) -> Result<Date, NotADate> {
    let text = typed::plain(raw);
    let (era, rest) = typed::era(&text);
    let [year, month, day] = typed::numbers(era, &rest)?[..] else {
        return Err(NotADate);
    };
    let Some(era) = era else {
        return civil(year, month, day).and_then(|on| (year >= 1000).then_some(on).ok_or(NotADate));
    };
    let on = civil(era.western(year).ok_or(NotADate)?, month, day)?;
    (Era::of(on) == Some(era)).then_some(on).ok_or(NotADate)
}

fn civil(year: i16, month: i16, day: i16) -> Result<Date, NotADate> {
    let month = i8::try_from(month).map_err(|_| NotADate)?;
    let day = i8::try_from(day).map_err(|_| NotADate)?;
    Date::new(year, month, day).map_err(|_| NotADate)
}

/// Reads a time of day: `13:30`, `1330`, `13時`, `13時30分`, `午後1時30分`, `午後1時半`.
///
/// # Errors
/// [`NotADate`] for anything else.
pub fn parse_time(raw: &str) -> Result<Time, NotADate> {
    let text = text::half_width(&text::one_line(raw)).replace(' ', "");
    let (after_noon, text) = match (text.strip_prefix("午後"), text.strip_prefix("午前")) {
        (Some(rest), _) => (Some(true), rest.to_owned()),
        (_, Some(rest)) => (Some(false), rest.to_owned()),
        _ => (None, text),
    };
    let text = text.replace('半', "30");
    let plain = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    let text = if plain {
        format!("{}:{}", &text[..2], &text[2..])
    } else {
        text
    };
    let mut parts = text
        .split([':', '時', '分'])
        .filter(|part| !part.is_empty());
    let hour: i8 = parts.next().and_then(|p| p.parse().ok()).ok_or(NotADate)?;
    let minute: i8 = match parts.next() {
        Some(part) => part.parse().map_err(|_| NotADate)?,
        None if text.contains('時') => 0,
        None => return Err(NotADate),
    };
    if parts
        .next()
        .is_some_and(|second| second.parse::<i8>() != Ok(0))
    {
        return Err(NotADate);
    }
    let hour = match after_noon {
        Some(_) if hour > 12 => return Err(NotADate),
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    Time::new(hour, minute, 0, 0).map_err(|_| NotADate)
}

#[cfg(test)]
mod tests;
