//! A small disk of its own, where the machine permits mounting.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A mounted tmpfs, taken away when dropped.
pub struct Mount {
    at: PathBuf,
    _home: tempfile::TempDir,
}

impl Mount {
    /// A disk of this size (`40m`). `None`, said loudly, where mounting is not permitted.
    pub fn tmpfs(size: &str) -> Option<Self> {
        let home = tempfile::tempdir().unwrap();
        let at = home.path().join("disk");
        std::fs::create_dir(&at).unwrap();
        let options = format!("size={size},mode=0700");
        let mut command = Command::new("mount");
        command
            .args(["-t", "tmpfs", "-o", &options, "tmpfs"])
            .arg(&at)
            .stdin(Stdio::null());
        match command.output() {
            Ok(done) if done.status.success() => Some(Self { at, _home: home }),
            Ok(done) => skipped(&String::from_utf8(done.stderr).unwrap_or_default()),
            Err(error) => skipped(&error.to_string()),
        }
    }

    /// Where it is mounted.
    pub fn path(&self) -> &Path {
        &self.at
    }

    /// Bytes in use.
    pub fn used(&self) -> u64 {
        let told = Command::new("df")
            .args(["--output=used", "-B1"])
            .arg(&self.at)
            .output()
            .unwrap();
        let text = String::from_utf8(told.stdout).unwrap();
        text.lines().last().unwrap().trim().parse().unwrap()
    }
}

#[expect(
    clippy::print_stderr,
    reason = "a trial that was not made must be heard of"
)]
fn skipped(why: &str) -> Option<Mount> {
    eprintln!(
        "\n!!! DISK-FULL TRIAL NOT MADE: mounting is not permitted here: {}\n",
        why.trim()
    );
    None
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.at).status();
    }
}
