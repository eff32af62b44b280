//! Who wrote: a mail system, a person, or nobody knows.

use mail_parser::{HeaderName, HeaderValue, Message, MimeHeaders};

/// Who wrote a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// By null sender, name, or form a mail system.
    System,
    /// It answers or hands on a mail, as people do.
    Person,
    Unknown,
}

/// Names that mail systems sign with, letters only; also as part of a longer name.
const NAMES: &[&str] = &[
    "mailerdaemon",
    "maildaemon",
    "mdaemon",
    "postmaster",
    "poostmaster",
    "maildelivery",
    "mailsystem",
    "mailservice",
    "mailadmin",
    "mailadm",
    "mailserver",
    "systemadministrator",
    "sysadmin",
    "deliverysubsystem",
    "deliverysystem",
    "noreply",
    "donotreply",
    "antivirus",
];

pub(super) fn of(message: &Message<'_>) -> Origin {
    let null = null_sender(message);
    if null || named(message) || is_report(message) || has(message, "X-Failed-Recipients") {
        return Origin::System;
    }
    let subject = message.subject().unwrap_or_default().to_lowercase();
    let handed_on = [
        "re:",
        "fw:",
        "fwd:",
        "aw:",
        "wg:",
        "sv:",
        "tr:",
        "ｒｅ：",
        "返信",
        "転送",
    ]
    .iter()
    .any(|mark| subject.trim_start().starts_with(mark));
    let answers = has(message, "In-Reply-To") || has(message, "References");
    if handed_on || answers {
        Origin::Person
    } else {
        Origin::Unknown
    }
}

/// `Return-Path: <>`, as the mail system writes that takes the mail in; or an empty From.
fn null_sender(message: &Message<'_>) -> bool {
    let null_path = message
        .headers()
        .iter()
        .filter(|header| header.name == HeaderName::ReturnPath)
        .any(|header| match &header.value {
            HeaderValue::Empty => true,
            HeaderValue::Text(text) => text.trim().trim_matches(['<', '>']).trim().is_empty(),
            _ => false,
        });
    let from = message.from().and_then(|from| from.first());
    let address = from.and_then(|from| from.address()).unwrap_or_default();
    null_path || address.trim_matches(['<', '>', ' ']).is_empty()
}

fn named(message: &Message<'_>) -> bool {
    let from = message.from().and_then(|from| from.first());
    let local = from
        .and_then(|from| from.address())
        .and_then(|address| address.split('@').next());
    let name = from.and_then(|from| from.name());
    [local, name].into_iter().flatten().any(|name| {
        let letters: String = name
            .chars()
            .filter(char::is_ascii_alphabetic)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        NAMES.iter().any(|known| letters.contains(known))
    })
}

/// Whether a sender is named, and not as mail systems are. The envelope does not matter: who is
/// away answers with a null sender, too.
pub(super) fn of_person_by_name(message: &Message<'_>) -> bool {
    let from = message.from().and_then(|from| from.first());
    let address = from.and_then(|from| from.address()).unwrap_or_default();
    address.contains('@') && !named(message) && !is_report(message)
}

fn is_report(message: &Message<'_>) -> bool {
    message.content_type().is_some_and(|kind| {
        kind.subtype()
            .is_some_and(|sub| sub.eq_ignore_ascii_case("report"))
    })
}

pub(super) fn has(message: &Message<'_>, name: &'static str) -> bool {
    message.header(name).is_some()
}
