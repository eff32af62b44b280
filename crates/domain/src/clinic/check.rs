//! What clerks type about clinics and doctors, judged.

use super::{Clinic, Physician};
use crate::ids::{ClinicId, InsurerId, PhysicianId};
use crate::limits::Limits;
use crate::mail_address::{MailAddress, MailAddressError};
use crate::secret::SecretText;
use crate::staff::PersonName;
use crate::text;
use jiff::Timestamp;
use thiserror::Error;

/// A clinic as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawClinic {
    /// 医療機関コード.
    pub code: String,
    /// 医療機関名.
    pub name: String,
    /// 〒.
    pub postal_code: String,
    /// 所在地.
    pub address: String,
    /// 電話.
    pub phone: String,
    /// FAX.
    pub fax: String,
    /// E-mail for notices.
    pub mail: SecretText,
}

/// What is wrong with a clinic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ClinicFault {
    /// More than ten letters and digits.
    #[error("the clinic's code is at most ten letters and digits")]
    Code,
    /// No name, or too long.
    #[error("the clinic needs a name of at most {most} characters")]
    Name {
        /// The most characters.
        most: usize,
    },
    /// Not seven digits.
    #[error("the postal code is seven digits")]
    PostalCode,
    /// No address, or too long.
    #[error("the clinic needs an address of at most {most} characters")]
    Address {
        /// The most characters.
        most: usize,
    },
    /// No telephone number.
    #[error("the clinic needs a telephone number")]
    Phone,
    /// Something else than a number.
    #[error("not a fax number")]
    Fax,
    /// No usable address.
    #[error("not a mail address: {0}")]
    Mail(MailAddressError),
}

/// A doctor as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawPhysician {
    /// The municipality's code.
    pub code: String,
    /// 氏名.
    pub name: SecretText,
    /// 診療科.
    pub department: String,
}

/// What is wrong with a doctor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PhysicianFault {
    /// More than ten letters and digits.
    #[error("the doctor's code is at most ten letters and digits")]
    Code,
    /// No name, or too long.
    #[error("the doctor needs a name of at most {most} characters")]
    Name {
        /// The most characters.
        most: usize,
    },
    /// Too long.
    #[error("the department has at most {most} characters")]
    Department {
        /// The most characters.
        most: usize,
    },
}

fn code(raw: &str) -> Option<String> {
    let code = text::signs(raw).replace('-', "");
    (code.len() <= 10 && code.bytes().all(|b| b.is_ascii_alphanumeric())).then_some(code)
}

fn bounded(raw: &str, most: usize) -> Option<String> {
    let text = text::line_as_given(raw);
    (1..=most).contains(&text.chars().count()).then_some(text)
}

fn number(raw: &str) -> Option<String> {
    let number = text::phone(raw);
    text::is_phone(&number).then_some(number)
}

/// A text that may be left empty.
fn optional(raw: &str, read: impl Fn(&str) -> Option<String>) -> Option<String> {
    if text::one_line(raw).is_empty() {
        Some(String::new())
    } else {
        read(raw)
    }
}

impl RawClinic {
    /// Judges what was typed.
    ///
    /// # Errors
    /// Every [`ClinicFault`] found.
    pub fn check(
        &self,
        id: ClinicId,
        insurer: InsurerId,
        limits: &Limits,
        now: Timestamp,
    ) -> Result<Clinic, Vec<ClinicFault>> {
        let mut faults = Vec::new();
        let mut take = |found: Option<String>, fault| {
            found.unwrap_or_else(|| {
                faults.push(fault);
                String::new()
            })
        };
        let most = limits.max_title;
        let code = take(code(&self.code), ClinicFault::Code);
        let name = take(bounded(&self.name, most), ClinicFault::Name { most });
        let postal_code = take(
            text::postal_code(&self.postal_code),
            ClinicFault::PostalCode,
        );
        let address = take(bounded(&self.address, most), ClinicFault::Address { most });
        let phone = take(number(&self.phone), ClinicFault::Phone);
        let fax = take(optional(&self.fax, number), ClinicFault::Fax);
        let mail = match self.mail.expose().trim() {
            "" => None,
            typed => MailAddress::check(typed)
                .map_err(|error| faults.push(ClinicFault::Mail(error)))
                .ok(),
        };
        if faults.is_empty() {
            Ok(Clinic {
                id,
                insurer,
                code,
                name,
                postal_code,
                address,
                phone,
                fax,
                mail,
                made_at: now,
                retired_at: None,
            })
        } else {
            Err(faults)
        }
    }
}

impl RawPhysician {
    /// Judges what was typed about a doctor of `clinic`.
    ///
    /// # Errors
    /// Every [`PhysicianFault`] found.
    pub fn check(
        &self,
        id: PhysicianId,
        clinic: &Clinic,
        limits: &Limits,
        now: Timestamp,
    ) -> Result<Physician, Vec<PhysicianFault>> {
        let most = limits.max_name;
        let code = code(&self.code).ok_or(PhysicianFault::Code);
        let name = bounded(self.name.expose(), most).ok_or(PhysicianFault::Name { most });
        let department = optional(&self.department, |raw| bounded(raw, most))
            .ok_or(PhysicianFault::Department { most });
        match (code, name, department) {
            (Ok(code), Ok(name), Ok(department)) => Ok(Physician {
                id,
                insurer: clinic.insurer,
                clinic: clinic.id,
                code,
                name: PersonName::from_kept(name),
                department,
                made_at: now,
                retired_at: None,
            }),
            (code, name, department) => Err([code.err(), name.err(), department.err()]
                .into_iter()
                .flatten()
                .collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw() -> RawClinic {
        RawClinic {
            code: "1310123456".into(),
            name: "山田医院".into(),
            postal_code: "１２３４５６７".into(),
            address: "回覧市本町1-2-3".into(),
            phone: "０３-1234-5678".into(),
            ..RawClinic::default()
        }
    }

    fn check(raw: &RawClinic) -> Result<Clinic, Vec<ClinicFault>> {
        let id = ClinicId::from_bytes([1; 16]);
        let insurer = InsurerId::from_bytes([2; 16]);
        raw.check(id, insurer, &Limits::default(), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_clinic_is_taken_in_half_width() {
        let clinic = check(&raw()).unwrap();
        assert_eq!(clinic.postal_code, "123-4567");
        assert_eq!(clinic.phone, "03-1234-5678");
        assert_eq!(clinic.mail, None);
    }

    #[test]
    fn every_fault_of_a_clinic_comes_at_once() {
        let raw = RawClinic {
            code: "医療".into(),
            postal_code: "123".into(),
            fax: "なし".into(),
            mail: SecretText::new("nobody"),
            ..RawClinic::default()
        };
        assert_eq!(check(&raw).unwrap_err().len(), 7);
    }

    #[test]
    fn a_doctor_belongs_to_the_clinic_and_keeps_the_name_given() {
        let clinic = check(&raw()).unwrap();
        let doctor = |name: &str| {
            let name = SecretText::new(name);
            let raw = RawPhysician {
                name,
                ..RawPhysician::default()
            };
            let id = PhysicianId::from_bytes([3; 16]);
            raw.check(id, &clinic, &Limits::default(), Timestamp::UNIX_EPOCH)
        };
        let kept = doctor("髙﨑　𠮷男").unwrap();
        assert_eq!((kept.clinic, kept.name.expose()), (clinic.id, "髙﨑　𠮷男"));
        assert_eq!(doctor(" "), Err(vec![PhysicianFault::Name { most: 40 }]));
    }
}
