//! A command's side of the socket.

use std::io;
use std::path::Path;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;

use super::message::{ControlReply, ControlRequest};

/// A connection to the running server, good for one command.
pub struct ControlClient(UnixStream);

/// Why the running server could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    /// No server runs on this data folder.
    #[error("no server is running on this data folder")]
    Nobody,
    /// The socket exists, but this user may not use it.
    #[error(
        "the control socket may only be used by the service user: run the command as that user"
    )]
    NotAllowed,
    /// The connection broke, so it is not known whether the command was carried out.
    #[error("the server stopped answering: {0}")]
    Broken(io::Error),
    /// The server speaks another edition of the commands.
    #[error("the running server does not understand this command: restart it with this version")]
    OtherVersion,
}

impl ControlClient {
    /// Connects to the socket.
    pub async fn connect(socket: &Path) -> Result<Self, ControlError> {
        match UnixStream::connect(socket).await {
            Ok(stream) => Ok(Self(stream)),
            Err(error) => Err(match error.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => ControlError::Nobody,
                io::ErrorKind::PermissionDenied => ControlError::NotAllowed,
                _ => ControlError::Broken(error),
            }),
        }
    }

    /// Asks and waits for the answer, however long the work takes.
    pub async fn ask(self, request: &ControlRequest) -> Result<ControlReply, ControlError> {
        let mut line = serde_json::to_vec(request).map_err(|_| ControlError::OtherVersion)?;
        line.push(b'\n');
        let (reading, mut writing) = self.0.into_split();
        writing
            .write_all(&line)
            .await
            .map_err(ControlError::Broken)?;
        let mut answer = String::new();
        BufReader::new(reading)
            .read_line(&mut answer)
            .await
            .map_err(ControlError::Broken)?;
        if answer.is_empty() {
            return Err(ControlError::Broken(io::ErrorKind::UnexpectedEof.into()));
        }

        serde_json::from_str(&answer).map_err(|_| ControlError::OtherVersion)
    }
}
