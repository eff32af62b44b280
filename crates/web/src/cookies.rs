//! Cookies: opaque tokens, `HttpOnly`, `SameSite=Lax` (a link in a mail must find the session
//! of a reviewer already inside), `__Host-` and `Secure` under TLS.

use crate::site::Site;
use cookie::{Cookie, SameSite};
use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};
use jiff::SignedDuration;
use kairan_access::RoomKey;
use kairan_domain::ids::OpinionRequestId;

/// The cookies Kairan sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Jar {
    /// A console session.
    Staff,
    /// A reviewer's session at one meeting; several lie side by side.
    Room(RoomKey),
    /// The key of the hand-over envelopes; exists nowhere else.
    Envelope,
    /// A session with a request's letter; several lie side by side.
    Letter(OpinionRequestId),
    /// A session with a clinic's account.
    Clinic,
}

impl Jar {
    fn name(self, secure: bool) -> String {
        let host = if secure { HOST } else { "" };
        match self {
            Self::Staff => format!("{host}kairan_staff"),
            Self::Room(key) => format!("{host}{ROOM}{key}"),
            Self::Envelope => format!("{host}kairan_envelope"),
            Self::Letter(request) => format!("{host}kairan_letter_{request}"),
            Self::Clinic => format!("{host}kairan_clinic"),
        }
    }
}

/// Under TLS: the browser takes the cookie from this host alone.
const HOST: &str = "__Host-";
/// What the names of rooms' cookies begin with.
const ROOM: &str = "kairan_room_";

/// The cookie's value, if the browser sent exactly one of that name.
pub(crate) fn read(headers: &HeaderMap, jar: Jar, site: &Site) -> Option<String> {
    let name = jar.name(site.secure());
    let mut found = sent(headers)
        .filter(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned());
    let first = found.next();
    if found.next().is_some() { None } else { first }
}

/// The rooms' cookies the browser sent, by their keys.
pub(crate) fn rooms(headers: &HeaderMap, site: &Site) -> Vec<(RoomKey, String)> {
    let host = if site.secure() { HOST } else { "" };
    let of_room = |cookie: Cookie<'_>| {
        let key = cookie.name().strip_prefix(host)?.strip_prefix(ROOM)?;
        Some((key.parse().ok()?, cookie.value().to_owned()))
    };
    sent(headers).filter_map(of_room).collect()
}

fn sent(headers: &HeaderMap) -> impl Iterator<Item = Cookie<'static>> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| Cookie::split_parse(value.to_owned()).flatten())
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
