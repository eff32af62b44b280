//! What an answer means for the letter, and the words kept for the clerk: the relay's own where
//! it said any, else one plain sentence with the technical cause behind it.

use super::talk::Failure;
use kairan_domain::notice::Outcome;
use kairan_domain::secret::SecretText;
use lettre::transport::smtp::Error;
use std::error::Error as _;

/// What is kept of a server's words.
const KEPT: usize = 200;
/// Complaints about us, not about the reader: sign-in wanted, wrong or too weak, TLS wanted
/// (RFC 4954 §6, RFC 3207 §4).
const ABOUT_US: [&str; 4] = ["530", "534", "535", "538"];

/// The relay took it.
pub(super) fn accepted(words: &str) -> Outcome {
    Outcome::Accepted(kept(words))
}

/// The relay did not take it.
pub(super) fn failed(failure: &Failure) -> Outcome {
    let error = &failure.error;
    let Some(code) = error.status().map(|code| code.to_string()) else {
        return later("送信の途中で、メールサーバーとの接続が切れました。", error);
    };
    let words = kept(&format!("{code} {}", cause(error)));
    if error.is_permanent() && !ABOUT_US.contains(&code.as_str()) {
        Outcome::Refused(words)
    } else {
        Outcome::Deferred(words)
    }
}

/// Over `send_timeout`.
pub(super) fn timed_out() -> Outcome {
    Outcome::Deferred(kept(
        "メールサーバーの返事が、決められた時間内にありませんでした。",
    ))
}

/// Over `connect_timeout`.
pub(super) fn unreachable() -> Outcome {
    Outcome::Deferred(kept(
        "メールサーバーに、決められた時間内につながりませんでした。",
    ))
}

/// No connection, or no proper greeting.
pub(super) fn no_connection(error: &Error) -> Outcome {
    later("メールサーバーにつながりませんでした。", error)
}

/// TLS is required and not on offer.
pub(super) fn no_starttls() -> Outcome {
    Outcome::Deferred(kept(
        "メールサーバーが暗号化(STARTTLS)に対応していません。メールは送っていません。",
    ))
}

/// TLS was begun and failed.
pub(super) fn no_tls(error: &Error) -> Outcome {
    later("メールサーバーとの暗号化(TLS)ができませんでした。", error)
}

/// A password would have to travel in the clear.
pub(super) fn bare_password() -> Outcome {
    Outcome::Deferred(kept(
        "暗号化されていないため、メールサーバーにサインインしませんでした。",
    ))
}

/// The relay does not let us in.
pub(super) fn no_sign_in(error: &Error) -> Outcome {
    later("メールサーバーにサインインできませんでした。", error)
}

fn later(sentence: &str, error: &Error) -> Outcome {
    let code = error
        .status()
        .map(|code| format!("{code} "))
        .unwrap_or_default();
    Outcome::Deferred(kept(&format!("{sentence}({code}{})", cause(error))))
}

/// The reply's text, or the innermost cause of a fault on the way.
fn cause(error: &Error) -> String {
    error
        .source()
        .map_or_else(|| error.to_string(), ToString::to_string)
}

/// One line, at most 200 characters.
fn kept(words: &str) -> SecretText {
    let line = kairan_domain::text::one_line(words);
    SecretText::new(line.chars().take(KEPT).collect::<String>())
}
