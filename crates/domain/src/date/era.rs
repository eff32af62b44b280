//! 元号 and the first day of each.

use jiff::civil::Date;

/// 元号.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// 明治, from 1868-01-25.
    Meiji,
    /// 大正, from 1912-07-30.
    Taisho,
    /// 昭和, from 1926-12-25.
    Showa,
    /// 平成, from 1989-01-08.
    Heisei,
    /// 令和, from 2019-05-01.
    Reiwa,
}

impl Era {
    /// Every era, newest first.
    pub const ALL: [Self; 5] = [
        Self::Reiwa,
        Self::Heisei,
        Self::Showa,
        Self::Taisho,
        Self::Meiji,
    ];

    /// `令和`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meiji => "明治",
            Self::Taisho => "大正",
            Self::Showa => "昭和",
            Self::Heisei => "平成",
            Self::Reiwa => "令和",
        }
    }

    /// The letter people write for it, lower case.
    pub(super) const fn letter(self) -> char {
        match self {
            Self::Meiji => 'm',
            Self::Taisho => 't',
            Self::Showa => 's',
            Self::Heisei => 'h',
            Self::Reiwa => 'r',
        }
    }

    /// Its first day.
    pub const fn first_day(self) -> Date {
        match self {
            Self::Meiji => Date::constant(1868, 1, 25),
            Self::Taisho => Date::constant(1912, 7, 30),
            Self::Showa => Date::constant(1926, 12, 25),
            Self::Heisei => Date::constant(1989, 1, 8),
            Self::Reiwa => Date::constant(2019, 5, 1),
        }
    }

    /// Its last day; `None` while it lasts.
    pub fn last_day(self) -> Option<Date> {
        let later = Self::ALL.into_iter().rev().find(|era| *era > self)?;
        later.first_day().yesterday().ok()
    }

    /// The era a day lies in; `None` before 明治.
    pub fn of(on: Date) -> Option<Self> {
        Self::ALL.into_iter().find(|era| on >= era.first_day())
    }

    /// The western year of this era's year.
    pub fn western(self, year: i16) -> Option<i16> {
        (self.first_day().year() - 1).checked_add(year)
    }

    /// `令和元年`, `昭和64年`: a western year in this era's count.
    pub fn year(self, western: i16) -> String {
        match western - self.first_day().year() {
            0 => format!("{}元年", self.name()),
            years => format!("{}{}年", self.name(), years.saturating_add(1)),
        }
    }

    /// The era a text begins with, and the rest: `令和8年…`, `令8.…`, `r8.…`.
    pub(super) fn prefix(text: &str) -> Option<(Self, &str)> {
        Self::ALL.into_iter().find_map(|era| {
            let kanji = era.name().chars().next().unwrap_or(era.letter());
            text.strip_prefix(era.name())
                .or_else(|| text.strip_prefix([kanji, era.letter()]))
                .map(|rest| (era, rest))
        })
    }
}
