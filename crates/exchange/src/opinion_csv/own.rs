//! Kairan's own layout.

use super::facts::{Fact, OpinionFacts};
use super::formula::{guarded, unguarded};
use super::{Name, OpinionRow, ReadOpinion, Sheet, decode, onset, rows};
use kairan_domain::csv::{CsvFault, Place};
use kairan_domain::opinion::{
    Field, FieldKind, FormEdition, RawOpinion, Value, all_fields, field_named,
};

/// The last column's names.
const EDITION: Name = Name {
    id: "edition",
    japanese: "様式の版",
};

#[derive(Clone, Copy)]
enum Column {
    Of(Fact),
    Answer(&'static Field),
    Edition,
}

impl Column {
    fn name(self) -> Name {
        match self {
            Self::Of(fact) => fact.name(),
            Self::Answer(field) => Name {
                id: field.id.as_str(),
                japanese: field.name,
            },
            Self::Edition => EDITION,
        }
    }

    fn named(id: &str) -> Option<Self> {
        let fact = Fact::ALL.iter().find(|fact| fact.id() == id);
        let answer = || field_named(id).map(Self::Answer);
        let edition = || (id == EDITION.id).then_some(Self::Edition);
        fact.copied().map(Self::Of).or_else(answer).or_else(edition)
    }
}

fn columns() -> impl Iterator<Item = Column> {
    let facts = Fact::ALL.iter().copied().map(Column::Of);
    let answers = all_fields().map(Column::Answer);
    facts.chain(answers).chain([Column::Edition])
}

pub(super) fn sheet(opinions: &[OpinionRow<'_>]) -> Sheet {
    let names: Vec<Name> = columns().map(Column::name).collect();
    let ids = names.iter().map(|name| name.id.to_owned()).collect();
    let japanese = names.iter().map(|name| name.japanese.to_owned()).collect();
    let texts = opinions
        .iter()
        .map(|opinion| columns().map(|column| cell(column, opinion)).collect());
    Sheet {
        names,
        heads: 2,
        rows: [ids, japanese].into_iter().chain(texts).collect(),
    }
}

fn cell(column: Column, opinion: &OpinionRow<'_>) -> String {
    guarded(match column {
        Column::Of(fact) => opinion.facts.text(fact).to_owned(),
        Column::Answer(field) => match opinion.answers.value(field.id) {
            Some(Value::PartialDate(on)) => onset::own(*on),
            Some(value) => value.to_texts().join(";"),
            None => String::new(),
        },
        Column::Edition => opinion.answers.edition().code().to_owned(),
    })
}

pub(super) fn read(rows: &[Vec<String>]) -> Result<Vec<ReadOpinion>, Vec<CsvFault>> {
    let Some(heads) = rows.first() else {
        return Ok(Vec::new());
    };
    let columns = heads_of(heads)?;
    let edition = columns.iter().position(|c| matches!(c, Column::Edition));
    let at = Place { row: 1, column: 1 };
    let edition = edition.ok_or_else(|| vec![CsvFault::NoHead { at }])?;
    rows::check_columns(rows, 1, columns.len())?;
    // Somebody may have taken the names out.
    let names = rows
        .get(1)
        .is_some_and(|row| row[edition] == EDITION.japanese);
    let opinions = rows.iter().enumerate().skip(1 + usize::from(names));
    let read = opinions.map(|(n, row)| opinion(n + 1, &columns, row));
    let (good, bad): (Vec<_>, Vec<_>) = read.partition(Result::is_ok);
    if bad.is_empty() {
        Ok(good.into_iter().flatten().collect())
    } else {
        Err(bad.into_iter().filter_map(Result::err).collect())
    }
}

fn heads_of(heads: &[String]) -> Result<Vec<Column>, Vec<CsvFault>> {
    let known = heads.iter().map(|head| Column::named(head.trim()));
    let known: Vec<Option<Column>> = known.collect();
    let at = |column: usize| Place {
        row: 1,
        column: column + 1,
    };
    if known.iter().all(Option::is_none) {
        return Err(vec![CsvFault::NoHead { at: at(0) }]);
    }
    let mut faults = Vec::new();
    for (n, head) in heads.iter().enumerate() {
        if known[n].is_none() {
            faults.push(CsvFault::UnknownColumn { at: at(n) });
        } else if heads[..n]
            .iter()
            .any(|earlier| earlier.trim() == head.trim())
        {
            faults.push(CsvFault::SameColumn { at: at(n) });
        }
    }
    if faults.is_empty() {
        Ok(known.into_iter().flatten().collect())
    } else {
        Err(faults)
    }
}

fn opinion(row: usize, columns: &[Column], cells: &[String]) -> Result<ReadOpinion, CsvFault> {
    let mut read = ReadOpinion {
        row,
        facts: OpinionFacts::new(),
        edition: None,
        raw: RawOpinion::new(),
        unread: Vec::new(),
    };
    for (n, (column, cell)) in columns.iter().zip(cells).enumerate() {
        let at = Place { row, column: n + 1 };
        let text =
            decode::without_own_characters(unguarded(cell), at, column.name(), &mut read.unread);
        match column {
            Column::Of(fact) => read.facts.put(*fact, text),
            Column::Answer(field) if matches!(field.kind, FieldKind::Several(_)) => {
                read.raw
                    .put_all(field.id, text.split(';').map(str::to_owned));
            }
            Column::Answer(field) => read.raw.put(field.id, text),
            Column::Edition => {
                let edition = FormEdition::from_code(text.trim());
                read.edition = Some(edition.ok_or(CsvFault::NotAnEdition { at })?);
            }
        }
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_computed_and_every_cell_comes_back() {
        for (text, written) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("+81-3", "'+81-3"),
            ("－2度", "'－2度"),
            ("\tx", "'\tx"),
            ("'=1", "''=1"),
            ("'そのまま", "'そのまま"),
            ("''", "''"),
            ("3-4", "3-4"),
        ] {
            assert_eq!(guarded(text.to_owned()), written);
            assert_eq!(unguarded(written), text);
        }
    }

    #[test]
    fn columns_have_names_of_their_own() {
        let mut ids: Vec<&str> = columns().map(|column| column.name().id).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
        for column in columns() {
            assert!(Column::named(column.name().id).is_some());
        }
    }
}
