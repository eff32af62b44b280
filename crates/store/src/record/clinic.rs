//! 医療機関 and 医師 on disk, found by roster.

use jiff::Timestamp;
use kairan_domain::clinic::{Clinic, Physician};
use kairan_domain::ids::{ClinicId, InsurerId, PhysicianId};
use kairan_domain::mail_address::MailAddress;
use kairan_domain::staff::PersonName;
use serde::{Deserialize, Serialize};

use super::Kind;
use super::codec::Coded;
use super::forms::Text;
use crate::index::{Index, IndexKeys};

#[derive(Serialize, Deserialize)]
pub(crate) struct ClinicForm {
    id: Text<ClinicId>,
    insurer: Text<InsurerId>,
    code: String,
    name: String,
    postal_code: String,
    address: String,
    phone: String,
    fax: String,
    mail: Option<String>,
    made_at: Text<Timestamp>,
    retired_at: Option<Text<Timestamp>>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct PhysicianForm {
    id: Text<PhysicianId>,
    insurer: Text<InsurerId>,
    clinic: Text<ClinicId>,
    code: String,
    name: String,
    department: String,
    made_at: Text<Timestamp>,
    retired_at: Option<Text<Timestamp>>,
}

impl Coded for Clinic {
    const KIND: Kind = Kind::Clinic;
    type Form = ClinicForm;

    fn owner(&self) -> InsurerId {
        self.insurer
    }

    fn id(&self) -> Vec<u8> {
        self.id.as_bytes().to_vec()
    }

    fn to_form(&self) -> ClinicForm {
        let mail = self.mail.as_ref();
        ClinicForm {
            id: Text(self.id),
            insurer: Text(self.insurer),
            code: self.code.clone(),
            name: self.name.clone(),
            postal_code: self.postal_code.clone(),
            address: self.address.clone(),
            phone: self.phone.clone(),
            fax: self.fax.clone(),
            mail: mail.map(|mail| mail.expose().to_owned()),
            made_at: Text(self.made_at),
            retired_at: self.retired_at.map(Text),
        }
    }

    fn from_form(form: ClinicForm) -> Result<Self, String> {
        Ok(Self {
            id: form.id.0,
            insurer: form.insurer.0,
            code: form.code,
            name: form.name,
            postal_code: form.postal_code,
            address: form.address,
            phone: form.phone,
            fax: form.fax,
            mail: form.mail.map(MailAddress::from_kept),
            made_at: form.made_at.0,
            retired_at: form.retired_at.map(|at| at.0),
        })
    }

    fn index(&self, keys: &mut IndexKeys<'_>) {
        keys.many(Index::ClinicOfInsurer, &[self.insurer.as_bytes()]);
    }
}

impl Coded for Physician {
    const KIND: Kind = Kind::Physician;
    type Form = PhysicianForm;

    fn owner(&self) -> InsurerId {
        self.insurer
    }

    fn id(&self) -> Vec<u8> {
        self.id.as_bytes().to_vec()
    }

    fn to_form(&self) -> PhysicianForm {
        PhysicianForm {
            id: Text(self.id),
            insurer: Text(self.insurer),
            clinic: Text(self.clinic),
            code: self.code.clone(),
            name: self.name.expose().to_owned(),
            department: self.department.clone(),
            made_at: Text(self.made_at),
            retired_at: self.retired_at.map(Text),
        }
    }

    fn from_form(form: PhysicianForm) -> Result<Self, String> {
        Ok(Self {
            id: form.id.0,
            insurer: form.insurer.0,
            clinic: form.clinic.0,
            code: form.code,
            name: PersonName::from_kept(form.name),
            department: form.department,
            made_at: form.made_at.0,
            retired_at: form.retired_at.map(|at| at.0),
        })
    }

    fn index(&self, keys: &mut IndexKeys<'_>) {
        let (insurer, clinic) = (self.insurer.as_bytes(), self.clinic.as_bytes());
        keys.many(Index::PhysicianOfClinic, &[insurer, clinic]);
    }
}
