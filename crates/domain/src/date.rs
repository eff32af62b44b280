//! Days and instants as the office speaks of them: Asia/Tokyo, 和暦, weekday.
//!
//! Japan has had no summer time since 1951, so Asia/Tokyo is a fixed +09:00 here.
//! Eras: 元号を改める政令; 令和 from 2019-05-01, 平成 from 1989-01-08, 昭和 from 1926-12-25.

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

struct Era {
    name: &'static str,
    letter: char,
    first: (i16, i8, i8),
}

/// Newest first.
const ERAS: [Era; 5] = [
    Era {
        name: "令和",
        letter: 'r',
        first: (2019, 5, 1),
    },
    Era {
        name: "平成",
        letter: 'h',
        first: (1989, 1, 8),
    },
    Era {
        name: "昭和",
        letter: 's',
        first: (1926, 12, 25),
    },
    Era {
        name: "大正",
        letter: 't',
        first: (1912, 7, 30),
    },
    Era {
        name: "明治",
        letter: 'm',
        first: (1868, 1, 25),
    },
];

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
    let day = (on.year(), on.month(), on.day());
    let rest = format!("{}月{}日({})", on.month(), on.day(), weekday(on));
    match ERAS.iter().find(|era| day >= era.first) {
        Some(era) if on.year() == era.first.0 => format!("{}元年{rest}", era.name),
        Some(era) => format!("{}{}年{rest}", era.name, on.year() - era.first.0 + 1),
        None => format!("{}年{rest}", on.year()),
    }
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

/// Reads a day as people and programs write it: `2026-11-22`, `2026/11/22`, `20261122`,
/// `2026年11月22日`, `R8.11.22`, `令和8年11月22日`, `令和元年…`; full-width digits too.
///
/// # Errors
/// [`NotADate`] for anything else, and for days the calendar or the era does not have.
pub fn parse_date(raw: &str) -> Result<Date, NotADate> {
    let text = text::half_width(&text::one_line(raw))
        .to_lowercase()
        .replace(' ', "");
    let text = text.split('(').next().unwrap_or_default();
    if let Some(era) = ERAS
        .iter()
        .find(|era| text.starts_with(era.name) || text.starts_with(era.letter))
    {
        let rest = text
            .trim_start_matches(era.name)
            .trim_start_matches(era.letter);
        let [year, month, day] = numbers(&rest.replacen('元', "1", 1))?;
        let on = civil(year + era.first.0 - 1, month, day)?;
        let belongs = ERAS
            .iter()
            .find(|e| (on.year(), on.month(), on.day()) >= e.first);
        return if belongs.is_some_and(|e| e.letter == era.letter) {
            Ok(on)
        } else {
            Err(NotADate)
        };
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        let part = |range: std::ops::Range<usize>| text[range].parse().map_err(|_| NotADate);
        return civil(part(0..4)?, part(4..6)?, part(6..8)?);
    }
    let [year, month, day] = numbers(text)?;
    if year < 1000 {
        Err(NotADate)
    } else {
        civil(year, month, day)
    }
}

fn civil(year: i16, month: i16, day: i16) -> Result<Date, NotADate> {
    let month = i8::try_from(month).map_err(|_| NotADate)?;
    let day = i8::try_from(day).map_err(|_| NotADate)?;
    Date::new(year, month, day).map_err(|_| NotADate)
}

fn numbers(text: &str) -> Result<[i16; 3], NotADate> {
    let mut found = text
        .split(['-', '/', '.', '年', '月', '日'])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse::<i16>().ok().filter(|n| *n > 0).ok_or(NotADate));
    let mut next = || found.next().ok_or(NotADate)?;
    let all = [next()?, next()?, next()?];
    if found.next().is_some() {
        Err(NotADate)
    } else {
        Ok(all)
    }
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
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    #[test]
    fn days_are_written_in_the_japanese_calendar() {
        assert_eq!(wareki(date(2026, 11, 22)), "令和8年11月22日(日)");
        assert_eq!(wareki(date(2019, 5, 1)), "令和元年5月1日(水)");
        assert_eq!(wareki(date(2019, 4, 30)), "平成31年4月30日(火)");
        assert_eq!(wareki(date(1989, 1, 7)), "昭和64年1月7日(土)");
    }

    #[test]
    fn every_common_writing_of_a_day_is_read() {
        for text in [
            "2026-11-22",
            "2026/11/22",
            "20261122",
            "２０２６年１１月２２日",
            "R8.11.22",
            "令和8年11月22日",
            "令和8年11月22日(日)",
            "r8/11/22",
        ] {
            assert_eq!(parse_date(text), Ok(date(2026, 11, 22)), "{text}");
        }
        assert_eq!(parse_date("令和元年5月1日"), Ok(date(2019, 5, 1)));
    }

    #[test]
    fn impossible_days_are_refused() {
        for text in [
            "",
            "2026-02-29",
            "令和元年4月30日",
            "昭和64年1月8日",
            "8.11.22",
            "2026-11",
            "2026-11-22-1",
            "明日",
        ] {
            assert_eq!(parse_date(text), Err(NotADate), "{text}");
        }
    }

    #[test]
    fn times_of_day_are_read() {
        for text in [
            "13:30",
            "1330",
            "午後1時30分",
            "午後1時半",
            "13時30分",
            "１３：３０",
        ] {
            assert_eq!(parse_time(text), Ok(time(13, 30, 0, 0)), "{text}");
        }
        assert_eq!(parse_time("午前12時"), Ok(time(0, 0, 0, 0)));
        assert_eq!(parse_time("25:00"), Err(NotADate));
        assert_eq!(parse_time("13"), Err(NotADate));
    }

    #[test]
    fn the_day_turns_at_midnight_in_tokyo() {
        let last = from_tokyo(date(2026, 11, 22), time(23, 59, 59, 0)).unwrap();
        assert_eq!(tokyo_day(last), date(2026, 11, 22));
        assert_eq!(
            tokyo_day(last + jiff::SignedDuration::from_secs(1)),
            date(2026, 11, 23)
        );
        assert_eq!(wareki_minute(last), "令和8年11月22日(日) 午後11時59分");
    }

    #[test]
    fn midnight_is_told_as_the_end_of_the_day_before() {
        let at = |hour| from_tokyo(date(2026, 12, 2), time(hour, 0, 0, 0)).unwrap();
        assert_eq!(wareki_end(at(0)), "令和8年12月1日(火) 夜12時");
        assert_eq!(wareki_end(at(17)), "令和8年12月2日(水) 午後5時");
        let new_year = from_tokyo(date(2027, 1, 1), Time::midnight()).unwrap();
        assert_eq!(
            wareki_end_in_japan(new_year),
            "令和8年12月31日(木) 夜12時（日本時間）"
        );
    }

    #[test]
    fn time_left_is_never_told_too_short() {
        for (seconds, words) in [
            (0, "1秒"),
            (40, "40秒"),
            (121, "3分"),
            (3600, "60分"),
            (7200, "2時間"),
            (41_400, "11時間30分"),
        ] {
            assert_eq!(time_left(SignedDuration::from_secs(seconds)), words);
        }
    }

    #[test]
    fn the_fiscal_year_turns_on_the_first_of_april() {
        assert_eq!(fiscal_year(date(2027, 3, 31)), 2026);
        assert_eq!(fiscal_year(date(2027, 4, 1)), 2027);
    }
}
