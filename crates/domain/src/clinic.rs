//! 医療機関 and 医師: the roster of those who are asked for opinions.

mod check;

pub use check::{ClinicFault, PhysicianFault, RawClinic, RawPhysician};

use crate::ids::{ClinicId, InsurerId, PhysicianId};
use crate::mail_address::MailAddress;
use crate::opinion::{RawOpinion, id};
use crate::secret::SecretText;
use crate::staff::PersonName;
use crate::text;
use jiff::Timestamp;

/// 医療機関, on one insurer's roster. Its address is on every plate in town; only the mail
/// address is not for everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clinic {
    /// Its id.
    pub id: ClinicId,
    /// Whose roster.
    pub insurer: InsurerId,
    /// 医療機関コード, ten digits, or the municipality's own code; may be empty.
    pub code: String,
    /// 医療機関名.
    pub name: String,
    /// 〒, as `123-4567`; may be empty.
    pub postal_code: String,
    /// 所在地: the letter's window shows it.
    pub address: String,
    /// 電話.
    pub phone: String,
    /// FAX; may be empty.
    pub fax: String,
    /// Where notices go, which never hold personal data.
    pub mail: Option<MailAddress>,
    /// When it was entered.
    pub made_at: Timestamp,
    /// Since when it is asked no more.
    pub retired_at: Option<Timestamp>,
}

/// 医師 of a clinic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Physician {
    /// Their id.
    pub id: PhysicianId,
    /// Whose roster.
    pub insurer: InsurerId,
    /// Where they work.
    pub clinic: ClinicId,
    /// The municipality's code of the doctor; may be empty.
    pub code: String,
    /// 氏名, as given.
    pub name: PersonName,
    /// 診療科; may be empty.
    pub department: String,
    /// When they were entered.
    pub made_at: Timestamp,
    /// Since when they are asked no more.
    pub retired_at: Option<Timestamp>,
}

impl Clinic {
    /// Key under which it is found.
    pub fn search_key(&self) -> String {
        text::search_key(&self.name)
    }

    /// Writes the clinic into the form's head.
    pub(crate) fn fill(&self, raw: &mut RawOpinion) {
        for (id, text) in [
            (id::CLINIC_NAME, &self.name),
            (id::CLINIC_POSTAL_CODE, &self.postal_code),
            (id::CLINIC_ADDRESS, &self.address),
            (id::CLINIC_PHONE, &self.phone),
            (id::CLINIC_FAX, &self.fax),
        ] {
            raw.put(id, text.as_str());
        }
    }
}

impl Physician {
    /// Key under which they are found.
    pub fn search_key(&self) -> SecretText {
        SecretText::new(text::name_key(self.name.expose()))
    }
}
