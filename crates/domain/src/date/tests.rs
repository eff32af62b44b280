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
        "令和 8 年 11 月 22 日（日）",
        "r8/11/22",
        "Ｒ８．１１．２２",
        "R081122",
        "令8・11・22",
        "㋿8年11月22日",
        "西暦2026年11月22日",
        "2026 11 22",
        "2026−11−22",
        "2026、11、22",
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
        "令和32767年1月1日",
        "8.11.22",
        "2026-11",
        "2026-11-22-1",
        "明日",
        "R81122",
        "261122",
        "R8.+1.22",
        "令和令和8年1月1日",
    ] {
        assert_eq!(parse_date(text), Err(NotADate), "{text}");
    }
}

#[test]
fn what_a_day_misses_is_told() {
    use DayGap::{NoDay, NoEra, NoYear, NotInCalendar, Unreadable};
    for (text, gap) in [
        ("11/17", NoYear),
        ("11月17日", NoYear),
        ("17日", NoYear),
        ("8.11.17", NoEra),
        ("8年11月17日", NoEra),
        ("8年11月", NoEra),
        ("R8.11", NoDay),
        ("令和8年", NoDay),
        ("2026-11", NoDay),
        ("2026-02-29", NotInCalendar),
        ("令和8年13月", NotInCalendar),
        ("昭和64年1月8日", NotInCalendar),
        ("", Unreadable),
        ("きのう", Unreadable),
        ("不詳", Unreadable),
        ("17", Unreadable),
        ("R8.11.17.1", Unreadable),
    ] {
        assert_eq!(day_gap(text), gap, "{text}");
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

#[test]
fn a_partial_date_is_read_and_written_as_far_as_it_is_known() {
    for (typed, code, wareki) in [
        ("令和5年3月10日", "2023-03-10", "令和5年3月10日"),
        ("R5.3", "2023-03", "令和5年3月"),
        ("２０２３年３月頃", "2023-03", "令和5年3月"),
        ("2023/03", "2023-03", "令和5年3月"),
        ("平成20年05月", "2008-05", "平成20年5月"),
        ("昭和50年ごろ", "1975", "昭和50年"),
        ("1975", "1975", "昭和50年"),
        ("不詳", "不詳", "不詳"),
        ("不明", "不詳", "不詳"),
        ("年月日不詳", "不詳", "不詳"),
        ("発症時期不明", "不詳", "不詳"),
        ("平成20年月日不詳", "2008", "平成20年"),
        ("平成20年5月日不明", "2008-05", "平成20年5月"),
        ("平20・5", "2008-05", "平成20年5月"),
        // Two eras share the year or the month: the one given stays.
        ("昭和64年", "昭和64年", "昭和64年"),
        ("平成元年", "平成元年", "平成元年"),
        ("S64.1", "昭和64年1月", "昭和64年1月"),
        ("平成31年", "平成31年", "平成31年"),
        ("大正15年12月", "大正15年12月", "大正15年12月"),
        // Only one era has it.
        ("平成31年4月", "2019-04", "平成31年4月"),
        ("平成元年2月", "1989-02", "平成元年2月"),
    ] {
        let read = PartialDate::parse(typed).unwrap_or_else(|_| panic!("{typed}"));
        assert_eq!(
            (read.code().as_str(), read.wareki().as_str()),
            (code, wareki),
            "{typed}"
        );
    }
    for typed in [
        "",
        "5年",
        "令和",
        "2023-13",
        "2023-00",
        "令和5年13月",
        "昭和65年",
        "平成元年1月32日",
        "令和元年4月",
        "明治0年",
        "令和32767年",
        "99999",
        "2023-02-29",
        "去年",
        "2023-1-1-1",
        "頃",
    ] {
        assert_eq!(PartialDate::parse(typed), Err(NotADate), "{typed}");
    }
}

#[test]
fn what_is_not_known_of_a_day_is_not_decided() {
    let read = |text| PartialDate::parse(text).unwrap();
    let day = date(2023, 3, 10);
    for (text, after, before) in [
        ("2022", Some(false), Some(true)),
        ("2023", None, None),
        ("2024", Some(true), Some(false)),
        ("2023-02", Some(false), Some(true)),
        ("2023-03", None, None),
        ("2023-04", Some(true), Some(false)),
        ("2023-03-10", Some(false), Some(false)),
        ("2023-03-11", Some(true), Some(false)),
        ("不詳", None, None),
    ] {
        assert_eq!(
            (read(text).is_after(day), read(text).is_before(day)),
            (after, before),
            "{text}"
        );
    }
    // The last day of a month leaves no room after it.
    assert_eq!(read("2023-03").is_after(date(2023, 3, 31)), Some(false));
    assert_eq!(read("2023-03").is_before(date(2023, 3, 1)), Some(false));
    // 昭和64年 ended on 7 January 1989.
    assert_eq!(read("昭和64年").is_before(date(1989, 1, 8)), Some(true));
    assert_eq!(read("平成元年").is_after(date(1989, 1, 7)), Some(true));
    assert_eq!(format!("{:?}", read("2023")), "PartialDate");
}

#[test]
fn eras_follow_each_other_without_a_gap() {
    for (later, earlier) in Era::ALL.iter().zip(&Era::ALL[1..]) {
        let last = earlier.last_day().unwrap();
        assert_eq!(last.tomorrow().unwrap(), later.first_day());
        assert_eq!(
            (Era::of(last), Era::of(later.first_day())),
            (Some(*earlier), Some(*later))
        );
    }
    assert_eq!(Era::of(date(1868, 1, 24)), None);
    assert_eq!(Era::Reiwa.last_day(), None);
}
