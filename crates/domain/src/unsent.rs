//! Forms whose post came after their session was over: kept for whoever typed them, never
//! carried out by themselves.

use crate::ids::{InsurerId, OpinionRequestId, StaffId, UnsentId};
use crate::secret::SecretText;
use jiff::Timestamp;

/// Who typed: whom the page with the form was drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Writer {
    /// An account, of the console or of a clinic.
    Account(StaffId),
    /// Whoever holds a request's letter and its passcode.
    Letter(OpinionRequestId),
}

/// One field as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsentField {
    /// The field's name in the form.
    pub name: String,
    /// What was typed.
    pub value: SecretText,
}

/// A form as it was posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsent {
    /// Its key; stands in the address of the page that shows it, and opens nothing by itself.
    pub id: UnsentId,
    /// Whose data it may hold.
    pub insurer: InsurerId,
    /// Who typed it, and alone sees it again.
    pub writer: Writer,
    /// The page it stood on: path and query.
    pub page: String,
    /// Where it was sent.
    pub action: String,
    /// Fields in their order, without those that are never kept.
    pub fields: Vec<UnsentField>,
    /// Names of the files that were chosen; the files themselves are not kept.
    pub files: Vec<SecretText>,
    /// When it was posted.
    pub at: Timestamp,
}

/// Forms kept for one person; one more takes the place of the oldest.
pub const MOST_UNSENT: usize = 8;

/// Bytes of all fields and names of a form that is kept, so that the record fits into 64 KiB. A draft with thirty reviewers takes about fifteen thousand.
pub const MOST_UNSENT_BYTES: usize = 40 * 1024;

/// What of a posted field is kept: `None`: nothing at all. A password's place stays, empty, so that repeated rows stay in step.
pub fn kept_value<'a>(action: &str, name: &str, value: &'a str) -> Option<&'a str> {
    let is_choice = name.ends_with("_choice");
    let is_secret = ["password", "passcode", "totp"]
        .iter()
        .any(|secret| name.contains(secret));
    match name {
        "csrf" | "unsent" | "autosave" => None,
        // A clinic's code is no code of an authenticator.
        "code" if !action.starts_with("/console/clinics") => Some(""),
        _ if is_secret && !is_choice => Some(""),
        _ => Some(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_kept_and_no_row_loses_its_place() {
        let kept = |name| kept_value("/console/meetings/x/edit", name, "typed");
        for secret in [
            "password",
            "new_password_again",
            "seat_password",
            "passcode",
            "code",
        ] {
            assert_eq!(kept(secret), Some(""), "{secret}");
        }
        for own in ["csrf", "unsent", "autosave"] {
            assert_eq!(kept(own), None, "{own}");
        }
        for plain in ["seat_password_choice", "remark", "new_code", "version"] {
            assert_eq!(kept(plain), Some("typed"), "{plain}");
        }
        assert_eq!(kept_value("/console/clinics", "code", "1310"), Some("1310"));
    }
}
