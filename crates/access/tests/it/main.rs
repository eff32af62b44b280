//! Journeys through every door, over the memory store, with a clock that stands still.
#![expect(
    clippy::unwrap_used,
    reason = "what goes wrong while a test sets the scene ends that test"
)]

mod accounts;
mod clinic;
mod console;
mod gate;
mod letter;
mod posted;
mod room;
mod scanners;
mod secrets;
mod short_code;
mod sources;
mod unsent;
mod world;
mod writing;
