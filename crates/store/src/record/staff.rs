//! Accounts on disk, of the console and of clinics.

use jiff::Timestamp;
use kairan_domain::ids::{ClinicId, InsurerId, StaffId};
use kairan_domain::staff::{Login, PersonName, Role, SecondFactor, Staff};
use serde::{Deserialize, Serialize};

use super::Kind;
use super::codec::Coded;
use super::forms::{Secret, Text};
use crate::error::ConflictOn;
use crate::index::{Index, IndexKeys, login_key};

#[derive(Serialize, Deserialize)]
pub(crate) struct StaffForm {
    id: Text<StaffId>,
    insurer: Text<InsurerId>,
    login: String,
    name: String,
    role: RoleForm,
    /// Whose account one of the role `clinic` is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    clinic: Option<Text<ClinicId>>,
    password: Secret,
    must_change: bool,
    second_factor: Option<SecondFactorForm>,
    retired_at: Option<Text<Timestamp>>,
    made_at: Text<Timestamp>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RoleForm {
    ReadOnly,
    Clerk,
    Administrator,
    Clinic,
}

impl From<Role> for RoleForm {
    fn from(role: Role) -> Self {
        match role {
            Role::ReadOnly => Self::ReadOnly,
            Role::Clerk => Self::Clerk,
            Role::Administrator => Self::Administrator,
            Role::Clinic(_) => Self::Clinic,
        }
    }
}

fn role(form: &RoleForm, clinic: Option<Text<ClinicId>>) -> Result<Role, String> {
    match (form, clinic) {
        (RoleForm::ReadOnly, None) => Ok(Role::ReadOnly),
        (RoleForm::Clerk, None) => Ok(Role::Clerk),
        (RoleForm::Administrator, None) => Ok(Role::Administrator),
        (RoleForm::Clinic, Some(clinic)) => Ok(Role::Clinic(clinic.0)),
        _ => Err("a clinic's account without its clinic, or another one with".to_owned()),
    }
}

#[derive(Serialize, Deserialize)]
pub(crate) struct SecondFactorForm {
    secret: Secret,
    last_step: u64,
    recovery: Vec<String>,
    set_up_at: Text<Timestamp>,
}

impl Coded for Staff {
    const KIND: Kind = Kind::Staff;
    type Form = StaffForm;

    fn owner(&self) -> InsurerId {
        self.insurer
    }

    fn id(&self) -> Vec<u8> {
        self.id.as_bytes().to_vec()
    }

    fn to_form(&self) -> StaffForm {
        StaffForm {
            id: Text(self.id),
            insurer: Text(self.insurer),
            login: self.login.expose().to_owned(),
            name: self.name.expose().to_owned(),
            role: self.role.into(),
            clinic: self.role.clinic().map(Text),
            password: Secret(self.password.clone()),
            must_change: self.must_change,
            second_factor: self.second_factor.as_ref().map(|factor| SecondFactorForm {
                secret: Secret(factor.secret.clone()),
                last_step: factor.last_step,
                recovery: factor.recovery.clone(),
                set_up_at: Text(factor.set_up_at),
            }),
            retired_at: self.retired_at.map(Text),
            made_at: Text(self.made_at),
        }
    }

    fn from_form(form: StaffForm) -> Result<Self, String> {
        Ok(Self {
            id: form.id.0,
            insurer: form.insurer.0,
            login: Login::from_kept(form.login),
            name: PersonName::from_kept(form.name),
            role: role(&form.role, form.clinic)?,
            password: form.password.0,
            must_change: form.must_change,
            second_factor: form.second_factor.map(|factor| SecondFactor {
                secret: factor.secret.0,
                last_step: factor.last_step,
                recovery: factor.recovery,
                set_up_at: factor.set_up_at.0,
            }),
            retired_at: form.retired_at.map(|at| at.0),
            made_at: form.made_at.0,
        })
    }

    fn index(&self, keys: &mut IndexKeys<'_>) {
        let login = login_key(keys.vault(), &self.login);
        keys.one(Index::StaffLogin, &[&login], ConflictOn::Login);
        keys.many(Index::StaffOfInsurer, &[self.insurer.as_bytes()]);
        if let Some(clinic) = self.role.clinic() {
            let index = Index::StaffOfClinic;
            keys.many(index, &[self.insurer.as_bytes(), clinic.as_bytes()]);
        }
    }
}
