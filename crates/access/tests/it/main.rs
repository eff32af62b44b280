//! Journeys through every door, over the memory store, with a clock that stands still.

mod accounts;
mod console;
mod gate;
mod room;
mod scanners;
mod secrets;
mod world;
