//! Instants as the console writes them; all in Tokyo.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use kairan_domain::date;

/// `14時05分`, for "saved at".
pub(crate) fn clock(at: Timestamp) -> String {
    let local = date::in_tokyo(at);
    format!("{}時{:02}分", local.hour(), local.minute())
}

/// `11月22日 14:05`.
pub(crate) fn short(at: Timestamp) -> String {
    date::short_minute(at)
}

/// `令和8年11月22日(日) 午後1時30分`, on pages whose foot says that all times are Japan's.
pub(crate) fn long(at: Timestamp) -> String {
    date::wareki_minute(at)
}

/// The same for the end of a window, to stand before 「まで」.
pub(crate) fn end(until: Timestamp) -> String {
    date::wareki_end(until)
}

/// `令和8年11月22日(日)`.
pub(crate) fn day(on: Date) -> String {
    date::wareki(on)
}

/// `午後1時30分`.
pub(crate) fn time(at: Option<Time>) -> Option<String> {
    at.map(date::clock_time)
}

/// The day an instant lies in.
pub(crate) fn day_of(at: Timestamp) -> String {
    day(date::tokyo_day(at))
}

/// `12月3日(木)`.
pub(crate) fn short_day(on: Date) -> String {
    let day = date::wareki(on);
    day.split_once('年')
        .map_or(day.clone(), |(_, rest)| rest.to_owned())
}

/// The same of the day an instant lies in.
pub(crate) fn short_day_of(at: Timestamp) -> String {
    short_day(date::tokyo_day(at))
}

/// `令和8年12月`.
pub(crate) fn month(on: Date) -> String {
    let day = date::wareki(on);
    day.split_once('月')
        .map_or(day.clone(), |(month, _)| format!("{month}月"))
}

/// `令和8年11月22日(日) 14時05分12秒`.
pub(crate) fn second(at: Timestamp) -> String {
    let local = date::in_tokyo(at);
    format!("{} {}{:02}秒", day(local.date()), clock(at), local.second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_as_the_office_reads_it() {
        let at = Timestamp::from_second(1_795_323_912).unwrap();
        assert_eq!(second(at), "令和8年11月22日(日) 14時05分12秒");
        assert_eq!(month(date::tokyo_day(at)), "令和8年11月");
        assert_eq!(short_day(date::tokyo_day(at)), "11月22日(日)");
    }
}
