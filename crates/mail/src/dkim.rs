//! DKIM (RFC 6376): relaxed/relaxed, RSA-SHA256, over every header a reader relies on.
//!
//! lettre's default (simple header canonicalisation, four headers) does not verify once a
//! relay refolds a line, and leaves Reply-To free to be replaced.

use crate::sender::{DkimSettings, SenderFault};
use lettre::Message;
use lettre::message::dkim::{
    DkimCanonicalization, DkimCanonicalizationType, DkimConfig, DkimSigningAlgorithm,
    DkimSigningKey,
};
use lettre::message::header::HeaderName;
use std::fmt;

const SIGNED: [&str; 11] = [
    "From",
    "Reply-To",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Content-Language",
    "Auto-Submitted",
];

/// A loaded signing key with its name in the DNS.
pub(crate) struct Signature(DkimConfig);

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // lettre's own prints the key's primes.
        f.write_str("Signature")
    }
}

impl Signature {
    /// Reads the key.
    pub(crate) fn load(settings: &DkimSettings) -> Result<Self, SenderFault> {
        let named = |text: &str| {
            !text.is_empty()
                && text
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
        };
        if !named(&settings.selector) || !named(&settings.domain) {
            return Err(SenderFault::DkimName);
        }
        let key = DkimSigningKey::new(settings.key_pem.expose(), DkimSigningAlgorithm::Rsa)
            .map_err(|_| SenderFault::DkimKey)?;
        let relaxed = DkimCanonicalization {
            header: DkimCanonicalizationType::Relaxed,
            body: DkimCanonicalizationType::Relaxed,
        };
        let headers = SIGNED
            .into_iter()
            .map(HeaderName::new_from_ascii_str)
            .collect();
        Ok(Self(DkimConfig::new(
            settings.selector.clone(),
            settings.domain.clone(),
            key,
            headers,
            relaxed,
        )))
    }

    /// Puts the signature on the message.
    pub(crate) fn sign(&self, message: &mut Message) {
        message.sign(&self.0);
    }
}
