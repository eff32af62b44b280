//! What a clerk types into the one search box: a day in any writing, a month, a meeting
//! number, a piece of a panel's or a reviewer's name.

use jiff::ToSpan;
use jiff::civil::Date;
use kairan_domain::date::parse_date;
use kairan_domain::text;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// Nothing was typed: all meetings.
    All,
    /// Meetings from the first to the last day.
    Days {
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// What is still a draft.
    Drafts,
    /// A meeting number beginning so.
    Number(String),
    /// A piece of a panel's or a reviewer's name.
    Name(String),
}

/// Reads what was typed; `today` in Tokyo completes a day without a year.
pub fn parse_query(typed: &str, today: Date) -> Query {
    let plain = text::half_width(&text::one_line(typed));
    if plain.is_empty() {
        return Query::All;
    }
    if plain == "下書き" || plain == "下書" {
        return Query::Drafts;
    }
    if let Ok(on) = parse_date(&plain).or_else(|fault| reiwa(&plain).ok_or(fault)) {
        return Query::Days { from: on, to: on };
    }
    if let Some(on) = day_without_year(&plain, today) {
        return Query::Days { from: on, to: on };
    }
    if let Some(from) = month(&plain).or_else(|| month_without_year(&plain, today)) {
        return Query::Days {
            from,
            to: from.last_of_month(),
        };
    }
    let Some(bare) = bare_number(&plain) else {
        return Query::Name(plain);
    };
    let like_number = bare.starts_with(|c: char| c.is_ascii_digit())
        && bare
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-/_.".contains(c));
    if like_number {
        Query::Number(bare.to_owned())
    } else {
        Query::Name(plain)
    }
}

/// `41`, `第41回`, `番号41`; the beginning of a panel's name, `第9`, is none.
fn bare_number(plain: &str) -> Option<&str> {
    let bare = plain.strip_prefix("番号").map(str::trim_start);
    let bare = bare.unwrap_or(plain);
    match (bare.strip_prefix('第'), bare.strip_suffix('回')) {
        (Some(_), None) => None,
        (Some(rest), Some(_)) => rest.strip_suffix('回'),
        (None, Some(rest)) => Some(rest),
        (None, None) => Some(bare),
    }
}

/// `8年12月3日`: the era as everybody means it.
fn reiwa(plain: &str) -> Option<Date> {
    let (year, _) = plain.split_once('年')?;
    let short = year.len() <= 2 && year.bytes().all(|sign| sign.is_ascii_digit());
    short.then(|| parse_date(&format!("令和{plain}")).ok())?
}

/// `12月`: the one nearest to today.
fn month_without_year(plain: &str, today: Date) -> Option<Date> {
    let month = plain.strip_suffix('月')?.trim();
    day_without_year(&format!("{month}/1"), today)
}

/// `12/3`, `12月3日`: the one nearest to today.
fn day_without_year(plain: &str, today: Date) -> Option<Date> {
    let (month, day) = match plain.strip_suffix('日') {
        Some(rest) => rest.split_once('月')?,
        None => plain.split_once('/')?,
    };
    let (month, day) = (month.trim().parse().ok()?, day.trim().parse().ok()?);
    let years = [today.year() - 1, today.year(), today.year() + 1];
    years
        .into_iter()
        .filter_map(|year| Date::new(year, month, day).ok())
        .min_by_key(|on| (*on - today).get_days().abs())
}

/// `2026-12`, `2026年12月`, `令和8年12月`, `R8.12`.
fn month(plain: &str) -> Option<Date> {
    let first = plain
        .strip_suffix('月')
        .map(|rest| format!("{rest}月1日"))
        .or_else(|| plain.contains('-').then(|| format!("{plain}-1")))
        .or_else(|| plain.contains('.').then(|| format!("{plain}.1")))
        .or_else(|| plain.contains('/').then(|| format!("{plain}/1")))?;
    let on = parse_date(&first).ok().or_else(|| reiwa(&first))?;
    // A bare number such as `2026-041` is no month; a sound one begins on its first day.
    (on.day() == 1 && on.checked_add(1.month()).is_ok()).then_some(on)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_writing_is_understood() {
        let today = date(2026, 11, 22);
        let day = |on| Query::Days { from: on, to: on };
        let december = Query::Days {
            from: date(2026, 12, 1),
            to: date(2026, 12, 31),
        };
        for (typed, found) in [
            ("", Query::All),
            ("　", Query::All),
            ("2026-12-03", day(date(2026, 12, 3))),
            ("令和８年１２月３日", day(date(2026, 12, 3))),
            ("R8.12.3", day(date(2026, 12, 3))),
            ("12/3", day(date(2026, 12, 3))),
            ("12月3日", day(date(2026, 12, 3))),
            ("1月15日", day(date(2027, 1, 15))),
            ("令和8年12月", december.clone()),
            ("2026-12", december.clone()),
            ("2026/12", december.clone()),
            ("8年12月3日", day(date(2026, 12, 3))),
            ("8年12月", december.clone()),
            ("12月", december),
            ("番号 2", Query::Number("2".into())),
            ("番号2", Query::Number("2".into())),
            ("下書き", Query::Drafts),
            ("第９", Query::Name("第9".into())),
            ("41", Query::Number("41".into())),
            ("第41回", Query::Number("41".into())),
            ("2026-041", Query::Number("2026-041".into())),
            ("第3合議体", Query::Name("第3合議体".into())),
            ("Ａ合議体", Query::Name("A合議体".into())),
        ] {
            assert_eq!(parse_query(typed, today), found, "{typed}");
        }
    }
}
