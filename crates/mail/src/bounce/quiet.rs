//! Mails that are known by their form to be no return: complaints, receipts, automatic answers.

use super::origin::has;
use mail_parser::{Message, MimeHeaders};

/// What a mail's form says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// RFC 5965.
    Complaint,
    /// RFC 8098.
    Receipt,
    Other,
}

pub(super) fn kind_of(message: &Message<'_>) -> Kind {
    let is = |of: &str| has_part(message, of) || report_type(message).eq_ignore_ascii_case(of);
    if is("feedback-report") {
        Kind::Complaint
    } else if is("disposition-notification") {
        Kind::Receipt
    } else {
        Kind::Other
    }
}

fn report_type<'a>(message: &'a Message<'_>) -> &'a str {
    message
        .content_type()
        .and_then(|kind| kind.attribute("report-type"))
        .unwrap_or_default()
}

fn has_part(message: &Message<'_>, sub: &str) -> bool {
    message.parts.iter().any(|part| {
        part.content_type().is_some_and(|kind| {
            kind.ctype().eq_ignore_ascii_case("message")
                && kind
                    .subtype()
                    .is_some_and(|found| found.eq_ignore_ascii_case(sub))
        })
    })
}

/// Whether the headers say "automatic answer". `Auto-Submitted: auto-replied` alone does not:
/// Postfix and Exim write it on returns, too; so it counts only without another sign of a report.
pub(super) fn answers(message: &Message<'_>) -> bool {
    let text = |name: &'static str| {
        message
            .header(name)
            .and_then(|value| value.as_text())
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    let submitted = text("Auto-Submitted");
    let replied = submitted.contains("auto-replied");
    let of_a_person = replied
        && !has(message, "X-Failed-Recipients")
        && super::origin::of_person_by_name(message);
    replied && submitted.contains("vacation")
        || of_a_person
        || text("Precedence").contains("auto_reply")
        || ["X-Autoreply", "X-Autorespond", "X-Vacation"]
            .into_iter()
            .any(|name| has(message, name))
}
