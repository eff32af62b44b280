//! Every journey through Kairan, in one test binary. One module per journey; what they share
//! lies in `tests/support`.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where, and stop"
)]
#![expect(
    clippy::match_same_arms,
    clippy::items_after_statements,
    reason = "a table keeps a row per case, and a case its constants beside it"
)]

mod architecture;
mod attacks;
mod auth_keys;
mod authorization;
mod bad_days;
mod bad_input;
mod bad_posts;
mod browser;
mod changed_after_publishing;
mod clerk_in_a_hurry;
mod config;
mod console_pages;
mod crash;
mod disk_full;
mod doctors_door;
mod doctors_door_in_browser;
mod drafts_in_browser;
mod export_import;
mod first_sign_in;
mod gate;
mod mail_smtp;
mod nginx;
mod operator;
mod opinion_answers;
mod opinion_crash;
mod opinion_cut_off;
mod opinion_disk_full;
mod opinion_files;
mod opinion_form_in_browser;
mod opinion_in_browser;
mod opinion_outbox;
mod opinion_outcomes_in_browser;
mod opinion_requests;
mod opinion_requests_in_browser;
mod opinion_to_board;
mod opinion_to_board_in_browser;
mod opinion_writing;
mod password_pages;
mod publish_and_read;
mod restart;
mod reviewer_comes_back;
mod seat_changes;
mod session_over;
mod session_over_in_browser;
mod strange_files;
mod two_clerks;
mod unseen;
mod uploads;
mod withdrawn_and_deleted;
