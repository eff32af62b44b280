//! `/opinion/{key}/upload`: a finished opinion as PDF or pictures, which then waits to be looked
//! at ([`super::waiting`]); and `/opinion/{key}/ikensyo`: a program's CSV, which fills the form.
//!
//! Scripts are told where to go on; a plain form is led there.

use super::caller::Doctor;
use super::check::trouble;
use super::waiting;
use crate::console::reply::{go, problem, wants_json};
use crate::console::upload::{Collected, FilesForm, collect};
use crate::refusal::Reply;
use crate::site::Site;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use kairan_domain::csv::CsvFault;
use kairan_domain::date;
use kairan_domain::opinion_file::OpinionFileFault;
use kairan_domain::words;
use kairan_opinion::{
    Filled, IkensyoError, SentFile, UploadError, WritingError, keep_files, open_writing,
    read_ikensyo,
};
use minijinja::{Value, context};
use serde_json::json;
use std::collections::BTreeSet;

/// The most bytes of a CSV: one opinion is some kilobytes.
const MOST_CSV: u64 = 1024 * 1024;

/// How many faults of a CSV are told one by one.
const MOST_TOLD: usize = 3;

/// Which of the two pages.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Upload,
    Ikensyo,
}

/// GET `/opinion/{key}/upload`.
pub(super) async fn upload(State(site): State<Site>, doctor: Doctor) -> Reply {
    page(&site, &doctor, Which::Upload, (StatusCode::OK, Vec::new())).await
}

/// GET `/opinion/{key}/ikensyo`.
pub(super) async fn ikensyo(State(site): State<Site>, doctor: Doctor) -> Reply {
    page(&site, &doctor, Which::Ikensyo, (StatusCode::OK, Vec::new())).await
}

async fn page(
    site: &Site,
    doctor: &Doctor,
    which: Which,
    (status, faults): (StatusCode, Vec<String>),
) -> Reply {
    let writing = open_writing(site.app(), &doctor.by).await?;
    if !writing.asked.is_writable() {
        return Ok(go(&doctor.path("")));
    }
    let limits = &site.app().limits;
    let (name, most) = match which {
        Which::Upload => ("opinion/upload.html", limits.max_opinion_upload),
        Which::Ikensyo => ("opinion/ikensyo.html", MOST_CSV),
    };
    let errors = faults.into_iter();
    let own = context! {
        errors => errors.map(|text| context! { field => "files", text }).collect::<Vec<Value>>(),
        most_text => words::size(most),
        most_bytes => most,
        most_pages => limits.max_opinion_pages,
        begun => writing.saved_at.map(date::short_minute),
        waiting => waiting::told(doctor),
    };
    Ok(doctor.page_with(site, status, name, (&writing.asked, own)))
}

/// POST `/opinion/{key}/upload`.
pub(super) async fn submit(
    State(site): State<Site>,
    doctor: Doctor,
    headers: HeaderMap,
    form: FilesForm,
) -> Reply {
    let most = site.app().limits.max_opinion_upload;
    let sent = match collect(&site, &doctor, form, most).await {
        Ok(sent) => sent,
        Err(reply) => return Ok(reply),
    };
    let by_script = wants_json(&headers);
    if sent.too_large {
        let words = words::opinion_file_fault(&OpinionFileFault::TooLarge { most });
        return told(&site, &doctor, (by_script, Which::Upload), vec![words]).await;
    }
    let files = sent.files.into_iter().map(|(name, bytes)| SentFile {
        name,
        bytes: Bytes::from(bytes),
    });
    match keep_files(site.app(), &doctor.by, files.collect()).await {
        Ok(()) => Ok(onward(&doctor, by_script, "files")),
        Err(UploadError::Refused(fault)) => {
            let words = words::opinion_file_fault(&fault);
            told(&site, &doctor, (by_script, Which::Upload), vec![words]).await
        }
        Err(UploadError::Busy) => {
            told(
                &site,
                &doctor,
                (by_script, Which::Upload),
                vec![BUSY.to_owned()],
            )
            .await
        }
        Err(UploadError::Submit(error)) => match trouble(error)? {
            Some((_, words)) => told(&site, &doctor, (by_script, Which::Upload), vec![words]).await,
            None => Ok(onward(&doctor, by_script, "")),
        },
    }
}

const BUSY: &str = "いま、ほかのファイルを確かめています。数秒おいて、もう一度送ってください。";

/// POST `/opinion/{key}/ikensyo`.
pub(super) async fn fill(
    State(site): State<Site>,
    doctor: Doctor,
    headers: HeaderMap,
    form: FilesForm,
) -> Reply {
    let sent = match collect(&site, &doctor, form, MOST_CSV).await {
        Ok(sent) => sent,
        Err(reply) => return Ok(reply),
    };
    let by_script = wants_json(&headers);
    let tell = |words| told(&site, &doctor, (by_script, Which::Ikensyo), words);
    let bytes = match only(&sent) {
        Ok(bytes) => bytes,
        Err(words) => return tell(vec![words]).await,
    };
    match read_ikensyo(site.app(), &doctor.by, bytes).await {
        Ok(filled) => Ok(onward(
            &doctor,
            by_script,
            &format!("write?{}", filled_with(&filled)),
        )),
        Err(IkensyoError::Csv(faults)) => tell(first_few(&faults)).await,
        Err(IkensyoError::OtherPerson) => tell(vec![OTHER_PERSON.to_owned()]).await,
        Err(IkensyoError::Writing(WritingError::Refused(_))) => Ok(onward(&doctor, by_script, "")),
        Err(error) => Err(error.into()),
    }
}

/// A file of another program is wrong in every line: the first few are told.
fn first_few(faults: &[CsvFault]) -> Vec<String> {
    let told = faults.iter().take(MOST_TOLD).map(words::csv_fault);
    let more = (faults.len() > MOST_TOLD).then(|| MORE_FAULTS.to_owned());
    told.chain(more).collect()
}

const MORE_FAULTS: &str = "ほかの行も読み取れません。";

const OTHER_PERSON: &str = "別の方の意見書です。被保険者番号が違います。読み込んでいません。この方の意見書を書き出したCSVを選んでください。";

/// How many fields were filled, which could not be read whole, and in which something else had
/// been typed: names of fields, nothing of their content.
fn filled_with(filled: &Filled) -> String {
    let taken = filled.saved.merged.taken.len();
    let unread: BTreeSet<&str> = filled.unread.iter().map(|cell| cell.column).collect();
    let unread: Vec<&str> = unread.into_iter().collect();
    let replaced = filled.replaced.iter().map(|one| one.field.as_str());
    let replaced: Vec<&str> = replaced.collect();
    format!(
        "tell=1&taken={taken}&unread={}&replaced={}",
        unread.join(","),
        replaced.join(",")
    )
}

fn only(sent: &Collected) -> Result<&[u8], String> {
    match &sent.files[..] {
        _ if sent.too_large => Err(format!("大きすぎます。{}までです。", words::size(MOST_CSV))),
        [(_, bytes)] => Ok(bytes),
        [] => Err("ファイルが選ばれていません。医見書のCSVを選んでください。".to_owned()),
        _ => Err("ファイルが2つ以上選ばれています。この方の分を1つだけ選んでください。".to_owned()),
    }
}

/// On, when it came in.
fn onward(doctor: &Doctor, by_script: bool, below: &str) -> Response {
    let path = doctor.path(below);
    if by_script {
        Json(json!({ "go": path })).into_response()
    } else {
        go(&path)
    }
}

/// What is wrong with the files.
async fn told(
    site: &Site,
    doctor: &Doctor,
    (by_script, which): (bool, Which),
    words: Vec<String>,
) -> Reply {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    if by_script {
        return Ok(problem(status, &words.join(" ")));
    }
    page(site, doctor, which, (status, words)).await
}
