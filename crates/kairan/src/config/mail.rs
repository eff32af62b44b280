//! `[mail]`: the way out for letters.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Faults;
use super::units::Span;

/// The relay, the sender and the signature.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mail {
    /// Host name of the relay.
    pub server: String,
    /// Its port.
    pub port: u16,
    /// Whether the way to the relay is encrypted.
    pub tls: MailTls,
    /// User at the relay; empty: no sign-in.
    pub username: String,
    /// File with that user's password.
    pub password_file: PathBuf,
    /// Own certificate authority of the relay (PEM); empty: the public ones.
    pub ca_file: PathBuf,
    /// The one sender of every letter.
    pub from: String,
    /// Where returned mail goes; `{notice}` becomes the notice's id. Empty: the sender.
    pub return_path: String,
    /// Signature; all empty: none.
    pub dkim: Dkim,
    /// To connect to the relay.
    pub connect_timeout: Span,
    /// For one letter.
    pub send_timeout: Span,
    /// Letters under way at once.
    pub at_once: u32,
    /// Folder (Maildir `new`) into which the mail system drops returned letters; empty: none.
    pub bounce_folder: PathBuf,
}

/// Encryption towards the relay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    /// STARTTLS, or the letter waits.
    #[default]
    Required,
    /// STARTTLS when offered; an attacker on the way can prevent it.
    Opportunistic,
    /// TLS from the first byte (port 465).
    Implicit,
    /// Never; only for a relay on this machine.
    None,
}

/// The signature that tells a receiver the letter is ours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Dkim {
    /// Selector: the key is published at `<selector>._domainkey.<domain>`.
    pub selector: String,
    /// Signing domain; should be the sender's.
    pub domain: String,
    /// RSA private key, PKCS#1 PEM (`openssl genrsa -traditional 2048`).
    pub key_file: PathBuf,
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            server: "localhost".into(),
            port: 587,
            tls: MailTls::Required,
            username: String::new(),
            password_file: PathBuf::new(),
            ca_file: PathBuf::new(),
            from: "kairan@example.jp".into(),
            return_path: String::new(),
            dkim: Dkim::default(),
            connect_timeout: Span::seconds(20),
            send_timeout: Span::minutes(2),
            at_once: 4,
            bounce_folder: PathBuf::new(),
        }
    }
}

impl Dkim {
    /// Whether letters are signed.
    pub fn is_on(&self) -> bool {
        !self.selector.is_empty()
    }

    fn check(&self, faults: &mut Faults) {
        let parts = [
            ("mail.dkim.selector", self.selector.is_empty()),
            ("mail.dkim.domain", self.domain.is_empty()),
            ("mail.dkim.key_file", self.key_file.as_os_str().is_empty()),
        ];
        if parts.iter().any(|(_, empty)| !empty) {
            for (path, empty) in parts {
                faults.require(!empty, path, "selector, domain and key_file go together");
            }
        }
    }
}

impl Mail {
    pub(super) fn check(&self, faults: &mut Faults) {
        faults.require(
            !self.server.trim().is_empty(),
            "mail.server",
            "must not be empty",
        );
        faults.require(self.port != 0, "mail.port", "must not be 0");
        faults.require(
            looks_like_mail(&self.from),
            "mail.from",
            "is not a mail address such as \"kairan@example.jp\"",
        );
        faults.require(
            self.return_path.is_empty()
                || (looks_like_mail(&self.return_path) && self.return_path.contains("{notice}")),
            "mail.return_path",
            "must be a mail address containing {notice}, such as \"bounce+{notice}@example.jp\"",
        );
        self.check_sign_in(faults);
        self.dkim.check(faults);
        self.check_numbers(faults);
    }

    fn check_sign_in(&self, faults: &mut Faults) {
        let has_password = !self.password_file.as_os_str().is_empty();
        faults.require(
            self.username.is_empty() != has_password,
            "mail.password_file",
            "goes together with mail.username: give both or neither",
        );
        faults.require(
            !(has_password && self.tls == MailTls::None),
            "mail.tls",
            "must not be \"none\" with a password: it would travel in the clear",
        );
    }

    fn check_numbers(&self, faults: &mut Faults) {
        faults.require(
            (1..=32).contains(&self.at_once),
            "mail.at_once",
            "must lie between 1 and 32",
        );
        for (path, span) in [
            ("mail.connect_timeout", self.connect_timeout),
            ("mail.send_timeout", self.send_timeout),
        ] {
            let sane = span >= Span::seconds(1) && span <= Span::minutes(10);
            faults.require(sane, path, "must lie between 1s and 10m");
        }
    }
}

/// A first look only; the mail crate parses the address for real when a letter is made.
fn looks_like_mail(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && domain.contains('.') && !text.contains(char::is_whitespace)
    })
}
