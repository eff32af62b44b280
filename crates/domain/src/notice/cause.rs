//! Why a letter was not delivered, read from the words of the mail system that says so.
//!
//! Read and not stored: the words are kept with the notice, so what is learnt about them later
//! also holds for letters that came back earlier.

use super::NoticeState;

/// Who has to do something about a letter that did not arrive, and what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MailCause {
    /// The reader's mailbox is full.
    MailboxFull,
    /// There is no such mailbox or no such host, or it was closed.
    UnknownAddress,
    /// The receiving side does not let our letters in: a filter, or a setting of the reader's.
    Filtered,
    /// Something on the sending side: SPF, DKIM, TLS, a blocklist, the size. The operator's.
    OurSide,
    /// It was only ever put off, until the relay's patience ended.
    Expired,
    /// The words do not tell.
    Unclear,
}

impl MailCause {
    /// Every cause.
    pub const ALL: [Self; 6] = [
        Self::MailboxFull,
        Self::UnknownAddress,
        Self::Filtered,
        Self::OurSide,
        Self::Expired,
        Self::Unclear,
    ];

    /// Reads a mail system's words: the enhanced code (RFC 3463) where it says more than "some
    /// failure", then what is said in words, then the plain reply code.
    pub fn of(words: &str) -> Self {
        // An address such as junk@example.jp says nothing about the cause.
        let spoken: Vec<&str> = words
            .split_whitespace()
            .filter(|word| !word.contains('@'))
            .collect();
        let text = Spoken::new(&spoken.join(" "));
        let codes = enhanced_codes(words);
        let by_code = codes.iter().find_map(|code| by_enhanced(*code, &text));
        by_code
            .or_else(|| by_words(&text))
            .or_else(|| by_reply(words))
            .or_else(|| {
                let only_later = !codes.is_empty() && codes.iter().all(|code| code.class == 4);
                only_later.then_some(Self::Expired)
            })
            .unwrap_or(Self::Unclear)
    }

    /// The cause of a notice in this state with this reply; `None` while its letter may arrive,
    /// or did.
    pub fn of_state(state: &NoticeState, reply: &str) -> Option<Self> {
        let undelivered = matches!(
            state,
            NoticeState::Refused { .. }
                | NoticeState::GivenUp { .. }
                | NoticeState::Returned { .. }
        );
        undelivered.then(|| Self::of(reply))
    }

    /// Whether the address itself is in doubt.
    pub fn doubts_address(self) -> bool {
        matches!(self, Self::UnknownAddress | Self::Unclear)
    }
}

/// `5.1.1`: class, subject, detail (RFC 3463 §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnhancedCode {
    /// 2 done, 4 later, 5 never.
    pub class: u16,
    /// What it is about: 1 address, 2 mailbox, 3 system, 4 network, 5 protocol, 6 content, 7 policy.
    pub subject: u16,
    /// What exactly.
    pub detail: u16,
}

impl std::fmt::Display for EnhancedCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

/// The enhanced codes in a text, in order. Addresses and versions of programs (`5.0.2195.6713`)
/// are none.
pub fn enhanced_codes(text: &str) -> Vec<EnhancedCode> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.'))
        .map(|word| word.trim_matches('.'))
        .filter_map(enhanced)
        .collect()
}

fn enhanced(word: &str) -> Option<EnhancedCode> {
    let mut numbers = word.split('.').map(|part| match part.len() {
        1..=3 => part.parse::<u16>().ok(),
        _ => None,
    });
    let mut next = || numbers.next().flatten();
    let code = EnhancedCode {
        class: next()?,
        subject: next()?,
        detail: next()?,
    };
    let known = [2, 4, 5].contains(&code.class) && code.subject <= 7;
    (known && numbers.next().is_none()).then_some(code)
}

fn by_enhanced(code: EnhancedCode, text: &Spoken) -> Option<MailCause> {
    use MailCause::{Expired, Filtered, MailboxFull, OurSide, UnknownAddress};
    let EnhancedCode {
        class,
        subject,
        detail,
    } = code;
    match (subject, detail) {
        _ if class == 2 => None,
        (2, 2) => Some(MailboxFull),
        (1, 7 | 8) | (2, 3) | (3, 4) => Some(OurSide),
        // "Some failure" that many use for full mailboxes and filters too.
        (_, 0) | (2, 1) | (1, 1 | 2) if by_words(text) == Some(MailboxFull) => Some(MailboxFull),
        (1, 1..=6 | 9 | 10) | (2, 1) | (4, 4) if class == 5 => Some(UnknownAddress),
        (4, 7) => Some(Expired),
        (7, 0..=2) => by_words(text).or((class == 5).then_some(Filtered)),
        (7, 133..) if class == 5 => Some(Filtered),
        (5 | 6, 1..) if class == 5 => by_words(text).or(Some(OurSide)),
        (7, _) if class == 5 => Some(OurSide),
        _ => None,
    }
}

/// Plain reply codes that mean one thing (RFC 5321 §4.2.3, RFC 7504).
fn by_reply(words: &str) -> Option<MailCause> {
    let first = words
        .split(|c: char| !c.is_ascii_digit())
        .find(|run| run.len() == 3)?;
    match first {
        "552" => Some(MailCause::MailboxFull),
        "521" | "556" => Some(MailCause::UnknownAddress),
        "523" | "530" | "538" => Some(MailCause::OurSide),
        _ => None,
    }
}

/// Words as they are compared.
struct Spoken {
    folded: String,
    names: Vec<String>,
}

impl Spoken {
    fn new(words: &str) -> Self {
        let names = words.split(|c: char| !c.is_ascii_alphanumeric());
        Self {
            folded: folded(words),
            names: names.map(str::to_ascii_uppercase).collect(),
        }
    }

    fn says(&self, phrases: &[&str]) -> bool {
        phrases
            .iter()
            .any(|phrase| self.folded.contains(&folded(phrase)))
    }

    fn names(&self, names: &[&str]) -> bool {
        self.names.iter().any(|name| names.contains(&name.as_str()))
    }
}

fn by_words(text: &Spoken) -> Option<MailCause> {
    let of = [
        (MailCause::MailboxFull, FULL),
        (MailCause::OurSide, OURS),
        (MailCause::UnknownAddress, UNKNOWN),
        (MailCause::Filtered, FILTER),
        (MailCause::Expired, EXPIRED),
    ];
    of.into_iter()
        .find(|(cause, phrases)| {
            text.says(phrases) || *cause == MailCause::OurSide && text.names(OUR_NAMES)
        })
        .map(|(cause, _)| cause)
}

/// Letters and digits only, in lower case: line breaks, quotes and dashes do not part a phrase.
fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

const FULL: &[&str] = &[
    "mailbox full",
    "mailbox is full",
    "mail box full",
    "mailbox has exceeded",
    "over quota",
    "overquota",
    "exceeded quota",
    "exceeds quota",
    "quota exceed",
    "quota is exceeded",
    "exceeded storage allocation",
    "exceeded his quota",
    "disk quota",
    "over disk",
    "disk space",
    "space not enough",
    "no space left",
    "folder is full",
    "mailbox size limit",
    "mailbox exceeds",
    "exceeds allowed size",
    "exceed mailbox",
    "quota violation",
    "too many messages",
    "mailbox quota",
    "out of storage space",
    "insufficient storage",
    "not enough storage",
    "over the storage",
    "inbox is full",
    "メールボックスが一杯",
    "メールボックスがいっぱい",
    "メールボックスの容量",
    "受信容量",
    "受信ボックスがいっぱい",
    "容量を超え",
    "容量オーバー",
];

/// What proves or bars a sender; as words of their own, for short ones stand in many others.
const OUR_NAMES: &[&str] = &[
    "SPF", "DKIM", "DMARC", "RBL", "DNSBL", "PTR", "STARTTLS", "TLS",
];

const OURS: &[&str] = &[
    "sender policy framework",
    "encryption required",
    "unauthenticated email",
    "not authenticated",
    "authentication required",
    "blocklist",
    "blacklist",
    "block list",
    "black list",
    "spamhaus",
    "reputation",
    "reverse DNS",
    "relaying denied",
    "relay access denied",
    "relay not permitted",
    "as a relay",
    "unable to relay",
    "not allowed to relay",
    "message size exceeds",
    "message too large",
    "message too big",
    "class size limit",
    "inbound message size",
    "max message size",
    "exceeds size limit",
    "maximum message size",
    "maximum size",
    "larger than the current system limit",
    "sender address rejected",
    "送信者認証",
    "サイズが大きすぎ",
];

const UNKNOWN: &[&str] = &[
    "user unknown",
    "unknown user",
    "unknown recipient",
    "recipient unknown",
    "unknown mailbox",
    "unknown address",
    "unknown account",
    "unknown local part",
    "no such user",
    "no such mailbox",
    "no such recipient",
    "no such address",
    "no such account",
    "no mailbox",
    "no account",
    "user not found",
    "recipient not found",
    "mailbox not found",
    "account not found",
    "address not found",
    "does not exist",
    "doesn't exist",
    "not a known user",
    "not a valid mailbox",
    "not a valid user",
    "not listed in",
    "unrouteable",
    "unroutable",
    "address rejected",
    "invalid recipient",
    "invalid mailbox",
    "invalid user",
    "invalid address",
    "bad destination",
    "mailbox unavailable",
    "account is disabled",
    "account has been disabled",
    "account disabled",
    "account inactive",
    "mailbox disabled",
    "host not found",
    "host unknown",
    "domain not found",
    "name service error",
    "no longer",
    "name is not recognized",
    "user not known",
    "name or service not known",
    "no such domain",
    "allowed rcpthosts",
    "deactivated",
    "suspended",
    "not our customer",
    "does not have a",
    "doesn't have a",
    "couldn't be found",
    "could not be found",
    "addressee unknown",
    "invalid final delivery",
    "no valid recipients",
    "wasn't found",
    "宛先不明",
    "あて先不明",
    "存在しません",
    "存在しない",
    "見つかりません",
    "見つかりませんでした",
    "ユーザーはおりません",
    "ユーザが見つかり",
];

const FILTER: &[&str] = &[
    "spam",
    "junk",
    "policy",
    "content rejected",
    "content filter",
    "blocked",
    "unsolicited",
    "access denied",
    "message refused",
    "message rejected",
    "not accepted",
    "受信拒否",
    "迷惑メール",
    "フィルタ",
    "受信を許可",
];

const EXPIRED: &[&str] = &[
    "retry timeout exceeded",
    "retry time not reached",
    "message expired",
    "delivery time expired",
    "queue too long",
    "too long in queue",
    "too old",
    "greylist",
    "graylist",
    "try again later",
    "connection timed out",
    "connection refused",
    "no route to host",
    "network unreachable",
    "host or domain name not found",
    "temporarily",
    "temporary failure",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_follows_the_code() {
        use MailCause::{Expired, Filtered, MailboxFull, OurSide, Unclear, UnknownAddress};
        for (words, cause) in [
            ("552 5.2.2 <a@b.jp>: user is over quota", MailboxFull),
            ("452 4.2.2 The email account is over quota", MailboxFull),
            (
                "550 5.1.1 <a@b.jp>: Recipient address rejected: User unknown",
                UnknownAddress,
            ),
            ("550 5.1.2 host unknown", UnknownAddress),
            ("550 5.2.1 The email account is disabled", UnknownAddress),
            ("550 5.7.1 SPF check failed", OurSide),
            (
                "550-5.7.26 Unauthenticated email from example.jp is not accepted",
                OurSide,
            ),
            ("530 5.7.0 Must issue a STARTTLS command first", OurSide),
            ("552 5.3.4 Message size exceeds fixed limit", OurSide),
            (
                "554 5.7.1 Service unavailable; client blocked using zen.spamhaus.org",
                OurSide,
            ),
            ("550 5.7.1 message content rejected", Filtered),
            ("554 5.7.1 refused after data", Filtered),
            ("450 4.7.1 greylisted, try again later", Expired),
            ("4.4.7 delivery time expired", Expired),
            (
                "送信先のメールボックスが一杯のため、送信できませんでした。",
                MailboxFull,
            ),
            ("550 宛先のメールアドレスが見つかりません。", UnknownAddress),
            ("552 sorry", MailboxFull),
            ("550 no such user", UnknownAddress),
            ("5.0.0 mailbox is full", MailboxFull),
            ("451 4.3.0 later", Expired),
            (
                "452 4.0.0 <junk@b.jp> Mailbox size limit exceeded",
                MailboxFull,
            ),
            ("550 5.0.0 verblasst", Unclear),
            ("550 no", Unclear),
            ("", Unclear),
        ] {
            assert_eq!(MailCause::of(words), cause, "{words}");
        }
    }

    #[test]
    fn versions_and_addresses_are_no_codes() {
        for text in [
            "SMTPSVC(5.0.2195.6713)",
            "192.0.2.5",
            "5.1",
            "x5.1.1",
            "9.1.1",
            "5.8.1",
        ] {
            assert_eq!(enhanced_codes(text), [], "{text}");
        }
        let codes = enhanced_codes("550-5.1.1 <x>: (#4.2.2). 5.7.26");
        let shown: Vec<String> = codes.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["5.1.1", "4.2.2", "5.7.26"]);
    }
}
