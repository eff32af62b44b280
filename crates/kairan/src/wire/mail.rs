//! `[mail]` becomes a mailer: letters wrapped as configured, leaving through the relay.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use kairan_domain::mail_address::MailAddress;
use kairan_domain::secret::SecretText;
use kairan_mail::Mailer;
use kairan_mail::sender::{DkimSettings, Sender, SenderFault, SenderSettings};
use kairan_mail::smtp::{RelayFault, SignIn, Smtp, SmtpSettings, Tls};

use crate::config::{Mail, MailTls};

/// Why no letter could leave with these settings.
#[derive(Debug, thiserror::Error)]
pub enum MailSetUpError {
    /// A file the settings name cannot be read.
    #[error("{key}: {cause}")]
    File {
        /// The configuration key.
        key: &'static str,
        /// What the system said.
        cause: String,
    },
    /// What stands on the letters is wrong.
    #[error(transparent)]
    Sender(#[from] SenderFault),
    /// The way to the relay is wrong.
    #[error(transparent)]
    Relay(#[from] RelayFault),
}

/// The mailer that writes to the configured relay.
pub fn mailer(mail: &Mail) -> Result<Mailer, MailSetUpError> {
    let sender = Arc::new(sender(mail)?);
    let relay = Smtp::new(relay(mail)?)?;

    Ok(Mailer::new(sender, Arc::new(relay)))
}

/// What stands on the letters.
pub fn sender(mail: &Mail) -> Result<Sender, MailSetUpError> {
    let from = MailAddress::check(&mail.from).map_err(|_| SenderFault::From)?;
    let dkim = mail.dkim.is_on().then(|| {
        secret("mail.dkim.key_file", &mail.dkim.key_file).map(|key_pem| DkimSettings {
            selector: mail.dkim.selector.clone(),
            domain: mail.dkim.domain.clone(),
            key_pem,
        })
    });
    let settings = SenderSettings {
        from,
        return_path: mail.return_path.clone(),
        dkim: dkim.transpose()?,
    };

    Ok(Sender::new(&settings)?)
}

fn relay(mail: &Mail) -> Result<SmtpSettings, MailSetUpError> {
    let sign_in = (!mail.username.is_empty()).then(|| {
        secret("mail.password_file", &mail.password_file).map(|password| SignIn {
            username: SecretText::new(mail.username.as_str()),
            password: SecretText::new(password.expose().trim_end_matches(['\r', '\n'])),
        })
    });
    let ca_pem = (!mail.ca_file.as_os_str().is_empty())
        .then(|| fs::read(&mail.ca_file).map_err(|error| unreadable("mail.ca_file", &error)));
    let hello = mail
        .from
        .rsplit('@')
        .next()
        .unwrap_or("localhost")
        .to_owned();

    Ok(SmtpSettings {
        server: mail.server.clone(),
        port: mail.port,
        tls: match mail.tls {
            MailTls::Required => Tls::Required,
            MailTls::Opportunistic => Tls::Opportunistic,
            MailTls::Implicit => Tls::Implicit,
            MailTls::None => Tls::None,
        },
        sign_in: sign_in.transpose()?,
        ca_pem: ca_pem.transpose()?,
        hello,
        connect_timeout: mail.connect_timeout.0,
        send_timeout: mail.send_timeout.0,
        at_once: usize::try_from(mail.at_once).unwrap_or(1),
    })
}

fn secret(key: &'static str, file: &Path) -> Result<SecretText, MailSetUpError> {
    fs::read_to_string(file)
        .map(SecretText::new)
        .map_err(|error| unreadable(key, &error))
}

fn unreadable(key: &'static str, error: &std::io::Error) -> MailSetUpError {
    MailSetUpError::File {
        key,
        cause: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_settings_make_a_mailer() {
        assert!(mailer(&Mail::default()).is_ok());
    }

    #[test]
    fn a_missing_secret_is_told_by_its_key() {
        let mail = Mail {
            username: "kairan".into(),
            password_file: "/nowhere/password".into(),
            ..Mail::default()
        };
        let error = mailer(&mail).err().expect("no password").to_string();
        assert!(error.starts_with("mail.password_file: "), "{error}");
    }
}
