//! The upload protocol of `upload.js`: announce, send from an offset, ask for the offset,
//! finish. A broken line loses nothing that was durable.

use super::{refused, retitle};
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::posted::Fetched;
use crate::console::reply::problem;
use crate::refusal::Reply;
use crate::site::Site;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use kairan_board::{
    NewUpload, UploadError, append_upload, begin_upload, finish_upload, read_form, upload_offset,
};
use kairan_domain::ids::{MaterialId, MeetingId, UploadId};
use kairan_domain::upload::UploadTarget;
use serde::{Deserialize, Serialize};

/// Where the next byte belongs.
const OFFSET: &str = "upload-offset";

#[derive(Deserialize)]
pub(super) struct Announced {
    file_name: String,
    size: u64,
    #[serde(default)]
    replaces: Option<String>,
}

#[derive(Serialize)]
struct Begun {
    id: String,
    offset: u64,
}

#[derive(Serialize)]
struct Offset {
    offset: u64,
}

#[derive(Deserialize)]
pub(super) struct Finish {
    #[serde(default)]
    title: Option<String>,
}

#[derive(Serialize)]
struct Finished {
    ok: bool,
}

/// POST `…/uploads`.
pub(super) async fn begin(
    State(site): State<Site>,
    At(meeting): At<MeetingId>,
    Fetched(clerk): Fetched<Clerk>,
    Json(announced): Json<Announced>,
) -> Reply {
    let target = match announced.replaces.as_deref().map(str::parse::<MaterialId>) {
        None => UploadTarget::NewMaterial,
        Some(Ok(material)) => UploadTarget::NextVersion(material),
        Some(Err(_)) => return refused(UploadError::NotFound),
    };
    let new = NewUpload {
        target,
        file_name: announced.file_name,
        size: announced.size,
    };
    match begin_upload(site.app(), &clerk.by, meeting, new).await {
        Ok(id) => Ok((
            StatusCode::CREATED,
            Json(Begun {
                id: id.to_string(),
                offset: 0,
            }),
        )
            .into_response()),
        Err(error) => refused(error),
    }
}

/// PATCH `…/uploads/{upload}`: the body goes on at `Upload-Offset`. A body that breaks off, or
/// ends early on purpose, is answered with the bytes that are safe.
pub(super) async fn append(
    State(site): State<Site>,
    At(meeting): At<MeetingId>,
    At(upload): At<UploadId>,
    Fetched(clerk): Fetched<Clerk>,
    headers: HeaderMap,
    body: Body,
) -> Reply {
    let Some(from) = headers
        .get(OFFSET)
        .and_then(|value| value.to_str().ok()?.parse().ok())
    else {
        return Ok(problem(
            StatusCode::BAD_REQUEST,
            "送る位置がわかりません。もう一度お試しください。",
        ));
    };
    match append_upload(
        site.app(),
        &clerk.by,
        meeting,
        upload,
        from,
        body.into_data_stream(),
    )
    .await
    {
        Ok(offset) | Err(UploadError::Cut { safe: offset }) => Ok(at(StatusCode::OK, offset)),
        Err(UploadError::Offset { expected }) => Ok(at(StatusCode::CONFLICT, expected)),
        Err(error) => refused(error),
    }
}

/// GET `…/uploads/{upload}`.
pub(super) async fn offset(
    State(site): State<Site>,
    clerk: Clerk,
    At(meeting): At<MeetingId>,
    At(upload): At<UploadId>,
) -> Reply {
    match upload_offset(site.app(), &clerk.by, meeting, upload).await {
        Ok(offset) => Ok(at(StatusCode::OK, offset)),
        Err(error) => refused(error),
    }
}

/// POST `…/uploads/{upload}/finish`: checked, and part of the meeting.
pub(super) async fn finish(
    State(site): State<Site>,
    At(meeting): At<MeetingId>,
    At(upload): At<UploadId>,
    Fetched(clerk): Fetched<Clerk>,
    Json(finish): Json<Finish>,
) -> Reply {
    let (app, by) = (site.app(), &clerk.by);
    let version = match finish_upload(app, by, meeting, upload).await {
        Ok(version) => version,
        Err(error) => return refused(error),
    };
    if let Some(title) = finish.title {
        let form = read_form(app, by, meeting).await?;
        if let Some(line) = form.materials.iter().find(|line| line.version == version) {
            retitle(&site, by, meeting, line, &title).await?;
        }
    }
    Ok(Json(Finished { ok: true }).into_response())
}

fn at(status: StatusCode, offset: u64) -> Response {
    (
        status,
        [(OFFSET, offset.to_string())],
        Json(Offset { offset }),
    )
        .into_response()
}
