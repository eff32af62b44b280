//! 保険者 on disk.

use kairan_domain::ids::InsurerId;
use kairan_domain::insurer::{Insurer, InsurerNo};
use kairan_domain::mail_address::MailAddress;
use serde::{Deserialize, Serialize};

use super::Kind;
use super::codec::Coded;
use super::forms::Text;
use crate::error::ConflictOn;
use crate::index::{Index, IndexKeys};

#[derive(Serialize, Deserialize)]
pub(crate) struct InsurerForm {
    id: Text<InsurerId>,
    number: String,
    name: String,
    office: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    address: String,
    phone: String,
    mail: String,
    made_at: Text<jiff::Timestamp>,
}

impl Coded for Insurer {
    const KIND: Kind = Kind::Insurer;
    const OFTEN_READ: bool = true;
    type Form = InsurerForm;

    fn owner(&self) -> InsurerId {
        self.id
    }

    fn id(&self) -> Vec<u8> {
        self.id.as_bytes().to_vec()
    }

    fn to_form(&self) -> InsurerForm {
        InsurerForm {
            id: Text(self.id),
            number: self.number.to_string(),
            name: self.name.clone(),
            office: self.office.clone(),
            address: self.address.clone(),
            phone: self.phone.clone(),
            mail: self.mail.expose().to_owned(),
            made_at: Text(self.made_at),
        }
    }

    fn from_form(form: InsurerForm) -> Result<Self, String> {
        Ok(Self {
            id: form.id.0,
            number: InsurerNo::check(&form.number).map_err(|fault| fault.to_string())?,
            name: form.name,
            office: form.office,
            address: form.address,
            phone: form.phone,
            mail: MailAddress::from_kept(form.mail),
            made_at: form.made_at.0,
        })
    }

    fn index(&self, keys: &mut IndexKeys<'_>) {
        let number = self.number.to_string();
        keys.one(
            Index::InsurerNumber,
            &[number.as_bytes()],
            ConflictOn::InsurerNumber,
        );
    }
}
