//! Time, memory, processor time, and pairs of them.

mod pairs;
mod process;

use std::time::Instant;

pub(crate) use pairs::{Sample, alternate, median};
pub(crate) use process::Running;

/// The instant it is.
#[expect(clippy::disallowed_methods, reason = "a benchmark is about real time")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
