//! The way in that a letter carries: link, short code, passcode.
//!
//! The short code is not kept: it follows from the link's token, so that a re-print has the same
//! one without a second secret lying in the record. Forty bits of a hash tell nothing of the
//! token.

use kairan_access::App;
use kairan_domain::meeting::AccessLink;
use kairan_domain::password::ViewingPassword;
use kairan_domain::secret::SecretText;
use kairan_domain::short_code::ShortCode;
use kairan_vault::{LinkToken, entropy, short_code_digest};
use sha2::{Digest, Sha256};

/// A passcode and what is kept of it.
#[derive(Clone)]
pub(super) struct Passcode {
    pub(super) clear: ViewingPassword,
    pub(super) hash: SecretText,
}

/// A link nobody has.
pub(super) fn new_link(app: &App) -> AccessLink {
    let token = LinkToken::random(app.entropy.as_ref());
    AccessLink {
        token: SecretText::new(token.to_text().as_str()),
        digest: *token.digest(&app.vault).as_bytes(),
    }
}

/// The short code that belongs to a link.
pub(super) fn short_code(link: &AccessLink) -> ShortCode {
    let mut hash = Sha256::new();
    hash.update(b"kairan short code\0");
    hash.update(link.token.expose());
    let digest: [u8; 32] = hash.finalize().into();
    let (first, _) = digest.split_first_chunk().unwrap_or((&[0; 5], &[]));
    ShortCode::from_bytes(*first)
}

/// What is kept of a short code.
pub(super) fn digest_of(app: &App, code: ShortCode) -> [u8; 32] {
    *short_code_digest(&app.vault, code.as_bytes()).as_bytes()
}

/// A passcode nobody has, hashed behind every waiting sign-in.
pub(super) async fn new_passcode(app: &App) -> Passcode {
    let clear = loop {
        let random = zeroize::Zeroizing::new(entropy::bytes(app.entropy.as_ref()));
        if let Some(made) = ViewingPassword::make(&random) {
            break made;
        }
    };
    let hash = app.hasher.hash_batch(&clear.canonical()).await;
    Passcode { clear, hash }
}
