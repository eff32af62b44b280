//! dufs: a file server in Rust with TLS and a password, from crates.io.

use std::path::PathBuf;

use tokio::process::Command;

use crate::Done;
use crate::client::Target;
use crate::lab::{Lab, free_port};
use crate::measure::Running;

/// A running dufs.
pub(crate) struct Dufs {
    /// The process.
    pub(crate) running: Running,
    port: u16,
    files: PathBuf,
}

impl Dufs {
    /// Starts it, where it is installed.
    pub(crate) async fn start(lab: &Lab) -> Done<Option<Self>> {
        let Some(program) = &lab.tools.dufs else {
            return Ok(None);
        };
        let files = lab.folder("dufs")?;
        let port = free_port()?;
        let mut dufs = Command::new(program);
        dufs.arg(&files)
            .args(["-a", "user:secretpw@/:rw", "-b", "127.0.0.1"]);
        dufs.args(["-p", &port.to_string(), "--log-format", ""]);
        dufs.arg("--tls-cert")
            .arg(&lab.cert)
            .arg("--tls-key")
            .arg(&lab.key);
        let log = lab.folder("logs")?.join("dufs.log");
        let mut running = Running::start("dufs", &mut dufs, &log)?;
        running.listening(port).await?;
        Ok(Some(Self {
            running,
            port,
            files,
        }))
    }

    /// Puts a file where it is served; the target carries the password (`user:secretpw`).
    pub(crate) fn lay(&self, name: &str, chunks: impl Iterator<Item = Vec<u8>>) -> Done<Target> {
        crate::house::write_file(&self.files.join(name), chunks)?;
        Ok(Target {
            url: format!("https://127.0.0.1:{}/{name}", self.port),
            headers: vec!["Authorization: Basic dXNlcjpzZWNyZXRwdw==".to_owned()],
        })
    }
}
