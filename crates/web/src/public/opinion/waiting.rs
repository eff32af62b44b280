//! `/opinion/{key}/files`: what became of the files that were sent, and the question whether
//! that is to be submitted. Works without scripts: a page, two buttons, pictures to look at.
//!
//! The file's id travels with the buttons: what is submitted is what was looked at.

use super::caller::Doctor;
use super::check::trouble;
use super::first::due;
use crate::console::posted::Form;
use crate::console::reply::{go, image, not_found, pdf};
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kairan_domain::date;
use kairan_domain::ids::FileId;
use kairan_domain::opinion_request::WaitingFiles;
use kairan_domain::words;
use kairan_opinion::{
    ChangeError, PagesError, PictureError, SubmitError, drop_waiting, open_writing,
    picture_of_waiting, read_waiting, submit_waiting,
};
use minijinja::{Value, context};

/// GET `/opinion/{key}/files`.
pub(super) async fn show(State(site): State<Site>, doctor: Doctor) -> Reply {
    page(&site, &doctor, (StatusCode::OK, None)).await
}

/// GET of an address that takes POST alone, as a restored tab asks.
pub(super) async fn back(doctor: Doctor) -> Response {
    go(&doctor.path("files"))
}

async fn page(
    site: &Site,
    doctor: &Doctor,
    (status, words): (StatusCode, Option<String>),
) -> Reply {
    let writing = open_writing(site.app(), &doctor.by).await?;
    let Some(waiting) = doctor.by.as_read().waiting.as_ref() else {
        let on = if writing.asked.is_writable() {
            "upload"
        } else {
            ""
        };
        return Ok(go(&doctor.path(on)));
    };
    let own = context! {
        files => shown(doctor, waiting),
        due => due(&writing.asked),
        begun => writing.saved_at.map(date::short_minute),
        notice => words.map(|text| context! { kind => "warn", text }),
    };
    Ok(doctor.page_with(site, status, "opinion/files.html", (&writing.asked, own)))
}

/// The files as they came, and addresses of what they became.
fn shown(doctor: &Doctor, waiting: &WaitingFiles) -> Value {
    let file = waiting.pages.file;
    let chosen = waiting.chosen.iter().map(|one| {
        context! { name => one.name.expose(), size => words::size(one.size) }
    });
    let pictures = (1..=waiting.pages.pages).map(|page| {
        context! { page, url => doctor.path(&format!("files/{file}/pages/{page}")) }
    });
    context! {
        id => file.to_string(),
        chosen => chosen.collect::<Vec<Value>>(),
        more => waiting.count.saturating_sub(waiting.chosen.len()),
        pages => waiting.pages.pages,
        pdf => doctor.path(&format!("files/{file}/opinion.pdf")),
        pictures => pictures.collect::<Vec<Value>>(),
        at => date::short_minute(waiting.at),
        until => date::wareki(waiting.wait_until()),
    }
}

/// What other pages tell of files that wait: when they came, and until when they are kept.
pub(super) fn told(doctor: &Doctor) -> Option<Value> {
    let waiting = doctor.by.as_read().waiting.as_ref()?;
    Some(context! {
        at => date::short_minute(waiting.at),
        pages => waiting.pages.pages,
        until => date::wareki(waiting.wait_until()),
    })
}

/// POST `/opinion/{key}/files/submit`.
pub(super) async fn submit(
    State(site): State<Site>,
    Form {
        caller: doctor,
        fields,
    }: Form<Doctor>,
) -> Reply {
    let Ok(file) = fields.text("file").parse::<FileId>() else {
        return Ok(go(&doctor.path("files")));
    };
    match submit_waiting(site.app(), &doctor.by, file).await {
        Ok(_) => Ok(go(&doctor.path("done"))),
        Err(SubmitError::NotFound) => Ok(not_found()),
        Err(SubmitError::Outdated) => {
            let words = (StatusCode::CONFLICT, Some(OUTDATED.to_owned()));
            page(&site, &doctor, words).await
        }
        Err(error) => match trouble(error)? {
            Some((status, words)) => page(&site, &doctor, (status, Some(words))).await,
            None => Ok(go(&doctor.path(""))),
        },
    }
}

const OUTDATED: &str = "確かめているあいだに、別のファイルが送られました。提出していません。いまの内容を確かめて、もう一度提出してください。";

/// POST `/opinion/{key}/files/drop`.
pub(super) async fn forget(
    State(site): State<Site>,
    Form {
        caller: doctor,
        fields,
    }: Form<Doctor>,
) -> Reply {
    if let Ok(file) = fields.text("file").parse::<FileId>() {
        match drop_waiting(site.app(), &doctor.by, file).await {
            // Gone or replaced: the page behind shows what there is.
            Ok(()) | Err(ChangeError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(go(&doctor.path("upload")))
}

/// GET `/opinion/{key}/files/{file}/opinion.pdf`.
pub(super) async fn opinion(
    State(site): State<Site>,
    doctor: Doctor,
    Path((_, file)): Path<(String, String)>,
) -> Reply {
    let Ok(file) = file.parse() else {
        return Ok(not_found());
    };
    match read_waiting(site.app(), &doctor.by, file).await {
        Ok(pages) => Ok(pdf(pages.pdf, &pages.file_name)),
        // Submitted or replaced since the page was drawn.
        Err(PagesError::NotFound) => Ok(go(&doctor.path("files"))),
        Err(error) => Err(error.into()),
    }
}

/// GET `/opinion/{key}/files/{file}/pages/{number}`: a small picture of a page.
pub(super) async fn picture(
    State(site): State<Site>,
    doctor: Doctor,
    Path((_, file, page)): Path<(String, String, String)>,
) -> Reply {
    let (Ok(file), Ok(page)) = (file.parse(), page.parse()) else {
        return Ok(not_found());
    };
    match picture_of_waiting(site.app(), &doctor.by, file, page).await {
        Ok(png) => Ok(image(png)),
        Err(PictureError::NotFound) => Ok(go(&doctor.path("files"))),
        // The page names the PDF in the picture's place.
        Err(PictureError::Busy) => Ok(StatusCode::SERVICE_UNAVAILABLE.into_response()),
        Err(PictureError::Render(_)) => Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response()),
        Err(PictureError::File(error)) => Err(error.into()),
    }
}
