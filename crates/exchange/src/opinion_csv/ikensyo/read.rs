//! A record of the IKENSYO layout as facts and typed texts.

use super::super::facts::{Fact, OpinionFacts};
use super::super::{Name, ReadOpinion, decode, rows};
use super::{ITEMS, LINE_BREAK, MORE_THAN_THE_FORM, items, placed, underlines, width};
use kairan_domain::csv::{CellFault, CellTrouble, CsvFault, Place};
use kairan_domain::date::parse_date;
use kairan_domain::opinion::{Field, FieldKind, FormEdition, RawOpinion, id};
use kairan_domain::opinion_request::CareSetting;

const READ: [&str; 2] = ["1.1", "1.2"];

pub(in super::super) fn read(rows: &[Vec<String>]) -> Result<Vec<ReadOpinion>, Vec<CsvFault>> {
    let other = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !READ.contains(&row[0].trim()));
    let other: Vec<CsvFault> = other
        .map(|(n, _)| CsvFault::NotIkensyo {
            at: Place {
                row: n + 1,
                column: 1,
            },
        })
        .collect();
    if !other.is_empty() {
        return Err(other);
    }
    rows::check_columns(rows, 0, ITEMS)?;
    let opinions = rows.iter().enumerate();
    Ok(opinions.map(|(n, row)| opinion(n + 1, row)).collect())
}

fn opinion(row: usize, cells: &[String]) -> ReadOpinion {
    let mut read = ReadOpinion {
        row,
        facts: OpinionFacts::new(),
        edition: None,
        raw: RawOpinion::new(),
        unread: Vec::new(),
    };
    for fact in Fact::ALL {
        if let Some(item) = fact.ikensyo() {
            let at = Place { row, column: item };
            let text = &cells[item - 1];
            let text = decode::without_own_characters(text, at, fact.name(), &mut read.unread);
            read.facts.put(*fact, fact_text(*fact, &text));
        }
    }
    for (item, field) in items() {
        let at = Place {
            row,
            column: item + 1,
        };
        answer(field, &cells[item], at, &mut read);
    }
    let consent = !read.raw.texts(id::DOCTOR_CONSENT).is_empty();
    read.edition = consent.then_some(FormEdition::E2021);
    read
}

fn fact_text(fact: Fact, text: &str) -> String {
    match fact {
        Fact::AppliedOn | Fact::RequestedOn | Fact::SentAt => {
            parse_date(text).map_or_else(|_| text.to_owned(), |day| day.to_string())
        }
        Fact::Care => match text.trim() {
            "1" => CareSetting::Home.code().into(),
            "2" => CareSetting::Facility.code().into(),
            "0" => String::new(),
            other => other.to_owned(),
        },
        _ => text.to_owned(),
    }
}

fn answer(field: &'static Field, cell: &str, at: Place, read: &mut ReadOpinion) {
    let name = Name {
        id: field.id.as_str(),
        japanese: field.name,
    };
    let trimmed = cell.trim();
    match field.kind {
        FieldKind::Several(_) => several(field, trimmed, at, read),
        FieldKind::One(_) | FieldKind::Tick | FieldKind::Date
            if trimmed.bytes().all(|b| b == b'0') => {}
        FieldKind::One(choices) => {
            let choice = choices
                .iter()
                .find(|choice| choice.ikensyo.to_string() == trimmed);
            // What is none of its digits is judged like anything typed.
            read.raw
                .put(field.id, choice.map_or(trimmed, |choice| choice.code));
        }
        _ => {
            let text = decode::without_own_characters(cell, at, name, &mut read.unread);
            read.raw.put(field.id, text.replace(LINE_BREAK, "\n"));
        }
    }
}

fn several(field: &'static Field, cell: &str, at: Place, read: &mut ReadOpinion) {
    let mut note = |what| {
        read.unread.push(CellFault {
            at,
            column: field.id.as_str(),
            name: field.name,
            what,
        });
    };
    if cell.is_empty() {
        return;
    }
    let lines = underlines(field);
    let most = if lines.is_some() { '2' } else { '1' };
    let on_form = width(field)
        - MORE_THAN_THE_FORM
            .iter()
            .filter(|(of, _)| *of == field.id)
            .count();
    let fits = (on_form..=width(field)).contains(&cell.len());
    if !fits || !cell.chars().all(|digit| ('0'..=most).contains(&digit)) {
        return note(CellTrouble::NotDigits {
            wanted: width(field),
        });
    }
    if cell.chars().skip(on_form).any(|digit| digit != '0') {
        note(CellTrouble::NotOnForm);
    }
    let taken = |least: char| {
        let digits: Vec<char> = cell.chars().collect();
        let choices = field.choices().iter();
        let chosen = choices.filter(move |choice| {
            placed(field, choice.code).is_some_and(|place| digits[place] >= least)
        });
        chosen.map(|choice| choice.code.to_owned())
    };
    read.raw.put_all(field.id, taken('1'));
    if let Some(lines) = lines {
        read.raw.put_all(lines.id, taken('2'));
    }
}
