//! Opinions as a table.

use super::export_opinions::{ExportError, Leaving, digits};
use super::order::Cautions;
use crate::answers::answers_of;
use crate::facts::{asked, office};
use jiff::civil::Date;
use kairan_access::App;
use kairan_domain::date::in_tokyo;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion::Answers;
use kairan_exchange::opinion_csv::{
    Encoding, Fact, Layout, OpinionFacts, OpinionRow, formula_cells, ikensyo_file_name,
    not_in_ikensyo, write_opinions,
};

struct Written {
    id: OpinionRequestId,
    facts: OpinionFacts,
    answers: Answers,
}

/// The name and the bytes of a table. What it would not hold goes into `cautions`.
pub(super) async fn table(
    app: &App,
    leaving: &[Leaving],
    ((layout, encoding), today): ((Layout, Encoding), Date),
    cautions: &mut Cautions,
) -> Result<(String, Vec<u8>), ExportError> {
    let mut written = Vec::new();
    for one in leaving {
        match answers_of(app, &one.request, one.version.number).await? {
            Some(answers) => written.push(Written {
                id: one.request.id,
                facts: facts(app, one).await?,
                answers,
            }),
            None => cautions.skipped.push(one.request.id),
        }
    }
    let first = written.first().ok_or(ExportError::Nothing)?;
    let name = match layout {
        Layout::Own => format!("主治医意見書_{}.csv", digits(today)),
        Layout::Ikensyo => ikensyo_file_name(first.facts.text(Fact::ClinicCode), today, 1),
    };
    let rows: Vec<OpinionRow<'_>> = written
        .iter()
        .map(|one| OpinionRow {
            facts: &one.facts,
            answers: &one.answers,
        })
        .collect();
    let of = |opinion: usize| written.get(opinion).map(|one| one.id);
    let bytes = write_opinions(&rows, layout, encoding).map_err(|cannot| {
        let named = cannot
            .into_iter()
            .filter_map(|cannot| Some((of(cannot.opinion)?, cannot)));
        ExportError::Unmappable(named.collect())
    })?;
    let formulas = formula_cells(&rows, layout).into_iter();
    cautions
        .formulas
        .extend(formulas.filter_map(|cell| Some((of(cell.opinion)?, cell))));
    let left_out = written.iter().filter(|_| layout == Layout::Ikensyo);
    let left_out = left_out.map(|one| (one.id, not_in_ikensyo(&one.answers)));
    cautions
        .left_out
        .extend(left_out.filter(|(_, fields)| !fields.is_empty()));
    Ok((name, bytes))
}

async fn facts(app: &App, one: &Leaving) -> Result<OpinionFacts, ExportError> {
    let request = &one.request;
    let (clinic, physician) = asked(app, request).await?;
    let insurer = office(app, request.insurer).await?.insurer;
    let mut facts = OpinionFacts::of(&request.plan);
    facts.put(Fact::Id, request.id.to_string());
    facts.put(Fact::Version, one.version.number.to_string());
    facts.put(Fact::InsurerName, insurer);
    facts.put(Fact::ClinicCode, clinic.code);
    facts.put(
        Fact::PhysicianCode,
        physician.map_or_else(String::new, |one| one.code),
    );
    let sent = in_tokyo(one.version.at);
    let sent = sent.date().at(sent.hour(), sent.minute(), sent.second(), 0);
    facts.put(Fact::SentAt, sent.to_string());
    Ok(facts)
}
