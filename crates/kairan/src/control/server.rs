//! The running server's side of the socket.

use std::fs;
use std::future::Future;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::JoinSet;

use super::message::{ControlReply, ControlRequest};
use crate::serve::Stop;

/// Longest request: a returned letter, base64.
const LONGEST: u64 = 32 << 20;

/// Carries out a command.
pub type Handler =
    Arc<dyn Fn(ControlRequest) -> Pin<Box<dyn Future<Output = ControlReply> + Send>> + Send + Sync>;

/// The bound socket; its file is removed when this is dropped.
pub struct ControlSocket {
    listener: UnixListener,
    path: PathBuf,
}

impl ControlSocket {
    /// Binds the socket. One left behind by a crash is replaced; the caller already holds the
    /// store, so no other server can be using it.
    pub fn bind(path: &Path) -> io::Result<Self> {
        // Made under another name, so that nobody finds it before its rights are right.
        let fresh = path.with_extension("new");
        match fs::remove_file(&fresh) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let listener = UnixListener::bind(&fresh)?;
        fs::set_permissions(&fresh, fs::Permissions::from_mode(0o600))?;
        fs::rename(&fresh, path)?;

        Ok(Self {
            listener,
            path: path.to_owned(),
        })
    }

    /// Answers until told to stop; commands under way are finished.
    pub async fn serve(self, handler: Handler, stop: Stop) {
        let mut talks = JoinSet::new();
        loop {
            let stream = tokio::select! {
                () = stop.wait() => break,
                accepted = self.listener.accept() => accepted,
            };
            match stream {
                Ok((stream, _)) => {
                    talks.spawn(talk(stream, Arc::clone(&handler)));
                }
                Err(error) => {
                    tracing::error!(%error, "the control socket broke");
                    break;
                }
            }
            while talks.try_join_next().is_some() {}
        }
        while talks.join_next().await.is_some() {}
    }
}

impl Drop for ControlSocket {
    fn drop(&mut self) {
        // Left behind it does no harm: connecting is refused, and the next start replaces it.
        let _ = fs::remove_file(&self.path);
    }
}

async fn talk(stream: UnixStream, handler: Handler) {
    let (reading, mut writing) = stream.into_split();
    let mut line = String::new();
    let read = BufReader::new(reading.take(LONGEST))
        .read_line(&mut line)
        .await;
    if read.is_err() || line.is_empty() {
        return;
    }
    let reply = match serde_json::from_str::<ControlRequest>(&line) {
        Ok(request) => handler(request).await,
        Err(_) => ControlReply::refused("this server does not know that command"),
    };
    if let Ok(mut bytes) = serde_json::to_vec(&reply) {
        bytes.push(b'\n');
        // Whoever asked may have gone; the work is done all the same.
        let _ = writing.write_all(&bytes).await;
    }
}
