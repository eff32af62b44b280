use super::made::{facts, filled, opinion};
use crate::opinion_csv::*;

const LIMITS: CsvLimits = CsvLimits {
    bytes: 100_000,
    rows: 5,
};

fn at(row: usize, column: usize) -> Place {
    Place { row, column }
}

fn written(layout: Layout, opinions: usize) -> String {
    let (facts, opinion) = (facts(), opinion(FormEdition::E2021, &filled()));
    let row = OpinionRow {
        facts: &facts,
        answers: &opinion,
    };
    let bytes = write_opinions(&vec![row; opinions], layout, Encoding::Utf8).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    // Without the mark: the tests put files together.
    text.trim_start_matches('\u{FEFF}').to_owned()
}

fn faults(text: &str, layout: Layout) -> Vec<CsvFault> {
    read_one_opinion(text.as_bytes(), layout, &LIMITS).unwrap_err()
}

#[test]
fn every_row_of_another_width_is_told() {
    let good = written(Layout::Ikensyo, 1);
    let short = good.replacen("\"\",", "", 1);
    let long = good.replacen("\r\n", ",\"\"\r\n", 1);
    let told = read_opinions(
        format!("{good}{short}{long}").as_bytes(),
        Layout::Ikensyo,
        &LIMITS,
    );
    let columns = |row, column, found| CsvFault::Columns {
        at: at(row, column),
        found,
        wanted: 121,
    };
    assert_eq!(
        told.unwrap_err(),
        [columns(2, 121, 120), columns(3, 122, 122)]
    );
    let own = written(Layout::Own, 1);
    let cut = own.trim_end().trim_end_matches(",\"2021\"");
    assert!(matches!(
        faults(cut, Layout::Own)[..],
        [CsvFault::Columns {
            at: Place { row: 3, .. },
            ..
        }]
    ));
}

#[test]
fn files_of_another_kind_are_named() {
    let ikensyo = written(Layout::Ikensyo, 1);
    let own = written(Layout::Own, 1);
    for (text, layout, fault) in [
        (
            ikensyo.replacen("1.2", "I1.0", 1),
            Layout::Ikensyo,
            CsvFault::NotIkensyo { at: at(1, 1) },
        ),
        (
            ikensyo.clone(),
            Layout::Own,
            CsvFault::NoHead { at: at(1, 1) },
        ),
        (
            own.replacen("\"edition\"", "\"edition2\"", 1),
            Layout::Own,
            CsvFault::UnknownColumn {
                at: at(1, columns()),
            },
        ),
        (
            own.replacen("\"age\"", "\"sex\"", 1),
            Layout::Own,
            CsvFault::SameColumn { at: at(1, sex()) },
        ),
        (
            own.replacen("\"2021\"", "\"2020\"", 1),
            Layout::Own,
            CsvFault::NotAnEdition {
                at: at(3, columns()),
            },
        ),
        (
            "applicant_name\r\n山田\r\n".into(),
            Layout::Own,
            CsvFault::NoHead { at: at(1, 1) },
        ),
        (String::new(), Layout::Ikensyo, CsvFault::Nothing),
        (written(Layout::Own, 0), Layout::Own, CsvFault::Nothing),
        (
            written(Layout::Ikensyo, 2),
            Layout::Ikensyo,
            CsvFault::SecondOpinion { at: at(2, 1) },
        ),
        (
            written(Layout::Own, 2),
            Layout::Own,
            CsvFault::SecondOpinion { at: at(4, 1) },
        ),
        (
            written(Layout::Own, 4),
            Layout::Own,
            CsvFault::TooManyRows { most: 5 },
        ),
        (
            "x".repeat(100_001),
            Layout::Ikensyo,
            CsvFault::TooLarge { most: 100_000 },
        ),
    ] {
        let told = faults(&text, layout);
        assert_eq!(told, [fault]);
        let sentence = kairan_domain::words::csv_fault(&told[0]);
        assert!(sentence.ends_with("ください。"), "{sentence}");
    }
}

fn columns() -> usize {
    let text = written(Layout::Own, 0);
    text.lines().next().unwrap().split(',').count()
}

/// The column of `sex`, which is the second of that name where `age` was renamed to it.
fn sex() -> usize {
    let text = written(Layout::Own, 0);
    let mut heads = text.lines().next().unwrap().split(',');
    heads.position(|head| head == "\"sex\"").unwrap() + 1
}

#[test]
fn a_file_that_was_cut_or_patched_is_told_with_its_cell() {
    let good = written(Layout::Ikensyo, 1);
    let cut = good.split("抗血小板").next().unwrap();
    assert_eq!(
        faults(cut, Layout::Ikensyo),
        [CsvFault::UnclosedQuote { at: at(1, 43) }]
    );
    let patched = good.replacen("髙﨑", "髙\"﨑", 1);
    assert_eq!(
        faults(&patched, Layout::Ikensyo),
        [CsvFault::StrayQuote { at: at(1, 16) }]
    );
    let mut mixed = good.into_bytes();
    let name = "髙".as_bytes();
    let place = mixed
        .windows(name.len())
        .position(|part| part == name)
        .unwrap();
    mixed[place] = 0xFF;
    let told = read_one_opinion(&mixed, Layout::Ikensyo, &LIMITS);
    assert_eq!(told.unwrap_err(), [CsvFault::NotText { at: at(1, 16) }]);
}
