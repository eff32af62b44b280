//! Journeys of a meeting from draft to purge, over the memory store and a temporary folder of
//! documents, with a clock that stands still.
#![expect(
    clippy::unwrap_used,
    reason = "what goes wrong while a test sets the scene ends that test"
)]

mod borders;
mod changing;
mod correcting;
mod drafting;
mod examining;
mod filling;
mod handing_over;
mod incoming;
mod lasting;
mod listing;
mod mailing;
mod passwords;
mod publishing;
mod purging;
mod reading;
mod replacing;
mod uploading;
mod world;
