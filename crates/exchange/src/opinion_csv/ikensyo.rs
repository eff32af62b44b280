//! The 日医 IKENSYO CSV: `domain.md` §3.9, and that program's own writer.
//!
//! Singles that are not answered are `0`, ticks `1` and `0`, several choices one digit each in
//! the order of its form. 1.1 and 1.2 differ in item 106 alone, which has ten and eleven digits.

mod read;

pub(super) use read::read;

use super::facts::Fact;
use super::{Name, OpinionRow, Sheet, onset};
use jiff::civil::{Date, DateTime};
use kairan_domain::date::parse_date;
use kairan_domain::opinion::{Answers, Field, FieldId, FieldKind, Value, all_fields, id};
use kairan_domain::opinion_request::CareSetting;

/// Items of a record.
const ITEMS: usize = 121;
const VERSION: Name = Name {
    id: "format_version",
    japanese: "書式の版",
};
const WRITTEN: &str = "1.2";
/// Item 106 ends with 看護職員の訪問による相談・支援, which no edition of the form has.
const MORE_THAN_THE_FORM: [(FieldId, usize); 1] = [(id::MEDICAL_NEED, 1)];
const LINE_BREAK: char = '\u{0B}';

/// The name IKENSYO gives a file: `{事業所番号}_{yyyyMMdd}{nn}.csv`.
pub fn ikensyo_file_name(clinic_code: &str, day: Date, number: u8) -> String {
    format!("{clinic_code}_{}{number:02}.csv", digits(day))
}

/// The answered fields of which the layout has no place, wholly or for a choice that is taken.
pub fn not_in_ikensyo(answers: &Answers) -> Vec<FieldId> {
    let lost = |field: &&'static Field| match (field.kind, answers.value(field.id)) {
        (_, None) => false,
        (FieldKind::Several(_), Some(Value::Several(taken))) => taken
            .iter()
            .any(|choice| placed(field, choice.code).is_none()),
        _ => field.ikensyo.is_none(),
    };
    all_fields().filter(lost).map(|field| field.id).collect()
}

/// The place of a choice in its item's digits, from 0. Underlines stand in the digits of what
/// they underline.
fn placed(field: &'static Field, code: &str) -> Option<usize> {
    let digits = match field.kind {
        FieldKind::Several(kind) => kind
            .within
            .map_or(Some(field), kairan_domain::opinion::field),
        _ => None,
    };
    let choice = digits
        .filter(|field| field.ikensyo.is_some())?
        .choice(code)?;
    usize::from(choice.ikensyo).checked_sub(1)
}

/// The field that underlines this one's choices.
fn underlines(field: &Field) -> Option<&'static Field> {
    all_fields().find(|other| match other.kind {
        FieldKind::Several(kind) => kind.within == Some(field.id),
        _ => false,
    })
}

fn width(field: &Field) -> usize {
    let on_form = field
        .choices()
        .iter()
        .map(|choice| usize::from(choice.ikensyo));
    let more = MORE_THAN_THE_FORM.iter().find(|(of, _)| *of == field.id);
    on_form.max().unwrap_or(0) + more.map_or(0, |(_, more)| *more)
}

pub(super) fn sheet(opinions: &[OpinionRow<'_>]) -> Sheet {
    let mut names = vec![VERSION; ITEMS];
    for fact in Fact::ALL {
        if let Some(item) = fact.ikensyo() {
            names[item - 1] = fact.name();
        }
    }
    for (item, field) in items() {
        names[item] = Name {
            id: field.id.as_str(),
            japanese: field.name,
        };
    }
    Sheet {
        names,
        heads: 0,
        rows: opinions.iter().map(record).collect(),
    }
}

/// Fields with the place of their item, from 0.
fn items() -> impl Iterator<Item = (usize, &'static Field)> {
    all_fields().filter_map(|field| Some((usize::from(field.ikensyo?) - 1, field)))
}

fn record(opinion: &OpinionRow<'_>) -> Vec<String> {
    let facts = opinion.facts;
    let mut cells = vec![String::new(); ITEMS];
    WRITTEN.clone_into(&mut cells[0]);
    "Kairan".clone_into(&mut cells[1]);
    let sent: Option<DateTime> = facts.text(Fact::SentAt).parse().ok();
    let stamp = sent.map(|at| at.strftime("%d%H%M%S").to_string());
    cells[2] = format!(
        "{}{}",
        facts.text(Fact::InsuredNo),
        stamp.unwrap_or_default()
    );
    for fact in Fact::ALL {
        if let Some(item) = fact.ikensyo() {
            cells[item - 1] = fact_cell(*fact, facts.text(*fact));
        }
    }
    for (item, field) in items() {
        cells[item] = cell(field, opinion.answers);
    }
    cells
}

fn fact_cell(fact: Fact, text: &str) -> String {
    match fact {
        Fact::AppliedOn | Fact::RequestedOn | Fact::SentAt => {
            let day = text.split('T').next().unwrap_or_default();
            parse_date(day).map_or_else(|_| text.to_owned(), digits)
        }
        Fact::Care => match CareSetting::from_code(text) {
            Some(CareSetting::Home) => "1".into(),
            Some(CareSetting::Facility) => "2".into(),
            None => "0".into(),
        },
        _ => text.to_owned(),
    }
}

fn digits(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

fn cell(field: &'static Field, answers: &Answers) -> String {
    match (field.kind, answers.value(field.id)) {
        (FieldKind::Several(_), _) => choices(field, answers),
        (FieldKind::Tick | FieldKind::One(_), None) => "0".into(),
        (_, None | Some(Value::Several(_))) => String::new(),
        (_, Some(Value::Ticked)) => "1".into(),
        (_, Some(Value::Chosen(choice))) => choice.ikensyo.to_string(),
        (_, Some(Value::Date(on))) => digits(*on),
        (_, Some(Value::PartialDate(on))) => onset::ikensyo(*on),
        (_, Some(Value::Number(number))) => number.to_string(),
        (_, Some(Value::Text(text))) => text.expose().replace('\n', &LINE_BREAK.to_string()),
    }
}

fn choices(field: &'static Field, answers: &Answers) -> String {
    let mut digits = vec!['0'; width(field)];
    let underlined = underlines(field).map_or(&[][..], |lines| answers.several(lines.id));
    for (taken, digit) in [(answers.several(field.id), '1'), (underlined, '2')] {
        for place in taken.iter().filter_map(|choice| placed(field, choice.code)) {
            digits[place] = digit;
        }
    }
    digits.into_iter().collect()
}
