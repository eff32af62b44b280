//! POST: a clean copy, its confirmation, or the file as it is with a reason.

use super::page::{self, Shown};
use super::path;
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::fields;
use crate::console::paths::{board_path, confirm_path};
use crate::console::posted::Form;
use crate::console::refused::other_state;
use crate::console::reply::{go_saying, not_found};
use crate::console::said::Said;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use kairan_board::{DecideError, clean_material, confirm_material, keep_material};
use kairan_domain::ids::{MeetingId, VersionId};

const NO_COPY: &str = "不要な情報を取り除いた資料を作成できませんでした。元の資料を「PDFに印刷」で作り直して差し替えるか、理由を入力して「このまま使用する」を押してください。";
const NOT_LOOKED: &str = "「全ページを確認しました」にチェックを入れてください。";
const NO_REASON: &str = "理由を入力してください。";

pub(super) async fn submit(
    State(site): State<Site>,
    At(meeting): At<MeetingId>,
    At(version): At<VersionId>,
    Form {
        caller: clerk,
        fields: posted,
    }: Form<Clerk>,
) -> Reply {
    let app = site.app();
    let (done, said, next) = match posted.text("do") {
        "clean" => (
            clean_material(app, &clerk.by, meeting, version)
                .await
                .map(drop),
            Said::MaterialCleaned,
            path(meeting, version),
        ),
        "confirm" if !posted.ticked("looked") => {
            let errors = vec![fields::At::new("looked", NOT_LOOKED)];
            return page::show(&site, &clerk, Shown::faulty(meeting, version, errors)).await;
        }
        "confirm" => (
            confirm_material(app, &clerk.by, meeting, version).await,
            Said::MaterialChecked,
            confirm_path(meeting),
        ),
        _ => (
            keep_material(app, &clerk.by, meeting, version, posted.text("reason")).await,
            Said::MaterialKept,
            confirm_path(meeting),
        ),
    };
    match done {
        Ok(()) => Ok(go_saying(&next, said)),
        Err(DecideError::NotFound) => Ok(not_found()),
        Err(DecideError::State(state)) => Ok(go_saying(&board_path(meeting), other_state(state))),
        Err(DecideError::NoCopy) => {
            let errors = vec![fields::At::whole(NO_COPY)];
            page::show(&site, &clerk, Shown::faulty(meeting, version, errors)).await
        }
        Err(DecideError::NoReason) => {
            let errors = vec![fields::At::new("reason", NO_REASON)];
            page::show(&site, &clerk, Shown::faulty(meeting, version, errors)).await
        }
        Err(error @ DecideError::Store(_)) => Err(error.into()),
    }
}
