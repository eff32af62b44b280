//! What was typed into a form whose session was over when it was posted: kept sealed for the
//! same person, shown again after sign-in, never carried out by itself.
//!
//! # Decisions
//! - 2026-12-01: who typed is told by the form itself. Its token names, under a MAC of the
//!   ring that also covers the session's own part, the person the page was drawn for; so a
//!   session long swept, or ended by signing out in another tab, still proves whose words these
//!   are. Rejected: the record of the ended session (signing out and a reset delete it), a
//!   sealed cookie that outlives signing out (it would name the last person at this browser,
//!   not the one who typed).
//! - 2026-12-01: what an attacker at a shared computer gains: with a page of another person still
//!   open before them they can have words kept for that person, whom the next sign-in in that
//!   very browser shows them in the form, told as what they are, with nothing done. They read
//!   nothing: what is kept is shown to a live session of the same person alone, and the form's
//!   token opens nothing (it fits the cookie of its own session, which is over). From
//!   elsewhere, without the page, they can do neither.
//! - 2026-12-01: at most [`MOST_UNSENT`](kairan_domain::unsent::MOST_UNSENT) forms per person, 40 KiB
//!   each, for `sessions.unsent_kept`. No passwords, no codes, no files.

pub(crate) mod drop_unsent;
pub(crate) mod find_unsent;
pub(crate) mod keep_unsent;
pub(crate) mod sweep_unsent;
