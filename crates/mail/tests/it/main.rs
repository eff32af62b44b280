//! What a person, a relay and a mail system see of Kairan's letters.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops where it stands"
)]

mod bounces;
mod clinics;
mod dkim;
mod headers;
mod letters;
mod mailbox;
mod relay;
mod returns;
mod smtp;
mod support;
