//! The programs that are run: found once, told apart from those that are missing.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;

use crate::Done;

/// Where the programs are.
pub(crate) struct Tools {
    pub(crate) kairan: PathBuf,
    pub(crate) nginx: PathBuf,
    pub(crate) dufs: Option<PathBuf>,
}

impl Tools {
    /// Finds everything, building Kairan itself when it is not there.
    pub(crate) async fn find() -> Done<Self> {
        for needed in ["wrk", "curl", "openssl"] {
            on_path(needed).ok_or_else(|| missing(needed))?;
        }
        Ok(Self {
            kairan: kairan().await?,
            nginx: on_path("nginx").ok_or_else(|| missing("nginx-light"))?,
            dufs: dufs(),
        })
    }
}

fn missing(package: &str) -> String {
    format!("{package} is missing: apt-get install nginx-light wrk curl openssl")
}

fn on_path(program: &str) -> Option<PathBuf> {
    let usual = [
        "/usr/local/sbin",
        "/usr/local/bin",
        "/usr/sbin",
        "/usr/bin",
        "/sbin",
        "/bin",
    ];
    usual
        .iter()
        .map(|folder| Path::new(folder).join(program))
        .find(|path| path.is_file())
}

fn dufs() -> Option<PathBuf> {
    let home = std::env::home_dir()?;
    let usual = [
        home.join(".cache/kairan-bench/bin/dufs"),
        home.join(".cargo/bin/dufs"),
    ];
    usual
        .into_iter()
        .find(|path| path.is_file())
        .or_else(|| on_path("dufs"))
}

/// The server's binary beside ours, made with the same profile. Cargo is asked each time: it
/// answers at once when nothing changed, and an old binary would measure yesterday.
async fn kairan() -> Done<PathBuf> {
    let folder = std::env::current_exe()?
        .parent()
        .ok_or("no folder")?
        .to_owned();
    let mut cargo = Command::new("cargo");
    // Both packages, so that features unify as in the run that built this program.
    cargo.args([
        "build",
        "--quiet",
        "--bins",
        "-p",
        "kairan",
        "-p",
        "kairan-bench",
    ]);
    if folder.ends_with("release") {
        cargo.arg("--release");
    }
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    cargo.args(["--manifest-path", manifest]);
    if let Some(target) = folder.parent() {
        cargo.arg("--target-dir").arg(target);
    }
    if !cargo.status().await?.success() {
        return Err("cargo could not build kairan".into());
    }
    let binary = folder.join("kairan");
    if binary.is_file() {
        Ok(binary)
    } else {
        Err(format!("{} is not there", binary.display()).into())
    }
}

/// Runs a program to its end and answers what it printed.
pub(crate) async fn output(command: &mut Command) -> Done<String> {
    let ended = command
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await?;
    let said = String::from_utf8(ended.stdout)?;
    if ended.status.success() {
        return Ok(said);
    }
    let why = String::from_utf8(ended.stderr)?;
    let program = command.as_std().get_program().display();
    Err(format!("{program}: {} {said}{why}", ended.status).into())
}
