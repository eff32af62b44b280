//! GET and POST `/console/requests/export`: accepted opinions leave as a file. What the file
//! cannot hold, or what in it is not harmless in every program, is told before there is one.

use super::export_view::{Told, Typed, show};
use super::letters::chosen;
use crate::console::caller::Clerk;
use crate::console::fields::{self, Fields};
use crate::console::pager::Place;
use crate::console::posted::Form;
use crate::console::reply::{file, not_found};
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Query, State};
use axum::response::Response;
use kairan_domain::words;
use kairan_opinion::{ExportError, ExportKind, ExportOrder, Exported, export_opinions};

const NONE: &str = "書き出す意見書が選ばれていません。1つ以上にチェックを付けてください。";
const NOTHING: &str =
    "選んだ意見書に、このかたちで書き出せるものがありません。別のかたちを選んでください。";

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    Query(place): Query<Place>,
) -> Reply {
    let typed = Typed::of(&Fields::default());
    show(&site, &clerk, &place, typed, Told::default()).await
}

pub(super) async fn submit(
    State(site): State<Site>,
    Query(place): Query<Place>,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    let typed = Typed::of(&fields);
    let mut told = Told {
        chosen: chosen(&fields),
        ..Told::default()
    };
    if told.chosen.is_empty() {
        told.errors = vec![fields::At::new("request", NONE)];
        return show(&site, &clerk, &place, typed, told).await;
    }
    let order = ExportOrder {
        ids: &told.chosen,
        kind: typed.meant(),
        told: fields.text("told"),
    };
    match export_opinions(site.app(), &clerk.by, &order).await {
        Ok(done) => return Ok(saved(done, order.kind)),
        Err(ExportError::Caution(cautions)) => told.cautions = cautions,
        Err(ExportError::Unmappable(found)) => told.unwritable = found,
        Err(ExportError::NotFound) => return Ok(not_found()),
        Err(ExportError::Nothing) => told.errors = vec![fields::At::new("kind", NOTHING)],
        Err(ExportError::TooMany { most }) => {
            let text = match order.kind {
                ExportKind::Pdf => ONE_PDF.to_owned(),
                _ => format!("一度に書き出せるのは{most}件までです。チェックを減らしてください。"),
            };
            told.errors = vec![fields::At::new("request", text)];
        }
        Err(ExportError::TooLarge { most }) => {
            let most = words::size(most);
            let text =
                format!("ファイルが大きすぎます（{most}まで）。チェックを減らしてください。");
            told.errors = vec![fields::At::new("request", text)];
        }
        Err(error @ (ExportError::File(_) | ExportError::Store(_))) => return Err(error.into()),
    }
    show(&site, &clerk, &place, typed, told).await
}

/// One PDF is one opinion; several leave in a ZIP.
const ONE_PDF: &str =
    "PDFで書き出せるのは1件だけです。「ファイル」で「ZIP」を選ぶか、チェックを1件にしてください。";

fn saved(done: Exported, kind: ExportKind) -> Response {
    let media = match kind {
        ExportKind::Pdf => "application/pdf",
        ExportKind::Zip => "application/zip",
        ExportKind::Csv { .. } => "text/csv",
    };
    file(done.bytes, &done.name, media)
}
