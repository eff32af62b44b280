//! The addresses of a meeting's pages.

use kairan_domain::ids::MeetingId;

/// The status board; of a draft it leads on to the form.
pub(crate) fn board_path(meeting: MeetingId) -> String {
    format!("/console/meetings/{meeting}")
}

/// The form.
pub(crate) fn edit_path(meeting: MeetingId) -> String {
    format!("/console/meetings/{meeting}/edit")
}

/// The page before publishing.
pub(crate) fn confirm_path(meeting: MeetingId) -> String {
    format!("/console/meetings/{meeting}/confirm")
}

/// Handing over the passwords.
pub(crate) fn passwords_path(meeting: MeetingId) -> String {
    format!("/console/meetings/{meeting}/passwords")
}
