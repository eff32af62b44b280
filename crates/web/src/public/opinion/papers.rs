//! The PDFs of a request: preview, the form to print, what was submitted, the receipt.

use super::caller::Doctor;
use crate::console::reply::pdf;
use crate::refusal::{Reply, plain};
use crate::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;
use kairan_opinion::{
    OpinionPages, PagesError, PreviewError, ReceiptError, draw_own_form, draw_preview,
    draw_receipt, read_version,
};

/// GET `/opinion/{key}/preview.pdf`.
pub(super) async fn preview(State(site): State<Site>, doctor: Doctor) -> Reply {
    match draw_preview(site.app(), &doctor.by).await {
        Ok(pages) => Ok(shown(pages)),
        Err(PreviewError::NotFound) => Ok(plain(StatusCode::NOT_FOUND)),
        Err(error) => Err(error.into()),
    }
}

/// GET `/opinion/{key}/form.pdf`.
pub(super) async fn form(State(site): State<Site>, doctor: Doctor) -> Reply {
    match draw_own_form(site.app(), &doctor.by).await {
        Ok(pages) => Ok(shown(pages)),
        Err(PreviewError::NotFound) => Ok(plain(StatusCode::NOT_FOUND)),
        Err(error) => Err(error.into()),
    }
}

/// GET `/opinion/{key}/versions/{number}/opinion.pdf`.
pub(super) async fn version(
    State(site): State<Site>,
    doctor: Doctor,
    Path((_, number)): Path<(String, String)>,
) -> Reply {
    let Ok(number) = number.parse() else {
        return Ok(plain(StatusCode::NOT_FOUND));
    };
    match read_version(site.app(), &doctor.by, number).await {
        Ok(pages) => Ok(shown(pages)),
        Err(PagesError::NotFound) => Ok(plain(StatusCode::NOT_FOUND)),
        Err(error) => Err(error.into()),
    }
}

/// GET `/opinion/{key}/receipt.pdf`: of the last version.
pub(super) async fn receipt(State(site): State<Site>, doctor: Doctor) -> Reply {
    let last = doctor.by.as_read().versions.last();
    let Some(number) = last.map(|version| version.number) else {
        return Ok(plain(StatusCode::NOT_FOUND));
    };
    match draw_receipt(site.app(), &doctor.by, number).await {
        Ok(pages) => Ok(shown(pages)),
        Err(ReceiptError::NotFound) => Ok(plain(StatusCode::NOT_FOUND)),
        Err(error) => Err(error.into()),
    }
}

fn shown(pages: OpinionPages) -> Response {
    pdf(pages.pdf, &pages.file_name)
}
