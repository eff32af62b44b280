//! What a text misses to be a day, so that its writer can be told.

use super::{PartialDate, typed};

/// What keeps a text from being read as a whole day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayGap {
    /// Nothing of a day is seen in it.
    Unreadable,
    /// `11/17`.
    NoYear,
    /// `8.11.17`: 平成 or 令和.
    NoEra,
    /// `令和8年11月`.
    NoDay,
    /// Neither calendar nor era have it: `令和8年2月30日`, `昭和64年1月8日`.
    NotInCalendar,
}

/// Looks at a text that no reader took. For one that [`super::parse_date`] takes it says
/// nothing useful.
pub fn day_gap(raw: &str) -> DayGap {
    let text = typed::plain(raw);
    let (era, rest) = typed::era(&text);
    let Ok(numbers) = typed::numbers(era, &rest) else {
        return DayGap::Unreadable;
    };
    let known_year = era.is_some() || numbers.first().is_some_and(|year| *year >= 1000);
    match (known_year, numbers.len()) {
        (true, 1 | 2) if PartialDate::parse(raw).is_ok() => DayGap::NoDay,
        (true, 1..=3) => DayGap::NotInCalendar,
        (false, 3) => DayGap::NoEra,
        (false, 1 | 2) if text.contains('年') => DayGap::NoEra,
        (false, 2) => DayGap::NoYear,
        (false, 1) if text.ends_with(['月', '日']) => DayGap::NoYear,
        _ => DayGap::Unreadable,
    }
}
