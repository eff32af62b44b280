//! An e-mail address that a reviewer or an office can be written to.

use crate::secret::personal_text;
use crate::text;
use thiserror::Error;

personal_text! {
    /// A checked e-mail address: `local@domain`, ASCII, at most 254 characters (RFC 5321 §4.5.3.1).
    MailAddress
}

/// Why a text is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MailAddressError {
    /// Nothing was given.
    #[error("empty")]
    Empty,
    /// No single `@` with something before it.
    #[error("no single @")]
    NoAt,
    /// The part behind `@` is no host name with a dot.
    #[error("no domain")]
    Domain,
    /// A character no mail address of this kind has.
    #[error("character")]
    Character,
    /// Longer than 254 characters, or more than 64 before `@`.
    #[error("too long")]
    TooLong,
}

impl MailAddress {
    /// Reads an address as typed: full-width forms, spaces around and a `mailto:` are put
    /// right, the domain is made lower case.
    ///
    /// # Errors
    /// [`MailAddressError`] names the first thing wrong.
    pub fn check(raw: &str) -> Result<Self, MailAddressError> {
        let text = text::half_width(&text::one_line(raw)).replace(' ', "");
        let text = text.strip_prefix("mailto:").unwrap_or(&text);
        if text.is_empty() {
            return Err(MailAddressError::Empty);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(MailAddressError::NoAt)?;
        if local.is_empty() || local.contains('@') {
            return Err(MailAddressError::NoAt);
        }
        if text.len() > 254 || local.len() > 64 {
            return Err(MailAddressError::TooLong);
        }
        // Quoted local parts are legal and unused; a dot at the edge is not legal yet was
        // long handed out by Japanese mobile carriers, so it is let through.
        if !local
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b))
        {
            return Err(MailAddressError::Character);
        }
        let label = |part: &str| {
            !part.is_empty()
                && part.len() <= 63
                && !part.starts_with('-')
                && !part.ends_with('-')
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        if !domain.contains('.') || !domain.split('.').all(label) {
            return Err(MailAddressError::Domain);
        }
        Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }

    /// The form under which two writings of one address meet: all lower case.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// `t…@example.jp`: enough to recognise, too little to harvest.
    pub fn hint(&self) -> String {
        let (local, domain) = self.0.split_once('@').unwrap_or((&self.0, ""));
        format!("{}…@{domain}", local.chars().next().unwrap_or('…'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_slips_are_put_right() {
        for raw in [
            " taro@Example.JP ",
            "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ",
            "mailto:taro@example.jp",
            "taro @example.jp",
            "\u{200B}taro@example.jp",
        ] {
            assert_eq!(
                MailAddress::check(raw).unwrap().expose(),
                "taro@example.jp",
                "{raw}"
            );
        }
    }

    #[test]
    fn each_fault_has_its_name() {
        use MailAddressError::{Character, Domain, Empty, NoAt, TooLong};
        for (raw, fault) in [
            ("", Empty),
            ("　", Empty),
            ("taro", NoAt),
            ("a@b@c.jp", NoAt),
            ("@c.jp", NoAt),
            ("taro@localhost", Domain),
            ("taro@-x.jp", Domain),
            ("太郎@example.jp", Character),
        ] {
            assert_eq!(MailAddress::check(raw), Err(fault), "{raw}");
        }
        assert_eq!(
            MailAddress::check(&format!("{}@example.jp", "a".repeat(65))),
            Err(TooLong)
        );
    }

    #[test]
    fn an_address_never_prints() {
        assert_eq!(
            format!("{:?}", MailAddress::check("taro@example.jp").unwrap()),
            "MailAddress"
        );
    }
}
