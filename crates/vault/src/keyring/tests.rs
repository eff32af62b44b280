use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

mod file;
mod fingerprint;
mod rotation;

use super::*;
use crate::SystemEntropy;
use crate::testing::entropy;

fn ring() -> KeyRing {
    KeyRing::generate(&entropy(), "2026-11-22T10:00:00+09:00")
}

/// A folder with a saved ring in it.
fn saved() -> (TempDir, PathBuf, KeyRing) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.json");
    let ring = ring();
    ring.save_new(&path).unwrap();
    (folder, path, ring)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

/// Rewrites the file with `from` replaced by `to`, and what loading it says.
fn load_changed(path: &Path, from: &str, to: &str) -> KeyRingError {
    let text = fs::read_to_string(path).unwrap();
    let changed = text.replacen(from, to, 1);
    assert_ne!(changed, text);
    fs::write(path, changed).unwrap();
    KeyRing::load(path).unwrap_err()
}
