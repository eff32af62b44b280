//! One letter over an open connection, command by command, so that a failure knows its stage.

use crate::parcel::Parcel;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use std::time::Duration;
use tokio::time::timeout;

/// How far the letter got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Sender,
    Later,
}

/// Why the relay did not take it.
pub(super) struct Failure {
    stage: Stage,
    pub(super) error: Error,
}

impl Failure {
    /// A parked connection the relay had given up: nothing of this letter was heard.
    pub(super) fn is_stale(&self) -> bool {
        self.stage == Stage::Sender && !self.leaves_open()
    }

    /// Whether the relay answered in words and stays for more (421 says good-bye).
    pub(super) fn leaves_open(&self) -> bool {
        self.error
            .status()
            .is_some_and(|code| code.to_string() != "421")
    }
}

/// Offers the letter; the relay's words when it took it.
pub(super) async fn hand_over(
    connection: &mut AsyncSmtpConnection,
    parcel: &Parcel,
) -> Result<String, Failure> {
    let at = |stage| move |error| Failure { stage, error };
    let envelope = parcel.envelope();
    // No parameters: the message is ASCII by construction.
    connection
        .command(Mail::new(envelope.from().cloned(), Vec::new()))
        .await
        .map_err(at(Stage::Sender))?;
    for to in envelope.to() {
        connection
            .command(Rcpt::new(to.clone(), Vec::new()))
            .await
            .map_err(at(Stage::Later))?;
    }
    connection.command(Data).await.map_err(at(Stage::Later))?;
    let answer = connection
        .message(parcel.bytes())
        .await
        .map_err(at(Stage::Later))?;
    let words: Vec<&str> = answer.message().collect();
    Ok(format!("{} {}", answer.code(), words.join(" ")))
}

/// Back to the state before MAIL; `false` when the relay does not follow in time.
pub(super) async fn reset(connection: &mut AsyncSmtpConnection, limit: Duration) -> bool {
    matches!(timeout(limit, connection.command(Rset)).await, Ok(Ok(_)))
}
