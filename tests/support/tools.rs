//! What `tests/run` installed, and child processes that never outlive their test.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// The folder of tools that `tests/run` fills.
pub fn folder() -> PathBuf {
    std::env::var_os("KAIRAN_TEST_TOOLS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(".tools"),
        PathBuf::from,
    )
}

/// A child process, killed when dropped.
pub struct Tool(pub Child);

impl Tool {
    /// Starts a command with piped standard input and output.
    pub fn start(command: &mut Command) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        Self(command.spawn().unwrap_or_else(|error| {
            panic!(
                "{}: {error}; run ./tests/run once",
                command.get_program().display()
            )
        }))
    }
}

impl Drop for Tool {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
