//! GET and POST `/console/requests/export`: accepted opinions leave as a file. What the file
//! cannot hold is told before there is one.

use super::choices::Choice;
use super::letters::chosen;
use super::refused::unread;
use crate::console::caller::Clerk;
use crate::console::fields::{self, Fields};
use crate::console::frame::Here;
use crate::console::pager::{Pager, Place};
use crate::console::posted::Form;
use crate::console::reply::{file, not_found};
use crate::console::when;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use kairan_domain::csv::Unmappable;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::{Arrival, RequestState};
use kairan_domain::words;
use kairan_opinion::{
    Encoding, ExportError, ExportKind, Exported, Layout, RequestRow, RequestsFilter, Tab,
    export_opinions, list_requests,
};
use serde::Serialize;

#[derive(Serialize)]
struct View {
    rows: Vec<Row>,
    form: Typed,
    kinds: Vec<Choice>,
    layouts: Vec<Choice>,
    encodings: Vec<Choice>,
    unwritable: Vec<Unwritable>,
    missing: Vec<String>,
    pages: Pager,
    errors: Vec<fields::At>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    insured_no: String,
    clinic: String,
    due: String,
    ticked: bool,
    form: bool,
}

#[derive(Serialize)]
struct Typed {
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

/// What the page is shown with.
#[derive(Default)]
struct With {
    chosen: Vec<OpinionRequestId>,
    unwritable: Vec<(OpinionRequestId, Unmappable)>,
    missing: Vec<OpinionRequestId>,
    errors: Vec<fields::At>,
}

const NONE: &str = "書き出す意見書が選ばれていません。1つ以上にチェックを付けてください。";
const NOTHING: &str =
    "選んだ意見書に、このかたちで書き出せるものがありません。別のかたちを選んでください。";
const HERE: &str = "/console/requests/export";

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    Query(place): Query<Place>,
) -> Reply {
    let typed = Typed::of(&Fields::default());
    show(&site, &clerk, &place, typed, With::default()).await
}

pub(super) async fn submit(
    State(site): State<Site>,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    let typed = Typed::of(&fields);
    let mut with = With {
        chosen: chosen(&fields),
        ..With::default()
    };
    if with.chosen.is_empty() {
        with.errors = vec![fields::At::new("request", NONE)];
        return show(&site, &clerk, &Place::default(), typed, with).await;
    }
    match export_opinions(site.app(), &clerk.by, &with.chosen, typed.meant()).await {
        // Without part of what was chosen only to somebody who has been told.
        Ok(done) if !done.skipped.is_empty() && !fields.ticked("anyway") => {
            with.missing = done.skipped;
        }
        Ok(done) => return Ok(saved(done, typed.meant())),
        Err(ExportError::NotFound) => return Ok(not_found()),
        Err(ExportError::Nothing) => with.errors = vec![fields::At::new("kind", NOTHING)],
        Err(ExportError::TooMany { most }) => {
            let text =
                format!("一度に書き出せるのは{most}件までです。チェックを減らしてください。");
            with.errors = vec![fields::At::new("request", text)];
        }
        Err(ExportError::TooLarge { most }) => {
            let most = words::size(most);
            let text =
                format!("ファイルが大きすぎます（{most}まで）。チェックを減らしてください。");
            with.errors = vec![fields::At::new("request", text)];
        }
        Err(ExportError::Unmappable(found)) => with.unwritable = found,
        Err(error @ (ExportError::File(_) | ExportError::Store(_))) => return Err(error.into()),
    }
    show(&site, &clerk, &Place::default(), typed, with).await
}

fn saved(done: Exported, kind: ExportKind) -> Response {
    let media = match kind {
        ExportKind::Pdf => "application/pdf",
        ExportKind::Zip => "application/zip",
        ExportKind::Csv { .. } => "text/csv",
    };
    file(done.bytes, &done.name, media)
}

impl Typed {
    fn of(fields: &Fields) -> Self {
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

    fn meant(&self) -> ExportKind {
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
        Choice::new("zip", "ZIP（1件ずつのPDF）"),
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

async fn show(site: &Site, clerk: &Clerk, place: &Place, form: Typed, with: With) -> Reply {
    let filter = RequestsFilter {
        tab: Tab::Ended,
        next: place.cursor().map(str::to_owned),
        ..RequestsFilter::default()
    };
    let list = match list_requests(site.app(), &clerk.by, &filter).await {
        Ok(list) => list,
        Err(error) => return unread(error),
    };
    let accepted: Vec<&RequestRow> = list
        .rows
        .iter()
        .filter(|row| row.state == RequestState::Accepted)
        .collect();
    let name = |id: OpinionRequestId| {
        let row = accepted.iter().find(|row| row.id == id);
        row.map_or_else(String::new, |row| row.name.expose().to_owned())
    };
    let refused =
        !(with.errors.is_empty() && with.unwritable.is_empty() && with.missing.is_empty());
    let status = if refused {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let view = View {
        rows: accepted
            .iter()
            .map(|row| Row::of(row, with.chosen.contains(&row.id)))
            .collect(),
        form,
        kinds: kinds(),
        layouts: layouts(),
        encodings: encodings(),
        unwritable: with
            .unwritable
            .iter()
            .map(|(id, what)| Unwritable::of(name(*id), what))
            .collect(),
        missing: with.missing.iter().map(|id| name(*id)).collect(),
        pages: place.pager(HERE, list.next.as_deref()),
        errors: with.errors,
    };
    Ok(clerk
        .frame
        .page("console/requests/export.html", Here::Requests)
        .status(status)
        .reply(site, &view))
}

impl Row {
    fn of(row: &RequestRow, ticked: bool) -> Self {
        Self {
            id: row.id.to_string(),
            name: row.name.expose().to_owned(),
            insured_no: row.insured_no.expose().to_owned(),
            clinic: row.clinic.clone(),
            due: when::short_day(row.due_on),
            ticked,
            form: row.arrival == Some(Arrival::Form),
        }
    }
}

impl Unwritable {
    fn of(name: String, what: &Unmappable) -> Self {
        let sign = what.character.expose();
        let code = sign.chars().map(|c| format!("U+{:04X}", u32::from(c)));
        Self {
            name,
            field: what.name,
            sign: sign.to_owned(),
            code: code.collect::<Vec<_>>().join(" "),
        }
    }
}
