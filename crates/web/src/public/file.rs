//! `/room/{key}/materials/…` and `/room/{key}/all.zip`: the bytes, whole or by range.
//!
//! HEAD and unchanged copies (304) hand over nothing and record nothing; everything else is
//! recorded by the use case before the first byte.

use super::caller::Inside;
use super::room;
use crate::refusal::Reply;
use crate::site::Site;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use http::{HeaderMap, Method, StatusCode};
use kairan_board::{
    OpenError, download_all as open_zip, enter_room, look_at_material, look_at_zip, open_material,
};
use kairan_domain::date;
use kairan_domain::ids::VersionId;
use kairan_domain::viewing::Manner;
use kairan_edge::disposition::{self, Manner as Shown};
use kairan_edge::file::{Facts, wanted};
use kairan_edge::range::Asked;
use minijinja::context;

/// GET `/room/{key}/materials/{version}/open`: in the browser.
pub(super) async fn open(
    State(site): State<Site>,
    inside: Inside,
    Path((_, version)): Path<(String, String)>,
    method: Method,
    headers: HeaderMap,
) -> Reply {
    material(
        &site,
        &inside,
        &version,
        (Manner::View, Shown::Inline),
        (&method, &headers),
    )
    .await
}

/// GET `/room/{key}/materials/{version}/download`: to keep.
pub(super) async fn download(
    State(site): State<Site>,
    inside: Inside,
    Path((_, version)): Path<(String, String)>,
    method: Method,
    headers: HeaderMap,
) -> Reply {
    material(
        &site,
        &inside,
        &version,
        (Manner::Download, Shown::Attachment),
        (&method, &headers),
    )
    .await
}

async fn material(
    site: &Site,
    inside: &Inside,
    version: &str,
    (manner, shown): (Manner, Shown),
    (method, headers): (&Method, &HeaderMap),
) -> Reply {
    let Ok(version) = version.parse::<VersionId>() else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let found = match look_at_material(&inside.by, version) {
        Ok(found) => found,
        Err(error) => return refused(site, inside, version, error).await,
    };
    let facts = Facts {
        size: found.size,
        digest: found.sha256,
        kind: "application/pdf",
        disposition: disposition::value(shown, found.file_name.expose()),
    };
    let asked = facts.asked(headers);
    let Some(range) = wanted(&facts, &asked, method) else {
        return Ok(facts.reply(&asked, Body::empty()));
    };
    let partial = matches!(asked, Asked::Part(_));
    match open_material(site.app(), &inside.by, version, manner, partial).await {
        Ok(reading) => Ok(facts.reply(&asked, Body::from_stream(reading.stream(range)))),
        Err(error) => refused(site, inside, version, error).await,
    }
}

/// GET `/room/{key}/all.zip`.
pub(super) async fn download_all(
    State(site): State<Site>,
    inside: Inside,
    method: Method,
    headers: HeaderMap,
) -> Reply {
    let found = match look_at_zip(site.app(), &inside.by) {
        Ok(found) => found,
        Err(OpenError::NotFound) => return Ok(room::to(&inside.path(""))),
        Err(error) => return Err(error.into()),
    };
    let room = enter_room(site.app(), &inside.by).await?;
    let on = room.line.held_on;
    let name = format!(
        "審査会資料_{:04}{:02}{:02}.zip",
        on.year(),
        on.month(),
        on.day()
    );
    let facts = Facts {
        size: found.size,
        digest: found.etag,
        kind: "application/zip",
        disposition: disposition::value(Shown::Attachment, &name),
    };
    let asked = facts.asked(&headers);
    let Some(range) = wanted(&facts, &asked, &method) else {
        return Ok(facts.reply(&asked, Body::empty()));
    };
    let partial = matches!(asked, Asked::Part(_));
    let reading = open_zip(site.app(), &inside.by, partial).await?;
    Ok(facts.reply(&asked, Body::from_stream(reading.stream(range))))
}

/// The page for a version that cannot be opened (any more).
async fn refused(site: &Site, inside: &Inside, version: VersionId, error: OpenError) -> Reply {
    let (what, current) = match error {
        OpenError::NotFound => return Ok(StatusCode::NOT_FOUND.into_response()),
        OpenError::Replaced { current } => ("replaced", Some(current)),
        OpenError::Withdrawn => ("withdrawn", None),
        other => return Err(other.into()),
    };
    let room = enter_room(site.app(), &inside.by).await?;
    let packet = inside.by.as_read().packet();
    let material = packet.and_then(|packet| {
        packet
            .materials
            .iter()
            .find(|material| material.versions.iter().any(|kept| kept.id == version))
    });
    let at = material.and_then(|material| material.withdrawn_at.or(material.shown_at));
    let current = room.materials.iter().find(|material| Some(material.version) == current).map(|material| {
        context! { version_id => material.version.to_string(), pages => material.pages, size => kairan_domain::words::size(material.size) }
    });
    let own = context! {
        title => material.map(|material| material.title.expose()).unwrap_or_default(),
        what,
        at => at.map(date::short_minute).unwrap_or_default(),
        current,
    };
    let page = context! { ..own, ..room::frame(&room, inside) };
    Ok(site.page(StatusCode::GONE, "reviewer/outdated.html", page))
}
