//! The doctors' door: a secret link (the letter's QR code) or a short code, then the passcode
//! printed in the letter. There is no account: who holds the letter may answer it.

pub(crate) mod clear_letter_lock;
pub(crate) mod leave_letter;
pub(crate) mod look_at_letter;
pub(crate) mod open_by_short_code;
pub(crate) mod open_letter;
pub(crate) mod physician_session;
