//! Addresses that people and mail programs have bent: the one place that straightens them.
//!
//! A link arrives with a slash or a full stop behind it, broken by white space or a soft line
//! break (quoted-printable writes `=` before it), with two slashes in front (a template that
//! glued `https://host/` and `/r/…`), or typed by hand with a capital. None of these signs is
//! ever a part of a path of ours, so nothing else can be meant. The browser is sent to the
//! straight address (308: a posted form stays one), and no route needs a second spelling.
//!
//! Only the doors whose addresses are mailed, printed or typed: `/r`, `/o`, `/room`, `/clinic`.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::LOCATION;
use http::{HeaderValue, StatusCode, Uri};
use percent_encoding::percent_decode_str;

/// Sends a bent address of a door to its straight one.
pub async fn straighten(request: Request, next: Next) -> Response {
    match straight(request.uri()).and_then(|to| HeaderValue::try_from(to).ok()) {
        Some(to) => (StatusCode::PERMANENT_REDIRECT, [(LOCATION, to)]).into_response(),
        None => next.run(request).await,
    }
}

/// The straight address, when the given one is bent; path and query.
fn straight(uri: &Uri) -> Option<String> {
    let given = uri.path();
    let path = straight_path(given)?;
    if path == given {
        return None;
    }
    Some(match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path,
    })
}

/// `None` where the path leads to no door of ours.
fn straight_path(given: &str) -> Option<String> {
    let decoded = percent_decode_str(given).decode_utf8().ok()?;
    let mut steps = decoded
        .split('/')
        .map(without_breaks)
        .filter(|step| !step.is_empty());
    let door = steps.next()?.to_ascii_lowercase();
    let below: Vec<String> = steps.collect();
    // What is no sign of an address is not guessed at: it stays the 404 it was.
    let plain = |step: &String| step.bytes().all(|b| b.is_ascii_graphic() && b != b'%');
    if !below.iter().all(plain) {
        return None;
    }
    match (door.as_str(), below.as_slice()) {
        ("r" | "o", [token]) => Some(format!("/{door}/{}", bare(token))),
        ("o", []) => Some("/o".to_owned()),
        ("clinic", below) => Some(joined("/clinic", below)),
        // The two that end with a slash: what stands on them is addressed below them.
        ("room", []) => Some("/room/".to_owned()),
        ("room", [key]) => Some(format!("/room/{key}/")),
        ("room", below) => Some(joined("/room", below)),
        _ => None,
    }
}

fn joined(door: &str, below: &[String]) -> String {
    below
        .iter()
        .fold(door.to_owned(), |path, step| path + "/" + step)
}

/// Without white space, signs that show nothing, and the `=` of a soft line break.
fn without_breaks(step: &str) -> String {
    let step = step.replace("=\r\n", "").replace("=\n", "");
    step.chars()
        .filter(|sign| !sign.is_whitespace() && !is_unseen(*sign))
        .collect()
}

fn is_unseen(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// A token without what a mail program or a hand took for a part of the link: the punctuation
/// behind it.
fn bare(token: &str) -> &str {
    token
        .trim_end_matches(|sign: char| !(sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn led_to(path: &str) -> String {
        let uri: Uri = path.parse().expect("an address");
        straight(&uri).unwrap_or_else(|| path.to_owned())
    }

    #[test]
    fn a_bent_link_leads_to_the_straight_one() {
        for bent in [
            "/r/Tok-en_1/",
            "/r/Tok-en_1//",
            "//r/Tok-en_1",
            "///r//Tok-en_1",
            "/r/Tok-en_1%20",
            "/r/Tok%20-en_1",
            "/r/Tok%0D%0A-en_1",
            "/r/Tok=%0D%0A-en_1",
            "/r/Tok=%0A-en_1",
            "/r/Tok%09-en_1",
            "/r/Tok-en_1%E3%80%80",
            "/r/Tok%E2%80%8B-en_1",
            "/r/%EF%BB%BFTok-en_1",
            "/r/Tok%C2%AD-en_1",
            "/r/Tok-en_1.",
            "/r/Tok-en_1%20/",
            "/R/Tok-en_1",
            "/%72/Tok-en_1",
        ] {
            assert_eq!(led_to(bent), "/r/Tok-en_1", "{bent}");
            let letter = bent.replacen("r/", "o/", 1).replacen("R/", "O/", 1);
            let letter = letter.replacen("%72/", "%6F/", 1);
            assert_eq!(led_to(&letter), "/o/Tok-en_1", "{letter}");
        }
    }

    #[test]
    fn doors_have_one_address_each() {
        for (bent, straight) in [
            ("/o/", "/o"),
            ("//o", "/o"),
            ("/O", "/o"),
            ("/o%20", "/o"),
            ("/clinic/", "/clinic"),
            ("//clinic//", "/clinic"),
            ("/clinic/requests/", "/clinic/requests"),
            ("/clinic/sign-in%0D%0A", "/clinic/sign-in"),
            ("/room", "/room/"),
            ("/room/k3v9", "/room/k3v9/"),
            ("/room/k3%0A", "/room/k3/"),
            ("//room/k3v9/", "/room/k3v9/"),
            ("/room/k3v9/read-all/", "/room/k3v9/read-all"),
            ("/r/abc/?a=b%20c", "/r/abc?a=b%20c"),
        ] {
            assert_eq!(led_to(bent), straight, "{bent}");
        }
    }

    #[test]
    fn what_is_straight_or_no_door_is_left_alone() {
        for path in [
            "/r/Tok-en_1",
            "/o",
            "/o/Tok",
            "/clinic",
            "/room/",
            "/room/k3v9/",
            "/room/k3v9/materials/v1/open",
            "/console/",
            "/console//x",
            "/r",
            "/r/",
            "/r/a/b",
            "/r/%E7%A7%98",
            "/r/a%25b",
            "//evil.example/r/x",
            "/assets//x",
            "/",
        ] {
            let uri: Uri = path.parse().expect("an address");
            assert_eq!(straight(&uri), None, "{path}");
        }
    }

    #[test]
    fn a_straight_address_is_straight() {
        for bent in ["/r/a%20b/", "//o/x=%0D%0Ay.", "/room/k", "/CLINIC/code/"] {
            let once = led_to(bent);
            assert_eq!(led_to(&once), once);
            assert!(once.starts_with('/') && !once.starts_with("//"));
        }
    }
}
