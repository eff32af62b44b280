//! The machine-readable part of a delivery report (RFC 3464 §2), and the words of those without.

use mail_parser::{Message, MessagePart, MimeHeaders};

/// `Action:` of the recipient's block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Failed,
    Delayed,
    /// delivered, relayed, expanded: good news.
    Delivered,
}

/// Action and words of the first `message/delivery-status` part.
pub(super) fn of(message: &Message<'_>) -> Option<(Action, String)> {
    let part = message.parts.iter().find(|part| is_status(part))?;
    let text = std::str::from_utf8(part.contents()).ok()?;
    let fields = unfolded(text);
    let action = field(&fields, "action")
        .unwrap_or("failed")
        .to_ascii_lowercase();
    let action = match action.as_str() {
        "delayed" => Action::Delayed,
        "delivered" | "relayed" | "expanded" => Action::Delivered,
        _ => Action::Failed,
    };
    let status = field(&fields, "status").unwrap_or_default();
    // `Diagnostic-Code: smtp; 550 5.1.1 User unknown`: the type in front tells a clerk nothing.
    let diagnostic = field(&fields, "diagnostic-code").unwrap_or_default();
    let diagnostic = diagnostic
        .split_once(';')
        .map_or(diagnostic, |(_, words)| words)
        .trim();
    let words = match (diagnostic.is_empty(), diagnostic.contains(status)) {
        (true, _) => status.to_owned(),
        (false, true) => diagnostic.to_owned(),
        (false, false) => format!("{status} {diagnostic}"),
    };
    Some((action, words))
}

/// The first lines a person would read.
pub(super) fn first_words(message: &Message<'_>) -> String {
    let text = message.body_text(0).unwrap_or_default();
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(6)
        .collect();
    lines.join(" ")
}

fn is_status(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|kind| {
        let sub = kind.subtype().unwrap_or_default();
        kind.ctype().eq_ignore_ascii_case("message")
            && (sub.eq_ignore_ascii_case("delivery-status")
                || sub.eq_ignore_ascii_case("global-delivery-status"))
    })
}

/// Fields with their continuation lines joined.
fn unfolded(text: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match (line.starts_with([' ', '\t']), fields.last_mut()) {
            (true, Some((_, value))) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            _ => {
                if let Some((name, value)) = line.split_once(':') {
                    fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
                }
            }
        }
    }
    fields
}

fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields
        .iter()
        .find(|(found, _)| found == name)
        .map(|(_, value)| value.as_str())
}
