//! `[log]`: how much is told on standard error.

use serde::{Deserialize, Serialize};

/// Logs are JSON lines on standard error, without people, addresses of pages or tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// The least grave level that is written.
    pub level: Level,
}

/// Levels as `tracing` knows them; `trace` is left out because libraries write contents there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Only what needs a person at once.
    Error,
    /// What needs a person soon.
    Warn,
    /// One line per request, start, stop, reload.
    #[default]
    Info,
    /// Kairan's own details; libraries stay at info.
    Debug,
}
