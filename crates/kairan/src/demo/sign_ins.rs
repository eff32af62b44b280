//! What the demo prints, kept beside its data so that a restart prints it again.
//!
//! Passwords in the clear in a file are what a demo may do and nobody else; hence mode 600, and
//! only invented people.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use kairan_domain::ids::StaffId;
use serde::{Deserialize, Serialize};

/// Everybody's way in.
#[derive(Clone, PartialEq, Eq)]
pub struct SignIns {
    /// The clerk's account.
    pub staff: StaffId,
    /// Its login id.
    pub login: String,
    /// Its password.
    pub password: String,
    /// The reviewers of the published meeting.
    pub reviewers: Vec<ReviewerSignIn>,
}

/// One reviewer's way in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewerSignIn {
    /// Name.
    pub name: String,
    /// E-mail address.
    pub mail: String,
    /// Viewing password.
    pub password: String,
}

#[derive(Serialize, Deserialize)]
struct File {
    staff: String,
    login: String,
    password: String,
    reviewers: Vec<ReviewerSignIn>,
}

impl SignIns {
    /// Reads the file; `None` when the demo was not made yet.
    pub fn read(path: &Path) -> io::Result<Option<Self>> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let file: File = serde_json::from_str(&text)?;
        let staff = file.staff.parse().map_err(io::Error::other)?;
        let File {
            login,
            password,
            reviewers,
            ..
        } = file;

        Ok(Some(Self {
            staff,
            login,
            password,
            reviewers,
        }))
    }

    /// Writes the file, readable by its owner alone.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let file = File {
            staff: self.staff.to_string(),
            login: self.login.clone(),
            password: self.password.clone(),
            reviewers: self.reviewers.clone(),
        };
        let text = serde_json::to_vec_pretty(&file)?;
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);

        options.open(path)?.write_all(&text)
    }
}
