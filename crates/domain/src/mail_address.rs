//! An e-mail address that a reviewer or an office can be written to.

mod found;
mod slips;

use crate::secret::personal_text;
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
    /// Reads an address as typed or copied: full-width forms, every keyboard's dash, `。` for a
    /// dot, spaces, a `mailto:`, a name around it (`石川 <i@x.jp>`), what a sentence left behind
    /// it (`;` `、` `>`), and the quotes with which our letters write an old carrier's address
    /// (`"a..b."@docomo.ne.jp`) are put right; the domain is made lower case. Two addresses are
    /// none.
    ///
    /// # Errors
    /// [`MailAddressError`] names the first thing wrong.
    pub fn check(raw: &str) -> Result<Self, MailAddressError> {
        let text = found::address_in(raw).ok_or(MailAddressError::NoAt)?;
        if text.is_empty() {
            return Err(MailAddressError::Empty);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(MailAddressError::NoAt)?;
        let local = found::unquoted(local);
        if local.is_empty() || local.contains('@') {
            return Err(MailAddressError::NoAt);
        }
        if text.len() > 254 || local.len() > 64 {
            return Err(MailAddressError::TooLong);
        }
        // A dot at the edge is not legal yet was long handed out by Japanese mobile carriers, so
        // it is let through. Quotes are only a way of writing it: kept addresses have none.
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

    /// The well-known domain that was probably meant: `gmail.com` for `gmail.con`. Only a reason
    /// to ask: the other one may exist.
    pub fn meant_domain(&self) -> Option<String> {
        slips::meant(self.0.rsplit_once('@')?.1)
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
            "山田 太郎 <taro@example.jp>",
            "\"Smith, Alice\" <taro@example.jp>",
            "taro@example.jp <taro@example.jp>",
            "山田太郎＜taro@example.jp＞",
            "山田 taro@example.jp",
            "taro@example.jp（山田）",
            "taro@example.jp;",
            "taro@example.jp、",
            "taro@example.jp>",
            "<taro@example.jp",
            "\"taro@example.jp",
            "taro@example.jp.",
            "taro@example.jp。",
            "「taro@example.jp」",
            "'taro@example.jp'",
            "“taro@example.jp”",
            "taro@example。jp",
            "ＭＡＩＬＴＯ：taro@example.jp?subject=x",
            "メール：taro@example.jp",
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
            ("a@b.jp, c@d.jp", NoAt),
            ("a@b.jp;c@d.jp", NoAt),
            ("A <a@b.jp>, C <c@d.jp>", NoAt),
            ("a@b.jp <c@d.jp>", NoAt),
            ("\"\"@c.jp", NoAt),
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
    fn an_address_is_read_as_our_letter_shows_it() {
        for local in ["abc..def.", ".abc", "a.", "taro", "a+b", "a-b"] {
            let plain = MailAddress::check(&format!("{local}@docomo.ne.jp")).unwrap();
            for shown in [
                format!("\"{local}\"@docomo.ne.jp"),
                format!("＂{local}＂＠docomo.ne.jp"),
                format!("委員 <\"{local}\"@docomo.ne.jp>"),
                format!("“{local}”@docomo.ne.jp"),
            ] {
                assert_eq!(MailAddress::check(&shown).as_ref(), Ok(&plain), "{shown}");
            }
            assert_eq!(MailAddress::check(plain.expose()), Ok(plain));
        }
        for dash in "-‐–―−ー－ｰ".chars() {
            let typed = MailAddress::check(&format!("ta{dash}ro@exam{dash}ple.jp"));
            assert_eq!(typed.unwrap().expose(), "ta-ro@exam-ple.jp");
        }
    }

    #[test]
    fn a_slip_in_a_known_name_is_pointed_at() {
        for (typed, meant) in [
            ("a@gmail.con", Some("gmail.com")),
            ("a@gmial.com", Some("gmail.com")),
            ("a@docomo.co.jp", Some("docomo.ne.jp")),
            ("a@docomo.ne.jo", Some("docomo.ne.jp")),
            ("a@ezweb.co.jp", Some("ezweb.ne.jp")),
            ("a@yahoo.ne.jp", Some("yahoo.co.jp")),
            ("a@yaho.co.jp", Some("yahoo.co.jp")),
            ("a@hospital.example.con", Some("hospital.example.com")),
            ("a@gmail.com", None),
            ("a@docomo.ne.jp", None),
            ("a@email.com", None),
            ("a@example.jp", None),
        ] {
            let address = MailAddress::check(typed).unwrap();
            assert_eq!(address.meant_domain().as_deref(), meant, "{typed}");
        }
    }

    #[test]
    fn an_address_never_prints() {
        assert_eq!(
            format!("{:?}", MailAddress::check("taro@example.jp").unwrap()),
            "MailAddress"
        );
    }
}
