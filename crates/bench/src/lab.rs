//! What every row gets: a folder, a certificate, the programs, the options.

use std::path::PathBuf;

use tempfile::TempDir;
use tokio::process::Command;

use crate::Done;
use crate::cli::Options;
use crate::tools::{Tools, output};

/// The place where things are measured.
pub(crate) struct Lab {
    pub(crate) tools: Tools,
    pub(crate) cert: PathBuf,
    pub(crate) key: PathBuf,
    options: Options,
    home: TempDir,
}

impl Lab {
    /// Finds the programs and makes the certificate all servers show (ECDSA P-256).
    pub(crate) async fn open(options: &Options) -> Done<Self> {
        let home = match &options.scratch {
            Some(folder) => TempDir::with_prefix_in("kairan-bench-", folder)?,
            None => TempDir::with_prefix("kairan-bench-")?,
        };
        let (cert, key) = (home.path().join("cert.pem"), home.path().join("key.pem"));
        let mut openssl = Command::new("openssl");
        openssl.args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
        ]);
        openssl.args(["-nodes", "-days", "2", "-subj", "/CN=localhost"]);
        openssl.args(["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]);
        openssl.arg("-keyout").arg(&key).arg("-out").arg(&cert);
        output(&mut openssl).await?;
        Ok(Self {
            tools: Tools::find().await?,
            cert,
            key,
            options: options.clone(),
            home,
        })
    }

    /// A new folder in the lab.
    pub(crate) fn folder(&self, name: &str) -> Done<PathBuf> {
        let folder = self.home.path().join(name);
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// How many pairs a row takes.
    pub(crate) fn pairs(&self) -> u32 {
        if self.options.quick {
            1
        } else {
            self.options.pairs
        }
    }

    /// A size or a duration in seconds: the real one, or the one that only shows that it works.
    pub(crate) fn pick<T>(&self, real: T, quick: T) -> T {
        if self.options.quick { quick } else { real }
    }
}

/// A port nobody listens on at this moment.
pub(crate) fn free_port() -> Done<u16> {
    let socket = std::net::TcpListener::bind(("127.0.0.1", 0))?;
    Ok(socket.local_addr()?.port())
}
