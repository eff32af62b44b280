//! The machine-readable part of a delivery report (RFC 3464 §2), also where a relay has made
//! plain text of it.

use kairan_domain::notice::enhanced_codes;
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

/// `Action:` of a recipient's block. Every other word decides nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Action {
    Failed,
    Delayed,
    /// delivered, relayed, expanded: good news.
    Delivered,
}

/// What the fields of the first recipient with a known action say.
#[derive(Debug, Default)]
pub(super) struct Report {
    action: Option<Action>,
    status: String,
    diagnostic: String,
}

impl Report {
    /// From a `message/delivery-status` part.
    pub(super) fn of(message: &Message<'_>) -> Option<Self> {
        let part = message.parts.iter().find(|part| is_status(part))?;
        let bytes = part.contents();
        // Fields are ASCII; a diagnosis in an undeclared charset must not cost its code.
        let text = std::str::from_utf8(bytes).map_or_else(
            |_| bytes.iter().copied().map(char::from).collect(),
            str::to_owned,
        );
        Some(Self::read(&text))
    }

    /// From fields that stand in the text, after a relay took the parts apart.
    pub(super) fn flattened(text: &str) -> Option<Self> {
        let fields = unfolded(text);
        let is_one = field(&fields, "action").is_some()
            && (field(&fields, "final-recipient").is_some()
                || field(&fields, "reporting-mta").is_some());
        is_one.then(|| Self::read(text))
    }

    fn read(text: &str) -> Self {
        let blocks = text.split("\n\n").flat_map(|part| part.split("\r\n\r\n"));
        let mut all: Vec<Self> = blocks
            .map(|block| {
                let fields = unfolded(block);
                let value = |name| bare(field(&fields, name).unwrap_or_default());
                let status = value("status");
                Self {
                    action: action(&value("action"), &status),
                    status,
                    diagnostic: diagnostic(field(&fields, "diagnostic-code").unwrap_or_default()),
                }
            })
            .filter(|it| it.action.is_some() || !it.status.is_empty())
            .collect();
        // One letter has one reader; where a relay lists more, the worst is told.
        all.sort_by_key(|it| (it.action.is_none(), it.action));
        all.into_iter().next().unwrap_or_default()
    }

    pub(super) fn action(&self) -> Option<Action> {
        self.action
    }

    /// Code and diagnosis; `None` when the report has neither.
    pub(super) fn words(&self) -> Option<String> {
        let (status, diagnostic) = (&self.status, &self.diagnostic);
        // `5.0.0` beside a better code would only hide it.
        let vague = status.ends_with(".0.0") && !enhanced_codes(diagnostic).is_empty();
        match (
            diagnostic.is_empty(),
            diagnostic.contains(status.as_str()) || vague,
        ) {
            (true, _) => (!status.is_empty()).then(|| status.clone()),
            (false, true) => Some(diagnostic.clone()),
            (false, false) => Some(format!("{status} {diagnostic}")),
        }
    }
}

fn action(word: &str, status: &str) -> Option<Action> {
    let class = status.split('.').next().unwrap_or_default();
    match word.to_ascii_lowercase().as_str() {
        // "failed" with the code of a success contradicts itself.
        "failed" | "failure" if class != "2" => Some(Action::Failed),
        "delayed" => Some(Action::Delayed),
        "delivered" | "relayed" | "expanded" => Some(Action::Delivered),
        "" if class == "5" => Some(Action::Failed),
        _ => None,
    }
}

/// A value without its comments: `delayed (will retry)`.
fn bare(value: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::new();
    for c in value.chars() {
        match c {
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept.trim().to_owned()
}

/// `smtp; 550 5.1.1 User unknown`: the type in front tells a clerk nothing.
fn diagnostic(value: &str) -> String {
    value
        .split_once(';')
        .map_or(value, |(_, words)| words)
        .trim()
        .to_owned()
}

/// A report that lies in another mail as its attachment.
pub(super) fn wrapped<'a>(message: &'a Message<'a>) -> Option<&'a Message<'a>> {
    let own = message.parts.iter().any(is_status);
    let inner = message.parts.iter().find_map(|part| match &part.body {
        PartType::Message(inner) if inner.parts.iter().any(is_status) => Some(inner),
        _ => None,
    });
    inner.filter(|_| !own)
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
