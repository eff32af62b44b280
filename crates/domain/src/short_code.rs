//! The code typed from a request letter: 8 characters that carry 40 random bits and a check
//! character, in Crockford's alphabet (no I, L, O, U), written `ABCD-EFGH-J`.
//!
//! The check character is Σ α^(8−i)·dᵢ over GF(32) (x⁵+x²+1), not Crockford's own modulus 37,
//! which needs `*~$=U` and is tiresome on a telephone keyboard. It finds every single wrong
//! character and every two exchanged ones.

use crate::text;
use std::fmt;
use thiserror::Error;

const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A code as it stands in a letter. It opens nothing without the letter's passcode, but is
/// not for logs either.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ShortCode([u8; 5]);

/// What was typed is no short code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ShortCodeFault {
    /// Not nine characters of the alphabet.
    #[error("a short code has nine characters")]
    Form,
    /// Nine characters, but they do not fit together: one is mistyped.
    #[error("the short code is mistyped")]
    Mistyped,
}

impl fmt::Debug for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShortCode")
    }
}

impl ShortCode {
    /// The code of these random bytes.
    pub const fn from_bytes(random: [u8; 5]) -> Self {
        Self(random)
    }

    /// Its 40 bits.
    pub const fn as_bytes(&self) -> &[u8; 5] {
        &self.0
    }

    /// As printed: `ABCD-EFGH-J`.
    pub fn printed(&self) -> String {
        let values = self.values();
        let mut text = String::with_capacity(11);
        for (place, value) in values.into_iter().chain([check_value(values)]).enumerate() {
            if place == 4 || place == 8 {
                text.push('-');
            }
            text.push(char::from(DIGITS[usize::from(value)]));
        }
        text
    }

    /// Reads what somebody typed: upper or lower case, full-width, with or without hyphens and
    /// spaces, O for 0, I and L for 1.
    ///
    /// # Errors
    /// [`ShortCodeFault`].
    pub fn parse(typed: &str) -> Result<Self, ShortCodeFault> {
        let typed = text::signs(typed).to_ascii_uppercase();
        let mut values = Vec::with_capacity(9);
        for c in typed.chars().filter(|c| !" -‐–−ー".contains(*c)) {
            let c = match c {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let value = DIGITS.iter().position(|digit| char::from(*digit) == c);
            let value = value.and_then(|value| u8::try_from(value).ok());
            values.push(value.ok_or(ShortCodeFault::Form)?);
        }
        let Some((check, values)) = values.split_last() else {
            return Err(ShortCodeFault::Form);
        };
        let values = <[u8; 8]>::try_from(values).map_err(|_| ShortCodeFault::Form)?;
        if check_value(values) != *check {
            return Err(ShortCodeFault::Mistyped);
        }
        let bits = values
            .iter()
            .fold(0_u64, |bits, value| bits << 5 | u64::from(*value));
        let [_, _, _, bytes @ ..] = bits.to_be_bytes();
        Ok(Self(bytes))
    }

    fn values(self) -> [u8; 8] {
        let bits = self
            .0
            .iter()
            .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        let at = |place: u32| u8::try_from(bits >> (35 - 5 * place) & 31).unwrap_or(0);
        [0, 1, 2, 3, 4, 5, 6, 7].map(at)
    }
}

/// Horner's rule: each step multiplies by α before the next digit is added.
fn check_value(values: [u8; 8]) -> u8 {
    values.iter().fold(0, |sum, value| times_alpha(sum ^ value))
}

/// Multiplication by α in GF(32) with x⁵ = x² + 1.
const fn times_alpha(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 32 == 0 {
        doubled
    } else {
        (doubled ^ 0b10_0101) & 31
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn codes_are_read_back_however_they_are_typed(bytes: [u8; 5]) {
            let code = ShortCode::from_bytes(bytes);
            let printed = code.printed();
            prop_assert_eq!(printed.len(), 11);
            for typed in [
                printed.clone(),
                printed.to_lowercase(),
                printed.replace('-', " "),
                printed.replace('-', ""),
                printed.replace('0', "o").replace('1', "l"),
                printed.replace('0', "Ｏ").replace('1', "Ｉ"),
            ] {
                prop_assert_eq!(ShortCode::parse(&typed), Ok(code));
            }
        }

        #[test]
        fn a_slip_is_always_noticed(bytes: [u8; 5], at in 0..9_usize, other in 0..32_usize, with in 0..9_usize) {
            let right: Vec<char> = ShortCode::from_bytes(bytes).printed().replace('-', "").chars().collect();
            let mut wrong = right.clone();
            wrong[at] = char::from(DIGITS[other]);
            let mut swapped = right.clone();
            swapped.swap(at, with);
            for slip in [wrong, swapped] {
                let read = ShortCode::parse(&slip.iter().collect::<String>());
                prop_assert_eq!(read.is_ok(), slip == right);
            }
        }
    }

    #[test]
    fn other_texts_are_refused_and_codes_are_not_printed() {
        for typed in ["", "ABCD-EFGH", "ABCD-EFGH-JK", "ABCD-EFGU-J", "ＡＢＣＤあ"] {
            assert_eq!(
                ShortCode::parse(typed),
                Err(ShortCodeFault::Form),
                "{typed}"
            );
        }
        assert_eq!(format!("{:?}", ShortCode::from_bytes([7; 5])), "ShortCode");
    }
}
