//! 保険者: the municipality or union for whom meetings are held, and its office.

mod edit;

pub use edit::{InsurerEdit, InsurerField};

use crate::ids::InsurerId;
use crate::mail_address::{MailAddress, MailAddressError};
use crate::text;
use jiff::Timestamp;
use std::fmt;
use thiserror::Error;

/// 保険者番号: six digits, the last one a check digit (modulus 10, weights 2 and 1 from the
/// right, digit sums; domain.md §8.5 says where this is confirmed).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InsurerNo(String);

impl InsurerNo {
    /// Reads six digits, half- or full-width.
    ///
    /// # Errors
    /// [`InsurerFault::Number`] when they are not six digits or the check digit disagrees.
    pub fn check(raw: &str) -> Result<Self, InsurerFault> {
        let digits = text::signs(raw).replace(['-', ' '], "");
        let values: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
        if values.len() != 6 || digits.chars().count() != 6 {
            return Err(InsurerFault::Number);
        }
        let sum: u32 = values[..5]
            .iter()
            .rev()
            .enumerate()
            .map(|(place, v)| {
                if place % 2 == 0 {
                    v * 2 / 10 + v * 2 % 10
                } else {
                    *v
                }
            })
            .sum();
        if (10 - sum % 10) % 10 == values[5] {
            Ok(Self(digits))
        } else {
            Err(InsurerFault::Number)
        }
    }
}

impl fmt::Display for InsurerNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An insurer and how its office is reached. None of it is personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insurer {
    /// Its id.
    pub id: InsurerId,
    /// 保険者番号.
    pub number: InsurerNo,
    /// `〇〇市`.
    pub name: String,
    /// The office reviewers may call: `〇〇市 介護保険課 認定係`.
    pub office: String,
    /// Its postal address, printed on letters that are answered by post; may be empty.
    pub address: String,
    /// The office's telephone number as printed.
    pub phone: String,
    /// Where reviewers' answers to a mail go.
    pub mail: MailAddress,
    /// When it was made.
    pub made_at: Timestamp,
}

/// How an insurer's office signs: what pages, letters and papers say of it. Nothing of it is
/// personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// `〇〇市`; also the sender's display name.
    pub insurer: String,
    /// `〇〇市 介護保険課 認定係`.
    pub office: String,
    /// Its postal address; may be empty.
    pub address: String,
    /// Its telephone number as printed.
    pub phone: String,
    /// Where answers to mails go (Reply-To).
    pub mail: MailAddress,
}

impl Office {
    /// The office's name where the insurer's stands beside it: `介護保険課 認定係`.
    pub fn without_insurer(&self) -> &str {
        let rest = self.office.strip_prefix(&self.insurer);
        let rest = rest.unwrap_or(&self.office).trim_start();
        if rest.is_empty() { &self.office } else { rest }
    }
}

impl From<&Insurer> for Office {
    fn from(insurer: &Insurer) -> Self {
        Self {
            insurer: insurer.name.clone(),
            office: insurer.office.clone(),
            address: insurer.address.clone(),
            phone: insurer.phone.clone(),
            mail: insurer.mail.clone(),
        }
    }
}

/// The most characters of the postal address: two lines in the head of a letter.
const MOST_ADDRESS: usize = 60;

/// What an operator types about an insurer.
#[derive(Debug, Clone, Default)]
pub struct RawInsurer {
    /// 保険者番号.
    pub number: String,
    /// Name.
    pub name: String,
    /// Office.
    pub office: String,
    /// Its postal address; may be empty.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// E-mail of the office.
    pub mail: String,
}

/// Why an insurer cannot be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InsurerFault {
    /// Not six digits with a right check digit.
    #[error("the insurer number is six digits with a check digit")]
    Number,
    /// No name.
    #[error("the insurer needs a name")]
    Name,
    /// No office.
    #[error("the insurer needs the office's name")]
    Office,
    /// No telephone number of at least six digits.
    #[error("the office needs a telephone number")]
    Phone,
    /// No usable mail address.
    #[error("the office needs an e-mail address: {0}")]
    Mail(MailAddressError),
    /// Too long for the head of a letter.
    #[error("the office's postal address has at most {most} characters", most = MOST_ADDRESS)]
    Address,
}

impl RawInsurer {
    /// Judges what was typed.
    ///
    /// # Errors
    /// Every [`InsurerFault`] found.
    pub fn check(&self, id: InsurerId, now: Timestamp) -> Result<Insurer, Vec<InsurerFault>> {
        let number = InsurerNo::check(&self.number);
        let mail = MailAddress::check(&self.mail).map_err(InsurerFault::Mail);
        let (name, office) = (text::one_line(&self.name), text::one_line(&self.office));
        let phone = text::phone(&self.phone);
        let address = text::one_line(&self.address);
        let mut faults = Vec::new();
        faults.extend(number.as_ref().err());
        faults.extend(name.is_empty().then_some(InsurerFault::Name));
        faults.extend(office.is_empty().then_some(InsurerFault::Office));
        faults.extend((!text::is_phone(&phone)).then_some(InsurerFault::Phone));
        faults.extend(mail.as_ref().err());
        let long = address.chars().count() > MOST_ADDRESS;
        faults.extend(long.then_some(InsurerFault::Address));
        match (number, mail) {
            (Ok(number), Ok(mail)) if faults.is_empty() => Ok(Insurer {
                id,
                number,
                name,
                office,
                address,
                phone,
                mail,
                made_at: now,
            }),
            _ => Err(faults),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_is_checked() {
        // 千葉市 (domain.md S29).
        assert!(InsurerNo::check("121004").is_ok());
        assert!(InsurerNo::check("１２１０１２").is_ok());
        assert_eq!(InsurerNo::check("121005"), Err(InsurerFault::Number));
        assert_eq!(InsurerNo::check("12100"), Err(InsurerFault::Number));
    }

    proptest::proptest! {
        #[test]
        fn each_code_has_one_check_digit_and_every_wrong_digit_is_noticed(code in "[0-9]{5}", at in 0..6_usize, other in "[0-9]") {
            let right: Vec<String> = (0..10)
                .map(|digit| format!("{code}{digit}"))
                .filter(|number| InsurerNo::check(number).is_ok())
                .collect();
            proptest::prop_assert_eq!(right.len(), 1);
            let mut slip = right[0].clone();
            slip.replace_range(at..=at, &other);
            proptest::prop_assert_eq!(InsurerNo::check(&slip).is_ok(), slip == right[0]);
        }
    }

    #[test]
    fn an_address_is_one_line_that_fits_a_letter() {
        let check = |address: String| {
            let raw = RawInsurer {
                number: "121004".into(),
                name: "みどり市".into(),
                office: "介護保険課".into(),
                address,
                phone: "043-000-1234".into(),
                mail: "nintei@city.example.jp".into(),
            };
            raw.check(InsurerId::from_bytes([1; 16]), Timestamp::UNIX_EPOCH)
        };
        let kept = check("〒260-0026\nみどり市本町1-1".into()).unwrap();
        assert_eq!(kept.address, "〒260-0026 みどり市本町1-1");
        assert_eq!(check("あ".repeat(61)), Err(vec![InsurerFault::Address]));
    }

    #[test]
    fn all_faults_come_at_once() {
        let faults = RawInsurer::default()
            .check(InsurerId::from_bytes([1; 16]), Timestamp::UNIX_EPOCH)
            .unwrap_err();
        assert_eq!(faults.len(), 5);
    }
}
