//! The page of an export: what may leave, as what, and what is told before it does.

use super::choices::Choice;
use super::line::Line;
use super::refused::unread;
use crate::console::caller::Clerk;
use crate::console::fields::{self, Fields};
use crate::console::frame::Here;
use crate::console::pager::{Pager, Place};
use crate::refusal::Reply;
use crate::site::Site;
use http::StatusCode;
use kairan_domain::csv::Unmappable;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion::field;
use kairan_domain::opinion_request::{Arrival, RequestState};
use kairan_opinion::{
    Cautions, Encoding, ExportKind, Layout, ReadError, RequestRow, RequestsFilter, Tab,
    list_requests, show_request,
};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct View {
    rows: Vec<Row>,
    form: Typed,
    kinds: Vec<Choice>,
    layouts: Vec<Choice>,
    encodings: Vec<Choice>,
    unwritable: Vec<Unwritable>,
    missing: Vec<String>,
    left_out: Vec<LeftOut>,
    formulas: Vec<Formula>,
    told: String,
    here_url: String,
    pages: Pager,
    errors: Vec<fields::At>,
}

#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    line: Line,
    ticked: bool,
    form: bool,
}

/// What was chosen of the form.
#[derive(Serialize)]
pub(super) struct Typed {
    kind: String,
    layout: String,
    encoding: String,
}

#[derive(Serialize)]
struct Unwritable {
    name: String,
    field: &'static str,
    sign: String,
    code: String,
}

#[derive(Serialize)]
struct LeftOut {
    name: String,
    fields: Vec<&'static str>,
}

#[derive(Serialize)]
struct Formula {
    name: String,
    row: usize,
    field: &'static str,
}

/// What the page is shown with.
#[derive(Default)]
pub(super) struct Told {
    pub(super) chosen: Vec<OpinionRequestId>,
    pub(super) unwritable: Vec<(OpinionRequestId, Unmappable)>,
    pub(super) cautions: Cautions,
    pub(super) errors: Vec<fields::At>,
}

const HERE: &str = "/console/requests/export";

impl Typed {
    pub(super) fn of(fields: &Fields) -> Self {
        let or = |name: &str, otherwise: &str| match fields.text(name) {
            "" => otherwise.to_owned(),
            typed => typed.to_owned(),
        };
        Self {
            kind: or("kind", "zip"),
            layout: or("layout", "own"),
            encoding: or("encoding", "utf8"),
        }
    }

    pub(super) fn meant(&self) -> ExportKind {
        match self.kind.as_str() {
            "pdf" => ExportKind::Pdf,
            "csv" => ExportKind::Csv {
                layout: match self.layout.as_str() {
                    "ikensyo" => Layout::Ikensyo,
                    _ => Layout::Own,
                },
                encoding: match self.encoding.as_str() {
                    "cp932" => Encoding::Cp932,
                    _ => Encoding::Utf8,
                },
            },
            _ => ExportKind::Zip,
        }
    }
}

fn kinds() -> Vec<Choice> {
    vec![
        Choice::new("zip", "ZIP（1件ずつのPDFと一覧）"),
        Choice::new("pdf", "PDF（1件だけ選んだとき）"),
        Choice::new("csv", "CSV（画面で入力された内容）"),
    ]
}

fn layouts() -> Vec<Choice> {
    vec![
        Choice::new("own", "Kairanの並び（全部の項目）"),
        Choice::new("ikensyo", "日医 IKENSYO（CSV 1.2）"),
    ]
}

fn encodings() -> Vec<Choice> {
    vec![
        Choice::new("utf8", "UTF-8（すべての字）"),
        Choice::new("cp932", "Shift_JIS（CP932）"),
    ]
}

impl Told {
    fn status(&self) -> StatusCode {
        if self.errors.is_empty() && self.unwritable.is_empty() && self.cautions.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    }

    /// Of whom something is told.
    fn people(&self) -> impl Iterator<Item = OpinionRequestId> {
        let Cautions {
            skipped,
            left_out,
            formulas,
        } = &self.cautions;
        let unwritable = self.unwritable.iter().map(|(id, _)| *id);
        let left_out = left_out.iter().map(|(id, _)| *id);
        let formulas = formulas.iter().map(|(id, _)| *id);
        let skipped = skipped.iter().copied();
        unwritable.chain(left_out).chain(formulas).chain(skipped)
    }

    /// Their names, those that are not on this page of the list included.
    async fn names(&self, site: &Site, clerk: &Clerk) -> Result<Names, ReadError> {
        let mut names = BTreeMap::new();
        for id in self.people() {
            if let std::collections::btree_map::Entry::Vacant(place) = names.entry(id) {
                let request = show_request(site.app(), &clerk.by, id).await?;
                let name = request.row.name.expose().to_owned();
                place.insert(format!("{name}（{}）", request.row.reference));
            }
        }
        Ok(Names(names))
    }
}

struct Names(BTreeMap<OpinionRequestId, String>);

impl Names {
    fn of(&self, id: OpinionRequestId) -> String {
        self.0.get(&id).cloned().unwrap_or_default()
    }

    fn unwritable(&self, (id, what): &(OpinionRequestId, Unmappable)) -> Unwritable {
        let sign = what.character.expose();
        let code = sign.chars().map(|c| format!("U+{:04X}", u32::from(c)));
        Unwritable {
            name: self.of(*id),
            field: what.name,
            sign: sign.to_owned(),
            code: code.collect::<Vec<_>>().join(" "),
        }
    }
}

pub(super) async fn show(
    site: &Site,
    clerk: &Clerk,
    place: &Place,
    form: Typed,
    told: Told,
) -> Reply {
    let filter = RequestsFilter {
        tab: Tab::Ended,
        next: place.cursor().map(str::to_owned),
        ..RequestsFilter::default()
    };
    let (list, names) = match (
        list_requests(site.app(), &clerk.by, &filter).await,
        told.names(site, clerk).await,
    ) {
        (Ok(list), Ok(names)) => (list, names),
        (Err(error), _) | (_, Err(error)) => return unread(error),
    };
    let accepted = list
        .rows
        .iter()
        .filter(|row| row.state == RequestState::Accepted);
    let status = told.status();
    let cautions = &told.cautions;
    let view = View {
        rows: accepted
            .map(|row| Row::of(row, told.chosen.contains(&row.id)))
            .collect(),
        form,
        kinds: kinds(),
        layouts: layouts(),
        encodings: encodings(),
        unwritable: told
            .unwritable
            .iter()
            .map(|one| names.unwritable(one))
            .collect(),
        missing: cautions.skipped.iter().map(|id| names.of(*id)).collect(),
        left_out: left_out(cautions, &names),
        formulas: formulas(cautions, &names),
        told: if cautions.is_empty() {
            String::new()
        } else {
            cautions.mark()
        },
        here_url: place.here(HERE),
        pages: place.pager(HERE, list.next.as_deref()),
        errors: told.errors,
    };
    Ok(clerk
        .frame
        .page("console/requests/export.html", Here::Requests)
        .status(status)
        .reply(site, &view))
}

fn left_out(cautions: &Cautions, names: &Names) -> Vec<LeftOut> {
    let one = |(id, fields): &(OpinionRequestId, Vec<_>)| LeftOut {
        name: names.of(*id),
        fields: fields
            .iter()
            .filter_map(|id| Some(field(*id)?.name))
            .collect(),
    };
    cautions.left_out.iter().map(one).collect()
}

fn formulas(cautions: &Cautions, names: &Names) -> Vec<Formula> {
    let cells = cautions.formulas.iter();
    cells
        .map(|(id, cell)| Formula {
            name: names.of(*id),
            row: cell.at.row,
            field: cell.name,
        })
        .collect()
}

impl Row {
    fn of(row: &RequestRow, ticked: bool) -> Self {
        Self {
            line: Line::of(row),
            ticked,
            form: row.arrival == Some(Arrival::Form),
        }
    }
}
