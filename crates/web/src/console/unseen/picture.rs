//! Pages of a material as pictures, and the file as it was brought.

use crate::console::at::{At, Number};
use crate::console::caller::Clerk;
use crate::console::reply::{image, not_found};
use crate::refusal::Reply;
use crate::site::Site;
use axum::body::Body;
use axum::extract::{Query, State};
use http::{HeaderMap, Method};
use kairan_board::{SeenPage, UnseenError, open_original, see_page};
use kairan_domain::examination::Place;
use kairan_domain::ids::{MeetingId, VersionId};
use kairan_edge::disposition::{self, Manner};
use kairan_edge::file::{Facts, wanted};
use serde::Deserialize;

/// Most frames on one picture.
const MOST_FRAMES: usize = 400;

#[derive(Deserialize)]
pub(super) struct Frames {
    #[serde(default)]
    at: String,
}

impl Frames {
    fn places(&self) -> Vec<Place> {
        let frames = self.at.split('_').take(MOST_FRAMES);
        frames
            .filter_map(|frame| {
                let mut numbers = frame.split('.').map(str::parse::<i32>);
                let mut next = || numbers.next()?.ok();
                Some(Place {
                    left: next()?,
                    top: next()?,
                    width: next()?,
                    height: next()?,
                })
            })
            .collect()
    }
}

pub(super) async fn brought(
    State(site): State<Site>,
    clerk: Clerk,
    At(meeting): At<MeetingId>,
    At(version): At<VersionId>,
    Number(page): Number,
    Query(frames): Query<Frames>,
) -> Reply {
    let places = frames.places();
    let shown = see_page(
        site.app(),
        &clerk.by,
        meeting,
        version,
        SeenPage {
            no: page,
            framed: Some(places),
        },
    )
    .await;
    picture(shown)
}

pub(super) async fn given(
    State(site): State<Site>,
    clerk: Clerk,
    At(meeting): At<MeetingId>,
    At(version): At<VersionId>,
    Number(page): Number,
) -> Reply {
    let shown = see_page(
        site.app(),
        &clerk.by,
        meeting,
        version,
        SeenPage {
            no: page,
            framed: None,
        },
    )
    .await;
    picture(shown)
}

fn picture(shown: Result<Vec<u8>, UnseenError>) -> Reply {
    match shown {
        Ok(png) => Ok(image(png)),
        Err(UnseenError::NotFound | UnseenError::Page(_)) => Ok(not_found()),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn original(
    State(site): State<Site>,
    clerk: Clerk,
    At(meeting): At<MeetingId>,
    At(version): At<VersionId>,
    method: Method,
    headers: HeaderMap,
) -> Reply {
    let opened = open_original(site.app(), &clerk.by, meeting, version).await;
    let (name, file) = match opened {
        Ok(opened) => opened,
        Err(UnseenError::NotFound) => return Ok(not_found()),
        Err(error) => return Err(error.into()),
    };
    let facts = Facts {
        size: file.size,
        digest: file.sha256,
        kind: "application/pdf",
        disposition: disposition::value(Manner::Inline, name.expose()),
    };
    let asked = facts.asked(&headers);
    let range = wanted(&facts, &asked, &method);
    let body = range.map_or_else(Body::empty, |range| Body::from_stream(file.stream(range)));
    Ok(facts.reply(&asked, body))
}
