//! A day of which parts may be unknown: 年, 年月, 年月日, 不詳. Missing parts are never filled.

use super::{Era, NotADate, parse_date, typed};
use jiff::civil::Date;

/// A day as far as it is known.
///
/// Where an era changed within the known part (昭和64年 and 平成元年 are both 1989), the era
/// given is kept: it narrows the time and is printed as it was written.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialDate {
    known: Known,
    era: Option<Era>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Known {
    Nothing,
    Year(i16),
    Month(i16, i8),
    Day(Date),
}

impl PartialDate {
    /// 不詳.
    pub const UNKNOWN: Self = Self {
        known: Known::Nothing,
        era: None,
    };

    /// A whole day.
    pub const fn day(on: Date) -> Self {
        Self {
            known: Known::Day(on),
            era: None,
        }
    }

    /// A year, in the western count.
    ///
    /// # Errors
    /// [`NotADate`] outside the years 1000–9999.
    pub fn year(year: i16) -> Result<Self, NotADate> {
        Self::new(Known::Year(year), None)
    }

    /// A month of a year, in the western count.
    ///
    /// # Errors
    /// [`NotADate`] when there is no such month.
    pub fn month(year: i16, month: i8) -> Result<Self, NotADate> {
        Self::new(Known::Month(year, month), None)
    }

    /// Reads what people and programs write: every form of [`parse_date`], the same without
    /// day or without month (`R5.3`, `令和5年`, `2023-03`, `平成20年05月`), with 頃 or with the
    /// missing part said (`平成20年月日不詳`), and 不詳, 不明 or 未詳.
    ///
    /// # Errors
    /// [`NotADate`] for anything else, and for what the calendar or the era does not have.
    pub fn parse(raw: &str) -> Result<Self, NotADate> {
        let text = typed::plain(raw);
        if is_unknown(&text) {
            return Ok(Self::UNKNOWN);
        }
        let text = known_part(&text);
        if let Ok(on) = parse_date(text) {
            return Ok(Self::day(on));
        }
        let (era, rest) = typed::era(text);
        let numbers = typed::numbers(era, &rest)?;
        let year = *numbers.first().ok_or(NotADate)?;
        let year = match era {
            Some(era) => era.western(year).ok_or(NotADate)?,
            None => year,
        };
        match numbers[1..] {
            [] => Self::new(Known::Year(year), era),
            [month] => {
                let month = i8::try_from(month).map_err(|_| NotADate)?;
                Self::new(Known::Month(year, month), era)
            }
            _ => Err(NotADate),
        }
    }

    fn new(known: Known, era: Option<Era>) -> Result<Self, NotADate> {
        let (first, last) = bounds(known).ok_or(NotADate)?;
        if first.year() < 1000 {
            return Err(NotADate);
        }
        let Some(era) = era else {
            return Ok(Self { known, era: None });
        };
        let inside = last >= era.first_day() && era.last_day().is_none_or(|end| first <= end);
        if !inside {
            return Err(NotADate);
        }
        let changes = Era::of(first) != Era::of(last);
        Ok(Self {
            known,
            era: changes.then_some(era),
        })
    }

    /// The first and the last day it may be; `None` for 不詳.
    pub fn span(&self) -> Option<(Date, Date)> {
        let (first, last) = bounds(self.known)?;
        let Some(era) = self.era else {
            return Some((first, last));
        };
        let end = era.last_day().unwrap_or(last);
        Some((first.max(era.first_day()), last.min(end)))
    }

    /// Whether it lies after `day`: `None` when what is known leaves that open.
    pub fn is_after(&self, day: Date) -> Option<bool> {
        let (first, last) = self.span()?;
        if first > day {
            Some(true)
        } else if last <= day {
            Some(false)
        } else {
            None
        }
    }

    /// Whether it lies before `day`: `None` when what is known leaves that open.
    pub fn is_before(&self, day: Date) -> Option<bool> {
        let (first, last) = self.span()?;
        if last < day {
            Some(true)
        } else if first >= day {
            Some(false)
        } else {
            None
        }
    }

    /// The day, if it is known whole.
    pub fn whole(&self) -> Option<Date> {
        match self.known {
            Known::Day(on) => Some(on),
            _ => None,
        }
    }

    /// The form in which it is kept and sent: `2023-03-10`, `2023-03`, `2023`, `不詳`; with
    /// the era where the western year would lose it (`昭和64年`). [`Self::parse`] reads it.
    pub fn code(&self) -> String {
        match (self.known, self.era) {
            (Known::Nothing, _) => "不詳".to_owned(),
            (_, Some(_)) => self.wareki(),
            (Known::Year(year), None) => format!("{year:04}"),
            (Known::Month(year, month), None) => format!("{year:04}-{month:02}"),
            (Known::Day(on), None) => on.to_string(),
        }
    }

    /// As printed: `令和5年3月10日`, `令和5年3月`, `令和5年`, `不詳`. A year in which the era
    /// changed, given in the western count, is written in the later era.
    pub fn wareki(&self) -> String {
        let Some((_, last)) = self.span() else {
            return "不詳".to_owned();
        };
        let year = match self.era.or_else(|| Era::of(last)) {
            Some(era) => era.year(last.year()),
            None => format!("{}年", last.year()),
        };
        match self.known {
            Known::Nothing => "不詳".to_owned(),
            Known::Year(_) => year,
            Known::Month(_, month) => format!("{year}{month}月"),
            Known::Day(on) => format!("{year}{}月{}日", on.month(), on.day()),
        }
    }
}

/// Prints nothing of the day: an onset is personal.
impl std::fmt::Debug for PartialDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PartialDate")
    }
}

fn bounds(known: Known) -> Option<(Date, Date)> {
    let first_of = |year, month| Date::new(year, month, 1).ok();
    match known {
        Known::Nothing => None,
        Known::Year(year) => Some((first_of(year, 1)?, first_of(year, 12)?.last_of_month())),
        Known::Month(year, month) => {
            let first = first_of(year, month)?;
            Some((first, first.last_of_month()))
        }
        Known::Day(on) => Some((on, on)),
    }
}

fn is_unknown(text: &str) -> bool {
    let what = ["発症", "年月日", "時期", "詳細"]
        .iter()
        .fold(text, |text, lead| text.strip_prefix(lead).unwrap_or(text));
    matches!(what, "不詳" | "不明" | "未詳")
}

/// Without what says that it is about then, or that the rest is not known.
fn known_part(text: &str) -> &str {
    const REST: [&str; 9] = [
        "頃",
        "ごろ",
        "ころ",
        "月日不詳",
        "月日不明",
        "月不詳",
        "月不明",
        "日不詳",
        "日不明",
    ];
    REST.iter()
        .find_map(|rest| text.strip_suffix(rest))
        .unwrap_or(text)
}
