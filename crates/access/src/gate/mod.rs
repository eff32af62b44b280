//! The reviewers' door: a secret link, then e-mail address and viewing password.

pub(crate) mod clear_lock;
pub(crate) mod leave_room;
pub(crate) mod look_at_gate;
pub(crate) mod open_gate;
pub(crate) mod reviewer_session;
pub(crate) mod room_key;
mod typed;
pub(crate) mod watch;
