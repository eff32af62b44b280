//! Files coming in: resumable for scripts, multipart for plain forms. Bytes go straight to the
//! use case; nothing is buffered here.

mod collected;
mod files;
mod fitting;
pub(crate) mod multipart;
mod replace;
mod resumable;

pub(crate) use collected::{Collected, collect};
pub(crate) use multipart::FilesForm;

use crate::console::reply::problem;
use crate::refusal::Reply;
use crate::site::Site;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use http::StatusCode;
use kairan_access::ClerkOf;
use kairan_board::{ChangeError, MaterialLine, UploadError, rename_material};
use kairan_domain::ids::MeetingId;
use kairan_domain::text;
use kairan_domain::upload::FileFault;
use kairan_domain::words;

pub(super) fn routes() -> Router<Site> {
    // A form with files has no size known before; the use case stops each file at its limit.
    let plain_forms = Router::new()
        .route("/console/meetings/{meeting}/files", post(files::submit))
        .route(
            "/console/meetings/{meeting}/materials/{material}/replace",
            get(replace::page).post(replace::submit),
        )
        .layer(DefaultBodyLimit::disable());
    Router::new()
        .route(
            "/console/meetings/{meeting}/uploads",
            post(resumable::begin),
        )
        .route(
            "/console/meetings/{meeting}/uploads/{upload}",
            get(resumable::offset).patch(resumable::append),
        )
        .route(
            "/console/meetings/{meeting}/uploads/{upload}/finish",
            post(resumable::finish),
        )
        .merge(plain_forms)
}

/// Gives a material the title typed beside its new file, where it is another one.
async fn retitle(
    site: &Site,
    by: &ClerkOf,
    meeting: MeetingId,
    line: &MaterialLine,
    title: &str,
) -> Result<(), ChangeError> {
    let typed = text::one_line(title);
    if typed.is_empty() || typed == line.title.expose() {
        return Ok(());
    }
    rename_material(site.app(), by, meeting, line.id, &typed).await
}

/// What a script is told when a file does not come in.
fn refused(error: UploadError) -> Reply {
    let status = match &error {
        UploadError::NotFound => StatusCode::NOT_FOUND,
        UploadError::Refused(FileFault::TooLarge { .. } | FileFault::TotalTooLarge { .. }) => {
            StatusCode::PAYLOAD_TOO_LARGE
        }
        UploadError::State(_) | UploadError::SourceGone | UploadError::Contended => {
            StatusCode::CONFLICT
        }
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok(problem(status, &upload_sentence(error)?))
}

/// The sentence for a file that does not come in; store and disk failures are no sentence.
/// An opinion that is not accepted, or has no pages for the board.
pub(super) const NOT_ACCEPTED: &str =
    "審査会用の意見書がないか、受領されていません。依頼の画面で確かめてください。";

pub(super) fn upload_sentence(error: UploadError) -> Result<String, UploadError> {
    match error {
        UploadError::Refused(fault) => Ok(words::file_fault(fault)),
        UploadError::State(state) => Ok(words::wrong_state(state)),
        UploadError::NotFound => {
            Ok("送り先が見つかりません。画面を開き直してから、もう一度お試しください。".into())
        }
        UploadError::SourceGone => Ok(NOT_ACCEPTED.into()),
        UploadError::Cut { .. } | UploadError::Offset { .. } => {
            Ok("途中で切れました。もう一度お試しください。".into())
        }
        UploadError::Contended => Ok("ほかの操作と重なりました。もう一度お試しください。".into()),
        error @ (UploadError::File(_) | UploadError::Store(_)) => Err(error),
    }
}
