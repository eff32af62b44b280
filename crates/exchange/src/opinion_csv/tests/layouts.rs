use super::made::{facts, filled, opinion};
use crate::opinion_csv::*;
use encoding_rs::SHIFT_JIS;
use jiff::civil::date;
use kairan_domain::csv::CellTrouble;
use kairan_domain::opinion::id;

fn records(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}

fn needs() -> RawOpinion {
    let mut raw = filled();
    raw.put(
        id::MEDICAL_NEED,
        "home_visit;home_dentistry;day_rehabilitation",
    );
    raw.put(id::MEDICAL_NEED_UNDERLINED, "home_dentistry");
    raw.put(id::PARALYSIS, "1");
    raw.put(id::PARALYSIS_LEFT_ARM, "1");
    raw.put(id::PARALYSIS_LEFT_ARM_DEGREE, "heavy");
    raw
}

fn row<'a>(facts: &'a OpinionFacts, answers: &'a Answers) -> OpinionRow<'a> {
    OpinionRow { facts, answers }
}

#[test]
fn a_record_of_ikensyo_is_as_that_program_writes_it() {
    let (facts, opinion) = (facts(), opinion(FormEdition::E2021, &needs()));
    let bytes = write_opinions(&[row(&facts, &opinion)], Layout::Ikensyo, Encoding::Cp932).unwrap();
    let text = SHIFT_JIS.decode(&bytes).0.into_owned();
    assert!(text.starts_with("\"1.2\",\"Kairan\",\"000123456722130509\",\"141002\",\"横浜市\","));
    assert!(text.ends_with(",\"0\",\"\",\"\"\r\n"));
    assert_eq!(text.matches("\r\n").count(), 1);
    let cells = records(&text).remove(0);
    assert_eq!(cells.len(), 121);
    for (item, text) in [
        (6, "0001234567"),
        (8, "20261102"),
        (10, "20261122"),
        (13, "2"),
        (14, "20261121"),
        (16, "髙﨑 義男"),
        (18, "86"),
        (29, "1"),
        (32, "2"),
        (33, "0000000000000"),
        (36, "平成20年05月"),
        (43, "右片麻痺を残す。\u{0B}抗血小板薬を内服中。"),
        (48, "3"),
        (60, "160.5"),
        (65, "1"),
        (68, "1"),
        (69, "3"),
        (96, "0"),
        (98, "000"),
        // 訪問診療, 通所リハ, 訪問歯科診療 underlined; then その他 and one the form has not.
        (106, "10010200000"),
        (119, "0"),
    ] {
        assert_eq!(cells[item - 1], text, "item {item}");
    }
    assert_eq!(
        ikensyo_file_name("1410012345", date(2026, 11, 22), 1),
        "1410012345_2026112201.csv"
    );
}

#[test]
fn the_own_layout_has_two_heads_and_all_editions() {
    let facts = facts();
    let old = opinion(FormEdition::E2021, &needs());
    let mut raw = needs();
    raw.put(id::DOCTOR_CONSENT, "");
    let new = opinion(FormEdition::E2026, &raw);
    let both = [row(&facts, &old), row(&facts, &new)];
    let bytes = write_opinions(&both, Layout::Own, Encoding::Utf8).unwrap();
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap()).unwrap();
    let rows = records(text);
    assert_eq!(rows.len(), 4);
    let column = |id: &str| rows[0].iter().position(|head| head == id).unwrap();
    let consent = column("doctor_consent");
    assert_eq!(rows[1][consent], "介護サービス計画作成等への利用の同意");
    assert_eq!((&*rows[2][consent], &*rows[3][consent]), ("agree", ""));
    assert_eq!(rows[1][column("request.insured_no")], "被保険者番号");
    assert_eq!(rows[2].last().unwrap(), "2021");
    let read = read_opinions(&bytes, Layout::Own, &CsvLimits::default()).unwrap();
    assert_eq!((read[0].row, read[1].row), (3, 4));
    // The row of names may be gone, and columns may be another program's choice.
    let few = "applicant_name,edition\r\n山田,2026\r\n".as_bytes();
    let read = read_one_opinion(few, Layout::Own, &CsvLimits::default()).unwrap();
    assert_eq!((read.raw.text(id::APPLICANT_NAME), read.row), ("山田", 2));
}

#[test]
fn every_head_can_be_written_in_cp932() {
    let bytes = write_opinions(&[], Layout::Own, Encoding::Cp932).unwrap();
    let (text, _, lost) = SHIFT_JIS.decode(&bytes);
    assert!(!lost);
    let utf8 = write_opinions(&[], Layout::Own, Encoding::Utf8).unwrap();
    assert_eq!(text.as_bytes(), &utf8[3..]);
}

#[test]
fn what_cp932_cannot_hold_is_told_with_opinion_cell_and_character() {
    let mut raw = needs();
    raw.put(id::APPLICANT_NAME, "辻\u{E0100} 𠮷男");
    let bad = opinion(FormEdition::E2021, &raw);
    let good = opinion(FormEdition::E2021, &needs());
    let mut other = facts();
    other.put(Fact::InsurerName, "☃市");
    for (layout, first) in [(Layout::Own, 3), (Layout::Ikensyo, 1)] {
        let facts = facts();
        let rows = [row(&other, &good), row(&facts, &bad)];
        let told = write_opinions(&rows, layout, Encoding::Cp932).unwrap_err();
        let told: Vec<_> = told
            .iter()
            .map(|cannot| {
                (
                    cannot.opinion,
                    cannot.at.row,
                    cannot.column,
                    cannot.character.expose(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                (0, first, "request.insurer_name", "☃"),
                (1, first + 1, "applicant_name", "辻\u{E0100}"),
                (1, first + 1, "applicant_name", "𠮷"),
            ]
        );
    }
}

/// A record as IKENSYO 1.1 writes it: ten digits in item 106.
fn record_1_1(change: impl FnOnce(&mut [String])) -> Vec<u8> {
    let (facts, opinion) = (facts(), opinion(FormEdition::E2021, &needs()));
    let bytes = write_opinions(&[row(&facts, &opinion)], Layout::Ikensyo, Encoding::Utf8).unwrap();
    let mut cells = records(std::str::from_utf8(&bytes).unwrap()).remove(0);
    "1.1".clone_into(&mut cells[0]);
    cells[105].truncate(10);
    change(&mut cells);
    format!("\"{}\"\r\n", cells.join("\",\"")).into_bytes()
}

#[test]
fn the_older_version_is_read_and_what_the_form_has_not_is_told() {
    let read =
        |bytes: &[u8]| read_one_opinion(bytes, Layout::Ikensyo, &CsvLimits::default()).unwrap();
    let plain = read(&record_1_1(|_| ()));
    assert_eq!(plain.unread, []);
    assert!(plain.raw.has(id::MEDICAL_NEED, "day_rehabilitation"));
    assert_eq!(
        plain.raw.text(id::MEDICAL_NEED_UNDERLINED),
        "home_dentistry"
    );
    assert_eq!(plain.edition, Some(FormEdition::E2021));
    assert_eq!(plain.facts.text(Fact::Care), "facility");
    let odd = read(&record_1_1(|cells| {
        "00000000001".clone_into(&mut cells[105]);
        "12".clone_into(&mut cells[52]);
        "山\u{E000}田".clone_into(&mut cells[15]);
        "7".clone_into(&mut cells[48]);
    }));
    let told: Vec<_> = odd.unread.iter().map(|f| (f.at.column, f.what)).collect();
    assert_eq!(
        told,
        [
            (16, CellTrouble::OwnCharacter),
            (53, CellTrouble::NotDigits { wanted: 12 }),
            (106, CellTrouble::NotOnForm),
        ]
    );
    assert_eq!(odd.raw.text(id::APPLICANT_NAME), "山〓田");
    // The check judges it like anything typed.
    assert_eq!(odd.raw.text(id::SHORT_TERM_MEMORY), "7");
}

#[test]
fn formulas_are_guarded_in_our_layout_and_named_in_the_other() {
    let mut raw = filled();
    raw.put(id::TREATMENT_COURSE, "=HYPERLINK(\"http://x.example\")");
    let (facts, opinion) = (facts(), opinion(FormEdition::E2021, &raw));
    let rows = [row(&facts, &opinion)];
    assert_eq!(formula_cells(&rows, Layout::Own), []);
    let own = write_opinions(&rows, Layout::Own, Encoding::Utf8).unwrap();
    assert!(String::from_utf8(own).unwrap().contains("\"'=HYPERLINK("));
    let found = formula_cells(&rows, Layout::Ikensyo);
    let [one] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!((one.opinion, one.at.row), (0, 1));
    assert_eq!(one.column, id::TREATMENT_COURSE.as_str());
    let text = write_opinions(&rows, Layout::Ikensyo, Encoding::Utf8).unwrap();
    let cells = records(&String::from_utf8(text).unwrap()).remove(0);
    assert!(cells[one.at.column - 1].starts_with("=HYPERLINK"));
}

#[test]
fn a_list_for_people_guards_its_cells() {
    let list = write_list(vec![vec!["氏名".into()], vec!["=1+1".into()]]);
    let text = String::from_utf8(list).unwrap();
    assert_eq!(text, "\u{FEFF}\"氏名\"\r\n\"'=1+1\"\r\n");
}
