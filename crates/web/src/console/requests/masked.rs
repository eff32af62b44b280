//! GET and POST `/console/requests/{request}/masked`, POST `…/masked/file`: the edition for the
//! board. Of what was written on the form it is drawn anew, after somebody has read the names
//! that were found; of a file the clerk covers pages or brings an own copy.

use super::about::{About, find};
use super::confirm::check_path;
use super::outcome::VersionView;
use super::pictures;
use super::refused::unread;
use super::request_path;
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::fields::{self, Told as AtForm};
use crate::console::frame::Here;
use crate::console::posted::Form;
use crate::console::refused::NOT_STORED;
use crate::console::reply::{go, go_saying, not_found};
use crate::console::said::{Notice, Said, Told};
use crate::console::upload::{Collected, FilesForm, collect};
use crate::refusal::{Reply, Unavailable};
use crate::site::Site;
use axum::extract::{Query, State};
use http::StatusCode;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::words;
use kairan_opinion::{
    FoundName, MaskError, NamesInOpinion, ReadError, RequestPage, attach_masked, make_masked,
    names_in_opinion,
};
use serde::Serialize;

#[derive(Serialize)]
struct View {
    request: About,
    version: VersionView,
    way: &'static str,
    names: Vec<Found>,
    made: Option<Made>,
    form: Typed,
    limits: Limits,
    errors: Vec<fields::At>,
}

#[derive(Serialize)]
struct Found {
    label: &'static str,
    words: String,
    of: String,
}

#[derive(Serialize)]
struct Made {
    url: String,
    case_no: Option<String>,
    /// Where its pages are to be looked at before a meeting may take them.
    check_url: Option<String>,
}

#[derive(Default, Serialize)]
struct Typed {
    case_no: String,
    sure: &'static str,
}

/// What a submission of files may have.
#[derive(Serialize)]
pub(super) struct Limits {
    file: String,
    pages: usize,
}

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    At(id): At<OpinionRequestId>,
    Query(said): Query<Told>,
) -> Reply {
    let form = Typed::default();
    show(&site, &clerk, id, form, said.notice(), AtForm::nothing()).await
}

pub(super) async fn submit(
    State(site): State<Site>,
    At(id): At<OpinionRequestId>,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    let sure = fields.ticked("sure");
    let typed = Typed {
        case_no: fields.text("case_no").to_owned(),
        sure: if sure { "1" } else { "" },
    };
    match make_masked(site.app(), &clerk.by, id, &typed.case_no, sure).await {
        Ok(()) => Ok(go_saying(&request_path(id), Said::MaskedMade)),
        Err(error) => match told(error) {
            Ok(told) => show(&site, &clerk, id, typed, None, told).await,
            Err(elsewhere) => elsewhere.reply(),
        },
    }
}

pub(super) async fn attach(
    State(site): State<Site>,
    clerk: Clerk,
    At(id): At<OpinionRequestId>,
    form: FilesForm,
) -> Reply {
    let most = site.app().limits.max_opinion_upload;
    let mut collected = match collect(&site, &clerk, form, most).await {
        Ok(collected) => collected,
        Err(reply) => return Ok(reply),
    };
    let told = match own_copy(&mut collected) {
        Err(sentence) => AtForm::faulty(vec![fields::At::new("files", sentence)]),
        Ok(pdf) => match attach_masked(site.app(), &clerk.by, id, pdf).await {
            Ok(()) => return Ok(go(&check_path(id))),
            Err(error) => match told(error) {
                Ok(told) => told,
                Err(elsewhere) => return elsewhere.reply(),
            },
        },
    };
    show(&site, &clerk, id, Typed::default(), None, told).await
}

fn own_copy(collected: &mut Collected) -> Result<Vec<u8>, &'static str> {
    if collected.too_large {
        return Err(
            "ファイルが大きすぎます。ページの画質を下げるか、必要なページだけにしてください。",
        );
    }
    match collected.files.pop() {
        Some((_, pdf)) => Ok(pdf),
        None => Err("ファイルが選ばれていません。名前を消したPDFを選んでください。"),
    }
}

/// Why there is no form to say something at.
pub(super) enum Elsewhere {
    /// There is no such request.
    NotFound,
    /// Kairan itself cannot.
    Cannot(Unavailable),
}

impl Elsewhere {
    pub(super) fn reply(self) -> Reply {
        match self {
            Self::NotFound => Ok(not_found()),
            Self::Cannot(unavailable) => Err(unavailable),
        }
    }
}

/// What to say at the form about a refusal.
pub(super) fn told(error: MaskError) -> Result<AtForm, Elsewhere> {
    let at = |field, text: &str| Ok(AtForm::faulty(vec![fields::At::new(field, text)]));
    let whole = |status, text: &str| Ok(AtForm::whole(status, text));
    match error {
        MaskError::NotFound => Err(Elsewhere::NotFound),
        MaskError::Is(_) => whole(StatusCode::CONFLICT, NO_OPINION),
        MaskError::NotWritten => whole(StatusCode::CONFLICT, NOT_WRITTEN),
        MaskError::NoPages => whole(StatusCode::CONFLICT, NO_PAGES),
        MaskError::NamesFound => at("sure", SURE),
        MaskError::CaseNo(_) => at("case_no", CASE_NO),
        MaskError::Pdf(error) => match pictures::of_file(&error) {
            Some(words) => at("files", &words),
            None => Err(Elsewhere::Cannot(MaskError::Pdf(error).into())),
        },
        MaskError::Undrawn(pages) => at("files", &undrawn(&pages)),
        MaskError::Render(error) => at("files", &pictures::of_chosen(&error)),
        MaskError::Contended => whole(StatusCode::CONFLICT, CONTENDED),
        MaskError::NoSpace => whole(StatusCode::SERVICE_UNAVAILABLE, NO_SPACE),
        MaskError::File(error) => {
            let Unavailable = error.into();
            whole(StatusCode::SERVICE_UNAVAILABLE, NOT_STORED)
        }
        MaskError::Store(error) => {
            let Unavailable = error.into();
            whole(StatusCode::SERVICE_UNAVAILABLE, NOT_STORED)
        }
        error @ (MaskError::Paper(_) | MaskError::BrokeOff) => Err(Elsewhere::Cannot(error.into())),
    }
}

/// Why an own copy would lose its covers, and what to do.
fn undrawn(pages: &[u32]) -> String {
    let pages: Vec<String> = pages.iter().map(|no| format!("{no}ページ目")).collect();
    let place = if pages.is_empty() {
        String::new()
    } else {
        format!("（{}）", pages.join("、"))
    };
    format!(
        "注釈や入力欄で隠した部分{place}が、画像にすると消えてしまうPDFです。このままでは隠した文字が見えるため、登録していません。PDFを開いて「PDFに印刷」で保存し直すか、紙に印刷してスキャンしたPDFを選択してください。"
    )
}

/// The sentence for a case number that cannot be taken.
pub(super) const CASE_NO: &str = "資料番号は、半角の英数字と「-」で、20文字までにしてください。";
const SURE: &str = "文章の中に名前などが見つかりました。下の文章を読んで、委員に見せてよければチェックを付けてください。";
const NO_OPINION: &str =
    "いまは、審査会用にできる意見書がありません。依頼の画面で状態を確かめてください。";
const NOT_WRITTEN: &str = "この版は画面で入力されたものではありません。四角を置いて消すか、自分で消したPDFを使ってください。";
const NO_PAGES: &str =
    "この版にはファイルがありません。名前を消したPDFがあれば、下で加えられます。";
const CONTENDED: &str =
    "ほかの担当者の操作と重なり、作っていません。いまの版を確かめてから、もう一度押してください。";
const NO_SPACE: &str =
    "サーバーの空き容量が足りないため、いまは作れません。システム管理者に連絡してください。";

async fn show(
    site: &Site,
    clerk: &Clerk,
    id: OpinionRequestId,
    form: Typed,
    notice: Option<Notice>,
    AtForm { status, errors }: AtForm,
) -> Reply {
    let page = match find(site, &clerk.by, id).await {
        Ok(page) => page,
        Err(instead) => return instead,
    };
    let Some(version) = page.versions.last() else {
        return Ok(go_saying(&request_path(id), Said::RequestState));
    };
    let names = match names_in_opinion(site.app(), &clerk.by, id).await {
        Ok(names) => Some(names),
        Err(MaskError::NotWritten) => None,
        Err(MaskError::Is(_)) => return Ok(go_saying(&request_path(id), Said::RequestState)),
        Err(MaskError::NotFound) => return unread(ReadError::NotFound),
        Err(error) => return Err(error.into()),
    };
    let way = match (&names, version.pages) {
        (Some(_), _) => "form",
        (None, Some(_)) => "file",
        (None, None) => "none",
    };
    let view = View {
        request: About::of(&page.row),
        version: VersionView::of(&page, version),
        way,
        names: names.map(found).unwrap_or_default(),
        made: made(&page),
        form,
        limits: Limits::of(site),
        errors,
    };
    Ok(clerk
        .frame
        .page("console/requests/masked.html", Here::Requests)
        .telling(notice)
        .status(status)
        .reply(site, &view))
}

fn found(names: NamesInOpinion) -> Vec<Found> {
    let one = |name: FoundName| Found {
        label: name.label,
        words: name.words.expose().to_owned(),
        of: name.names.join("、"),
    };
    names.found.into_iter().map(one).collect()
}

fn made(page: &RequestPage) -> Option<Made> {
    let version = page.versions.last()?;
    let masked = version.masked.as_ref()?;
    let at = request_path(page.row.id);
    Some(Made {
        url: format!("{at}/versions/{}/masked.pdf", version.number),
        case_no: masked.case_no.as_ref().map(ToString::to_string),
        check_url: (!masked.ready).then(|| check_path(page.row.id)),
    })
}

impl Limits {
    pub(super) fn of(site: &Site) -> Self {
        let limits = &site.app().limits;
        Self {
            file: words::size(limits.max_opinion_upload),
            pages: limits.max_opinion_pages,
        }
    }
}
