//! The answers of a submitted version, as they were kept.

use crate::error::ReadError;
use kairan_access::App;
use kairan_domain::opinion::{Answers, DoctorOpinion};
use kairan_domain::opinion_request::OpinionRequest;

/// The answers of one version; `None` when it was not written on Kairan's form.
///
/// A kept form that cannot be read any more is logged and counts as not there: its PDF is.
pub(crate) async fn answers_of(
    app: &App,
    request: &OpinionRequest,
    number: u32,
) -> Result<Option<Answers>, ReadError> {
    let kept = app.store.kept_form(request.insurer, request.id, number);
    let Some(kept) = kept.await? else {
        return Ok(None);
    };
    match DoctorOpinion::from_kept(kept.edition, &kept.texts) {
        Ok(opinion) => Ok(Some((*opinion).clone())),
        Err(error) => {
            tracing::error!(%error, request = %request.id, number, "a kept opinion cannot be read");
            Ok(None)
        }
    }
}
