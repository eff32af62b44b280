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
    pub office: AccountSignIn,
    /// The account of a clinic; `None` in demos made before there was one.
    pub clinic: Option<AccountSignIn>,
    /// The reviewers of the published meeting.
    pub reviewers: Vec<ReviewerSignIn>,
}

/// An account with a second factor.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountSignIn {
    /// Which.
    pub staff: StaffId,
    /// Its login id.
    pub login: String,
    /// Its password.
    pub password: String,
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
    #[serde(flatten)]
    office: Account,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    clinic: Option<Account>,
    reviewers: Vec<ReviewerSignIn>,
}

#[derive(Serialize, Deserialize)]
struct Account {
    staff: String,
    login: String,
    password: String,
}

impl Account {
    fn of(it: &AccountSignIn) -> Self {
        Self {
            staff: it.staff.to_string(),
            login: it.login.clone(),
            password: it.password.clone(),
        }
    }

    fn read(self) -> io::Result<AccountSignIn> {
        Ok(AccountSignIn {
            staff: self.staff.parse().map_err(io::Error::other)?,
            login: self.login,
            password: self.password,
        })
    }
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
        Ok(Some(Self {
            office: file.office.read()?,
            clinic: file.clinic.map(Account::read).transpose()?,
            reviewers: file.reviewers,
        }))
    }

    /// Writes the file, readable by its owner alone.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let file = File {
            office: Account::of(&self.office),
            clinic: self.clinic.as_ref().map(Account::of),
            reviewers: self.reviewers.clone(),
        };
        let text = serde_json::to_vec_pretty(&file)?;
        write_private(path, &text)
    }
}

/// Writes a file that its owner alone may read.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);

    options.open(path)?.write_all(bytes)
}
