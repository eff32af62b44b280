//! Which notice a returned mail speaks of: the tag in the address it returned to, else the
//! original's Message-ID, wherever in the mail it is quoted.

use crate::address::ReturnPath;
use kairan_domain::ids::NoticeId;
use mail_parser::Message;

/// Length of a notice's id in text.
const ID: usize = 26;

/// The two marks a letter carries.
#[derive(Debug, Clone)]
pub(super) struct Tags {
    return_path: Option<ReturnPath>,
    message_id_end: String,
}

impl Tags {
    pub(super) fn new(return_path: Option<ReturnPath>, domain: &str) -> Self {
        Self {
            return_path,
            message_id_end: format!("@{}", domain.to_ascii_lowercase()),
        }
    }

    /// Headers first (where it returned to), then the bytes as they are, then the decoded parts.
    pub(super) fn notice_of(&self, message: &Message<'_>, raw: &[u8]) -> Option<NoticeId> {
        let decoded = message.parts.iter().map(mail_parser::MessagePart::contents);
        let headers = &raw[..header_end(raw)];
        [headers, raw]
            .into_iter()
            .chain(decoded)
            .find_map(|bytes| self.in_bytes(bytes))
    }

    fn in_bytes(&self, bytes: &[u8]) -> Option<NoticeId> {
        let bytes = bytes.to_ascii_lowercase();
        let by_address = self
            .return_path
            .as_ref()
            .and_then(|path| between(&bytes, &path.before, &path.after));
        by_address.or_else(|| between(&bytes, "<", &self.message_id_end))
    }
}

fn header_end(raw: &[u8]) -> usize {
    let blank = |mark: &[u8]| raw.windows(mark.len()).position(|window| window == mark);
    blank(b"\r\n\r\n")
        .or_else(|| blank(b"\n\n"))
        .unwrap_or(raw.len())
}

/// The first id that stands between these two marks.
fn between(bytes: &[u8], before: &str, after: &str) -> Option<NoticeId> {
    let whole = before.len() + ID + after.len();
    bytes.windows(whole).find_map(|window| {
        let inner = window
            .strip_prefix(before.as_bytes())?
            .strip_suffix(after.as_bytes())?;
        std::str::from_utf8(inner).ok()?.parse().ok()
    })
}
