//! The world the journeys live in: a whole Kairan in this process, a real SMTP server, a real
//! Chromium. It knows no rule of Kairan's; it types, clicks, reads and looks into mailboxes.
//!
//! **Start reading** at [`world`] (a server with a clock that can be moved), then
//! [`browser`]. **To add a journey**: a module in `tests/it`.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where, and stop"
)]

pub mod browser;
pub mod html;
pub mod mailbox;
pub mod mount;
pub mod people;
pub mod recorder;
pub mod requests;
pub mod snapshot;
pub mod tools;
pub mod visitor;
pub mod world;
