//! GET and POST `/console/meetings/{meeting}/materials/{material}/replace`: a new file for one
//! material. Link and passwords stay.

use super::fitting::Fitting;
use super::multipart::{FilesForm, receive};
use super::retitle;
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::fields;
use crate::console::frame::Here;
use crate::console::limits::LimitsView;
use crate::console::paths::board_path;
use crate::console::refused::{change_refused, read_refused};
use crate::console::reply::{go_saying, not_found};
use crate::console::said::Said;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use kairan_board::{MaterialLine, read_form, show_board};
use kairan_domain::ids::{MaterialId, MeetingId};
use kairan_domain::upload::UploadTarget;
use kairan_domain::words;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    meeting_id: String,
    material: MaterialView,
    form: FormView,
    limits: LimitsView,
    errors: Vec<fields::At>,
}

#[derive(Serialize)]
struct MaterialView {
    id: String,
    no: usize,
    title: String,
    file_name: String,
    pages: u32,
    size: String,
    version: String,
    version_no: usize,
    opened_by: usize,
}

#[derive(Serialize)]
struct FormView {
    title: String,
}

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    At(meeting): At<MeetingId>,
    At(material): At<MaterialId>,
) -> Reply {
    show(&site, &clerk, meeting, material, None, Vec::new()).await
}

pub(super) async fn submit(
    State(site): State<Site>,
    clerk: Clerk,
    At(meeting): At<MeetingId>,
    At(material): At<MaterialId>,
    _: Fitting,
    form: FilesForm,
) -> Reply {
    let target = UploadTarget::NextVersion(material);
    let mut received = match receive(&site, &clerk, form, meeting, target).await {
        Ok(received) => received,
        Err(reply) => return Ok(reply),
    };
    let none = received.files.is_empty();
    let mut faults = received.faults("使っていません")?;
    if none {
        faults.push("新しいファイルが選ばれていません。PDFファイルを選んでください。".into());
    }
    let title = received.fields.text("title");
    if !faults.is_empty() {
        let errors = faults
            .into_iter()
            .map(|text| fields::At::new("files", text))
            .collect();
        return show(&site, &clerk, meeting, material, Some(title), errors).await;
    }
    let back = board_path(meeting);
    let form = match read_form(site.app(), &clerk.by, meeting).await {
        Ok(form) => form,
        Err(error) => return read_refused(error),
    };
    if let Some(line) = form.materials.iter().find(|line| line.id == material)
        && let Err(error) = retitle(&site, &clerk.by, meeting, line, title).await
    {
        return change_refused(error, &back);
    }
    Ok(go_saying(&back, Said::Replaced))
}

async fn show(
    site: &Site,
    clerk: &Clerk,
    meeting: MeetingId,
    material: MaterialId,
    title: Option<&str>,
    errors: Vec<fields::At>,
) -> Reply {
    let form = match read_form(site.app(), &clerk.by, meeting).await {
        Ok(form) => form,
        Err(error) => return read_refused(error),
    };
    let Some(place) = form.materials.iter().position(|line| line.id == material) else {
        return Ok(not_found());
    };
    let line = &form.materials[place];
    let opened_by = match show_board(site.app(), &clerk.by, meeting).await {
        Ok(board) => crate::console::meeting::opened_version(&board, line.version),
        Err(error) => return read_refused(error),
    };
    let view = View {
        meeting_id: meeting.to_string(),
        material: MaterialView::of(place + 1, line, opened_by),
        form: FormView {
            title: title.unwrap_or(line.title.expose()).to_owned(),
        },
        limits: LimitsView::of(&site.app().limits),
        errors,
    };
    let status = fields::status(&view.errors);
    Ok(clerk
        .frame
        .page("console/material_replace.html", Here::Meetings)
        .status(status)
        .reply(site, &view))
}

impl MaterialView {
    fn of(no: usize, line: &MaterialLine, opened_by: usize) -> Self {
        Self {
            id: line.id.to_string(),
            no,
            title: line.title.expose().to_owned(),
            file_name: line.file_name.expose().to_owned(),
            pages: line.pages,
            size: words::size(line.size),
            version: line.version.to_string(),
            version_no: line.outdated.len() + 1,
            opened_by,
        }
    }
}
