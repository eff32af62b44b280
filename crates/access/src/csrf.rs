//! The token that binds a form to a session: an HMAC of the cookie under the ring, so that it
//! needs no record and a page that leaks it leaks no cookie.

use crate::app::App;
use kairan_domain::text::hex;
use kairan_vault::{SecretBytes, SessionToken, Token, TokenKind};
use subtle::ConstantTimeEq;

/// The kind of token whose digest stands in forms.
enum Form {}

impl TokenKind for Form {
    const LABEL: &'static str = "form";
}

/// The form token that belongs to `cookie`: 64 hexadecimal digits. `None` when the cookie is
/// no token at all; whether a session stands behind it is not asked.
pub fn csrf_of(app: &App, cookie: &str) -> Option<String> {
    let session: SessionToken = cookie.parse().ok()?;
    Some(of_token(app, &session))
}

/// Whether `given` is the form token that belongs to `cookie`; compares in constant time.
pub fn csrf_fits(app: &App, cookie: &str, given: &str) -> bool {
    csrf_of(app, cookie).is_some_and(|right| right.as_bytes().ct_eq(given.as_bytes()).into())
}

pub(crate) fn of_token(app: &App, session: &SessionToken) -> String {
    let form =
        Token::<Form>::from_secret(SecretBytes::take(&mut session.expose_bytes().to_owned()));
    let digest = form.digest(&app.vault);
    hex(digest.as_bytes())
}
