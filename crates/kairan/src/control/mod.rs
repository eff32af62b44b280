//! Commands that reach the running server, over a Unix socket in the data folder.
//!
//! sled belongs to one process. So a command first looks for the socket; only when nobody answers
//! there it opens the store itself. Either way the same function carries the command out
//! (`commands::carry_out`), so both ways cannot differ.
//!
//! The way is one JSON line there and one back. Whoever may open the socket (mode 0600, in a folder
//! of mode 0700) owns the data anyway, so it asks for no password.
//!
//! To add a command: its words and help in `cli.rs`; a variant of [`ControlRequest`] and of
//! [`ControlReply`] (`message.rs`); its request in `run.rs` (`request`); the work in `commands/`, with
//! an arm in `carry_out`; what the terminal says in `terminal.rs` (`show`); a row in `config/README.md`
//! §5 and a test in `commands/tests.rs`. A command that must never go to the running server (`import`)
//! is an arm in `run.rs` (`with_config`) instead.

mod client;
mod message;
mod server;

use std::path::Path;

pub use self::client::{ControlClient, ControlError};
pub use self::message::{
    AuditWanted, ChainLine, ControlReply, ControlRequest, InsurerLine, KeyLine, LookedFor,
};
pub use self::server::{ControlSocket, Handler};

/// How a command gets at the data.
pub enum Reach {
    /// A server runs; it carries the command out.
    Running(ControlClient),
    /// Nobody answers: the command opens the store itself.
    Alone,
}

impl Reach {
    /// Looks for a running server.
    ///
    /// # Errors
    /// The socket is there but closed to this user, so a server may well be running.
    pub async fn find(socket: &Path) -> Result<Self, ControlError> {
        match ControlClient::connect(socket).await {
            Ok(client) => Ok(Self::Running(client)),
            Err(ControlError::Nobody) => Ok(Self::Alone),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests;
