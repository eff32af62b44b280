//! What a mail says in words, before the letter it quotes.

use super::phrases::{self, folded};
use kairan_domain::notice::enhanced_codes;
use mail_parser::decoders::html::html_to_text;
use mail_parser::{Message, PartType};

/// Words beyond this are no longer the mail system's own.
const LOOKED_AT: usize = 64 * 1024;
/// An automatic answer says so at once.
const OPENING: usize = 600;

/// Subject and text, and the same as it is compared.
pub(super) struct Said {
    subject: String,
    /// Everything readable, the quoted letter with it.
    text: String,
    /// Subject and text up to the quoted letter, folded.
    own: String,
    /// How much of `text` is the mail system's own.
    own_end: usize,
}

impl Said {
    pub(super) fn of(message: &Message<'_>) -> Self {
        let mut text = String::new();
        for part in &message.parts {
            match &part.body {
                PartType::Text(plain) => text.push_str(plain),
                PartType::Html(html) => text.push_str(&html_to_text(html)),
                _ => continue,
            }
            text.push('\n');
        }
        let text: String = text.chars().take(LOOKED_AT).collect();
        let subject = message.subject().unwrap_or_default().to_owned();
        let own_end = end_of_own(&text);
        let own = folded(&format!("{subject}\n{}", &text[..own_end]));
        Self {
            subject,
            text,
            own,
            own_end,
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    fn own_text(&self) -> &str {
        &self.text[..self.own_end]
    }

    /// A permanent code, as servers write it.
    pub(super) fn has_code(&self) -> bool {
        let final_code = |line: &str| {
            enhanced_codes(line).iter().any(|code| code.class == 5) || has_reply_code(line)
        };
        self.own_text().lines().any(final_code)
    }

    /// That delivery failed: by a code or in words, with or without the reason behind the quote.
    pub(super) fn fails(&self) -> bool {
        self.has_code() || self.fails_in_words()
    }

    pub(super) fn fails_in_words(&self) -> bool {
        any(&self.own, phrases::FAILED) || any(&folded(&self.text), phrases::FAILED)
    }

    pub(super) fn fails_in_subject(&self) -> bool {
        any(&folded(&self.subject), phrases::FAILED)
    }

    pub(super) fn is_late(&self) -> bool {
        any(&self.own, phrases::LATE)
    }

    /// That nobody goes on trying.
    pub(super) fn gives_up(&self) -> bool {
        any(&self.own, phrases::GIVEN_UP) || self.has_code()
    }

    pub(super) fn refuses(&self) -> bool {
        any(&self.own, phrases::REFUSED)
    }

    pub(super) fn is_away(&self) -> bool {
        let opening: String = self.own_text().chars().take(OPENING).collect();
        any(&folded(&self.subject), phrases::AWAY) || any(&folded(&opening), phrases::AWAY_WORDS)
    }

    pub(super) fn is_read(&self) -> bool {
        starts(&self.subject, phrases::READ)
    }

    pub(super) fn is_delivered(&self) -> bool {
        starts(&self.subject, phrases::DELIVERED_SUBJECT) || any(&self.own, phrases::DELIVERED)
    }

    /// The lines that give the reason: from the first with a code, else with words of failure,
    /// else from the top.
    pub(super) fn reason(&self) -> String {
        let lines: Vec<&str> = self.own_text().lines().map(str::trim).collect();
        let coded = |line: &&str| !enhanced_codes(line).is_empty() || has_reply_code(line);
        let worded = |line: &&str| any(&folded(line), phrases::FAILED);
        let at = lines
            .iter()
            .position(coded)
            .or_else(|| lines.iter().position(worded))
            .unwrap_or(0);
        let told: Vec<&str> = lines[at..]
            .iter()
            .copied()
            .filter(|line| !line.is_empty())
            .take(4)
            .collect();
        told.join(" ")
    }
}

/// Where the quoted letter begins: at a line that says so, or at its first trace fields.
fn end_of_own(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches(['>', ' ', '\t', '|', '-', '=', '*']);
        let lower = bare.to_lowercase();
        let is_trace = ["received: ", "return-path:", "dkim-signature:"]
            .iter()
            .any(|field| lower.starts_with(field));
        let says_so = phrases::QUOTED.iter().any(|mark| lower.starts_with(mark));
        if at > 0 && (is_trace || says_so) {
            return at;
        }
        at += line.len();
    }
    text.len()
}

/// `550 5.1.1 …`, `said: 554-…`, `<<< 552 …`: a reply of RFC 5321 where replies stand, with words.
fn has_reply_code(line: &str) -> bool {
    let mut before = "";
    let mut words = line
        .split([' ', '\t'])
        .filter(|word| !word.is_empty())
        .peekable();
    while let Some(word) = words.next() {
        let bare = word.trim_start_matches(['<', '>', '"', '\'', '(', '[', '#', '+']);
        let placed = before.is_empty() || before.ends_with([':', ')', '<', '>', '-', '(', '"']);
        let code = bare
            .get(..3)
            .is_some_and(|code| phrases::REPLIES.contains(&code));
        let ends = bare.get(3..).is_some_and(|rest| {
            rest.starts_with(['-', ',', ':']) || rest.is_empty() && words.peek().is_some()
        });
        if placed && code && ends {
            return true;
        }
        before = word;
    }
    false
}

fn any(folded_text: &str, phrases: &[&str]) -> bool {
    phrases
        .iter()
        .any(|phrase| folded_text.contains(&folded(phrase)))
}

fn starts(subject: &str, openings: &[&str]) -> bool {
    let subject = subject.trim_start().to_lowercase();
    openings.iter().any(|opening| subject.starts_with(opening))
}
