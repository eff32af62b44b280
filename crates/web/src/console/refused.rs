//! What a refusal of `board` looks like: not found, another state, somebody faster.

use crate::console::reply::{go_saying, not_found};
use crate::console::said::Said;
use crate::refusal::Reply;
use http::StatusCode;
use kairan_board::{ChangeError, ReadError};
use kairan_domain::meeting::WrongState;

/// What was typed is still on the page, and nowhere else.
pub(crate) const NOT_STORED: &str = "サーバーが混み合っているか、保存する場所が応答しないため、いまは保存できませんでした。入力はこの画面に残っています。しばらく待ってから、もう一度押してください。";

/// Why something is not shown.
pub(crate) fn read_refused(error: ReadError) -> Reply {
    match error {
        ReadError::NotFound => Ok(not_found()),
        ReadError::Store(error) => Err(error.into()),
    }
}

/// Why something was not changed; `back` is the page that shows how things stand.
pub(crate) fn change_refused(error: ChangeError, back: &str) -> Reply {
    match error {
        ChangeError::NotFound => Ok(not_found()),
        ChangeError::State(state) => Ok(go_saying(back, other_state(state))),
        ChangeError::Contended => Ok(crate::refusal::plain(StatusCode::CONFLICT)),
        ChangeError::NoSpace => Ok(go_saying(back, Said::NoSpace)),
        ChangeError::Store(error) => Err(error.into()),
    }
}

/// The notice for a transition that the state does not allow.
pub(crate) fn other_state(state: WrongState) -> Said {
    match state {
        WrongState::Is(_) => Said::OtherState,
        WrongState::LastMaterial => Said::LastMaterial,
        WrongState::NoMaterial | WrongState::NoSeat => Said::Gone,
    }
}
