//! 被保険者 as part of a request's record.

use jiff::civil::Date;
use kairan_domain::insured::{Insured, InsuredNo, Sex};
use kairan_domain::insurer::InsurerNo;
use kairan_domain::staff::PersonName;
use serde::{Deserialize, Serialize};

use super::forms::{Name, Secret, Text};

#[derive(Serialize, Deserialize)]
pub(crate) struct InsuredForm {
    insurer_no: String,
    number: String,
    name: String,
    kana: String,
    birth_date: Text<Date>,
    sex: Name<Sex>,
    postal_code: Secret,
    address: Secret,
    phone: Secret,
}

impl From<&Insured> for InsuredForm {
    fn from(insured: &Insured) -> Self {
        Self {
            insurer_no: insured.insurer_no.to_string(),
            number: insured.number.expose().to_owned(),
            name: insured.name.expose().to_owned(),
            kana: insured.kana.expose().to_owned(),
            birth_date: Text(insured.birth_date),
            sex: Name(insured.sex),
            postal_code: Secret(insured.postal_code.clone()),
            address: Secret(insured.address.clone()),
            phone: Secret(insured.phone.clone()),
        }
    }
}

impl TryFrom<InsuredForm> for Insured {
    type Error = String;

    fn try_from(form: InsuredForm) -> Result<Self, String> {
        Ok(Self {
            insurer_no: InsurerNo::check(&form.insurer_no).map_err(|fault| fault.to_string())?,
            number: InsuredNo::from_kept(form.number),
            name: PersonName::from_kept(form.name),
            kana: PersonName::from_kept(form.kana),
            birth_date: form.birth_date.0,
            sex: form.sex.0,
            postal_code: form.postal_code.0,
            address: form.address.0,
            phone: form.phone.0,
        })
    }
}
