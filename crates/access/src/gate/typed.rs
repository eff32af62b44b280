//! What was typed at the gate, put right as far as nobody can mean anything else. What cannot
//! be right whoever asks (an address without `@`) is named, unevaluated and uncounted: that
//! depends on the typed text alone and tells nothing about a seat.

use crate::error::GateError;
use crate::typed_password::compared;
use kairan_domain::mail_address::MailAddress;
use zeroize::Zeroizing;

/// Address and password as they are compared.
pub(super) struct Typed {
    pub(super) mail: MailAddress,
    pub(super) password: Zeroizing<String>,
}

/// Reads both fields.
///
/// # Errors
///
/// [`GateError::Missing`], [`GateError::Mail`], [`GateError::MailAsPassword`].
pub(super) fn read(mail: &str, password: &str) -> Result<Typed, GateError> {
    let compared = compared(password);
    let (no_mail, no_password) = (mail.trim().is_empty(), compared.is_empty());
    if no_mail || no_password {
        return Err(GateError::Missing {
            mail: no_mail,
            password: no_password,
        });
    }
    let mail = MailAddress::check(mail).map_err(GateError::Mail)?;
    if MailAddress::check(password).is_ok_and(|other| other.key() == mail.key()) {
        return Err(GateError::MailAsPassword);
    }
    Ok(Typed {
        mail,
        password: compared,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_password_is_known_by_its_groups() {
        for typed in [
            "kf7m-3wtp-x9hd-ra",
            "kf7m・3wtp・x9hd・ra",
            "kf7m_3wtp_x9hd_ra",
            "KF7M.3wtp.x9hd.ra",
            "「kf7m-3wtp-x9hd-ra」",
            "kf7m一3wtp一x9hd一ra",
            "ｋｆ７ｍー３ｗｔｐーｘ９ｈｄーｒａ",
        ] {
            let read = read("a@example.jp", typed).map(|typed| typed.password.to_string());
            assert_eq!(read, Ok("kf7m3wtpx9hdra".to_owned()), "{typed}");
        }
    }

    #[test]
    fn a_chosen_password_stays_as_it_is() {
        for (typed, compared) in [
            ("himawari.batake_7", "himawari.batake_7"),
            ("hana@midori.jp", "hana@midori.jp"),
            ("abcd.efgh.ijkl", "abcd.efgh.ijkl"),
        ] {
            let read = read("a@example.jp", typed).map(|typed| typed.password.to_string());
            assert_eq!(read, Ok(compared.to_owned()));
        }
    }

    #[test]
    fn an_address_is_found_in_what_was_pasted_and_a_fault_is_named() {
        for typed in [
            "石川 <i@h.example.jp>",
            "i@h。example。jp",
            " i＠h.example.jp ",
            "i@h.example.jp;",
            "\"i\"@h.example.jp",
        ] {
            let read = read(typed, "x").map(|typed| typed.mail.key());
            assert_eq!(read, Ok("i@h.example.jp".to_owned()), "{typed}");
        }
        for typed in ["aoki", "青木一郎", "kf7m-3wtp-x9hd-ra"] {
            assert!(
                matches!(read(typed, "x"), Err(GateError::Mail(_))),
                "{typed}"
            );
        }
        let both = read("a@example.jp", "ａ@example.jp").map(|_| ());
        assert_eq!(both, Err(GateError::MailAsPassword));
    }
}
