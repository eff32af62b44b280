//! The passcode of a request letter as it is typed from paper: what of it counts, and whether it
//! can be one at all. Judged by what was typed alone, so that saying it tells nobody anything
//! about any letter; every letter's passcode has this shape, which the page tells too.

use crate::password::ALPHABET;
use crate::text::half_width;
use thiserror::Error;

/// Signs of a passcode, without the hyphens of its groups.
pub const PASSCODE_SIGNS: usize = 14;

/// Why what was typed is no letter's passcode. Nothing needs to be compared or counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PasscodeFault {
    /// More or fewer signs than a passcode has.
    #[error("{typed} signs instead of {PASSCODE_SIGNS}")]
    Count {
        /// How many were typed.
        typed: usize,
    },
    /// A sign that is on no letter because it is read for another: 0, 1, I, L, O, Q.
    #[error("a sign that no passcode has")]
    LookAlike,
}

/// What of a typed passcode counts: its letters and digits, half-width and small, whatever
/// stands between or around them (hyphens of any kind, spaces seen or unseen, a full stop).
pub fn passcode_signs(typed: &str) -> String {
    let signs = half_width(typed);
    let signs = signs.chars().filter(char::is_ascii_alphanumeric);
    signs.map(|sign| sign.to_ascii_lowercase()).collect()
}

/// Whether what was typed has the shape of a passcode.
///
/// # Errors
/// [`PasscodeFault`].
pub fn check_passcode(typed: &str) -> Result<(), PasscodeFault> {
    let signs = passcode_signs(typed);
    if signs.len() != PASSCODE_SIGNS {
        return Err(PasscodeFault::Count { typed: signs.len() });
    }
    if signs.bytes().all(|sign| ALPHABET.contains(&sign)) {
        Ok(())
    } else {
        Err(PasscodeFault::LookAlike)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::password::ViewingPassword;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_a_letter_says_is_read_however_it_is_typed(random: [u8; 32]) {
            let Some(made) = ViewingPassword::make(&random) else {
                return Ok(());
            };
            let (printed, meant) = (made.expose(), made.canonical());
            let full_width: String = printed
                .chars()
                .map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap())
                .collect();
            for typed in [
                printed.to_owned(),
                printed.to_uppercase(),
                printed.replace('-', ""),
                printed.replace('-', "ー"),
                printed.replace('-', "一"),
                format!("{printed}\u{200B} \u{3000}"),
                format!("「{printed}」。"),
                full_width,
            ] {
                prop_assert_eq!(&passcode_signs(&typed), &meant, "{}", typed);
                prop_assert_eq!(check_passcode(&typed), Ok(()));
            }
        }
    }

    #[test]
    fn what_no_letter_says_is_told_by_what_was_typed_alone() {
        for (typed, fault) in [
            ("", PasscodeFault::Count { typed: 0 }),
            ("kf7m-3wtp-x9hd-r", PasscodeFault::Count { typed: 13 }),
            ("kf7m-3wtp-x9hd-raa", PasscodeFault::Count { typed: 15 }),
            ("kf7m-3wtp-x9hd-r0", PasscodeFault::LookAlike),
            ("kf7m-3wtp-x9hd-rＬ", PasscodeFault::LookAlike),
        ] {
            assert_eq!(check_passcode(typed), Err(fault), "{typed}");
        }
    }
}
