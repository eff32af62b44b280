//! POST `/console/meetings/{meeting}/files`: files added by a plain form, to a draft (with
//! everything else on its page) or to what is published.

use super::fitting::Fitting;
use super::multipart::{FilesForm, receive};
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::draft;
use crate::console::envelope::Envelope;
use crate::console::fields;
use crate::console::meeting;
use crate::console::paths::board_path;
use crate::console::reply::go_counting;
use crate::console::said::Said;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use kairan_domain::ids::MeetingId;
use kairan_domain::upload::UploadTarget;

pub(super) async fn submit(
    State(site): State<Site>,
    clerk: Clerk,
    At(meeting): At<MeetingId>,
    envelope: Envelope,
    _: Fitting,
    form: FilesForm,
) -> Reply {
    let mut received = match receive(&site, &clerk, form, meeting, UploadTarget::NewMaterial).await
    {
        Ok(received) => received,
        Err(reply) => return Ok(reply),
    };
    let none = received.files.is_empty();
    let added = received.added();
    let mut faults = received.faults("追加していません")?;
    let intent = received.fields.text("intent").to_owned();
    // Every button of a draft's page may bring files along; only one of them needs some.
    if none && matches!(intent.as_str(), "" | "upload") {
        faults.push("ファイルが選ばれていません。PDFファイルを選んでください。".into());
    }
    let faults: Vec<_> = faults
        .into_iter()
        .map(|text| fields::At::new("files", text))
        .collect();
    if !intent.is_empty() {
        return draft::files_sent(&site, &clerk, meeting, envelope, &received.fields, faults).await;
    }
    if faults.is_empty() {
        return Ok(go_counting(
            &board_path(meeting),
            Said::MaterialsAdded,
            added,
        ));
    }
    meeting::files_refused(&site, &clerk, meeting, (added, faults)).await
}
