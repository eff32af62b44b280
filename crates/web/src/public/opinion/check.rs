//! `/opinion/{key}/check`: every error and warning with a link to its field, and the button.
//! What is submitted is what this page was made of (`seen`), once.

use super::caller::Doctor;
use super::first::{due, receipt};
use super::sheet_field::shown;
use super::waiting;
use crate::console::posted::Form;
use crate::console::reply::go;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use kairan_domain::opinion::{FieldFault, FieldId, OpinionFault, field};
use kairan_domain::opinion_request::Differing;
use kairan_domain::words;
use kairan_opinion::{
    CheckedWriting, SubmitError, UnprintableField, check_writing, open_writing, submit_writing,
};
use minijinja::{Value, context};

/// GET.
pub(super) async fn show(State(site): State<Site>, doctor: Doctor) -> Reply {
    let writing = check_writing(site.app(), &doctor.by).await?;
    if !writing.asked.is_writable() {
        return Ok(go(&doctor.path("")));
    }
    Ok(page(&site, &doctor, (StatusCode::OK, None), &writing))
}

fn page(
    site: &Site,
    doctor: &Doctor,
    (status, words): (StatusCode, Option<String>),
    writing: &CheckedWriting,
) -> Response {
    let told = writing.checked.warnings.iter();
    // The request's own birth date stands below, among what differs from it.
    let told = told.filter(|fault| fault.what != OpinionFault::BirthDiffers);
    let mut warnings = listed(told);
    warnings.extend(writing.differing.iter().map(differing));
    warnings.extend(writing.unprintable.iter().map(unprintable));
    let own = context! {
        errors => listed(&writing.checked.errors),
        warnings,
        due => due(&writing.asked),
        waiting => waiting::told(doctor),
        seen => writing.seen.to_string(),
        notice => words.map(|text| context! { kind => "warn", text }),
    };
    let name = "opinion/check.html";
    doctor.page_with(site, status, name, (&writing.asked, own))
}

/// Faults as lines of a list, each with its field.
pub(super) fn listed<'a>(faults: impl IntoIterator<Item = &'a FieldFault>) -> Vec<Value> {
    let line = |fault: &FieldFault| line(fault.field, &words::opinion_fault(&fault.what));
    faults.into_iter().map(line).collect()
}

fn differing(found: &Differing) -> Value {
    let request = shown(found.field, &found.request);
    let text = if found.is_newer {
        format!(
            "依頼の内容が「{request}」に変わりました。記入の画面で、どちらにするか選んでください。"
        )
    } else {
        format!("依頼の内容「{request}」と違います。このままでよいか確かめてください。")
    };
    line(found.field, &text)
}

fn line(id: FieldId, text: &str) -> Value {
    context! {
        field => id.as_str(),
        label => field(id).map_or("", |field| field.name),
        text,
    }
}

fn unprintable(found: &UnprintableField) -> Value {
    let text = format!(
        "「{}」は印刷用の文字がないため、「〓」と印刷されます（{}）。",
        found.characters.join("」「"),
        found.code_points
    );
    line(found.field, &text)
}

/// POST `/opinion/{key}/submit`.
pub(super) async fn submit(
    State(site): State<Site>,
    Form {
        caller: doctor,
        fields,
    }: Form<Doctor>,
) -> Reply {
    let Ok(seen) = fields.text("seen").parse() else {
        return Ok(go(&doctor.path("check")));
    };
    let (status, words) = match submit_writing(site.app(), &doctor.by, &seen).await {
        Ok(_) => return Ok(go(&doctor.path("done"))),
        // The check page names what there is to put right.
        Err(SubmitError::Faulty { .. } | SubmitError::NoDraft) => {
            return Ok(go(&doctor.path("check")));
        }
        Err(SubmitError::NotFound) => return Ok(crate::refusal::plain(StatusCode::NOT_FOUND)),
        Err(SubmitError::Outdated) => (StatusCode::CONFLICT, OUTDATED.to_owned()),
        Err(error) => match trouble(error)? {
            Some(trouble) => trouble,
            None => return Ok(go(&doctor.path(""))),
        },
    };
    let writing = check_writing(site.app(), &doctor.by).await?;
    Ok(page(&site, &doctor, (status, Some(words)), &writing))
}

const OUTDATED: &str = "確かめているあいだに、書き換えられました。提出していません。いまの内容を確かめて、もう一度提出してください。";

/// The sentence for a submission that is not taken; `None` when the first page tells why.
///
/// # Errors
/// Store, disk or drawing failed.
pub(super) fn trouble(error: SubmitError) -> Result<Option<(StatusCode, String)>, SubmitError> {
    let soon = StatusCode::SERVICE_UNAVAILABLE;
    Ok(Some(match error {
        SubmitError::Contended => (soon, CONTENDED.to_owned()),
        SubmitError::NoSpace => (soon, NO_SPACE.to_owned()),
        SubmitError::Full => (StatusCode::CONFLICT, FULL.to_owned()),
        SubmitError::Refused(_) => return Ok(None),
        other => return Err(other),
    }))
}

const CONTENDED: &str = "ほかの操作と重なったため、提出していません。もう一度提出してください。";
const NO_SPACE: &str = "サーバーの空きが足りないため、いまは提出できません。書いた内容は保存されています。しばらくしてから、もう一度提出してください。";
const FULL: &str = "この依頼には、これ以上提出できません。下の電話番号へご連絡ください。";

/// GET `/opinion/{key}/done`.
pub(super) async fn done(State(site): State<Site>, doctor: Doctor) -> Reply {
    let writing = open_writing(site.app(), &doctor.by).await?;
    let Some(last) = writing
        .versions
        .last()
        .filter(|_| !writing.asked.is_writable())
    else {
        return Ok(go(&doctor.path("")));
    };
    let own = context! { receipt => receipt(last), has_pdf => last.pages.is_some() };
    Ok(doctor.page(&site, "opinion/done.html", (&writing.asked, own)))
}
