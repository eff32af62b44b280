//! From nothing to a connection that is encrypted and signed in, or an [`Outcome`] that says why not.

use super::judge;
use kairan_domain::notice::Outcome;
use kairan_domain::secret::SecretText;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{
    AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters,
};
use lettre::transport::smtp::extension::ClientId;
use std::time::Duration;
use thiserror::Error;
use tokio::time::timeout;

/// `[mail]` as far as it concerns the relay.
#[derive(Debug, Clone)]
pub struct SmtpSettings {
    /// Host name; must stand in the relay's certificate.
    pub server: String,
    /// Port.
    pub port: u16,
    /// Encryption.
    pub tls: Tls,
    /// Sign-in at the relay, if it wants one.
    pub sign_in: Option<SignIn>,
    /// Own certificate authority, PEM; it then counts alone. `None`: the public ones.
    pub ca_pem: Option<Vec<u8>>,
    /// The name said in EHLO; the domain of From does.
    pub hello: String,
    /// For connecting, greeting, TLS and sign-in together.
    pub connect_timeout: Duration,
    /// For one letter, connecting included.
    pub send_timeout: Duration,
    /// Letters under way at once, at least one.
    pub at_once: usize,
}

/// Encryption towards the relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tls {
    /// STARTTLS, or the letter waits.
    #[default]
    Required,
    /// TLS from the first byte.
    Implicit,
    /// STARTTLS when offered.
    Opportunistic,
    /// Never.
    None,
}

/// User and password at the relay.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// User.
    pub username: SecretText,
    /// Password.
    pub password: SecretText,
}

/// What is wrong with the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RelayFault {
    /// Not a PEM file with at least one certificate.
    #[error("mail.ca_file holds no certificate in PEM form")]
    Authority,
    /// The TLS machinery does not take the server's name or the authority.
    #[error("mail.server and mail.ca_file cannot be used for TLS")]
    Tls,
    /// A password would travel in the clear.
    #[error("mail.tls must not be \"none\" with a password")]
    BarePassword,
}

/// How to reach the relay.
pub(super) struct Route {
    settings: SmtpSettings,
    tls: Option<TlsParameters>,
    hello: ClientId,
    credentials: Option<Credentials>,
}

impl Route {
    pub(super) fn new(settings: SmtpSettings) -> Result<Self, RelayFault> {
        if settings.tls == Tls::None && settings.sign_in.is_some() {
            return Err(RelayFault::BarePassword);
        }
        let tls = if settings.tls == Tls::None {
            None
        } else {
            Some(tls_parameters(&settings)?)
        };
        let hello = ClientId::Domain(settings.hello.clone());
        let credentials = settings.sign_in.as_ref().map(|sign_in| {
            Credentials::new(
                sign_in.username.expose().to_owned(),
                sign_in.password.expose().to_owned(),
            )
        });
        Ok(Self {
            settings,
            tls,
            hello,
            credentials,
        })
    }

    /// A connection ready for a letter.
    pub(super) async fn connect(&self) -> Result<AsyncSmtpConnection, Outcome> {
        timeout(self.settings.connect_timeout, self.open())
            .await
            .unwrap_or_else(|_| Err(judge::unreachable()))
    }

    async fn open(&self) -> Result<AsyncSmtpConnection, Outcome> {
        let settings = &self.settings;
        let wrapped = if settings.tls == Tls::Implicit {
            self.tls.clone()
        } else {
            None
        };
        let server = (settings.server.as_str(), settings.port);
        let limit = Some(settings.connect_timeout);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, limit, &self.hello, wrapped, None)
                .await
                .map_err(|error| judge::no_connection(&error))?;
        self.encrypt(&mut connection).await?;
        let Some(credentials) = &self.credentials else {
            return Ok(connection);
        };
        if !connection.is_encrypted() {
            return Err(judge::bare_password());
        }
        connection
            .auth(DEFAULT_MECHANISMS, credentials)
            .await
            .map_err(|error| judge::no_sign_in(&error))?;
        Ok(connection)
    }

    async fn encrypt(&self, connection: &mut AsyncSmtpConnection) -> Result<(), Outcome> {
        let Some(tls) = &self.tls else { return Ok(()) };
        let offered = connection.can_starttls();
        match self.settings.tls {
            Tls::Required if !offered => Err(judge::no_starttls()),
            Tls::Required | Tls::Opportunistic if offered => connection
                .starttls(tls.clone(), &self.hello)
                .await
                .map_err(|error| judge::no_tls(&error)),
            _ => Ok(()),
        }
    }
}

fn tls_parameters(settings: &SmtpSettings) -> Result<TlsParameters, RelayFault> {
    let mut builder = TlsParameters::builder(settings.server.clone());
    if let Some(pem) = &settings.ca_pem {
        // lettre takes a file without any certificate for an empty list.
        let text = std::str::from_utf8(pem).map_err(|_| RelayFault::Authority)?;
        if !text.contains("-----BEGIN CERTIFICATE-----") {
            return Err(RelayFault::Authority);
        }
        let authority = Certificate::from_pem(pem).map_err(|_| RelayFault::Authority)?;
        builder = builder
            .certificate_store(CertificateStore::None)
            .add_root_certificate(authority);
    }
    builder.build().map_err(|_| RelayFault::Tls)
}
