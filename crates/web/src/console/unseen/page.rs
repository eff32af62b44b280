//! The page with every finding, its place and its words.

use super::summary::sentence;
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::fields;
use crate::console::frame::Here;
use crate::console::paths::confirm_path;
use crate::console::reply::{go, not_found};
use crate::console::said::{Notice, Told};
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Query, State};
use kairan_board::{UnseenError, UnseenLine, UnseenMaterial, see_unseen};
use kairan_domain::examination::{Examined, Given, Place};
use kairan_domain::ids::{MeetingId, VersionId};
use kairan_domain::words;
use serde::Serialize;

/// Most pages that are shown as pictures at once.
const MOST_PICTURES: usize = 20;

#[derive(Serialize)]
pub(super) struct View {
    meeting_id: String,
    version_id: String,
    title: String,
    file_name: String,
    sentence: String,
    waits: bool,
    clean: Option<CleanView>,
    found: Vec<LineView>,
    more: u32,
    pictures: Vec<PictureView>,
    errors: Vec<fields::At>,
}

#[derive(Serialize)]
struct CleanView {
    /// Pages that are pictures in the copy.
    pages: Vec<u32>,
}

#[derive(Serialize)]
struct LineView {
    text: &'static str,
    page: Option<u32>,
    words: String,
}

#[derive(Serialize)]
struct PictureView {
    page: u32,
    /// What goes behind the picture's address.
    frames: String,
}

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    At(meeting): At<MeetingId>,
    At(version): At<VersionId>,
    Query(told): Query<Told>,
) -> Reply {
    let shown = Shown {
        meeting,
        version,
        notice: told.notice(),
        told: fields::Told::nothing(),
    };
    show(&site, &clerk, shown).await
}

/// Which page, and what is told on it.
pub(super) struct Shown {
    meeting: MeetingId,
    version: VersionId,
    notice: Option<Notice>,
    told: fields::Told,
}

impl Shown {
    /// With what was wrong in what was sent.
    pub(super) fn faulty(meeting: MeetingId, version: VersionId, errors: Vec<fields::At>) -> Self {
        Self {
            meeting,
            version,
            notice: None,
            told: fields::Told::faulty(errors),
        }
    }
}

pub(super) async fn show(site: &Site, clerk: &Clerk, shown: Shown) -> Reply {
    let seen = see_unseen(site.app(), &clerk.by, shown.meeting, shown.version).await;
    let material = match seen {
        Ok(material) => material,
        Err(UnseenError::NotFound) => return Ok(not_found()),
        // The meeting's own page tells what there is to tell.
        Err(UnseenError::NotExamined) => return Ok(go(&confirm_path(shown.meeting))),
        Err(error) => return Err(error.into()),
    };
    let view = view(shown.meeting, &material, shown.told.errors);
    Ok(clerk
        .frame
        .page("console/material_unseen.html", Here::Meetings)
        .status(shown.told.status)
        .telling(shown.notice)
        .reply(site, &view))
}

fn view(meeting: MeetingId, material: &UnseenMaterial, errors: Vec<fields::At>) -> View {
    let version = &material.version;
    let (waits, text, clean) = match &version.examined {
        Examined::Done(done) => {
            let clean = match &done.given {
                Given::Clean { pictures } => Some(CleanView {
                    pages: pictures.clone(),
                }),
                Given::AsBrought | Given::WithoutMetadata => None,
            };
            (done.waits(), sentence(done, done.waits()), clean)
        }
        _ => (false, String::new(), None),
    };
    View {
        meeting_id: meeting.to_string(),
        version_id: version.id.to_string(),
        title: material.title.expose().to_owned(),
        file_name: version.file_name.expose().to_owned(),
        sentence: text,
        waits,
        clean,
        found: material.lines.iter().map(LineView::of).collect(),
        more: material.more,
        pictures: pictures(&material.lines),
        errors,
    }
}

impl LineView {
    fn of(line: &UnseenLine) -> Self {
        Self {
            text: words::finding(line.finding.kind),
            page: line.finding.page,
            words: line.words.expose().to_owned(),
        }
    }
}

/// A picture for each page on which something lies, with a frame around each.
fn pictures(lines: &[UnseenLine]) -> Vec<PictureView> {
    let mut pictures: Vec<PictureView> = Vec::new();
    let placed = lines
        .iter()
        .filter_map(|line| Some((line.finding.page?, line.finding.place?)));
    for (page, place) in placed {
        let frame = frame(place);
        match pictures.last_mut() {
            Some(last) if last.page == page => {
                last.frames.push('_');
                last.frames.push_str(&frame);
            }
            _ => pictures.push(PictureView {
                page,
                frames: frame,
            }),
        }
    }
    pictures.truncate(MOST_PICTURES);
    pictures
}

fn frame(place: Place) -> String {
    format!(
        "{}.{}.{}.{}",
        place.left, place.top, place.width, place.height
    )
}
