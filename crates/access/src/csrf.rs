//! The token that binds a form to a session: an HMAC of the cookie under the ring, so that it
//! needs no record and a page that leaks it leaks no cookie.
//!
//! `{64 hex digits}.{insurer}.{s|l}{account|request}.{64 hex digits}`: the session's part, which
//! alone decides whether a post is taken; whom the page was drawn for; and a MAC over both, so
//! that a form whose session is over still proves who typed it ([`crate::unsent`]). A page before
//! sign-in, or of a reviewer, has the first part alone.

use crate::app::App;
use kairan_domain::ids::InsurerId;
use kairan_domain::staff::Staff;
use kairan_domain::text::hex;
use kairan_domain::unsent::Writer;
use kairan_vault::{SecretBytes, SessionToken, Token, TokenKind};
use subtle::ConstantTimeEq;

/// The kind of token whose digest stands in forms.
enum Form {}

impl TokenKind for Form {
    const LABEL: &'static str = "form";
}

/// Whom a form was drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// Of which insurer.
    pub insurer: InsurerId,
    /// Who.
    pub writer: Writer,
}

impl Named {
    /// An account.
    pub(crate) fn account(staff: &Staff) -> Self {
        Self {
            insurer: staff.insurer,
            writer: Writer::Account(staff.id),
        }
    }
}

/// The session's part of the form token that belongs to `cookie`: 64 hexadecimal digits. `None`
/// when the cookie is no token at all; whether a session stands behind it is not asked.
pub fn csrf_of(app: &App, cookie: &str) -> Option<String> {
    let session: SessionToken = cookie.parse().ok()?;
    Some(of_token(app, &session))
}

/// The whole token for the forms of `named`, whose session has `cookie`.
pub fn form_token(app: &App, cookie: &str, named: Named) -> Option<String> {
    Some(with_name(app, &csrf_of(app, cookie)?, named))
}

/// Whether `given` is a form token that belongs to `cookie`; compares in constant time.
pub fn csrf_fits(app: &App, cookie: &str, given: &str) -> bool {
    let given = given.split('.').next().unwrap_or_default();
    csrf_of(app, cookie).is_some_and(|right| right.as_bytes().ct_eq(given.as_bytes()).into())
}

/// Whom a form was drawn for, by its token; whether its session still stands is not asked.
pub fn named(app: &App, token: &str) -> Option<Named> {
    let parts: Vec<&str> = token.split('.').collect();
    let [session, insurer, who, mac] = parts.as_slice() else {
        return None;
    };
    let right = mac_of(app, session, insurer, who);
    if !bool::from(right.as_bytes().ct_eq(mac.as_bytes())) {
        return None;
    }
    let writer = match who.split_at_checked(1)? {
        ("s", id) => Writer::Account(id.parse().ok()?),
        ("l", id) => Writer::Letter(id.parse().ok()?),
        _ => return None,
    };
    let insurer = insurer.parse().ok()?;
    Some(Named { insurer, writer })
}

pub(crate) fn of_token(app: &App, session: &SessionToken) -> String {
    let form =
        Token::<Form>::from_secret(SecretBytes::take(&mut session.expose_bytes().to_owned()));
    let digest = form.digest(&app.vault);
    hex(digest.as_bytes())
}

pub(crate) fn with_name(app: &App, session: &str, named: Named) -> String {
    let insurer = named.insurer.to_string();
    let who = match named.writer {
        Writer::Account(id) => format!("s{id}"),
        Writer::Letter(id) => format!("l{id}"),
    };
    let mac = mac_of(app, session, &insurer, &who);
    format!("{session}.{insurer}.{who}.{mac}")
}

fn mac_of(app: &App, session: &str, insurer: &str, who: &str) -> String {
    hex(&app
        .vault
        .lookup("", "form writer", &format!("{session}.{insurer}.{who}")))
}
