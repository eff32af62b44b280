//! Drawing doctors' opinions, every field filled as far as the form has room: one thread.

use kairan_domain::opinion::{
    Answers, Field, FieldKind, FormEdition, FormFacts, RawOpinion, TextForm, check, fields, id,
};
use kairan_paper::{OpinionFrame, draw_opinion};

use crate::Done;
use crate::lab::Lab;
use crate::measure::{median, now};
use crate::table::Line;

pub(super) fn measure(lab: &Lab) -> Done<Vec<Line>> {
    let answers = filled()?;
    let frame = OpinionFrame {
        reference: "みどり市　被保険者番号 0000123456",
        foot: "受付番号 261122-01-K7M2-4Q9S",
    };
    let count = lab.pick(200, 5);
    let mut rates = Vec::new();
    for _ in 0..lab.pairs() {
        let begun = now();
        for _ in 0..count {
            draw_opinion(&answers, &frame)?;
        }
        rates.push(f64::from(u32::try_from(count)?) / begun.elapsed().as_secs_f64());
    }
    Ok(vec![Line::new("opinions drawn, both pages full").at_least(
        median(rates.into_iter()),
        50.0,
        "opinions/s",
    )])
}

fn filled() -> Done<Answers> {
    let edition = FormEdition::E2026;
    let mut raw = RawOpinion::new();
    for field in fields(edition) {
        raw.put_all(field.id, texts(field));
    }
    // "Nothing of this" beside everything else.
    raw.put(id::CAUTION_NONE, "");
    let facts = FormFacts {
        today: jiff::civil::date(2026, 11, 22),
        birth_date: None,
        second_insured: false,
    };
    let checked = check(edition, &raw, &facts);
    if checked.errors.is_empty() {
        Ok(checked.answers)
    } else {
        Err(format!("the opinion has faults: {:?}", checked.errors).into())
    }
}

fn texts(field: &Field) -> Vec<String> {
    match field.kind {
        FieldKind::Tick => vec!["1".into()],
        FieldKind::One(choices) => {
            // What other fields hang on stands first or last.
            let asked = ["yes", "unstable"];
            let telling = choices.iter().find(|choice| asked.contains(&choice.code));
            let choice = telling.or(choices.first());
            choice
                .map(|choice| choice.code.into())
                .into_iter()
                .collect()
        }
        FieldKind::Several(several) => {
            let choices = several.choices.iter();
            let others = choices.filter(|choice| Some(choice.code) != several.alone);
            others.map(|choice| choice.code.into()).collect()
        }
        FieldKind::Text(kind) => vec![match kind.form {
            TextForm::PostalCode => "123-4567".into(),
            TextForm::Phone => "0120-3456-7890".into(),
            TextForm::Kana => "あ".repeat(kind.print.characters),
            TextForm::Line | TextForm::Lines => {
                let words = "一二三四五六七八九十".chars().cycle();
                words.take(kind.print.characters).collect()
            }
        }],
        FieldKind::Date if field.id == id::BIRTH_DATE => vec!["1938-03-05".into()],
        FieldKind::Date => vec!["2026-11-20".into()],
        FieldKind::PartialDate => vec!["2021-05".into()],
        FieldKind::Number(kind) => vec![if kind.decimal { "60.5" } else { "88" }.into()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_opinion_that_is_drawn_is_a_full_one() {
        let answers = filled().unwrap();
        let missing = fields(FormEdition::E2026).filter(|field| answers.value(field.id).is_none());
        let missing: Vec<_> = missing.map(|field| field.id).collect();
        assert_eq!(missing, [id::CAUTION_NONE]);
    }
}
