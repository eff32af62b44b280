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
