//! What a refusal of `opinion` looks like.

use super::request_path;
use crate::console::reply::{go_saying, not_found};
use crate::console::said::Said;
use crate::refusal::Reply;
use http::StatusCode;
use kairan_domain::ids::OpinionRequestId;
use kairan_opinion::{ChangeError, ReadError};

/// Why something is not shown.
pub(super) fn unread(error: ReadError) -> Reply {
    match error {
        ReadError::NotFound => Ok(not_found()),
        ReadError::Store(error) => Err(error.into()),
    }
}

/// Why something was not done; the request's page shows how things stand.
pub(super) fn undone(error: ChangeError, request: OpinionRequestId) -> Reply {
    let back = request_path(request);
    match error {
        ChangeError::NotFound => Ok(not_found()),
        ChangeError::Refused(_) => Ok(go_saying(&back, Said::RequestState)),
        ChangeError::OtherVersion => Ok(go_saying(&back, Said::OtherVersion)),
        ChangeError::Full => Ok(go_saying(&back, Said::RequestFull)),
        ChangeError::NoSpace => Ok(go_saying(&back, Said::NoSpace)),
        ChangeError::Contended => Ok(crate::refusal::plain(StatusCode::CONFLICT)),
        ChangeError::Store(error) => Err(error.into()),
    }
}
