//! The use cases of doctors' opinions, from outside: a town, its clerks, a clinic, a doctor.
#![expect(
    clippy::unwrap_used,
    reason = "what goes wrong while a test sets the scene ends that test"
)]

mod cut;
mod guessing;
mod ikensyo;
mod office;
mod people;
mod submitting;
mod two_writers;
mod uploading;
mod world;
mod writing;
