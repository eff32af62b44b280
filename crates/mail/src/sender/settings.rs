//! What the operator says about the sender, and what can be wrong with it.

use crate::letter::LetterError;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::secret::SecretText;
use thiserror::Error;

/// `[mail]` as far as it concerns what stands on a letter.
#[derive(Debug, Clone)]
pub struct SenderSettings {
    /// The one From of every letter.
    pub from: MailAddress,
    /// `bounce+{notice}@example.jp`; empty: returns go to `from`.
    pub return_path: String,
    /// Signature, if letters are signed here.
    pub dkim: Option<DkimSettings>,
}

/// `[mail.dkim]`.
#[derive(Debug, Clone)]
pub struct DkimSettings {
    /// The key is published at `<selector>._domainkey.<domain>`.
    pub selector: String,
    /// Signing domain.
    pub domain: String,
    /// RSA key, PKCS#1 PEM.
    pub key_pem: SecretText,
}

/// What is wrong with the settings; found at start, not at the first letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SenderFault {
    /// `from` cannot be sent from.
    #[error("mail.from is not a mail address")]
    From,
    /// The pattern yields no address.
    #[error("mail.return_path is not an address such as bounce+{{notice}}@example.jp")]
    ReturnPath,
    /// Selector or domain is no DNS name.
    #[error("mail.dkim.selector and mail.dkim.domain must be DNS names")]
    DkimName,
    /// Not an RSA key in PKCS#1 PEM.
    #[error("mail.dkim.key_file is not an RSA key in PKCS#1 PEM (openssl genrsa -traditional)")]
    DkimKey,
}

/// Why a letter could not be wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ComposeError {
    /// The words could not be made.
    #[error(transparent)]
    Letter(#[from] LetterError),
    /// Reader's or office's address cannot be written to.
    #[error("the address cannot be used in a message")]
    Address,
    /// The parts do not make a message.
    #[error("the message cannot be built")]
    Build,
}
