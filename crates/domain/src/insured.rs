//! 被保険者: the person whose certification is under way.

use crate::insurer::InsurerNo;
use crate::secret::{SecretText, personal_text};
use crate::staff::PersonName;
use crate::text;
use jiff::civil::Date;
use thiserror::Error;

personal_text! {
    /// 被保険者番号: ten characters, digits with an `H` in front for 生活保護 (40–64). Unique
    /// only within the insurer; its check digit is not used by all (domain.md §4.3), so it is
    /// never judged.
    InsuredNo
}

/// The text is no 被保険者番号.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the insured number is ten characters: ten digits, or H and nine digits")]
pub struct NotAnInsuredNo;

impl InsuredNo {
    /// Reads ten characters, half- or full-width; spaces and hyphens are dropped.
    ///
    /// # Errors
    /// [`NotAnInsuredNo`].
    pub fn check(raw: &str) -> Result<Self, NotAnInsuredNo> {
        let typed = text::signs(raw).to_ascii_uppercase();
        let number = typed.replace([' ', '-'], "");
        let digits = number.strip_prefix('H').unwrap_or(&number);
        let fits = number.len() == 10 && digits.bytes().all(|b| b.is_ascii_digit());
        fits.then_some(Self(number)).ok_or(NotAnInsuredNo)
    }
}

/// 性別 as the form has it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// 男.
    Male,
    /// 女.
    Female,
}

impl Sex {
    /// The code of the opinion form's choice.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }

    /// As written on forms and letters.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Male => "男",
            Self::Female => "女",
        }
    }

    /// Reads `male`, `男`, `1` (IKENSYO) and their counterparts.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "male" | "男" | "1" => Some(Self::Male),
            "female" | "女" | "2" => Some(Self::Female),
            _ => None,
        }
    }
}

/// The person, as the office knows them.
#[derive(Clone, PartialEq, Eq)]
pub struct Insured {
    /// 保険者番号 of the member municipality that insures them.
    pub insurer_no: InsurerNo,
    /// 被保険者番号.
    pub number: InsuredNo,
    /// 氏名, as given.
    pub name: PersonName,
    /// ふりがな.
    pub kana: PersonName,
    /// 生年月日.
    pub birth_date: Date,
    /// 性別.
    pub sex: Sex,
    /// 〒, as `123-4567`; may be empty.
    pub postal_code: SecretText,
    /// 住所.
    pub address: SecretText,
    /// 連絡先; may be empty.
    pub phone: SecretText,
}

macro_rules! silent_debug {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )+};
}
silent_debug!(Sex, Insured);

impl Insured {
    /// Age in whole years on a day; `None` before birth.
    pub fn age_on(&self, day: Date) -> Option<i16> {
        crate::date::full_years(self.birth_date, day)
    }

    /// Keys under which the person is found: number, name and kana. Stored names stay as given.
    pub fn search_keys(&self) -> [SecretText; 3] {
        [
            SecretText::new(self.number.expose()),
            SecretText::new(text::name_key(self.name.expose())),
            SecretText::new(text::name_key(self.kana.expose())),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_characters_are_taken_with_or_without_the_h() {
        for (typed, kept) in [
            ("0001234567", "0001234567"),
            ("h000123456", "H000123456"),
            ("Ｈ００ ０１２-３４５６", "H000123456"),
        ] {
            assert_eq!(InsuredNo::check(typed).unwrap().expose(), kept);
        }
        for typed in [
            "",
            "123456789",
            "12345678901",
            "HH12345678",
            "123456789H",
            "あ123456789",
        ] {
            assert_eq!(InsuredNo::check(typed), Err(NotAnInsuredNo), "{typed}");
        }
    }
}
