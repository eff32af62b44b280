//! Cookies: opaque tokens, `HttpOnly`, `SameSite=Lax` (a link in a mail must find the session
//! of a reviewer already inside), `__Host-` and `Secure` under TLS.

use crate::site::Site;
use cookie::{Cookie, SameSite};
use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};
use jiff::SignedDuration;

/// The cookies Kairan sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Jar {
    /// A console session.
    Staff,
    /// A reviewer's session.
    Room,
    /// The key of the hand-over envelopes; exists nowhere else.
    Envelope,
}

impl Jar {
    fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Staff, true) => "__Host-kairan_staff",
            (Self::Staff, false) => "kairan_staff",
            (Self::Room, true) => "__Host-kairan_room",
            (Self::Room, false) => "kairan_room",
            (Self::Envelope, true) => "__Host-kairan_envelope",
            (Self::Envelope, false) => "kairan_envelope",
        }
    }
}

/// The cookie's value, if the browser sent exactly one of that name.
pub(crate) fn read(headers: &HeaderMap, jar: Jar, site: &Site) -> Option<String> {
    let name = jar.name(site.secure());
    let mut found = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| Cookie::split_parse(value.to_owned()).flatten())
        .filter(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned());
    let first = found.next();
    if found.next().is_some() { None } else { first }
}

/// A `Set-Cookie` that lasts as long as the browser is open; the session's own end is kept by
/// the server.
pub(crate) fn set(jar: Jar, value: &str, site: &Site) -> HeaderValue {
    build(jar, value.to_owned(), None, site)
}

/// A `Set-Cookie` that outlives the browser's closing, by `life` at most.
pub(crate) fn set_for(jar: Jar, value: &str, life: SignedDuration, site: &Site) -> HeaderValue {
    let life = cookie::time::Duration::seconds(life.as_secs());
    build(jar, value.to_owned(), Some(life), site)
}

/// A `Set-Cookie` that takes the cookie away.
pub(crate) fn clear(jar: Jar, site: &Site) -> HeaderValue {
    build(jar, String::new(), Some(cookie::time::Duration::ZERO), site)
}

fn build(jar: Jar, value: String, age: Option<cookie::time::Duration>, site: &Site) -> HeaderValue {
    let mut cookie = Cookie::new(jar.name(site.secure()), value);
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_path("/");
    cookie.set_secure(site.secure());
    if let Some(age) = age {
        cookie.set_max_age(age);
    }
    HeaderValue::from_str(&cookie.to_string()).unwrap_or(HeaderValue::from_static(""))
}
